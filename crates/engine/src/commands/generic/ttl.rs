//! `TTL` and its relatives.

use crate::{CommandError, Reply, caveat::Caveat, context::Context};

/// `TTL key`, in seconds.
pub(super) fn ttl(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    remaining(cx, args[1], |ms| ms.saturating_add(500) / 1000)
}

/// `PTTL key`, in milliseconds.
pub(super) fn pttl(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    remaining(cx, args[1], |ms| ms)
}

fn remaining(
    cx: &mut Context<'_>,
    key: &[u8],
    in_unit: fn(i64) -> i64,
) -> Result<Reply, CommandError> {
    let Some(entry) = cx.database().get(key) else {
        return Ok(Reply::Int(if cx.at_least(2, 8, 0) { -2 } else { -1 }));
    };
    if !entry.expires() {
        return Ok(Reply::Int(-1));
    }
    let left = entry.expires_ms.saturating_sub(cx.state.now_ms).max(0);
    cx.note_in_script(Caveat::ClockRead);
    Ok(Reply::Int(in_unit(left)))
}

/// `EXPIRETIME key`, in seconds since 1970.
pub(super) fn expiretime(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    moment(cx, args[1], |ms| ms.saturating_add(500) / 1000)
}

/// `PEXPIRETIME key`, in milliseconds since 1970.
pub(super) fn pexpiretime(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    moment(cx, args[1], |ms| ms)
}

fn moment(cx: &Context<'_>, key: &[u8], in_unit: fn(i64) -> i64) -> Result<Reply, CommandError> {
    Ok(Reply::Int(match cx.database().get(key) {
        None => -2,
        Some(entry) if entry.expires() => in_unit(entry.expires_ms),
        Some(_) => -1,
    }))
}
