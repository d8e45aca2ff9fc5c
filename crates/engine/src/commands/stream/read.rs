//! `XREAD` and `XREADGROUP`. A stream never carries them (masters send `XCLAIM` and `XGROUP SETID` instead); verbatim
//! scripts of 6.0 to 6.2 may call them.

use super::{
    counter::{self, Rules},
    entry_reply, id_reply, ids, refuse,
};
use crate::{
    CommandError, Reply,
    args::{integer, integer_or, is},
    context::Context,
    error::refusal,
    value::{Group, Pending, Stream, StreamId},
};

const NO_GROUP_OPTION: CommandError =
    CommandError::Refused("ERR Missing GROUP option for XREADGROUP");
const GROUP_NOT_YOURS: CommandError = CommandError::Refused(
    "ERR The GROUP option is only supported by XREADGROUP. You called XREAD instead.",
);
const NOACK_NOT_YOURS: CommandError = CommandError::Refused(
    "ERR The NOACK option is only supported by XREADGROUP. You called XREAD instead.",
);
const NEW_NOT_YOURS: CommandError = CommandError::Refused(
    "ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group> <consumer> option.",
);
const NEGATIVE_TIMEOUT: CommandError = CommandError::Refused("ERR timeout is negative");
const NO_CLAIM: CommandError =
    CommandError::Unsupported("ERR XREADGROUP with CLAIM is not supported by this engine");
const NOT_FROM_SCRIPTS: CommandError =
    CommandError::Refused("This Redis command is not allowed from scripts");

/// A call, its options read.
struct Request<'a> {
    count: usize,
    group: Option<(&'a [u8], &'a [u8])>,
    no_ack: bool,
    keys: &'a [&'a [u8]],
    ids: &'a [&'a [u8]],
}

