//! Setting many keys.

use super::options::{Condition, SetOptions};
use crate::{
    CommandError, Reply, args,
    commands::string::ExpiryChoice,
    context::{Context, flag},
    error::refusal,
    keyspace::NO_EXPIRY,
    value::Value,
};

fn check(cx: &Context<'_>, args: &[&[u8]]) -> Result<(), CommandError> {
    if args.len().is_multiple_of(2) {
        return Err(if cx.at_least(7, 0, 0) {
            crate::state::wrong_arity(cx.spec)
        } else {
            CommandError::Refused("ERR wrong number of arguments for MSET")
        });
    }
    Ok(())
}

/// `MSET key value …`.
pub(super) fn mset(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    check(cx, args)?;
    for pair in args[1..].chunks_exact(2) {
        cx.put(pair[0], Value::string(pair[1]));
    }
    Ok(Reply::OK)
}

/// `MSETNX key value …`: all or nothing.
pub(super) fn msetnx(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    check(cx, args)?;
    if args[1..].iter().step_by(2).any(|key| cx.exists(key)) {
        return Ok(flag(false));
    }
    mset(cx, args).map(|_| flag(true))
}

/// `MSETEX n key value … [NX|XX] [EX n|PX n|EXAT n|PXAT n|KEEPTTL]` (Redis 8.4, Valkey 9.1).
pub(super) fn msetex(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let count = args::integer(args[1]).ok().and_then(|count| usize::try_from(count).ok());
    let pairs = count
        .and_then(|count| count.checked_mul(2))
        .filter(|len| *len > 0 && *len <= args.len() - 2)
        .ok_or(CommandError::Refused("ERR invalid numkeys value"))?;
    let (pairs, rest) = args[2..].split_at(pairs);
    let options = SetOptions::read(cx, rest)?;
    if options.get {
        return Err(refusal::SYNTAX);
    }
    let keys = || pairs.iter().step_by(2);
    let holds = match options.condition {
        None => true,
        Some(Condition::Absent) => !keys().any(|key| cx.exists(key)),
        Some(Condition::Present) => keys().all(|key| cx.exists(key)),
        Some(_) => return Err(refusal::SYNTAX),
    };
    let at_ms = options.expiry.at_ms(cx)?;
    if !holds {
        return Ok(flag(false));
    }
    for pair in pairs.chunks_exact(2) {
        let kept = if options.expiry == ExpiryChoice::Keep { cx.expiry(pair[0]) } else { None };
        let at_ms = at_ms.or(kept).unwrap_or(NO_EXPIRY);
        cx.database_mut().set_with_expiry(pair[0], Value::string(pair[1]), at_ms);
        cx.changed(pair[0]);
    }
    Ok(flag(true))
}
