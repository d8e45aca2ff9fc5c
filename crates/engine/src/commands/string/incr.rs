//! Counting.

use crate::{
    CommandError, Reply, args,
    context::Context,
    error::refusal,
    number::integer_text,
    parse,
    value::{SmallBytes, Value},
};

/// `INCR key`.
pub(super) fn incr(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    change(cx, args[1], 1)
}

/// `DECR key`.
pub(super) fn decr(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    change(cx, args[1], -1)
}

/// `INCRBY key n`.
pub(super) fn incrby(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let by = args::integer(args[2])?;
    change(cx, args[1], by)
}

/// `DECRBY key n`. Before 7.0 the smallest number wrapped to itself.
pub(super) fn decrby(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let by = args::integer(args[2])?;
    if by == i64::MIN && cx.at_least(7, 0, 0) {
        return Err(CommandError::Refused("ERR decrement would overflow"));
    }
    change(cx, args[1], by.wrapping_neg())
}

fn change(cx: &mut Context<'_>, key: &[u8], by: i64) -> Result<Reply, CommandError> {
    let value = match cx.database_mut().get_mut(key) {
        None => {
            cx.database_mut().set(key, Value::string(&integer_text(by)));
            by
        }
        Some(entry) => {
            let Value::String(string) = &mut entry.value else {
                return Err(CommandError::WrongType);
            };
            let value = sum(string, by)?;
            string.assign(&integer_text(value));
            value
        }
    };
    cx.changed(key);
    Ok(Reply::Int(value))
}

fn sum(string: &SmallBytes, by: i64) -> Result<i64, CommandError> {
    let old = parse::integer(string.as_slice()).ok_or(refusal::NOT_INTEGER)?;
    old.checked_add(by).ok_or(refusal::OVERFLOW)
}
