//! Reading sets.

use crate::{
    CommandError, Reply,
    caveat::Caveat,
    commands::generic::{ScanOptions, cursor, scan_reply},
    context::{Context, flag},
    value::Set,
};

/// `SCARD key`.
pub(super) fn scard(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let len = cx.read::<Set>(args[1])?.map_or(0, Set::len);
    Ok(cx.count(len))
}

/// `SISMEMBER key member`.
pub(super) fn sismember(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    Ok(flag(cx.read::<Set>(args[1])?.is_some_and(|set| set.contains(args[2]))))
}

/// `SMISMEMBER key member …`.
pub(super) fn smismember(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let set = cx.read::<Set>(args[1])?;
    let is_member = |member: &&[u8]| flag(set.is_some_and(|set| set.contains(member)));
    Ok(Reply::Array(args[2..].iter().map(is_member).collect()))
}

/// `SMEMBERS key`.
pub(super) fn smembers(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let mut members = Vec::new();
    let mut known_order = true;
    if let Some(set) = cx.read::<Set>(args[1])?
        && cx.wants_reply
    {
        set.for_each(|member| members.push(Reply::bulk(member)));
        known_order = set.has_known_order(cx.profile());
    }
    if !known_order && members.len() > 1 && !cx.profile().verbatim_scripts() {
        cx.note_in_script(Caveat::HashOrder);
    }
    Ok(Reply::Set(members))
}

/// `SSCAN key cursor [MATCH pattern] [COUNT n]`: all at once.
pub(super) fn sscan(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    cursor(args[2])?;
    let Some(set) = cx.read::<Set>(args[1])? else { return Ok(scan_reply(0, Vec::new())) };
    let options = ScanOptions::read(cx, &args[3..])?;
    let mut members = Vec::new();
    set.for_each(|member| {
        if options.matches(member) {
            members.push(Reply::bulk(member));
        }
    });
    if !set.has_known_order(cx.profile()) {
        cx.note_in_script(Caveat::HashOrder);
    }
    Ok(scan_reply(0, members))
}
