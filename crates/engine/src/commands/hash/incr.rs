//! Counting in fields. The expiry of the field stays.

use crate::{
    CommandError, Reply,
    algo::long_double::{LongDouble, TextRules},
    args,
    commands::string::{negative_zero, text_rules},
    context::Context,
    error::refusal,
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

/// Tells whether an infinite increment is refused before anything else (since a security fix of 2023).
fn refuses_infinite(cx: &Context<'_>) -> bool {
    cx.at_least(7, 0, 11)
        || (cx.at_least(6, 2, 12) && !cx.at_least(7, 0, 0))
        || (cx.at_least(6, 0, 19) && !cx.at_least(6, 2, 0))
}

/// `HINCRBYFLOAT key field x`. Up to 5.0.3 an infinite sum is stored as such.
pub(super) fn hincrbyfloat(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let by = LongDouble::parse_by(args[3], text_rules(cx))
        .ok_or(CommandError::Refused("ERR value is not a valid float"))?;
    if !by.is_finite() && refuses_infinite(cx) {
        return Err(CommandError::Refused("ERR value is NaN or Infinity"));
    }
    let version = &cx.profile().replica;
    let rules = TextRules::for_hash_values(version.major, version.minor, version.patch);
    let old = match cx.read::<Hash>(args[1])?.and_then(|hash| hash.get(args[2])) {
        Some(value) => LongDouble::parse_by(value, rules).ok_or(CommandError::Refused(
            if cx.at_least(4, 0, 0) {
                "ERR hash value is not a float"
            } else {
                "ERR hash value is not a valid float"
            },
        ))?,
        None => LongDouble::ZERO,
    };
    let sum = old.add(by);
    if !sum.is_finite() && cx.at_least(5, 0, 4) {
        return Err(CommandError::Refused("ERR increment would produce NaN or Infinity"));
    }
    let text = sum.to_text(negative_zero(cx));
    let (hash, profile) = cx.edit_or_create::<Hash>(args[1])?;
    hash.set(args[2], &text, profile);
    cx.changed(args[1]);
    Ok(cx.bulk(&text))
}
