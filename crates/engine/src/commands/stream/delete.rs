//! `XDEL`, and the commands that mind references: `XDELEX`, `XACKDEL` (8.2).

use super::{
    ids::{self, Ids},
    policy::{Policy, forget, is_referenced},
};
use crate::{
    CommandError, Reply,
    args::{integer, is},
    context::Context,
    error::refusal,
    value::{Stream, StreamId},
};

const COUNT: CommandError = CommandError::Refused("ERR Number of IDs must be a positive integer");
const MISMATCH: CommandError =
    CommandError::Refused("ERR The `numids` parameter must match the number of arguments");

/// There is no such entry.
const ABSENT: i64 = -1;
/// The entry is gone.
const GONE: i64 = 1;
/// The entry stays because a group needs it.
const KEPT: i64 = 2;

/// `XDEL key id …`
pub(super) fn xdel(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let Some((stream, _)) = cx.edit::<Stream>(args[1])? else { return Ok(Reply::Int(0)) };
    let ids = ids::all(&args[2..])?;
    let removed = ids.iter().filter(|id| stream.delete(**id)).count();
    if removed > 0 {
        cx.changed(args[1]);
    }
    Ok(cx.count(removed))
}

/// Reads `[policy] IDS n id …`.
fn policy_and_ids(mut args: &[&[u8]]) -> Result<(Policy, Ids), CommandError> {
    let mut policy = Policy::Keep;
    loop {
        match args {
            [word, n, rest @ ..] if is(word, "IDS") => return Ok((policy, counted(n, rest)?)),
            [word, rest @ ..] => {
                policy = Policy::parse(word).ok_or(refusal::SYNTAX)?;
                args = rest;
            }
            [] => return Err(refusal::SYNTAX),
        }
    }
}

fn counted(n: &[u8], rest: &[&[u8]]) -> Result<Ids, CommandError> {
    match usize::try_from(integer(n).map_err(|_| COUNT)?) {
        Err(_) | Ok(0) => Err(COUNT),
        Ok(n) if n != rest.len() => Err(MISMATCH),
        Ok(_) => ids::all(rest),
    }
}

/// Removes one entry under a policy.
fn remove(stream: &mut Stream, id: StreamId, policy: Policy) -> i64 {
    if policy == Policy::Acked && is_referenced(stream, id) {
        return if stream.entries.get(id).is_some() { KEPT } else { ABSENT };
    }
    if policy == Policy::Delete {
        forget(stream, id);
    }
    if stream.delete(id) { GONE } else { ABSENT }
}

/// `XDELEX key [policy] IDS n id …`
pub(super) fn xdelex(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let (policy, ids) = policy_and_ids(&args[2..])?;
    let Some((stream, _)) = cx.edit::<Stream>(args[1])? else { return Ok(absent(&ids)) };
    let codes: Vec<_> = ids.iter().map(|id| remove(stream, *id, policy)).collect();
    if codes.contains(&GONE) {
        cx.changed(args[1]);
    }
    Ok(Reply::Array(codes.into_iter().map(Reply::Int).collect()))
}

/// `XACKDEL key group [policy] IDS n id …`
pub(super) fn xackdel(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let (policy, ids) = policy_and_ids(&args[3..])?;
    let Some((stream, _)) = cx.edit::<Stream>(args[1])? else { return Ok(absent(&ids)) };
    let mut acknowledged = 0;
    let mut acknowledge = |id: StreamId| {
        let group = stream.groups.get_mut(args[2]);
        if group.and_then(|group| group.pending.remove(&id)).is_none() {
            return ABSENT;
        }
        acknowledged += 1;
        // An acknowledged entry that has gone already counts as gone.
        remove(stream, id, policy).max(GONE)
    };
    let codes: Vec<_> = ids.iter().map(|id| Reply::Int(acknowledge(*id))).collect();
    if acknowledged > 0 {
        cx.changed(args[1]);
    }
    Ok(Reply::Array(codes))
}

fn absent(ids: &Ids) -> Reply {
    Reply::Array(vec![Reply::Int(ABSENT); ids.len()])
}
