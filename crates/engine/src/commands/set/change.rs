//! Adding, removing, moving.

use crate::{
    CommandError, Reply,
    context::{Context, flag},
    value::Set,
};

/// `SADD key member …`.
pub(super) fn sadd(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let (set, profile) = cx.edit_or_create::<Set>(args[1])?;
    let added = args[2..].iter().filter(|member| set.insert(member, profile)).count();
    if added > 0 {
        cx.changed(args[1]);
    }
    Ok(cx.count(added))
}

/// `SREM key member …`.
pub(super) fn srem(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let Some((set, _)) = cx.edit::<Set>(args[1])? else { return Ok(flag(false)) };
    let removed = args[2..].iter().filter(|member| set.remove(member)).count();
    if set.is_empty() {
        cx.delete(args[1]);
    } else if removed > 0 {
        cx.changed(args[1]);
    }
    Ok(cx.count(removed))
}

/// `SMOVE source destination member`.
pub(super) fn smove(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let (from, to, member) = (args[1], args[2], args[3]);
    let Some(source) = cx.read::<Set>(from)? else { return Ok(flag(false)) };
    let is_member = source.contains(member);
    cx.read::<Set>(to)?;
    if from == to || !is_member {
        return Ok(flag(is_member));
    }
    srem(cx, &[b"SREM", from, member])?;
    sadd(cx, &[b"SADD", to, member])?;
    Ok(flag(true))
}
