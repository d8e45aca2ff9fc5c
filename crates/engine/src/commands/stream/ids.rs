//! Stream ids in arguments: `streamGenericParseIDOrReply`, `src/t_stream.c`, 5.0 to 7.4.

use crate::{CommandError, context::Context, parse, value::StreamId};
use smallvec::SmallVec;

const INVALID: CommandError =
    CommandError::Refused("ERR Invalid stream ID specified as stream command argument");
const INVALID_START: CommandError = CommandError::Refused("ERR invalid start ID for the interval");
const INVALID_END: CommandError = CommandError::Refused("ERR invalid end ID for the interval");

/// The longest text of an id.
const LONGEST: usize = 127;

/// Ids named by one command.
pub(super) type Ids = SmallVec<[StreamId; 8]>;

/// Reads one half of an id (`string2ull`, `src/util.c`): canonical text, or whatever `strtoull` takes, blanks, signs
/// and leading zeros included.
fn half(text: &[u8]) -> Option<u64> {
    if let Some(value) = parse::integer(text) {
        return u64::try_from(value).ok();
    }
    let blanks = text.iter().take_while(|byte| matches!(byte, b' ' | b'\t'..=b'\r')).count();
    let (negative, digits) = match &text[blanks..] {
        [sign @ (b'-' | b'+'), digits @ ..] => (*sign == b'-', digits),
        digits => (false, digits),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let value = digits.iter().try_fold(0_u64, |value, digit| {
        value.checked_mul(10)?.checked_add(u64::from(digit - b'0'))
    })?;
    Some(if negative { value.wrapping_neg() } else { value })
}

/// Splits an id at its first dash. To the server it is a C string.
fn halves(text: &[u8]) -> Option<(&[u8], Option<&[u8]>)> {
    if text.len() > LONGEST {
        return None;
    }
    let text = text.split(|byte| *byte == 0).next()?;
    match text.iter().position(|byte| *byte == b'-') {
        Some(dash) => Some((&text[..dash], Some(&text[dash + 1..]))),
        None => Some((text, None)),
    }
}

/// Reads an id; where it is a time alone, `missing_seq` follows. `None` where it is none.
pub(super) fn parse_id(text: &[u8], missing_seq: u64) -> Option<StreamId> {
    let (ms, seq) = halves(text)?;
    let ms = half(ms)?;
    Some(StreamId::new(ms, seq.map_or(Some(missing_seq), half)?))
}

/// Tells whether an argument is, as a C string, this one character.
fn is_sign(text: &[u8], sign: u8) -> bool {
    matches!(text, [first, rest @ ..] if *first == sign && matches!(rest, [] | [0, ..]))
}

/// Reads an id, `-` and `+` refused.
pub(super) fn strict(text: &[u8], missing_seq: u64) -> Result<StreamId, CommandError> {
    parse_id(text, missing_seq).ok_or(INVALID)
}

/// Reads an id, or `-` and `+` for the smallest and the largest.
pub(super) fn loose(text: &[u8], missing_seq: u64) -> Result<StreamId, CommandError> {
    match text {
        _ if text.len() > LONGEST => Err(INVALID),
        _ if is_sign(text, b'-') => Ok(StreamId::MIN),
        _ if is_sign(text, b'+') => Ok(StreamId::MAX),
        _ => strict(text, missing_seq),
    }
}

/// Reads the id of a new entry; `false` beside it where its sequence is left to the server (`ms-*`, 7.0).
pub(super) fn of_entry(text: &[u8], open: bool) -> Result<(StreamId, bool), CommandError> {
    match halves(text) {
        Some((ms, Some(b"*"))) if open => {
            half(ms).map(|ms| (StreamId::new(ms, 0), false)).ok_or(INVALID)
        }
        _ => strict(text, 0).map(|id| (id, true)),
    }
}

/// Reads `$`, which stands for the last id given, or an id.
pub(super) fn or_last(
    text: &[u8],
    last: StreamId,
    loosely: bool,
) -> Result<StreamId, CommandError> {
    match text {
        _ if is_sign(text, b'$') => Ok(last),
        _ if loosely => loose(text, 0),
        _ => strict(text, 0),
    }
}

/// Reads the first id of an interval, which `(` leaves out (6.2).
pub(super) fn start(cx: &Context<'_>, text: &[u8]) -> Result<StreamId, CommandError> {
    match text {
        [b'(', id @ ..] if !id.is_empty() && cx.at_least(6, 2, 0) => {
            strict(id, 0)?.next().ok_or(INVALID_START)
        }
        _ => loose(text, 0),
    }
}

/// Reads the last id of an interval, which `(` leaves out (6.2).
pub(super) fn end(cx: &Context<'_>, text: &[u8]) -> Result<StreamId, CommandError> {
    match text {
        [b'(', id @ ..] if !id.is_empty() && cx.at_least(6, 2, 0) => {
            strict(id, u64::MAX)?.previous().ok_or(INVALID_END)
        }
        _ => loose(text, u64::MAX),
    }
}

/// Reads many ids.
pub(super) fn all(texts: &[&[u8]]) -> Result<Ids, CommandError> {
    texts.iter().map(|text| strict(text, 0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_as_leniently_as_strtoull_reads() {
        for (text, id) in [
            (&b"5"[..], Some((5, 7))),
            (b"5-3", Some((5, 3))),
            (b"05-+3", Some((5, 3))),
            (b" 5-\t\x0b3", Some((5, 3))),
            (b"5-3\0junk", Some((5, 3))),
            (b"18446744073709551615-18446744073709551615", Some((u64::MAX, u64::MAX))),
            (b"1--05", Some((1, u64::MAX - 4))),
            (b"18446744073709551616-0", None),
            (b"1--5", None),
            (b"5-", None),
            (b"-5", None),
            (b"", None),
            (b"5 -3", None),
            (b"5-3 ", None),
            (b"5-*", None),
        ] {
            assert_eq!(parse_id(text, 7), id.map(|(ms, seq)| StreamId::new(ms, seq)), "{text:?}");
        }
        assert!(strict(&[b'0'; 128], 0).is_err() && strict(&[b'0'; 127], 0).is_ok());
    }

    #[test]
    fn the_signs_for_smallest_and_largest_count_where_they_may() {
        assert_eq!(loose(b"-", 0), Ok(StreamId::MIN));
        assert_eq!(loose(b"+", 0), Ok(StreamId::MAX));
        assert!(strict(b"-", 0).is_err() && strict(b"+", 0).is_err());
        assert_eq!(of_entry(b"7-*", true), Ok((StreamId::new(7, 0), false)));
        assert!(of_entry(b"7-*", false).is_err());
        assert_eq!(or_last(b"$", StreamId::new(9, 9), false), Ok(StreamId::new(9, 9)));
    }
}
