//! `XPENDING`.

use super::{claim::no_group, id_reply, ids};
use crate::{
    CommandError, Reply,
    args::{integer, is},
    caveat::Caveat,
    context::Context,
    error::refusal,
    number::integer_text,
    value::{Group, Stream, StreamId},
};

/// What a listing asks for.
struct Listing<'a> {
    min_idle: i64,
    start: StreamId,
    end: StreamId,
    count: usize,
    consumer: Option<&'a [u8]>,
}

impl<'a> Listing<'a> {
    fn parse(cx: &Context<'_>, args: &[&'a [u8]]) -> Result<Self, CommandError> {
        let most = if cx.at_least(6, 2, 0) { 9 } else { 7 };
        if !(6..=most).contains(&args.len()) {
            return Err(refusal::SYNTAX);
        }
        let (mut min_idle, mut rest) = (0, &args[3..]);
        if is(args[3], "IDLE") && cx.at_least(6, 2, 0) {
            min_idle = integer(args[4])?;
            rest = &args[5..];
        }
        let [start, end, count, rest @ ..] = rest else { return Err(refusal::SYNTAX) };
        let count = usize::try_from(integer(count)?).unwrap_or(0);
        let (start, end) = (ids::start(cx, start)?, ids::end(cx, end)?);
        Ok(Self { min_idle, start, end, count, consumer: rest.first().copied() })
    }
}

/// `XPENDING key group [[IDLE ms] start end count [consumer]]`
pub(super) fn xpending(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let listing = if args.len() == 3 { None } else { Some(Listing::parse(cx, args)?) };
    if listing.is_some() {
        cx.note_in_script(Caveat::ClockRead);
    }
    let group = cx.read::<Stream>(args[1])?.and_then(|stream| stream.groups.get(args[2]));
    let group = group.ok_or_else(|| no_group(args[1], args[2]))?;
    Ok(match listing {
        None => summary(group),
        Some(listing) => list(group, &listing, cx.state.now_ms),
    })
}

fn summary(group: &Group) -> Reply {
    let mut pending = group.pending.keys();
    let Some(first) = pending.next() else {
        return Reply::Array(vec![Reply::Int(0), Reply::Nil, Reply::Nil, Reply::Nil]);
    };
    let last = pending.next_back().unwrap_or(first);
    let consumers = group.consumers.keys().filter_map(|name| match group.pending_of(name) {
        0 => None,
        count => {
            let count = Reply::bulk(&*integer_text(count as i64));
            Some(Reply::Array(vec![Reply::bulk(name), count]))
        }
    });
    Reply::Array(vec![
        Reply::Int(group.pending.len() as i64),
        id_reply(*first),
        id_reply(*last),
        Reply::Array(consumers.collect()),
    ])
}

fn list(group: &Group, listing: &Listing<'_>, now: i64) -> Reply {
    if listing.start > listing.end {
        return Reply::Array(Vec::new());
    }
    let idle = |delivered: i64| now.wrapping_sub(delivered);
    let found = group
        .pending
        .range(listing.start..=listing.end)
        .filter(|(_, pending)| {
            listing.consumer.is_none_or(|name| pending.consumer.as_deref() == Some(name))
        })
        .filter(|(_, pending)| {
            listing.min_idle == 0 || idle(pending.delivered_ms) >= listing.min_idle
        })
        .take(listing.count)
        .map(|(id, pending)| {
            Reply::Array(vec![
                id_reply(*id),
                Reply::bulk(pending.consumer.as_deref().unwrap_or_default()),
                Reply::Int(idle(pending.delivered_ms).max(0)),
                Reply::Int(pending.deliveries),
            ])
        });
    Reply::Array(found.collect())
}
