//! What a line is: a prompt, the header of a section, a field, or talk.
//!
//! ```text
//! prompt  = address "> " text             127.0.0.1:6379> info replication
//! header  = "#" " " name                  # Replication
//! field   = key ":" value                 master_repl_offset:1820
//! line    = { mark } ( prompt / header / field )
//! mark    = blank / ">" / "|" / "-" / "*" / "`" / quote / number ")" ; what quotes, lists and tables leave
//! ```

use crate::info::keys;
use nom::{
    IResult, Parser,
    branch::alt,
    bytes::complete::{tag, take_while, take_while1},
    character::complete::{char, digit1, satisfy, space0},
    combinator::{all_consuming, opt, recognize, rest, value},
    sequence::preceded,
};
use std::borrow::Cow;

/// A part of a line that means something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// The address of a node before what was typed.
    Prompt(&'a str),
    /// The header of a section, by its name.
    Section(&'a str),
    /// A field.
    Field { key: Cow<'a, str>, value: Cow<'a, str> },
}

/// The characters that stand before or around a line of a dump in mails, lists, tables and code.
const MARKS: [char; 9] = ['>', '|', '-', '*', '`', '"', '\'', '•', '│'];

/// Hands the pieces of a line to `visit`.
pub(crate) fn pieces<'a>(line: &'a str, mut visit: impl FnMut(Piece<'a>)) {
    let line = line.trim();
    if let Ok((after, address)) = prompt(line) {
        visit(Piece::Prompt(address));
        return glued(after, visit);
    }
    let bare = line.trim_start_matches(|c: char| c.is_whitespace() || MARKS.contains(&c));
    let bare = bare.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '`' | '"' | '|'));
    if let Ok((_, name)) = all_consuming(header).parse(bare) {
        return visit(Piece::Section(name));
    }
    if let Ok((_, (key, value))) = field(bare) {
        return split(key, value, &mut visit);
    }
    // A line that somebody commented out, or numbered: only if it is certainly a field.
    let inner = bare.trim_start_matches(|c: char| "#/;). ".contains(c) || c.is_ascii_digit());
    if let Ok((_, (key, value))) = field(inner).filtered() {
        split(key, value, &mut visit);
    }
}

/// Tells whether a line begins as servers begin theirs: `1234:M 12 Dec …`, or `[1234] 12 Dec …` up to 2.8.
pub(crate) fn is_log_line(line: &str) -> bool {
    fn start(line: &str) -> IResult<&str, ()> {
        let modern = (digit1, char(':'), satisfy(|c| c.is_ascii_uppercase()), char(' '), digit1);
        let early = (char('['), digit1, tag("] "), digit1);
        alt((value((), modern), value((), early))).parse(line)
    }
    start(line.trim_start()).is_ok()
}

/// Looks for a dump that follows a prompt on the same line.
fn glued<'a>(typed: &'a str, mut visit: impl FnMut(Piece<'a>)) {
    let Some(at) = typed.find("# ") else { return };
    let after = typed.get(at..).unwrap_or_default();
    if let Ok((after, name)) = header(after) {
        visit(Piece::Section(name));
        if let Ok((_, (key, value))) = field(after.trim()).filtered() {
            split(key, value, &mut visit);
        }
    }
}

/// `address "> "`, where the address has a port, or is one of the names that redis-cli shows.
fn prompt(line: &str) -> IResult<&str, &str> {
    let address = take_while1(|c: char| c.is_ascii_alphanumeric() || ".:-_[]()/@%".contains(c));
    let (after, (address, _)) = (address, char('>')).parse(line)?;
    let is_prompt = address.contains(':')
        || ["redis", "valkey", "not connected"].iter().any(|name| address.starts_with(name));
    if is_prompt && (after.is_empty() || after.starts_with(' ')) {
        Ok((after.trim_start(), address.split('[').next().unwrap_or(address)))
    } else {
        Err(nom::Err::Error(nom::error::Error::new(line, nom::error::ErrorKind::Verify)))
    }
}

/// `"#" 1*blank name`, alone on its line. Names are words of letters; servers use one or two.
fn header(line: &str) -> IResult<&str, &str> {
    let word = || take_while1(|c: char| c.is_ascii_alphabetic() || c == '_');
    let (line, _) = (tag("#"), space0).parse(line)?;
    let (after, name) = recognize((word(), opt((char(' '), word())))).parse(line)?;
    if keys::is_section(name) {
        return Ok((after, name));
    }
    // A single word in the servers' spelling is a section that is not known yet, unless a colon makes it a field.
    let (after, name) = word().parse(line)?;
    if after.is_empty() && name.starts_with(|c: char| c.is_ascii_uppercase()) {
        return Ok((after, name));
    }
    if keys::is_section(name) && !after.starts_with(':') {
        return Ok((after, name));
    }
    Err(nom::Err::Error(nom::error::Error::new(line, nom::error::ErrorKind::Verify)))
}

