//! Removing members.

use super::bounds::Bounds;
use crate::{CommandError, Reply, context::Context, value::Zset};

/// `ZREM key member …`.
pub(super) fn zrem(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let Some((zset, _)) = cx.edit::<Zset>(args[1])? else { return Ok(Reply::Int(0)) };
    let removed = args[2..].iter().filter(|member| zset.remove(member)).count();
    Ok(finish(cx, args[1], removed))
}

/// Deletes the key where nothing is left, and answers how many members went.
pub(super) fn finish(cx: &mut Context<'_>, key: &[u8], removed: usize) -> Reply {
    if removed > 0 {
        if cx.read::<Zset>(key).is_ok_and(|zset| zset.is_some_and(Zset::is_empty)) {
            cx.delete(key);
        } else {
            cx.changed(key);
        }
    }
    cx.count(removed)
}

/// `ZREMRANGEBYRANK key start stop`.
pub(super) fn zremrangebyrank(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    remove(cx, args[1], Bounds::ranks(args[2], args[3])?)
}

/// `ZREMRANGEBYSCORE key min max`.
pub(super) fn zremrangebyscore(
    cx: &mut Context<'_>,
    args: &[&[u8]],
) -> Result<Reply, CommandError> {
    let bounds = Bounds::scores(cx, args[2], args[3])?;
    remove(cx, args[1], bounds)
}

/// `ZREMRANGEBYLEX key min max`.
pub(super) fn zremrangebylex(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    remove(cx, args[1], Bounds::lex(args[2], args[3])?)
}

fn remove(cx: &mut Context<'_>, key: &[u8], bounds: Bounds<'_>) -> Result<Reply, CommandError> {
    let Some((zset, _)) = cx.edit::<Zset>(key)? else { return Ok(Reply::Int(0)) };
    let (from, to) = bounds.find(zset, false);
    for (member, _) in zset.range(from, to) {
        zset.remove(member.as_slice());
    }
    Ok(finish(cx, key, to - from))
}
