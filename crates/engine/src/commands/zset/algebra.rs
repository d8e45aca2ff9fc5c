//! Unions, intersections, differences.
//!
//! Scores are added in the order of the inputs' sizes, which decides the last bits (`zunionInterDiffGenericCommand`,
//! `src/t_zset.c`). Sets count as sorted sets whose scores are all 1.

use crate::{
    CommandError, Reply, args,
    context::Context,
    error::refusal,
    value::{Set, SmallBytes, Value, Zset},
};

/// What is done with the inputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operation {
    Union,
    Intersection,
    Difference,
}

/// What becomes of two scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Aggregate {
    Sum,
    Min,
    Max,
    /// How many inputs have the member (Redis 8.8).
    Count,
}

impl Aggregate {
    fn add(self, target: &mut f64, score: f64) {
        match self {
            Self::Sum | Self::Count => {
                *target += score;
                if target.is_nan() {
                    *target = 0.0;
                }
            }
            Self::Min => {
                if score < *target {
                    *target = score;
                }
            }
            Self::Max => {
                if score > *target {
                    *target = score;
                }
            }
        }
    }
}

/// An input.
#[derive(Clone, Copy)]
enum Source<'a> {
    Absent,
    Set(&'a Set),
    Zset(&'a Zset),
}

impl Source<'_> {
    fn len(self) -> usize {
        match self {
            Self::Absent => 0,
            Self::Set(set) => set.len(),
            Self::Zset(zset) => zset.len(),
        }
    }

    fn score(self, member: &[u8]) -> Option<f64> {
        match self {
            Self::Absent => None,
            Self::Set(set) => set.contains(member).then_some(1.0),
            Self::Zset(zset) => zset.score(member),
        }
    }

    fn members(self) -> Vec<(SmallBytes, f64)> {
        match self {
            Self::Absent => Vec::new(),
            Self::Set(set) => set.members().into_iter().map(|member| (member, 1.0)).collect(),
            Self::Zset(zset) => zset.range(0, usize::MAX),
        }
    }
}

/// What a command was told.
struct Request<'a> {
    sources: Vec<(Source<'a>, f64)>,
    aggregate: Aggregate,
    with_scores: bool,
    limit: usize,
}

fn read<'c>(
    cx: &'c Context<'_>,
    args: &[&[u8]],
    operation: Operation,
    stores: bool,
) -> Result<Request<'c>, CommandError> {
    let count = args::integer(args[0])?;
    let Some(count) = usize::try_from(count).ok().filter(|count| *count > 0) else {
        return Err(no_keys(cx));
    };
    if count > args.len() - 1 {
        return Err(refusal::SYNTAX);
    }
    let (keys, mut rest) = args[1..].split_at(count);
    let mut sources = Vec::with_capacity(count);
    for key in keys {
        sources.push((source(cx, key)?, 1.0));
    }
    let card = cx.spec.name == "zintercard";
    let weighs = operation != Operation::Difference && !card;
    let (mut aggregate, mut with_scores, mut limit) = (Aggregate::Sum, false, 0);
    while let [option, after @ ..] = rest {
        if weighs && after.len() >= count && args::is(option, "WEIGHTS") {
            for ((_, weight), argument) in sources.iter_mut().zip(after) {
                *weight = cx
                    .double(argument)
                    .map_err(|_| CommandError::Refused("ERR weight value is not a float"))?;
            }
            rest = &after[count..];
        } else if weighs && !after.is_empty() && args::is(option, "AGGREGATE") {
            aggregate = aggregate_named(cx, after[0])?;
            rest = &after[1..];
        } else if !stores && !card && args::is(option, "WITHSCORES") {
            with_scores = true;
            rest = after;
        } else if card && !after.is_empty() && args::is(option, "LIMIT") {
            let text = "ERR LIMIT can't be negative";
            let number = args::integer_or(after[0], text)?;
            limit = usize::try_from(number).map_err(|_| CommandError::Refused(text))?;
            rest = &after[1..];
        } else {
            return Err(refusal::SYNTAX);
        }
    }
    Ok(Request { sources, aggregate, with_scores, limit })
}

fn no_keys(cx: &Context<'_>) -> CommandError {
    if cx.at_least(7, 0, 0) {
        let name = cx.spec.name;
        return CommandError::with(format!(
            "ERR at least 1 input key is needed for '{name}' command"
        ));
    }
    CommandError::Refused("ERR at least 1 input key is needed for ZUNIONSTORE/ZINTERSTORE")
}

fn source<'c>(cx: &'c Context<'_>, key: &[u8]) -> Result<Source<'c>, CommandError> {
    match cx.database().get(key).map(|entry| &entry.value) {
        None => Ok(Source::Absent),
        Some(Value::Set(set)) => Ok(Source::Set(set)),
        Some(Value::Zset(zset)) => Ok(Source::Zset(zset)),
        Some(_) => Err(CommandError::WrongType),
    }
}

