//! From one list to another.

use super::pop::{side, take};
use crate::{
    CommandError, Reply, args,
    context::Context,
    value::{End, List, SmallBytes},
};

/// `RPOPLPUSH source destination`.
pub(super) fn rpoplpush(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    transfer(cx, args[1], args[2], (End::Right, End::Left))
}

/// `BRPOPLPUSH source destination timeout`.
pub(super) fn brpoplpush(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    args::timeout(cx, args[3])?;
    transfer(cx, args[1], args[2], (End::Right, End::Left))
}

/// `LMOVE source destination LEFT|RIGHT LEFT|RIGHT`.
pub(super) fn lmove(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let ends = (side(args[3])?, side(args[4])?);
    transfer(cx, args[1], args[2], ends)
}

/// `BLMOVE source destination LEFT|RIGHT LEFT|RIGHT timeout`.
pub(super) fn blmove(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let ends = (side(args[3])?, side(args[4])?);
    args::timeout(cx, args[5])?;
    transfer(cx, args[1], args[2], ends)
}

/// Both types are checked before anything moves; the same list is rotated.
fn transfer(
    cx: &mut Context<'_>,
    from: &[u8],
    to: &[u8],
    (pop, push): (End, End),
) -> Result<Reply, CommandError> {
    if cx.read::<List>(from)?.is_none() {
        return Ok(Reply::Nil);
    }
    cx.read::<List>(to)?;
    if from == to {
        let Some((list, _)) = cx.edit::<List>(from)? else { return Ok(Reply::Nil) };
        let element = list.pop(pop, SmallBytes::new).unwrap_or(SmallBytes::EMPTY);
        list.push(push, element.as_slice());
        cx.changed(from);
        return Ok(cx.bulk(element.as_slice()));
    }
    let element = take(cx, from, pop, SmallBytes::new)?.unwrap_or(SmallBytes::EMPTY);
    cx.edit_or_create::<List>(to)?.0.push(push, element.as_slice());
    cx.changed(to);
    Ok(cx.bulk(element.as_slice()))
}
