//! Reading arguments.

use crate::{CommandError, context::Context, error::refusal, parse};

/// Tells whether an argument is this keyword, in whatever case.
#[inline]
pub(crate) fn is(argument: &[u8], keyword: &str) -> bool {
    argument.eq_ignore_ascii_case(keyword.as_bytes())
}

/// Reads an integer.
#[inline]
pub(crate) fn integer(argument: &[u8]) -> Result<i64, CommandError> {
    parse::integer(argument).ok_or(refusal::NOT_INTEGER)
}

/// Reads an integer, refusing with another text than the usual one.
pub(crate) fn integer_or(argument: &[u8], text: &'static str) -> Result<i64, CommandError> {
    parse::integer(argument).ok_or(CommandError::Refused(text))
}

/// Reads a double.
pub(crate) fn double(argument: &[u8]) -> Result<f64, CommandError> {
    parse::double(argument).ok_or(refusal::NOT_FLOAT)
}

/// Reads a double, refusing with another text than the usual one.
pub(crate) fn double_or(argument: &[u8], text: &'static str) -> Result<f64, CommandError> {
    parse::double(argument).ok_or(CommandError::Refused(text))
}

/// Reads a count that may not be negative.
pub(crate) fn positive(argument: &[u8]) -> Result<usize, CommandError> {
    parse::integer(argument).and_then(|count| usize::try_from(count).ok()).ok_or(refusal::NEGATIVE)
}

/// Reads a timeout, which has no other effect than to be refused.
pub(crate) fn timeout(cx: &Context<'_>, argument: &[u8]) -> Result<(), CommandError> {
    let seconds = if cx.at_least(6, 0, 0) {
        double_or(argument, "ERR timeout is not a float or out of range")?
    } else {
        integer_or(argument, "ERR timeout is not an integer or out of range")? as f64
    };
    if seconds < 0.0 {
        return Err(CommandError::Refused("ERR timeout is negative"));
    }
    Ok(())
}

/// The keys, the side, and what follows.
type PopArguments<'s, 'a> = (&'s [&'a [u8]], &'a [u8], &'s [&'a [u8]]);

/// Divides `n key … side [COUNT n]`.
pub(crate) fn pop_arguments<'s, 'a>(
    args: &'s [&'a [u8]],
) -> Result<PopArguments<'s, 'a>, CommandError> {
    let count = args.first().and_then(|count| parse::integer(count)).filter(|count| *count > 0);
    let count = count.ok_or(CommandError::Refused("ERR numkeys should be greater than 0"))?;
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    match args.get(1..).and_then(|rest| rest.split_at_checked(count)) {
        Some((keys, [side, rest @ ..])) => Ok((keys, side, rest)),
        _ => Err(refusal::SYNTAX),
    }
}

/// Reads `[COUNT n]`.
pub(crate) fn pop_count(rest: &[&[u8]]) -> Result<usize, CommandError> {
    match rest {
        [] => Ok(1),
        [word, number] if is(word, "COUNT") => parse::integer(number)
            .and_then(|count| usize::try_from(count).ok())
            .filter(|count| *count > 0)
            .ok_or(CommandError::Refused("ERR count should be greater than 0")),
        _ => Err(refusal::SYNTAX),
    }
}

/// Turns a range with negative indexes (from the end) into a half-open one inside `len`; `None` where it is empty.
pub(crate) fn range(start: i64, stop: i64, len: usize) -> Option<(usize, usize)> {
    let len = i64::try_from(len).unwrap_or(i64::MAX);
    let from = if start < 0 { start.saturating_add(len).max(0) } else { start };
    let to = if stop < 0 { stop.saturating_add(len) } else { stop.min(len - 1) };
    (from <= to && from < len).then(|| (from as usize, to as usize + 1))
}

/// Turns an index with negative numbers (from the end) into one from the head; `None` outside.
pub(crate) fn index(index: i64, len: usize) -> Option<usize> {
    let len = i64::try_from(len).unwrap_or(i64::MAX);
    let index = if index < 0 { index.saturating_add(len) } else { index };
    (0..len).contains(&index).then_some(index as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_count_from_both_ends_and_stay_inside() {
        assert_eq!(range(0, -1, 3), Some((0, 3)));
        assert_eq!(range(-100, 100, 3), Some((0, 3)));
        assert_eq!(range(1, 1, 3), Some((1, 2)));
        assert_eq!(range(2, 1, 3), None);
        assert_eq!(range(3, 9, 3), None);
        assert_eq!(range(0, -4, 3), None);
        assert_eq!(range(0, i64::MIN, 3), None);
        assert_eq!(range(0, -1, 0), None);
        assert_eq!(index(-1, 3), Some(2));
        assert_eq!(index(3, 3), None);
        assert_eq!(index(i64::MIN, 3), None);
    }
}
