//! What concerns the link, the clock, or the server itself and not the data.
//!
//! A replica that gets such a command from its master runs it (`commands.md` §1.9); nothing of it reaches the data.

use super::slots;
use super::spec::{
    ADMIN, ALL_KEYS, CONTAINER, CommandSpec, INERT, KEY, Keys, NOSCRIPT, NOW, PUBSUB, RANDOM_26,
    RANDOM_28, RANDOM_50, RANDOM_60, READ, Since, WRITE, row,
};
use crate::{CommandError, Reply, args, caveat::Caveat, context::Context};

/// A command without any effect on the data.
const fn quiet(name: &'static str, arity: i8, flags: u32, since: Since) -> CommandSpec {
    row(name, arity, flags | INERT, Keys::None, since, inert)
}

pub(super) const TABLE: &[CommandSpec] = &[
    row("ping", -1, 0, Keys::None, Since::redis(1, 0), ping).before(&[((3, 0, 0), 1)]),
    row("echo", 2, 0, Keys::None, Since::redis(1, 0), echo),
    row("select", 2, 0, Keys::None, Since::redis(1, 0), select),
    row("time", 1, RANDOM_26, Keys::None, Since::redis(2, 6), time),
    row("publish", 3, PUBSUB, Keys::None, Since::redis(2, 0), publish),
    row("spublish", 3, PUBSUB, KEY, Since::redis(7, 0), publish),
    quiet("replconf", -1, ADMIN | NOSCRIPT, Since::redis(2, 6)).before(&[((3, 2, 0), -1)]),
    quiet("subscribe", -2, PUBSUB | NOSCRIPT, Since::redis(2, 0)),
    quiet("unsubscribe", -1, PUBSUB | NOSCRIPT, Since::redis(2, 0)),
    quiet("psubscribe", -2, PUBSUB | NOSCRIPT, Since::redis(2, 0)),
    quiet("punsubscribe", -1, PUBSUB | NOSCRIPT, Since::redis(2, 0)),
    row("ssubscribe", -2, PUBSUB | NOSCRIPT | INERT, ALL_KEYS, Since::redis(7, 0), inert),
    row("sunsubscribe", -1, PUBSUB | NOSCRIPT | INERT, ALL_KEYS, Since::redis(7, 0), inert),
    quiet("pubsub", -2, PUBSUB | CONTAINER | RANDOM_28, Since::redis(2, 8)),
    quiet("auth", -2, NOSCRIPT, Since::redis(1, 0)).before(&[((6, 0, 0), 2)]),
    quiet("hello", -1, NOSCRIPT, Since::redis(6, 0)),
    quiet("quit", -1, NOSCRIPT, Since::redis(1, 0)),
    quiet("reset", 1, NOSCRIPT | NOW, Since::redis(6, 2)),
    quiet("client", -2, ADMIN | NOSCRIPT | CONTAINER | RANDOM_60, Since::redis(2, 4)),
    quiet("acl", -2, ADMIN | NOSCRIPT | CONTAINER, Since::redis(6, 0)),
    quiet("config", -2, ADMIN | NOSCRIPT | CONTAINER, Since::redis(2, 0)),
    quiet("command", -1, CONTAINER | RANDOM_50, Since::redis(2, 8).patch(13)),
    quiet("commandlog", -2, ADMIN | CONTAINER, Since::only_valkey(8, 1)),
    quiet("info", -1, RANDOM_50, Since::redis(1, 0)),
    quiet("role", 1, NOSCRIPT, Since::redis(2, 8).patch(12)),
    quiet("lastsave", 1, RANDOM_26, Since::redis(1, 0)),
    quiet("save", 1, ADMIN | NOSCRIPT, Since::redis(1, 0)),
    quiet("bgsave", -1, ADMIN | NOSCRIPT, Since::redis(1, 0)),
    quiet("bgrewriteaof", 1, ADMIN | NOSCRIPT, Since::redis(1, 0)),
    quiet("shutdown", -1, ADMIN | NOSCRIPT, Since::redis(1, 0)),
    quiet("slaveof", 3, ADMIN | NOSCRIPT, Since::redis(1, 0)),
    quiet("replicaof", 3, ADMIN | NOSCRIPT, Since::redis(5, 0)),
    quiet("failover", -1, ADMIN | NOSCRIPT, Since::redis(6, 2)),
    quiet("sync", 1, ADMIN | NOSCRIPT, Since::redis(1, 0)),
    quiet("psync", -3, ADMIN | NOSCRIPT, Since::redis(2, 8)),
    quiet("monitor", 1, ADMIN | NOSCRIPT, Since::redis(1, 0)),
    quiet("debug", -2, ADMIN | NOSCRIPT, Since::redis(1, 0)),
    quiet("slowlog", -2, ADMIN | CONTAINER | RANDOM_50, Since::redis(2, 2)),
    quiet("latency", -2, ADMIN | NOSCRIPT | CONTAINER, Since::redis(2, 8).patch(13)),
    quiet("lolwut", -1, READ, Since::redis(5, 0)),
    quiet("memory", -2, READ | CONTAINER | RANDOM_50, Since::redis(4, 0)),
    quiet("module", -2, ADMIN | NOSCRIPT | CONTAINER, Since::redis(4, 0)),
    row("cluster", -2, CONTAINER | RANDOM_60, Keys::None, Since::redis(3, 0), slots::cluster),
    row("clusterscan", -2, READ | INERT, KEY, Since::only_valkey(9, 1), inert),
    quiet("asking", 1, 0, Since::redis(3, 0)),
    quiet("readonly", 1, 0, Since::redis(3, 0)),
    quiet("readwrite", 1, 0, Since::redis(3, 0)),
    quiet("waitaof", 4, 0, Since::redis(7, 2)),
    row("sflush", -3, WRITE, Keys::None, Since::only_redis(8, 0), slots::sflush),
    row("trimslots", -5, WRITE, Keys::None, Since::only_redis(8, 4), slots::trimslots),
];

