//! `KEYS`, `SCAN`, `RANDOMKEY`, and what the `*SCAN` commands share.
//!
//! Up to 6.2 a replica leaves out expired keys here even for its master, by its own clock; from 7.0 on it does not
//! (`commands.md` §2.2).

use crate::{
    CommandError, Reply, args, caveat::Caveat, context::Context, error::refusal, glob_matches,
    keyspace::Entry, parse,
};

fn is_listed(cx: &Context<'_>, entry: &Entry) -> bool {
    cx.at_least(7, 0, 0) || !cx.is_expired(entry)
}

/// `KEYS pattern`.
pub(super) fn keys(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let all = args[1] == b"*";
    let mut keys = Vec::new();
    if cx.wants_reply {
        for entry in cx.database().iter() {
            if is_listed(cx, entry) && (all || glob_matches(args[1], entry.key())) {
                keys.push(Reply::bulk(entry.key()));
            }
        }
    }
    if keys.len() > 1 {
        cx.note_in_script(Caveat::HashOrder);
    }
    Ok(Reply::Array(keys))
}

/// `RANDOMKEY`: the first one, since any will do.
pub(super) fn randomkey(cx: &mut Context<'_>, _: &[&[u8]]) -> Result<Reply, CommandError> {
    cx.note_in_script(Caveat::Random);
    let found = cx.database().iter().find(|entry| is_listed(cx, entry));
    Ok(found.map_or(Reply::Nil, |entry| Reply::bulk(entry.key())))
}

/// The options of `SCAN` and its relatives.
pub(crate) struct ScanOptions<'a> {
    pattern: Option<&'a [u8]>,
    type_word: Option<&'a [u8]>,
    count: usize,
    /// `NOVALUES` of `HSCAN` (7.4, Valkey 8.0).
    pub(crate) without_values: bool,
}

impl<'a> ScanOptions<'a> {
    /// Reads them.
    pub(crate) fn read(cx: &Context<'_>, options: &[&'a [u8]]) -> Result<Self, CommandError> {
        let mut read = Self { pattern: None, type_word: None, count: 10, without_values: false };
        let mut rest = options.iter();
        while let Some(option) = rest.next() {
            if args::is(option, "NOVALUES") && cx.spec.name == "hscan" {
                read.without_values = true;
                continue;
            }
            let value = rest.next().ok_or(refusal::SYNTAX)?;
            if args::is(option, "COUNT") {
                let count = args::integer(value)?;
                read.count =
                    usize::try_from(count).ok().filter(|n| *n > 0).ok_or(refusal::SYNTAX)?;
            } else if args::is(option, "MATCH") {
                read.pattern = Some(value).filter(|pattern| **pattern != b"*").copied();
            } else if args::is(option, "TYPE") && cx.spec.name == "scan" && cx.at_least(6, 0, 0) {
                read.type_word = Some(value);
            } else {
                return Err(refusal::SYNTAX);
            }
        }
        Ok(read)
    }

    /// Tells whether a key, member or field is wanted.
    pub(crate) fn matches(&self, name: &[u8]) -> bool {
        self.pattern.is_none_or(|pattern| glob_matches(pattern, name))
    }
}

/// Puts a reply together from the next cursor and the elements.
pub(crate) fn scan_reply(cursor: u64, elements: Vec<Reply>) -> Reply {
    Reply::Array(vec![Reply::bulk(cursor.to_string()), Reply::Array(elements)])
}

/// Reads a cursor.
pub(crate) fn cursor(argument: &[u8]) -> Result<u64, CommandError> {
    parse::unsigned(argument).ok_or(CommandError::Refused("ERR invalid cursor"))
}

/// `SCAN cursor [MATCH pattern] [COUNT n] [TYPE t]`. The server's order and cursors come from its hash seed.
pub(super) fn scan(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let cursor = cursor(args[1])?;
    let options = ScanOptions::read(cx, &args[2..])?;
    cx.note_in_script(Caveat::HashOrder);
    let (mut next, mut seen, mut keys) = (0, 0, Vec::new());
    let from = u32::try_from(cursor).unwrap_or(u32::MAX);
    for (place, entry) in cx.database().iter_from(from) {
        if seen == options.count {
            next = u64::from(place);
            break;
        }
        seen += 1;
        let word = entry.value.type_word().as_bytes();
        if is_listed(cx, entry)
            && options.matches(entry.key())
            && options.type_word.is_none_or(|wanted| wanted.eq_ignore_ascii_case(word))
        {
            keys.push(Reply::bulk(entry.key()));
        }
    }
    Ok(scan_reply(next, keys))
}
