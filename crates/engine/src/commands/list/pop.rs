//! Taking from an end.
//!
//! Blocking forms come from masters up to 3.2 and from scripts; where they would have to wait, a replica does
//! nothing (`commands.md` §1.9).

use crate::{
    CommandError, Reply, args,
    context::Context,
    error::refusal,
    value::{End, List},
};

/// `LPOP key [count]`.
pub(super) fn lpop(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    pop(cx, args, End::Left)
}

/// `RPOP key [count]`.
pub(super) fn rpop(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    pop(cx, args, End::Right)
}

/// Takes one element; `None` where there is no list.
pub(super) fn take<T>(
    cx: &mut Context<'_>,
    key: &[u8],
    end: End,
    visit: impl FnOnce(&[u8]) -> T,
) -> Result<Option<T>, CommandError> {
    let Some((list, _)) = cx.edit::<List>(key)? else { return Ok(None) };
    let taken = list.pop(end, visit);
    if list.is_empty() {
        cx.delete(key);
    } else {
        cx.changed(key);
    }
    Ok(taken)
}

fn pop(cx: &mut Context<'_>, args: &[&[u8]], end: End) -> Result<Reply, CommandError> {
    let key = args[1];
    let Some(count) = args.get(2) else {
        let wanted = cx.wants_reply;
        let taken = take(cx, key, end, |element| wanted.then(|| Reply::bulk(element)))?;
        return Ok(taken.flatten().unwrap_or(Reply::Nil));
    };
    if args.len() > 3 {
        return Err(crate::state::wrong_arity(cx.spec));
    }
    let count = args::positive(count)?;
    if cx.read::<List>(key)?.is_none() {
        return Ok(Reply::Nil);
    }
    // An empty array for nothing wanted; 6.2 up to 6.2.6 said nil.
    take_many(cx, key, end, count).map(Reply::Array)
}

fn take_many(
    cx: &mut Context<'_>,
    key: &[u8],
    end: End,
    count: usize,
) -> Result<Vec<Reply>, CommandError> {
    let wanted = cx.wants_reply;
    let mut taken = Vec::new();
    let Some((list, _)) = cx.edit::<List>(key)? else { return Ok(taken) };
    for _ in 0..count.min(list.len()) {
        list.pop(end, |element| {
            if wanted {
                taken.push(Reply::bulk(element));
            }
        });
    }
    if list.is_empty() {
        cx.delete(key);
    } else if count > 0 {
        cx.changed(key);
    }
    Ok(taken)
}

/// `BLPOP key … timeout`.
pub(super) fn blpop(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    pop_first(cx, args, End::Left)
}

/// `BRPOP key … timeout`.
pub(super) fn brpop(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    pop_first(cx, args, End::Right)
}

fn pop_first(cx: &mut Context<'_>, args: &[&[u8]], end: End) -> Result<Reply, CommandError> {
    args::timeout(cx, args[args.len() - 1])?;
    for key in &args[1..args.len() - 1] {
        if cx.read::<List>(key)?.is_some() {
            let taken = take(cx, key, end, |element| Reply::bulk(element))?;
            return Ok(Reply::Array(vec![Reply::bulk(key), taken.unwrap_or(Reply::Nil)]));
        }
    }
    Ok(Reply::Nil)
}

/// `LMPOP n key … LEFT|RIGHT [COUNT n]`.
pub(super) fn lmpop(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    pop_from_first(cx, &args[1..])
}

/// `BLMPOP timeout n key … LEFT|RIGHT [COUNT n]`.
pub(super) fn blmpop(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    args::timeout(cx, args[1])?;
    pop_from_first(cx, &args[2..])
}

fn pop_from_first(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let (keys, end, count) = args::pop_arguments(args)?;
    let end = side(end)?;
    let count = args::pop_count(count)?;
    for key in keys {
        if cx.read::<List>(key)?.is_some() {
            let taken = take_many(cx, key, end, count)?;
            return Ok(Reply::Array(vec![Reply::bulk(key), Reply::Array(taken)]));
        }
    }
    Ok(Reply::Nil)
}

/// Reads `LEFT` or `RIGHT`.
pub(super) fn side(argument: &[u8]) -> Result<End, CommandError> {
    if args::is(argument, "LEFT") {
        Ok(End::Left)
    } else if args::is(argument, "RIGHT") {
        Ok(End::Right)
    } else {
        Err(refusal::SYNTAX)
    }
}
