//! Taking the lowest or highest members.

use crate::{
    CommandError, Reply, args,
    context::Context,
    error::refusal,
    value::{SmallBytes, Zset},
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Min,
    Max,
}

/// `ZPOPMIN key [count]`.
pub(super) fn zpopmin(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    pop(cx, args, Side::Min)
}

/// `ZPOPMAX key [count]`.
pub(super) fn zpopmax(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    pop(cx, args, Side::Max)
}

fn pop(cx: &mut Context<'_>, args: &[&[u8]], side: Side) -> Result<Reply, CommandError> {
    let count = match args {
        [_, _] => 1,
        [_, _, count] if cx.at_least(7, 0, 0) => args::positive(count)?,
        // Before 7.0 a negative count was none.
        [_, _, count] => usize::try_from(args::integer(count)?).unwrap_or(0),
        _ => return Err(refusal::SYNTAX),
    };
    if cx.read::<Zset>(args[1])?.is_none() {
        return Ok(Reply::Array(Vec::new()));
    }
    let taken = take(cx, args[1], side, count)?;
    Ok(Reply::Array(flat(&taken)))
}

fn flat(taken: &[(SmallBytes, f64)]) -> Vec<Reply> {
    taken.iter().flat_map(|(member, score)| [Reply::bulk(member), Reply::Double(*score)]).collect()
}

fn take(
    cx: &mut Context<'_>,
    key: &[u8],
    side: Side,
    count: usize,
) -> Result<Vec<(SmallBytes, f64)>, CommandError> {
    let Some((zset, _)) = cx.edit::<Zset>(key)? else { return Ok(Vec::new()) };
    let len = zset.len();
    let mut taken = match side {
        Side::Min => zset.range(0, count.min(len)),
        Side::Max => zset.range(len - count.min(len), len),
    };
    for (member, _) in &taken {
        zset.remove(member.as_slice());
    }
    if side == Side::Max {
        taken.reverse();
    }
    super::remove::finish(cx, key, taken.len());
    Ok(taken)
}

/// `BZPOPMIN key … timeout`.
pub(super) fn bzpopmin(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    pop_first(cx, args, Side::Min)
}

/// `BZPOPMAX key … timeout`.
pub(super) fn bzpopmax(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    pop_first(cx, args, Side::Max)
}

/// Where it would have to wait, a replica does nothing.
fn pop_first(cx: &mut Context<'_>, args: &[&[u8]], side: Side) -> Result<Reply, CommandError> {
    args::timeout(cx, args[args.len() - 1])?;
    for key in &args[1..args.len() - 1] {
        if cx.read::<Zset>(key)?.is_some() {
            let taken = take(cx, key, side, 1)?;
            let mut reply = vec![Reply::bulk(key)];
            reply.extend(flat(&taken));
            return Ok(Reply::Array(reply));
        }
    }
    Ok(Reply::Nil)
}

/// `ZMPOP n key … MIN|MAX [COUNT n]`.
pub(super) fn zmpop(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    pop_many(cx, &args[1..])
}

/// `BZMPOP timeout n key … MIN|MAX [COUNT n]`.
pub(super) fn bzmpop(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    args::timeout(cx, args[1])?;
    pop_many(cx, &args[2..])
}

fn pop_many(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let (keys, side, count) = args::pop_arguments(args)?;
    let side = if args::is(side, "MIN") {
        Side::Min
    } else if args::is(side, "MAX") {
        Side::Max
    } else {
        return Err(refusal::SYNTAX);
    };
    let count = args::pop_count(count)?;
    for key in keys {
        if cx.read::<Zset>(key)?.is_some() {
            let taken = take(cx, key, side, count)?;
            let pair =
                |(m, s): &(SmallBytes, f64)| Reply::Array(vec![Reply::bulk(m), Reply::Double(*s)]);
            let pairs = taken.iter().map(pair).collect();
            return Ok(Reply::Array(vec![Reply::bulk(key), Reply::Array(pairs)]));
        }
    }
    Ok(Reply::Nil)
}
