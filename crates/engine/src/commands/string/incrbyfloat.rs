//! `INCRBYFLOAT`, in the 80-bit arithmetic of the servers' usual machines.

use crate::{
    CommandError, Reply,
    algo::long_double::{LongDouble, NegativeZero, TextRules},
    context::Context,
    value::SmallBytes,
};

const REFUSED: CommandError = CommandError::Refused("ERR value is not a valid float");

/// Returns how this version reads a `long double` in a string or an argument.
pub(crate) fn text_rules(cx: &Context<'_>) -> TextRules {
    let version = &cx.profile().replica;
    TextRules::for_strings(version.major, version.minor, version.patch)
}

/// Returns how this version writes a negative zero.
pub(crate) fn negative_zero(cx: &Context<'_>) -> NegativeZero {
    if cx.at_least(6, 0, 0) { NegativeZero::Plain } else { NegativeZero::Signed }
}

/// `INCRBYFLOAT key x`. The expiry stays (a replica of 2.6 to 5.0 loses it, because it gets a `SET`).
pub(super) fn incrbyfloat(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let rules = text_rules(cx);
    let read = |text: &[u8]| LongDouble::parse_by(text, rules).ok_or(REFUSED);
    let old = match cx.read::<SmallBytes>(args[1])? {
        Some(value) => read(value.as_slice())?,
        None => LongDouble::ZERO,
    };
    let sum = old.add(read(args[2])?);
    if !sum.is_finite() {
        return Err(CommandError::Refused("ERR increment would produce NaN or Infinity"));
    }
    let text = sum.to_text(negative_zero(cx));
    let (value, _) = cx.edit_or_create::<SmallBytes>(args[1])?;
    value.assign(&text);
    cx.changed(args[1]);
    Ok(cx.bulk(&text))
}
