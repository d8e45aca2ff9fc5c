//! `INCRBYFLOAT`, in the 80-bit arithmetic of the servers' usual machines.

use crate::{CommandError, Reply, context::Context, longdouble::LongDouble, value::SmallBytes};

/// Reads a `long double`, as `getLongDoubleFromObjectOrReply` (`src/object.c`) does.
pub(crate) fn long_double(text: &[u8], refused: &'static str) -> Result<LongDouble, CommandError> {
    LongDouble::parse(text).ok_or(CommandError::Refused(refused))
}

/// Adds, and writes the sum as the version does.
pub(crate) fn add(
    cx: &Context<'_>,
    old: LongDouble,
    by: LongDouble,
) -> Result<Vec<u8>, CommandError> {
    let sum = old.add(by);
    if !sum.is_finite() {
        return Err(CommandError::Refused("ERR increment would produce NaN or Infinity"));
    }
    let mut text = sum.text();
    if text == b"-0" && cx.at_least(5, 0, 0) {
        text = b"0".to_vec();
    }
    Ok(text)
}

/// `INCRBYFLOAT key x`. The expiry stays (a replica of 2.6 to 5.0 loses it, because it gets a `SET`).
pub(super) fn incrbyfloat(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    const REFUSED: &str = "ERR value is not a valid float";
    let old = match cx.read::<SmallBytes>(args[1])? {
        Some(value) => long_double(value.as_slice(), REFUSED)?,
        None => LongDouble::ZERO,
    };
    let by = long_double(args[2], REFUSED)?;
    let text = add(cx, old, by)?;
    let (value, _) = cx.edit_or_create::<SmallBytes>(args[1])?;
    value.assign(&text);
    cx.changed(args[1]);
    Ok(cx.bulk(&text))
}
