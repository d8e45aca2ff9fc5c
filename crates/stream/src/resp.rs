//! The framing of one command: `*<argc>\r\n` and for each argument `$<len>\r\n<bytes>\r\n`.
//!
//! From `processMultibulkBuffer` and `string2ll` (`networking.c`, `util.c`; 2.6.17 to 7.4.1). The servers look for
//! the `\r` of a length line and skip the byte after it, and skip the two bytes after an argument, without looking
//! at them (Valkey looks from November 2025 on, valkey#2872); this reader does either and remembers what it saw. They refuse a length with a leading zero, a plus
//! or anything but digits. A count of zero or less is no command and no error.
//!
//! This is the hot loop of the crate, so it is written by hand over slices: a parser combinator would build a
//! result per length line, and there are two to ten of those in each command.

use crate::record::Reason;
use autopsync_model::Limits;

/// What a reader accepts inside an array.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rules<'l> {
    pub(crate) limits: &'l Limits,
    /// Whether `\r\n` must stand where servers before Valkey 9.1 skip two bytes.
    pub(crate) exact: bool,
}

/// What stands at the start of a slice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Frame {
    /// A command of that many bytes; its arguments were handed over.
    Command { len: usize, canonical: bool },
    /// That many bytes without a command: an array of no elements, or an empty line.
    Nothing { len: usize },
    /// The beginning of a command whose end is not there.
    Cut,
    /// Bytes that no continuation makes a command; the index of the offending one.
    Bad { at: usize, reason: Reason },
}

/// Reads an array of bulk strings. `args` is cleared first and holds the arguments if a command is complete.
pub(crate) fn array<'a>(bytes: &'a [u8], args: &mut Vec<&'a [u8]>, rules: Rules<'_>) -> Frame {
    args.clear();
    match read_array(bytes, args, rules) {
        Ok(Part { value: 0, rest, .. }) => Frame::Nothing { len: length_before(bytes, rest) },
        Ok(Part { rest, canonical, .. }) => {
            Frame::Command { len: length_before(bytes, rest), canonical }
        }
        Err(Stop::Cut) => Frame::Cut,
        Err(Stop::Bad { left, reason }) => {
            Frame::Bad { at: bytes.len().saturating_sub(left), reason }
        }
    }
}

/// Something read, what follows it, and whether it is written exactly.
struct Part<'a, T> {
    value: T,
    rest: &'a [u8],
    canonical: bool,
}

/// Why reading stopped: the bytes end, or those that are left begin with the offending one.
enum Stop {
    Cut,
    Bad { left: usize, reason: Reason },
}

fn length_before(bytes: &[u8], rest: &[u8]) -> usize {
    bytes.len().saturating_sub(rest.len())
}

/// Reads the line with the number of arguments, and the arguments; returns their number.
#[inline]
fn read_array<'a>(
    bytes: &'a [u8],
    args: &mut Vec<&'a [u8]>,
    rules: Rules<'_>,
) -> Result<Part<'a, u64>, Stop> {
    let line = marker(bytes, b'*', |found| Reason::ArrayMarker { found })?;
    let count = match line.first() {
        Some(b'-') => return negative(line, rules),
        _ => number(line, rules, |found| Reason::ArrayLength { found })?,
    };
    if count.value > rules.limits.arguments {
        let reason = Reason::TooManyArguments { found: count.value, limit: rules.limits.arguments };
        return Err(Stop::Bad { left: bytes.len(), reason });
    }
    let (mut rest, mut canonical) = (count.rest, count.canonical);
    for _ in 0..count.value {
        let argument = bulk(rest, rules)?;
        args.push(argument.value);
        canonical &= argument.canonical;
        rest = argument.rest;
    }
    Ok(Part { value: count.value, rest, canonical })
}

/// Reads a bulk string.
#[inline]
fn bulk<'a>(bytes: &'a [u8], rules: Rules<'_>) -> Result<Part<'a, &'a [u8]>, Stop> {
    let line = marker(bytes, b'$', |found| Reason::BulkMarker { found })?;
    if line.first() == Some(&b'-') {
        return Err(Stop::Bad { left: bytes.len(), reason: Reason::NegativeBulkLength });
    }
    let length = number(line, rules, |found| Reason::BulkLength { found })?;
    if length.value > rules.limits.string_bytes {
        let reason = Reason::BulkTooLong { found: length.value, limit: rules.limits.string_bytes };
        return Err(Stop::Bad { left: bytes.len(), reason });
    }
    let (value, after) = usize::try_from(length.value)
        .ok()
        .and_then(|count| length.rest.split_at_checked(count))
        .ok_or(Stop::Cut)?;
    let Some((end, rest)) = after.split_first_chunk::<2>() else {
        return Err(cut_line_end(after, rules));
    };
    let canonical = end == b"\r\n";
    if rules.exact && !canonical {
        return Err(cut_line_end(after, rules));
    }
    Ok(Part { value, rest, canonical: canonical && length.canonical })
}

#[inline]
fn marker(bytes: &[u8], wanted: u8, reason: impl FnOnce(u8) -> Reason) -> Result<&[u8], Stop> {
    match bytes.split_first() {
        Some((&found, rest)) if found == wanted => Ok(rest),
        Some((&found, _)) => Err(Stop::Bad { left: bytes.len(), reason: reason(found) }),
        None => Err(Stop::Cut),
    }
}

