//! `XRANGE`, `XREVRANGE`, `XLEN`.

use super::{entry_reply, ids};
use crate::{
    CommandError, Reply,
    args::{integer, is},
    context::Context,
    error::refusal,
    value::Stream,
};

/// `XLEN key`
pub(super) fn xlen(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let len = cx.read::<Stream>(args[1])?.map_or(0, |stream| stream.entries.len());
    Ok(cx.count(len))
}

/// `XRANGE key start end [COUNT n]`
pub(super) fn xrange(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    range(cx, args, false)
}

/// `XREVRANGE key end start [COUNT n]`
pub(super) fn xrevrange(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    range(cx, args, true)
}

fn range(cx: &mut Context<'_>, args: &[&[u8]], back: bool) -> Result<Reply, CommandError> {
    let (start, end) = if back { (args[3], args[2]) } else { (args[2], args[3]) };
    let start = ids::start(cx, start)?;
    let end = ids::end(cx, end)?;
    let mut count = None;
    let mut options = &args[4..];
    while let [word, rest @ ..] = options {
        options = match rest {
            [value, rest @ ..] if is(word, "COUNT") => {
                count = Some(usize::try_from(integer(value)?).unwrap_or(0));
                rest
            }
            _ => return Err(refusal::SYNTAX),
        };
    }
    let Some(stream) = cx.read::<Stream>(args[1])? else { return Ok(Reply::Array(Vec::new())) };
    let count = match count {
        // 5.0.0 took none for all.
        Some(0) if cx.at_least(5, 0, 1) => return Ok(Reply::Nil),
        Some(count) if count > 0 => count,
        _ => usize::MAX,
    };
    if !cx.wants_reply {
        return Ok(Reply::Nil);
    }
    let (entries, reply) = (&stream.entries, |(id, fields)| entry_reply(id, fields));
    Ok(Reply::Array(if back {
        entries.range_back(start, end).take(count).map(reply).collect()
    } else {
        entries.range(start, end).take(count).map(reply).collect()
    }))
}
