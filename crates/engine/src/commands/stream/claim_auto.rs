//! `XAUTOCLAIM` (6.2).

use super::{
    claim::{Claim, no_group},
    id_reply,
    ids::{self, Ids},
};
use crate::{
    CommandError, Reply,
    args::{integer_or, is},
    context::Context,
    error::refusal,
    value::{Stream, StreamId},
};
use std::ops::Bound;

const COUNT: &str = "ERR COUNT must be > 0";

/// How many pending entries are looked at for each one that may be claimed (`attempts_factor`).
const ATTEMPTS: i64 = 10;

/// Reads `[COUNT n] [JUSTID]`.
fn options(mut args: &[&[u8]], max_count: i64) -> Result<(i64, bool), CommandError> {
    let (mut count, mut just_id) = (100, false);
    while let [word, rest @ ..] = args {
        args = match rest {
            [value, rest @ ..] if is(word, "COUNT") => {
                count = integer_or(value, COUNT)?;
                if !(1..=max_count).contains(&count) {
                    return Err(CommandError::Refused(COUNT));
                }
                rest
            }
            _ if is(word, "JUSTID") => {
                just_id = true;
                rest
            }
            _ => return Err(refusal::SYNTAX),
        };
    }
    Ok((count, just_id))
}

/// What a walk over the pending entries found.
struct Walk {
    claimed: Ids,
    deleted: Ids,
    /// Where the next walk begins; 0-0 at the end.
    next: StreamId,
}

fn walk(stream: &mut Stream, name: &[u8], start: StreamId, count: i64, claim: &Claim<'_>) -> Walk {
    let mut walk = Walk { claimed: Ids::new(), deleted: Ids::new(), next: StreamId::MIN };
    let (entries, groups) = (&stream.entries, &mut stream.groups);
    let Some(group) = groups.get_mut(name) else { return walk };
    let (mut count, mut attempts) = (count, count.saturating_mul(ATTEMPTS));
    let mut from = Bound::Included(start);
    while let Some((&id, _)) = group.pending.range((from, Bound::Unbounded)).next() {
        if count == 0 || attempts == 0 {
            walk.next = id;
            break;
        }
        attempts -= 1;
        from = Bound::Excluded(id);
        if claim.needs_entry && entries.get(id).is_none() {
            group.pending.remove(&id);
            walk.deleted.push(id);
            count -= 1;
        } else if claim.take(group, id) {
            walk.claimed.push(id);
            count -= 1;
        }
    }
    walk
}

/// `XAUTOCLAIM key group consumer min-idle start [COUNT n] [JUSTID]`
pub(super) fn xautoclaim(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let text = "ERR Invalid min-idle-time argument for XAUTOCLAIM";
    let min_idle = integer_or(args[4], text)?.max(0);
    let start = ids::start(cx, args[5])?;
    let max_count = if cx.at_least(7, 0, 6) { i64::MAX / 16 } else { i64::MAX };
    let (count, just_id) = options(&args[6..], max_count)?;
    let (now, tells_deleted) = (cx.state.now_ms, cx.at_least(7, 0, 0));
    let joins_always = cx.at_least(7, 2, 0);
    let claim = Claim {
        consumer: args[3],
        now,
        min_idle,
        delivered_ms: now,
        deliveries: None,
        just_id,
        needs_entry: tells_deleted,
        counts: true,
    };
    let stream = cx.edit::<Stream>(args[1])?.map(|(stream, _)| stream);
    let stream = stream.ok_or_else(|| no_group(args[1], args[2]))?;
    let group = stream.groups.get_mut(args[2]).ok_or_else(|| no_group(args[1], args[2]))?;
    let joined = joins_always && group.join(args[3], now);
    let walk = walk(stream, args[2], start, count, &claim);
    let claimed = walk.claimed.iter().map(|id| claim.reply(stream, *id)).collect();
    let mut reply = vec![id_reply(walk.next), Reply::Array(claimed)];
    if tells_deleted {
        reply.push(Reply::Array(walk.deleted.iter().map(|id| id_reply(*id)).collect()));
    }
    if joined || !walk.claimed.is_empty() || !walk.deleted.is_empty() {
        cx.changed(args[1]);
    }
    Ok(Reply::Array(reply))
}
