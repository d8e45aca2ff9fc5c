//! Adding at an end.

use crate::{
    CommandError, Reply,
    context::{Context, flag},
    value::{End, List},
};

/// `LPUSH key element …`.
pub(super) fn lpush(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    push(cx, args, End::Left)
}

/// `RPUSH key element …`.
pub(super) fn rpush(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    push(cx, args, End::Right)
}

/// `LPUSHX key element …`: only where there is a list.
pub(super) fn lpushx(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    push_existing(cx, args, End::Left)
}

/// `RPUSHX key element …`: only where there is a list.
pub(super) fn rpushx(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    push_existing(cx, args, End::Right)
}

fn push_existing(cx: &mut Context<'_>, args: &[&[u8]], end: End) -> Result<Reply, CommandError> {
    if cx.read::<List>(args[1])?.is_none() {
        return Ok(flag(false));
    }
    push(cx, args, end)
}

fn push(cx: &mut Context<'_>, args: &[&[u8]], end: End) -> Result<Reply, CommandError> {
    let (list, _) = cx.edit_or_create::<List>(args[1])?;
    for element in &args[2..] {
        list.push(end, element);
    }
    let len = list.len();
    cx.changed(args[1]);
    Ok(cx.count(len))
}