/// `key *blank ":" value`; a key begins with a small letter.
fn field(line: &str) -> IResult<&str, (&str, &str)> {
    let key = recognize((
        satisfy(|c| c.is_ascii_lowercase()),
        take_while(|c: char| c.is_ascii_alphanumeric() || "_|.-".contains(c)),
    ));
    let colon = (space0, alt((tag(":"), tag("："))));
    (key, preceded(colon, rest)).parse(line)
}

/// Keeps only fields that servers are known to print.
trait Filtered {
    fn filtered(self) -> Self;
}

impl<'a> Filtered for IResult<&'a str, (&'a str, &'a str)> {
    fn filtered(self) -> Self {
        self.and_then(|(rest, (key, value))| {
            if keys::is_known(key) {
                Ok((rest, (key, value)))
            } else {
                Err(nom::Err::Error(nom::error::Error::new(key, nom::error::ErrorKind::Verify)))
            }
        })
    }
}

/// Emits a field, and those that stand behind it on the same line because the line ends were lost.
fn split<'a>(key: &'a str, value: &'a str, visit: &mut impl FnMut(Piece<'a>)) {
    let (mut key, mut value) = (key, value);
    while let Some((end, next)) = next_field(value) {
        emit(key, value.get(..end).unwrap_or(value), visit);
        let Ok((_, (next_key, next_value))) = field(next) else { return };
        (key, value) = (next_key, next_value);
    }
    emit(key, value, visit);
}

/// Finds the next word of a value that begins a known field, and the end of what precedes it.
fn next_field(value: &str) -> Option<(usize, &str)> {
    if value.len() < 3 {
        return None;
    }
    let mut from = 0;
    loop {
        let rest = value.get(from..)?;
        let blank = rest.find(char::is_whitespace)?;
        let end = from.saturating_add(blank);
        let tail = value.get(end..)?.trim_start();
        if !tail.is_empty() && field(tail).filtered().is_ok_and(|(_, (key, _))| is_anchor(key)) {
            return Some((end, tail));
        }
        from = value.len().saturating_sub(tail.len());
        if tail.is_empty() {
            return None;
        }
    }
}

/// Only what is unmistakable splits a line: a value may say `role: …` in words of its own.
fn is_anchor(key: &str) -> bool {
    key.contains('_') || keys::is_replica_line(key) || key == "role"
}

fn emit<'a>(key: &'a str, value: &'a str, visit: &mut impl FnMut(Piece<'a>)) {
    visit(Piece::Field { key: Cow::Borrowed(key), value: Cow::Borrowed(value.trim()) });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Vec<String> {
        let mut all = Vec::new();
        pieces(line, |piece| {
            all.push(match piece {
                Piece::Prompt(address) => format!("prompt {address}"),
                Piece::Section(name) => format!("section {name}"),
                Piece::Field { key, value } => format!("{key}={value}"),
            });
        });
        all
    }

    #[test]
    fn a_line_is_what_it_is_whatever_stands_around_it() {
        for (line, expected) in [
            ("role:master", "role=master"),
            ("  role: master ", "role=master"),
            ("> role:master", "role=master"),
            ("`role:master`", "role=master"),
            ("| master_host:10.0.0.1 |", "master_host=10.0.0.1"),
            ("# role:master", "role=master"),
            ("12) role:slave", "role=slave"),
            ("// master_port : 6379", "master_port=6379"),
            ("os:Linux 5.4.0-1 x86_64", "os=Linux 5.4.0-1 x86_64"),
            ("cmdstat_config|get:calls=1,usec=2", "cmdstat_config|get=calls=1,usec=2"),
            ("# Replication", "section Replication"),
            ("\"# Server", "section Server"),
            ("#Replication", "section Replication"),
            ("# Scripting engines", "section Scripting engines"),
            ("> # Keyspace", "section Keyspace"),
            ("10.0.0.1:6379> info", "prompt 10.0.0.1:6379"),
            ("127.0.0.1:6379[5]> INFO", "prompt 127.0.0.1:6379"),
            ("redis> info", "prompt redis"),
        ] {
            assert_eq!(read(line), [expected], "{line:?}");
        }
    }

    #[test]
    fn talk_is_not_read() {
        for line in [
            "",
            "```",
            "$1234",
            "# on the master we saw this:",
            "# why: because",
            "Note: the slave is down",
            "1:M 12 Dec 2020 10:00:00.000 * Ready to accept connections",
            "12:30:15 restarted",
            "a <b> c",
        ] {
            assert_eq!(read(line), [""; 0], "{line:?}");
        }
    }

    #[test]
    fn a_dump_without_line_ends_is_taken_apart() {
        assert_eq!(
            read(
                "role:slave master_host:10.0.0.1 master_port:6379 slave0:ip=a,port=1 connected_slaves:0"
            ),
            [
                "role=slave",
                "master_host=10.0.0.1",
                "master_port=6379",
                "slave0=ip=a,port=1",
                "connected_slaves=0"
            ]
        );
        assert_eq!(
            read("h:6379> info replication# Replication role:master"),
            ["prompt h:6379", "section Replication", "role=master"]
        );
    }
}