/// Does nothing.
pub(super) fn inert(_: &mut Context<'_>, _: &[&[u8]]) -> Result<Reply, CommandError> {
    Ok(Reply::OK)
}

/// `PING [message]`: the master's sign of life.
fn ping(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    Ok(match args {
        [_, message, ..] => cx.bulk(message),
        _ => Reply::Status("PONG"),
    })
}

/// `ECHO message`.
fn echo(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    Ok(cx.bulk(args[1]))
}

/// `SELECT number`. Where it fails the database stays the one it was.
fn select(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let modern = cx.at_least(6, 2, 0);
    let invalid =
        if modern { "ERR value is not an integer or out of range" } else { "ERR invalid DB index" };
    let outside =
        if cx.at_least(4, 0, 0) { "ERR DB index is out of range" } else { "ERR invalid DB index" };
    let number = args::integer_or(args[1], invalid)?;
    let number = u32::try_from(number).ok().filter(|number| *number < cx.profile().databases);
    cx.state.keyspace.select(number.ok_or(CommandError::Refused(outside))?);
    Ok(Reply::OK)
}

/// `TIME`.
fn time(cx: &mut Context<'_>, _: &[&[u8]]) -> Result<Reply, CommandError> {
    cx.note_in_script(Caveat::ClockRead);
    let now = cx.state.now_ms;
    let (seconds, micros) = (now.div_euclid(1000), now.rem_euclid(1000) * 1000);
    Ok(Reply::Array(vec![Reply::bulk(seconds.to_string()), Reply::bulk(micros.to_string())]))
}

/// `PUBLISH channel message`: nobody listens.
fn publish(_: &mut Context<'_>, _: &[&[u8]]) -> Result<Reply, CommandError> {
    Ok(Reply::Int(0))
}