fn aggregate_named(cx: &Context<'_>, word: &[u8]) -> Result<Aggregate, CommandError> {
    match () {
        () if args::is(word, "SUM") => Ok(Aggregate::Sum),
        () if args::is(word, "MIN") => Ok(Aggregate::Min),
        () if args::is(word, "MAX") => Ok(Aggregate::Max),
        () if args::is(word, "COUNT") && cx.redis_at_least(8, 8) => Ok(Aggregate::Count),
        () => Err(refusal::SYNTAX),
    }
}

/// A score times a weight; what is no number is zero.
fn weighted(score: f64, weight: f64, aggregate: Aggregate) -> f64 {
    let product = if aggregate == Aggregate::Count { weight } else { score * weight };
    if product.is_nan() { 0.0 } else { product }
}

fn combine(cx: &Context<'_>, request: &Request<'_>, operation: Operation) -> Zset {
    let mut result = Zset::new_large();
    let mut sources = request.sources.clone();
    if operation != Operation::Difference {
        sources.sort_by_key(|(source, _)| source.len());
    }
    let aggregate = request.aggregate;
    match operation {
        Operation::Union => {
            let mut place = |member: &[u8], score: f64| {
                let mut total = score;
                if let Some(old) = result.score(member) {
                    total = old;
                    aggregate.add(&mut total, score);
                }
                // Not `set` alone: a sum of -0 and 0 has to replace what compares equal to it.
                if result.score(member).is_some_and(|old| old.to_bits() != total.to_bits()) {
                    result.remove(member);
                }
                result.set(member, total, cx.profile());
            };
            for (source, weight) in sources {
                for (member, score) in source.members() {
                    place(member.as_slice(), weighted(score, weight, aggregate));
                }
            }
        }
        Operation::Intersection => {
            let Some(((first, weight), others)) = sources.split_first() else { return result };
            for (member, score) in first.members() {
                let mut total = weighted(score, *weight, aggregate);
                let everywhere = others.iter().all(|(source, weight)| {
                    let Some(score) = source.score(member.as_slice()) else { return false };
                    let product =
                        if aggregate == Aggregate::Count { *weight } else { score * weight };
                    aggregate.add(&mut total, product);
                    true
                });
                if everywhere {
                    result.set(member.as_slice(), total, cx.profile());
                }
            }
        }
        Operation::Difference => {
            let Some(((first, _), others)) = sources.split_first() else { return result };
            for (member, score) in first.members() {
                if others.iter().all(|(source, _)| source.score(member.as_slice()).is_none()) {
                    result.set(member.as_slice(), score, cx.profile());
                }
            }
        }
    }
    result
}

fn store(
    cx: &mut Context<'_>,
    args: &[&[u8]],
    operation: Operation,
) -> Result<Reply, CommandError> {
    let request = read(cx, &args[2..], operation, true)?;
    let mut result = combine(cx, &request, operation);
    result.shrink(cx.profile());
    let len = result.len();
    cx.store(args[1], (len > 0).then(|| Value::Zset(Box::new(result))));
    Ok(cx.count(len))
}

fn list(cx: &Context<'_>, args: &[&[u8]], operation: Operation) -> Result<Reply, CommandError> {
    let request = read(cx, &args[1..], operation, false)?;
    let mut replies = Vec::new();
    combine(cx, &request, operation).for_each(|member, score| {
        replies.push(Reply::bulk(member));
        if request.with_scores {
            replies.push(Reply::Double(score));
        }
    });
    Ok(Reply::Array(replies))
}

/// `ZUNIONSTORE destination n key … [WEIGHTS w …] [AGGREGATE SUM|MIN|MAX]`.
pub(super) fn zunionstore(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    store(cx, args, Operation::Union)
}

/// `ZINTERSTORE destination n key … [WEIGHTS w …] [AGGREGATE SUM|MIN|MAX]`.
pub(super) fn zinterstore(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    store(cx, args, Operation::Intersection)
}

/// `ZDIFFSTORE destination n key …`.
pub(super) fn zdiffstore(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    store(cx, args, Operation::Difference)
}

/// `ZUNION n key … [WEIGHTS w …] [AGGREGATE SUM|MIN|MAX] [WITHSCORES]`.
pub(super) fn zunion(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    list(cx, args, Operation::Union)
}

/// `ZINTER n key … [WEIGHTS w …] [AGGREGATE SUM|MIN|MAX] [WITHSCORES]`.
pub(super) fn zinter(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    list(cx, args, Operation::Intersection)
}

/// `ZDIFF n key … [WITHSCORES]`.
pub(super) fn zdiff(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    list(cx, args, Operation::Difference)
}

/// `ZINTERCARD n key … [LIMIT n]`.
pub(super) fn zintercard(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let request = read(cx, &args[1..], Operation::Intersection, false)?;
    let len = combine(cx, &request, Operation::Intersection).len();
    Ok(cx.count(if request.limit > 0 { len.min(request.limit) } else { len }))
}