impl<'a> Request<'a> {
    fn parse(cx: &Context<'_>, args: &'a [&'a [u8]], grouped: bool) -> Result<Self, CommandError> {
        if cx.in_script && !cx.at_least(6, 0, 0) {
            return Err(NOT_FROM_SCRIPTS);
        }
        let mut request = Self { count: 0, group: None, no_ack: false, keys: &[], ids: &[] };
        let mut options = &args[1..];
        while let [word, rest @ ..] = options {
            options = match rest {
                [timeout, rest @ ..] if is(word, "BLOCK") => {
                    check_block(cx, args[0], timeout)?;
                    rest
                }
                [count, rest @ ..] if is(word, "COUNT") => {
                    request.count = usize::try_from(integer(count)?).unwrap_or(0);
                    rest
                }
                [_, ..] if is(word, "STREAMS") => {
                    if rest.len() % 2 == 1 {
                        return Err(unbalanced(cx, grouped));
                    }
                    (request.keys, request.ids) = rest.split_at(rest.len() / 2);
                    break;
                }
                [_, _, ..] if is(word, "GROUP") && !grouped => return Err(GROUP_NOT_YOURS),
                [group, consumer, rest @ ..] if is(word, "GROUP") => {
                    request.group = Some((group, consumer));
                    rest
                }
                [_, ..] if grouped && is(word, "CLAIM") && cx.redis_at_least(8, 4) => {
                    return Err(NO_CLAIM);
                }
                _ if is(word, "NOACK") && !grouped => return Err(NOACK_NOT_YOURS),
                _ if is(word, "NOACK") => {
                    request.no_ack = true;
                    rest
                }
                _ => return Err(refusal::SYNTAX),
            };
        }
        match request.group {
            _ if request.keys.is_empty() => Err(refusal::SYNTAX),
            None if grouped => Err(NO_GROUP_OPTION),
            _ => Ok(request),
        }
    }
}

/// Checks the timeout. Nothing blocks here: the call ends as if the time had passed.
fn check_block(cx: &Context<'_>, name: &[u8], timeout: &[u8]) -> Result<(), CommandError> {
    if cx.in_script && !cx.redis_at_least(7, 4) {
        let end = b" command is not allowed with BLOCK option from scripts";
        return Err(refuse(&[b"ERR ", name, end]));
    }
    let timeout = integer_or(timeout, "ERR timeout is not an integer or out of range")?;
    if timeout < 0 { Err(NEGATIVE_TIMEOUT) } else { Ok(()) }
}

fn unbalanced(cx: &Context<'_>, grouped: bool) -> CommandError {
    let name = if grouped { "'xreadgroup'" } else { "'xread'" };
    let (name, ids) = match () {
        () if !cx.at_least(7, 2, 0) => ("XREAD", "ID or '$'"),
        () if grouped => (name, "ID or '>'"),
        () if cx.redis_at_least(8, 0) => (name, "ID, '+', or '$'"),
        () => (name, "ID or '$'"),
    };
    CommandError::with(format!(
        "ERR Unbalanced {name} list of streams: for each stream key an {ids} must be specified."
    ))
}

fn meaningless(sign: char) -> CommandError {
    CommandError::with(format!(
        "ERR The {sign} ID is meaningless in the context of XREADGROUP: you want to read the history of this \
         consumer by specifying a proper ID, or use the > ID to get new messages. The {sign} ID would just return an \
         empty result set."
    ))
}

/// A count of zero stands for all.
const fn at_most(count: usize) -> usize {
    if count == 0 { usize::MAX } else { count }
}

/// Answers with what was read of one stream.
fn served(key: &[u8], entries: Vec<Reply>) -> Reply {
    Reply::Array(vec![Reply::bulk(key), Reply::Array(entries)])
}

/// Answers with all that was read.
fn all(streams: Vec<Reply>) -> Reply {
    if streams.is_empty() { Reply::Nil } else { Reply::Array(streams) }
}

/// `XREAD [COUNT n] [BLOCK ms] STREAMS key … id …`
pub(super) fn xread(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let request = Request::parse(cx, args, false)?;
    let mut starts = Vec::with_capacity(request.ids.len());
    for (key, id) in request.keys.iter().zip(request.ids) {
        let last = cx.read::<Stream>(key)?.map_or(StreamId::MIN, |stream| stream.last_id);
        starts.push(match *id {
            b">" => return Err(NEW_NOT_YOURS),
            b"+" if cx.redis_at_least(7, 4) => last.previous().unwrap_or_default(),
            id => ids::or_last(id, last, false)?,
        });
    }
    let mut streams = Vec::new();
    for (key, after) in request.keys.iter().zip(starts) {
        let (Some(stream), Some(from)) = (cx.read::<Stream>(key)?, after.next()) else { continue };
        let entries = stream.entries.range(from, StreamId::MAX).take(at_most(request.count));
        let entries: Vec<_> = entries.map(|(id, fields)| entry_reply(id, fields)).collect();
        if !entries.is_empty() {
            streams.push(served(key, entries));
        }
    }
    Ok(all(streams))
}

/// `XREADGROUP GROUP group consumer [COUNT n] [BLOCK ms] [NOACK] STREAMS key … id …`
pub(super) fn xreadgroup(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let request = Request::parse(cx, args, true)?;
    let (group, consumer) = request.group.ok_or(NO_GROUP_OPTION)?;
    let mut starts = Vec::with_capacity(request.ids.len());
    for (key, id) in request.keys.iter().zip(request.ids) {
        if cx.read::<Stream>(key)?.is_none_or(|stream| !stream.groups.contains_key(group)) {
            let end = b"' in XREADGROUP with GROUP option";
            let middle = b"' or consumer group '";
            return Err(refuse(&[b"NOGROUP No such key '", key, middle, group, end]));
        }
        starts.push(match *id {
            b"$" => return Err(meaningless('$')),
            b"+" if cx.redis_at_least(7, 4) => return Err(meaningless('+')),
            b">" => StreamId::MAX,
            id => ids::strict(id, 0)?,
        });
    }
    let reader = Reader {
        consumer,
        count: at_most(request.count),
        no_ack: request.no_ack,
        now: cx.state.now_ms,
        rules: cx.at_least(7, 0, 0).then(|| Rules::of(cx)),
        joins_always: cx.at_least(7, 2, 0),
    };
    let mut streams = Vec::new();
    for (key, after) in request.keys.iter().zip(starts) {
        let Some((stream, _)) = cx.edit::<Stream>(key)? else { continue };
        if let Some(entries) = reader.serve(stream, group, after) {
            streams.push(served(key, entries));
            cx.changed(key);
        }
    }
    Ok(all(streams))
}

/// A consumer that reads.
struct Reader<'a> {
    consumer: &'a [u8],
    count: usize,
    no_ack: bool,
    now: i64,
    /// How entries are counted, where they are.
    rules: Option<Rules>,
    /// Whether the consumer comes to be although there is nothing to read (7.2).
    joins_always: bool,
}

