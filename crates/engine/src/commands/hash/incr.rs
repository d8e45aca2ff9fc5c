//! Counting in fields. The expiry of the field stays.

use crate::{
    CommandError, Reply, args,
    commands::string::{add, long_double},
    context::Context,
    error::refusal,
    longdouble::LongDouble,
    number::integer_text,
    parse,
    value::Hash,
};

/// `HINCRBY key field n`.
pub(super) fn hincrby(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let by = args::integer(args[3])?;
    let old = match cx.read::<Hash>(args[1])?.and_then(|hash| hash.get(args[2])) {
        Some(value) => parse::integer(value)
            .ok_or(CommandError::Refused("ERR hash value is not an integer"))?,
        None => 0,
    };
    let value = old.checked_add(by).ok_or(refusal::OVERFLOW)?;
    let (hash, profile) = cx.edit_or_create::<Hash>(args[1])?;
    hash.set(args[2], &integer_text(value), profile);
    cx.changed(args[1]);
    Ok(Reply::Int(value))
}

/// `HINCRBYFLOAT key field x`.
pub(super) fn hincrbyfloat(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let by = long_double(args[3], "ERR value is not a valid float")?;
    if !by.is_finite() && cx.at_least(7, 0, 0) {
        return Err(CommandError::Refused("ERR value is NaN or Infinity"));
    }
    let old = match cx.read::<Hash>(args[1])?.and_then(|hash| hash.get(args[2])) {
        Some(value) => long_double(value, "ERR hash value is not a float")?,
        None => LongDouble::ZERO,
    };
    let text = add(cx, old, by)?;
    let (hash, profile) = cx.edit_or_create::<Hash>(args[1])?;
    hash.set(args[2], &text, profile);
    cx.changed(args[1]);
    Ok(cx.bulk(&text))
}
