//! Streams (5.0 and later): `src/t_stream.c`.
//!
//! Groups, pending entries and counters are no part of the digest, yet they decide what later commands do (`$`,
//! the check of new ids, policies that look at references), so they are kept as a replica keeps them.

mod ack;
mod add;
mod claim;
mod claim_auto;
mod counter;
mod delete;
mod groups;
mod idempotency;
mod ids;
mod info;
mod nack;
mod pending;
mod policy;
mod range;
mod read;
mod set_id;
#[cfg(test)]
mod tests;
mod trim;

use super::{
    keys,
    spec::{
        CONTAINER, CommandSpec, KEY, Keys, RANDOM_50, RANDOM_60, RANDOM_62, READ, Since, WRITE, row,
    },
};
use crate::{
    CommandError, Reply,
    value::{Fields, StreamId},
};

pub(super) const TABLE: &[CommandSpec] = &[
    row("xadd", -5, WRITE | RANDOM_50, KEY, SINCE, add::xadd),
    row("xtrim", -4, WRITE | RANDOM_50, KEY, SINCE, trim::xtrim).before(&[((6, 2, 0), -2)]),
    row("xdel", -3, WRITE, KEY, SINCE, delete::xdel),
    row("xdelex", -5, WRITE, KEY, SINCE_82, delete::xdelex),
    row("xsetid", -3, WRITE, KEY, SINCE, set_id::xsetid).before(&[((7, 0, 0), 3)]),
    row("xgroup", -2, WRITE | CONTAINER, SECOND, SINCE, groups::xgroup),
    row("xclaim", -6, WRITE | RANDOM_50, KEY, SINCE, claim::xclaim),
    row("xautoclaim", -6, WRITE | RANDOM_62, KEY, Since::redis(6, 2), claim_auto::xautoclaim),
    row("xack", -4, WRITE | RANDOM_60, KEY, SINCE, ack::xack),
    row("xackdel", -6, WRITE, KEY, SINCE_82, delete::xackdel),
    row("xnack", -7, WRITE, KEY, Since::only_redis(8, 8), nack::xnack),
    row("xcfgset", -2, WRITE, KEY, Since::only_redis(8, 6), idempotency::xcfgset),
    row("xidmprecord", 5, WRITE, KEY, Since::only_redis(8, 6).patch(2), idempotency::xidmprecord),
    row("xreadgroup", -7, WRITE, Keys::Movable(keys::xread), SINCE, read::xreadgroup),
    row("xread", -4, READ, Keys::Movable(keys::xread), SINCE, read::xread),
    row("xrange", -4, READ, KEY, SINCE, range::xrange),
    row("xrevrange", -4, READ, KEY, SINCE, range::xrevrange),
    row("xlen", 2, READ, KEY, SINCE, range::xlen),
    row("xpending", -3, READ | RANDOM_50, KEY, SINCE, pending::xpending),
    row("xinfo", -2, READ | CONTAINER | RANDOM_50, SECOND, SINCE, info::xinfo),
];

const SINCE: Since = Since::redis(5, 0);
const SINCE_82: Since = Since::redis(8, 2).valkey(9, 2);

/// The key behind the sub-command.
const SECOND: Keys = Keys::At { first: 2, last: 2, step: 1 };

/// Refuses with a text that names arguments. The server formats them as C strings and keeps an error on one line
/// (`addReplyErrorFormat`, `src/networking.c`).
fn refuse(parts: &[&[u8]]) -> CommandError {
    let mut text = Vec::new();
    for part in parts {
        let end = part.iter().position(|byte| *byte == 0).unwrap_or(part.len());
        text.extend_from_slice(&part[..end]);
    }
    text.iter_mut().filter(|byte| matches!(byte, b'\r' | b'\n')).for_each(|byte| *byte = b' ');
    CommandError::with(text)
}

/// Refuses a sub-command (`addReplySubcommandSyntaxError`, whose text began with a capital up to 6.2).
fn refuse_subcommand(modern: bool, container: &str, word: &[u8]) -> CommandError {
    let start: &[u8] = if modern { b"ERR unknown" } else { b"ERR Unknown" };
    let end = format!("'. Try {container} HELP.");
    let word = if modern { &word[..word.len().min(128)] } else { word };
    refuse(&[start, b" subcommand or wrong number of arguments for '", word, end.as_bytes()])
}

/// Answers with an id.
fn id_reply(id: StreamId) -> Reply {
    Reply::Bulk(id.text().into())
}

/// Answers with an entry: its id, and its fields and values in one array.
fn entry_reply(id: StreamId, fields: Fields<'_>) -> Reply {
    let fields = fields.flat_map(|(name, value)| [Reply::bulk(name), Reply::bulk(value)]).collect();
    Reply::Array(vec![id_reply(id), Reply::Array(fields)])
}