impl Reader<'_> {
    /// Reads one stream; `None` where there is nothing to say about it.
    fn serve(&self, stream: &mut Stream, name: &[u8], after: StreamId) -> Option<Vec<Reply>> {
        let top = stream.entries.last();
        let group = stream.groups.get_mut(name)?;
        let has_new = top.is_some_and(|top| top > group.last_id);
        let history = after != StreamId::MAX;
        if history || has_new || self.joins_always {
            group.join(self.consumer, self.now);
        }
        if history {
            return Some(self.history(stream, name, after.next().unwrap_or_default()));
        }
        has_new.then(|| self.news(stream, name))
    }

    /// Delivers entries behind the group's last id.
    fn news(&self, stream: &mut Stream, name: &[u8]) -> Vec<Reply> {
        let Some(group) = stream.groups.get(name) else { return Vec::new() };
        let (mut last, mut read) = (group.last_id, group.entries_read);
        let from = last.next().unwrap_or_default();
        let (mut ids, mut replies) = (Vec::new(), Vec::new());
        for (id, fields) in stream.entries.range(from, StreamId::MAX).take(self.count) {
            if let Some(rules) = self.rules {
                read = counter::advance(stream, last, read, id, rules);
            }
            last = id;
            ids.push(id);
            replies.push(entry_reply(id, fields));
        }
        if let Some(group) = stream.groups.get_mut(name) {
            (group.last_id, group.entries_read) = (last, read);
            self.deliver(group, &ids);
        }
        replies
    }

    /// Makes entries pending for the consumer, whoever had them before.
    fn deliver(&self, group: &mut Group, ids: &[StreamId]) {
        if self.no_ack {
            return;
        }
        for id in ids {
            let consumer = Some(self.consumer.into());
            let pending = Pending { consumer, delivered_ms: self.now, deliveries: 1 };
            group.pending.insert(*id, pending);
        }
        if let Some(consumer) = group.consumers.get_mut(self.consumer) {
            consumer.active_ms = self.now;
        }
    }

    /// Delivers again what is pending for the consumer.
    fn history(&self, stream: &mut Stream, name: &[u8], from: StreamId) -> Vec<Reply> {
        let (entries, groups) = (&stream.entries, &mut stream.groups);
        let Some(group) = groups.get_mut(name) else { return Vec::new() };
        let own = group
            .pending
            .range_mut(from..)
            .filter(|(_, pending)| pending.consumer.as_deref() == Some(self.consumer));
        own.take(self.count)
            .map(|(id, pending)| match entries.get(*id) {
                Some(fields) => {
                    pending.delivered_ms = self.now;
                    pending.deliveries = pending.deliveries.saturating_add(1);
                    entry_reply(*id, fields)
                }
                None => Reply::Array(vec![id_reply(*id), Reply::Nil]),
            })
            .collect()
    }
}
