//! Reading sorted sets.

use super::bounds::Bounds;
use crate::{
    CommandError, Reply, args,
    caveat::Caveat,
    commands::generic::{ScanOptions, cursor, scan_reply},
    context::Context,
    error::refusal,
    value::Zset,
};

/// `ZCARD key`.
pub(super) fn zcard(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let len = cx.read::<Zset>(args[1])?.map_or(0, Zset::len);
    Ok(cx.count(len))
}

/// `ZSCORE key member`.
pub(super) fn zscore(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let score = cx.read::<Zset>(args[1])?.and_then(|zset| zset.score(args[2]));
    Ok(score.map_or(Reply::Nil, Reply::Double))
}

/// `ZMSCORE key member …`.
pub(super) fn zmscore(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let zset = cx.read::<Zset>(args[1])?;
    let score =
        |member: &&[u8]| zset.and_then(|zset| zset.score(member)).map_or(Reply::Nil, Reply::Double);
    Ok(Reply::Array(args[2..].iter().map(score).collect()))
}

/// `ZCOUNT key min max`.
pub(super) fn zcount(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    count(cx, args[1], Bounds::scores(cx, args[2], args[3])?)
}

/// `ZLEXCOUNT key min max`.
pub(super) fn zlexcount(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    count(cx, args[1], Bounds::lex(args[2], args[3])?)
}

fn count(cx: &Context<'_>, key: &[u8], bounds: Bounds<'_>) -> Result<Reply, CommandError> {
    let Some(zset) = cx.read::<Zset>(key)? else { return Ok(Reply::Int(0)) };
    let (from, to) = bounds.find(zset, false);
    Ok(cx.count(to - from))
}

/// `ZRANK key member [WITHSCORE]`.
pub(super) fn zrank(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    rank(cx, args, false)
}

/// `ZREVRANK key member [WITHSCORE]`.
pub(super) fn zrevrank(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    rank(cx, args, true)
}

fn rank(cx: &Context<'_>, args: &[&[u8]], reverse: bool) -> Result<Reply, CommandError> {
    let with_score = match args {
        [_, _, _] => false,
        [_, _, _, word] if args::is(word, "WITHSCORE") => true,
        _ => return Err(refusal::SYNTAX),
    };
    let Some(zset) = cx.read::<Zset>(args[1])? else { return Ok(Reply::Nil) };
    let (Some(rank), Some(score)) = (zset.rank(args[2]), zset.score(args[2])) else {
        return Ok(Reply::Nil);
    };
    let rank = cx.count(if reverse { zset.len() - 1 - rank } else { rank });
    Ok(if with_score { Reply::Array(vec![rank, Reply::Double(score)]) } else { rank })
}

/// `ZRANDMEMBER key [count [WITHSCORES]]`: the first members stand for random ones.
pub(super) fn zrandmember(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let count = args.get(2).map(|count| args::integer(count)).transpose()?;
    let with_scores = match args.get(3..).unwrap_or_default() {
        [] => false,
        [word] if args::is(word, "WITHSCORES") => true,
        _ => return Err(refusal::SYNTAX),
    };
    let Some(zset) = cx.read::<Zset>(args[1])? else {
        return Ok(if count.is_some() { Reply::Array(Vec::new()) } else { Reply::Nil });
    };
    let wanted = count.map_or(1, |count| count.unsigned_abs() as usize);
    let members = zset.range(0, wanted);
    cx.note_in_script(Caveat::Random);
    let Some(count) = count else {
        return Ok(members.first().map_or(Reply::Nil, |(member, _)| Reply::bulk(member)));
    };
    let repeat =
        if count < 0 { wanted.min(cx.state.limits.arguments as usize) } else { members.len() };
    let mut replies = Vec::new();
    for (member, score) in members.iter().cycle().take(repeat) {
        replies.push(Reply::bulk(member));
        if with_scores {
            replies.push(Reply::Double(*score));
        }
    }
    Ok(Reply::Array(replies))
}

/// `ZSCAN key cursor [MATCH pattern] [COUNT n]`: all at once.
pub(super) fn zscan(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    cursor(args[2])?;
    let Some(zset) = cx.read::<Zset>(args[1])? else { return Ok(scan_reply(0, Vec::new())) };
    let options = ScanOptions::read(cx, &args[3..])?;
    let mut replies = Vec::new();
    zset.for_each(|member: &[u8], score| {
        if options.matches(member) {
            replies.push(Reply::bulk(member));
            replies.push(Reply::bulk(cx.double_text(score).as_bytes()));
        }
    });
    if zset.encoding(cx.profile()) == "skiplist" {
        cx.note_in_script(Caveat::HashOrder);
    }
    Ok(scan_reply(0, replies))
}