/// Blames what stands where a line should end, unless it is the beginning of a line end, or loose ones are taken.
#[cold]
fn cut_line_end(bytes: &[u8], rules: Rules<'_>) -> Stop {
    let same = bytes.iter().zip(b"\r\n").take_while(|(found, wanted)| found == wanted).count();
    match bytes.get(same) {
        Some(&found) if rules.exact => {
            let left = bytes.len().saturating_sub(same);
            Stop::Bad { left, reason: Reason::LineEnd { found } }
        }
        _ => Stop::Cut,
    }
}

/// Reads decimal digits, `\r` and one byte more.
#[inline]
fn number<'a>(
    line: &'a [u8],
    rules: Rules<'_>,
    reason: impl FnOnce(u8) -> Reason,
) -> Result<Part<'a, u64>, Stop> {
    let mut value: u64 = 0;
    let mut rest = line;
    while let Some((&byte, after)) = rest.split_first() {
        let digit = byte.wrapping_sub(b'0');
        let is_first = rest.len() == line.len();
        if digit < 10 && (value > 0 || is_first) {
            value = value.saturating_mul(10).saturating_add(u64::from(digit));
            rest = after;
        } else if byte == b'\r' && !is_first && i64::try_from(value).is_ok() {
            return match after.split_first() {
                None => Err(Stop::Cut),
                Some((&b'\n', rest)) => Ok(Part { value, rest, canonical: true }),
                Some(_) if rules.exact => Err(cut_line_end(rest, rules)),
                Some((_, rest)) => Ok(Part { value, rest, canonical: false }),
            };
        } else {
            return Err(Stop::Bad { left: rest.len(), reason: reason(byte) });
        }
    }
    Err(Stop::Cut)
}

/// Reads a negative number of arguments, which is none at all. It does not start with a zero.
#[cold]
fn negative<'a>(line: &'a [u8], rules: Rules<'_>) -> Result<Part<'a, u64>, Stop> {
    let reason = |found| Reason::ArrayLength { found };
    let digits = marker(line, b'-', reason)?;
    match digits.first() {
        Some(&found @ b'0') => Err(Stop::Bad { left: digits.len(), reason: reason(found) }),
        _ => number(digits, rules, reason).map(|part| Part { value: 0, ..part }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (Frame, Vec<&[u8]>) {
        let mut args = Vec::new();
        let rules = Rules { limits: &Limits::default(), exact: false };
        let frame = array(bytes, &mut args, rules);
        (frame, args)
    }

    #[test]
    fn a_command_ends_where_its_last_argument_does() {
        let (frame, args) = read(b"*2\r\n$3\r\nGET\r\n$0\r\n\r\n*1");
        assert_eq!(frame, Frame::Command { len: 19, canonical: true });
        assert_eq!(args, [b"GET".as_slice(), b""]);
    }

    #[test]
    fn every_prefix_of_a_command_is_cut() {
        let whole = b"*2\r\n$3\r\nGET\r\n$12\r\n\r\n*1\r\n$4\r\nPI\r\n";
        for cut in 1..whole.len() {
            assert_eq!(read(&whole[..cut]).0, Frame::Cut, "{cut}");
        }
        assert_eq!(read(whole).0, Frame::Command { len: whole.len(), canonical: true });
    }

    #[test]
    fn what_servers_do_not_look_at_does_not_matter() {
        let (frame, args) = read(b"*1\rX$4\rYPING__");
        assert_eq!(frame, Frame::Command { len: 14, canonical: false });
        assert_eq!(args, [b"PING"]);
    }

    #[test]
    fn valkey_looks_at_every_line_end() {
        let limits = Limits::default();
        let rules = Rules { limits: &limits, exact: true };
        let good = b"*1\r\n$4\r\nPING\r\n";
        for at in [3, 7, 12, 13] {
            let mut bytes = good.to_vec();
            bytes[at] = b'_';
            for len in at + 1..=bytes.len() {
                let frame = array(&bytes[..len], &mut Vec::new(), rules);
                let reason = Reason::LineEnd { found: b'_' };
                assert_eq!(frame, Frame::Bad { at, reason }, "{len} of {bytes:?}");
            }
            assert_eq!(array(&good[..at], &mut Vec::new(), rules), Frame::Cut);
        }
    }

    #[test]
    fn an_array_of_nothing_is_nothing() {
        assert_eq!(read(b"*0\r\n*1").0, Frame::Nothing { len: 4 });
        assert_eq!(read(b"*-12\r\n").0, Frame::Nothing { len: 6 });
        assert_eq!(read(b"*-").0, Frame::Cut);
    }

    #[test]
    fn lengths_are_numbers_as_string2ll_reads_them() {
        for (bytes, at) in [
            (b"*01\r\n".as_slice(), 2),
            (b"*+1\r\n", 1),
            (b"*\r\n", 1),
            (b"*1x\r\n", 2),
            (b"*-0\r\n", 2),
            (b"*--1\r\n", 2),
            (b"*-\r\n", 2),
            (b"*1\0\r\n", 2),
            (b"*9223372036854775808\r\n", 20),
            (b"*99999999999999999999999\r\n", 24),
            (b"*1048577\r\n", 0),
            (b"*1\r\n:4\r\n", 4),
            (b"*1\r\n$-1\r\n", 4),
            (b"*1\r\n$04\r\n", 6),
            (b"*1\r\n$536870913\r\n", 4),
        ] {
            match read(bytes).0 {
                Frame::Bad { at: found, .. } => assert_eq!(found, at, "{bytes:?}"),
                other => panic!("{bytes:?}: {other:?}"),
            }
        }
    }

    #[test]
    fn a_declared_length_allocates_nothing() {
        let (frame, args) = read(b"*1048576\r\n$536870912\r\nabc");
        assert_eq!(frame, Frame::Cut);
        assert!(args.capacity() < 16);
    }
}
