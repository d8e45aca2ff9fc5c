//! `FIELDS n field …`, which the newer hash commands end with.

use crate::{CommandError, args, parse};

/// Reads `FIELDS n` and what follows: `n` groups of `size` arguments, no more and no fewer.
pub(super) fn fields<'s, 'a>(
    rest: &'s [&'a [u8]],
    size: usize,
) -> Result<&'s [&'a [u8]], CommandError> {
    let [word, count, fields @ ..] = rest else { return Err(missing()) };
    if !args::is(word, "FIELDS") {
        return Err(missing());
    }
    let count = parse::integer(count)
        .and_then(|count| usize::try_from(count).ok())
        .filter(|count| *count > 0)
        .ok_or(CommandError::Refused("ERR Parameter `numFields` should be greater than 0"))?;
    if count.checked_mul(size) != Some(fields.len()) {
        return Err(CommandError::Refused(
            "ERR The `numfields` parameter must match the number of arguments",
        ));
    }
    Ok(fields)
}

fn missing() -> CommandError {
    CommandError::Refused("ERR Mandatory argument FIELDS is missing or not at the right position")
}
