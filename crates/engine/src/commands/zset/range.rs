//! `ZRANGE` and its many relatives.

use super::bounds::{Bounds, Rank};
use crate::{
    CommandError, Reply, args,
    context::Context,
    error::refusal,
    value::{SmallBytes, Value, Zset},
};

/// What a range is told by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Rank,
    Score,
    Lex,
}

/// Which options a command takes.
struct Form {
    by: By,
    reverse: bool,
    /// `BYSCORE`, `BYLEX` and `REV` may say otherwise.
    open: bool,
    stores: bool,
}

/// A range, read and found.
struct Found {
    rank: Rank,
    reverse: bool,
    with_scores: bool,
    by: By,
}

struct Options {
    by: By,
    reverse: bool,
    with_scores: bool,
    offset: i64,
    limit: i64,
}

fn options(cx: &Context<'_>, rest: &[&[u8]], form: &Form) -> Result<Options, CommandError> {
    let modern = cx.at_least(6, 2, 0);
    let mut read =
        Options { by: form.by, reverse: form.reverse, with_scores: false, offset: 0, limit: -1 };
    let (mut by_said, mut rest) = (false, rest);
    while let [option, after @ ..] = rest {
        rest = after;
        if !form.stores && args::is(option, "WITHSCORES") && (modern || form.by != By::Lex) {
            read.with_scores = true;
        } else if args::is(option, "LIMIT")
            && let [offset, limit, after @ ..] = after
            && (modern || form.by != By::Rank)
        {
            (read.offset, read.limit) = (args::integer(offset)?, args::integer(limit)?);
            rest = after;
        } else if form.open && !read.reverse && args::is(option, "REV") {
            read.reverse = true;
        } else if form.open && !by_said && args::is(option, "BYLEX") {
            (read.by, by_said) = (By::Lex, true);
        } else if form.open && !by_said && args::is(option, "BYSCORE") {
            (read.by, by_said) = (By::Score, true);
        } else {
            return Err(refusal::SYNTAX);
        }
    }
    if read.limit != -1 && read.by == By::Rank {
        return Err(CommandError::Refused(
            "ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX",
        ));
    }
    if read.with_scores && read.by == By::Lex {
        return Err(CommandError::Refused(
            "ERR syntax error, WITHSCORES not supported in combination with BYLEX",
        ));
    }
    Ok(read)
}

/// Reads `key min max [options]` and finds the range; `None` where there is no key.
fn find(cx: &Context<'_>, args: &[&[u8]], form: &Form) -> Result<Option<Found>, CommandError> {
    let options = options(cx, &args[3..], form)?;
    let (min, max) = match options.by {
        By::Score | By::Lex if options.reverse => (args[2], args[1]),
        _ => (args[1], args[2]),
    };
    let bounds = match options.by {
        By::Rank => Bounds::ranks(min, max)?,
        By::Score => Bounds::scores(cx, min, max)?,
        By::Lex => Bounds::lex(min, max)?,
    };
    let Some(zset) = cx.read::<Zset>(args[0])? else { return Ok(None) };
    let (from, to) = bounds.find(zset, options.reverse);
    let len = to - from;
    let skip = usize::try_from(options.offset).unwrap_or(len).min(len);
    let take = usize::try_from(options.limit).unwrap_or(len).min(len - skip);
    let rank = if options.reverse {
        (to - skip - take, to - skip)
    } else {
        (from + skip, from + skip + take)
    };
    let (reverse, with_scores, by) = (options.reverse, options.with_scores, options.by);
    Ok(Some(Found { rank, reverse, with_scores, by }))
}

fn members(
    cx: &Context<'_>,
    key: &[u8],
    found: &Found,
) -> Result<Vec<(SmallBytes, f64)>, CommandError> {
    let mut members =
        cx.read::<Zset>(key)?.map_or(Vec::new(), |zset| zset.range(found.rank.0, found.rank.1));
    if found.reverse {
        members.reverse();
    }
    Ok(members)
}

fn range(cx: &Context<'_>, args: &[&[u8]], form: &Form) -> Result<Reply, CommandError> {
    let mut replies = Vec::new();
    if let Some(found) = find(cx, &args[1..], form)?
        && cx.wants_reply
    {
        for (member, score) in members(cx, args[1], &found)? {
            replies.push(Reply::bulk(&member));
            if found.with_scores {
                replies.push(Reply::Double(score));
            }
        }
    }
    Ok(Reply::Array(replies))
}

const fn fixed(by: By, reverse: bool) -> Form {
    Form { by, reverse, open: false, stores: false }
}

/// `ZRANGE key min max [BYSCORE|BYLEX] [REV] [LIMIT offset count] [WITHSCORES]`.
pub(super) fn zrange(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let open = cx.at_least(6, 2, 0);
    range(cx, args, &Form { by: By::Rank, reverse: false, open, stores: false })
}

/// `ZREVRANGE key start stop [WITHSCORES]`.
pub(super) fn zrevrange(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    range(cx, args, &fixed(By::Rank, true))
}

/// `ZRANGEBYSCORE key min max [WITHSCORES] [LIMIT offset count]`.
pub(super) fn zrangebyscore(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    range(cx, args, &fixed(By::Score, false))
}

/// `ZREVRANGEBYSCORE key max min [WITHSCORES] [LIMIT offset count]`.
pub(super) fn zrevrangebyscore(
    cx: &mut Context<'_>,
    args: &[&[u8]],
) -> Result<Reply, CommandError> {
    range(cx, args, &fixed(By::Score, true))
}

/// `ZRANGEBYLEX key min max [LIMIT offset count]`.
pub(super) fn zrangebylex(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    range(cx, args, &fixed(By::Lex, false))
}

/// `ZREVRANGEBYLEX key max min [LIMIT offset count]`.
pub(super) fn zrevrangebylex(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    range(cx, args, &fixed(By::Lex, true))
}

/// `ZRANGESTORE destination key min max [BYSCORE|BYLEX] [REV] [LIMIT offset count]`.
pub(super) fn zrangestore(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let form = Form { by: By::Rank, reverse: false, open: true, stores: true };
    let mut stored = Zset::new();
    if let Some(found) = find(cx, &args[2..], &form)? {
        // From 7.0 on a long range by rank is large from the beginning (`zrangeResultBeginStore`).
        let len = found.rank.1 - found.rank.0;
        let known = found.by == By::Rank && cx.at_least(7, 0, 0);
        if known && len > cx.profile().compact.zset_entries {
            stored = Zset::new_large();
        }
        for (member, score) in members(cx, args[2], &found)? {
            stored.set(member.as_slice(), score, cx.profile());
        }
    }
    let len = stored.len();
    cx.store(args[1], (len > 0).then(|| Value::Zset(Box::new(stored))));
    Ok(cx.count(len))
}
