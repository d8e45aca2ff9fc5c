//! `SET` and its forebears.

use super::options::{Condition, ExpiryChoice, SetOptions};
use crate::{
    CommandError, Reply, args,
    commands::generic::{Unit, absolute, invalid},
    context::{Context, flag},
    keyspace::NO_EXPIRY,
    value::{SmallBytes, Value},
};

/// `SET key value [conditions] [GET] [expiry]`.
pub(super) fn set(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let (key, value) = (args[1], args[2]);
    if args.len() == 3 {
        put(cx, key, value, NO_EXPIRY);
        return Ok(Reply::OK);
    }
    let options = SetOptions::read(cx, &args[3..])?;
    let at_ms = options.expiry.at_ms(cx)?;
    let old = if options.get {
        let old = cx.read::<SmallBytes>(key)?;
        Some(old.map_or(Reply::Nil, |old| cx.bulk(old.as_slice())))
    } else {
        None
    };
    if let Some(condition) = options.condition
        && !holds(cx, key, condition)?
    {
        return Ok(old.unwrap_or(Reply::Nil));
    }
    let at_ms = match (at_ms, options.expiry) {
        (Some(at_ms), _) => at_ms,
        (None, ExpiryChoice::Keep) => cx.expiry(key).unwrap_or(NO_EXPIRY),
        _ => NO_EXPIRY,
    };
    put(cx, key, value, at_ms);
    Ok(old.unwrap_or(Reply::OK))
}

/// Sets a key to a string, in place where it holds one.
#[inline]
fn put(cx: &mut Context<'_>, key: &[u8], value: &[u8], expires_ms: i64) {
    let entry = cx.database_mut().get_or_insert(key, || Value::String(SmallBytes::EMPTY));
    match &mut entry.value {
        Value::String(string) => string.assign(value),
        other => *other = Value::string(value),
    }
    entry.expires_ms = expires_ms;
    cx.changed(key);
}

/// Tells whether a condition of `SET` holds.
pub(super) fn holds(
    cx: &Context<'_>,
    key: &[u8],
    condition: Condition<'_>,
) -> Result<bool, CommandError> {
    Ok(match condition {
        Condition::Absent => !cx.exists(key),
        Condition::Present => cx.exists(key),
        Condition::Equal(wanted) => {
            cx.read::<SmallBytes>(key)?.is_some_and(|value| value.as_slice() == wanted)
        }
        Condition::Unequal(wanted) => {
            cx.read::<SmallBytes>(key)?.is_none_or(|value| value.as_slice() != wanted)
        }
        Condition::DigestEqual(wanted) => digest(cx, key)?.is_some_and(|hex| same(&hex, wanted)),
        Condition::DigestUnequal(wanted) => digest(cx, key)?.is_none_or(|hex| !same(&hex, wanted)),
    })
}

fn digest(cx: &Context<'_>, key: &[u8]) -> Result<Option<[u8; 16]>, CommandError> {
    Ok(cx.read::<SmallBytes>(key)?.map(|value| crate::xxh3::hex(value.as_slice())))
}

fn same(hex: &[u8], wanted: &[u8]) -> bool {
    hex.eq_ignore_ascii_case(wanted)
}

/// `SETNX key value`.
pub(super) fn setnx(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let absent = !cx.exists(args[1]);
    if absent {
        put(cx, args[1], args[2], NO_EXPIRY);
    }
    Ok(flag(absent))
}

/// `SETEX key seconds value`.
pub(super) fn setex(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    set_with(cx, args, Unit::Seconds)
}

/// `PSETEX key milliseconds value`.
pub(super) fn psetex(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    set_with(cx, args, Unit::Milliseconds)
}

fn set_with(cx: &mut Context<'_>, args: &[&[u8]], unit: Unit) -> Result<Reply, CommandError> {
    let number = args::integer(args[2])?;
    if number <= 0 {
        return Err(invalid(cx));
    }
    let at_ms = absolute(cx, number, unit).ok_or_else(|| invalid(cx))?;
    put(cx, args[1], args[3], at_ms);
    Ok(Reply::OK)
}
