//! Strings as arrays of bits: SETBIT, GETBIT, BITCOUNT, BITPOS, BITOP and BITFIELD.
//!
//! Bit 0 is the highest of byte 0. Truth: `bitops.c` from 2.6 to 8.0, `commands.md` §1.2.2, and the answers of real
//! servers.

mod field;
mod operation;
#[cfg(test)]
mod tests;

pub(crate) use field::{FieldOutcome, WideFields, parse_fields, run_fields, writes};
pub(crate) use operation::BitOp;

/// Why an argument of a bit command is refused; the text is the server's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BitError {
    /// An offset that is no number, negative, or beyond the limit.
    #[error("ERR bit offset is not an integer or out of range")]
    Offset,
    /// A bit that is neither 0 nor 1 (SETBIT).
    #[error("ERR bit is not an integer or out of range")]
    Bit,
    /// A type of BITFIELD.
    #[error(
        "ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is."
    )]
    Type,
    /// A word after OVERFLOW.
    #[error("ERR Invalid OVERFLOW type specified")]
    Overflow,
    /// A value or an increment.
    #[error("ERR value is not an integer or out of range")]
    Integer,
    /// Anything else.
    #[error("ERR syntax error")]
    Syntax,
}

/// How a server reads an integer; that changed between 2.8 and 3.2.
pub(crate) type ReadInteger = fn(&[u8]) -> Option<i64>;

/// Reads the offset of a bit (`getBitOffsetFromArgument`).
///
/// With a `width`, which BITFIELD gives, `#n` means `n` times the width. `max_bytes` is `proto-max-bulk-len`, 512 MB
/// before 6.2. From 7.0 on a real replica does not check what its master sends, and would allocate anything; the
/// limit stays here.
///
/// # Errors
/// [`BitError::Offset`].
pub(crate) fn parse_offset(
    text: &[u8],
    width: Option<u8>,
    max_bytes: u64,
    read: ReadInteger,
) -> Result<u64, BitError> {
    let (digits, factor) = match (text, width) {
        ([b'#', digits @ ..], Some(width)) => (digits, i64::from(width)),
        _ => (text, 1),
    };
    let offset = read(digits).ok_or(BitError::Offset)?.wrapping_mul(factor);
    let offset = u64::try_from(offset).map_err(|_| BitError::Offset)?;
    if offset >> 3 >= max_bytes { Err(BitError::Offset) } else { Ok(offset) }
}

/// Reads the bit that SETBIT sets.
///
/// # Errors
/// [`BitError::Bit`].
pub(crate) fn parse_bit(text: &[u8], read: ReadInteger) -> Result<bool, BitError> {
    match read(text) {
        Some(0) => Ok(false),
        Some(1) => Ok(true),
        _ => Err(BitError::Bit),
    }
}

/// The byte that holds a bit, and the bit's mask in it.
fn place(offset: u64) -> (usize, u8) {
    (usize::try_from(offset >> 3).unwrap_or(usize::MAX), 0x80 >> (offset & 7))
}

/// Returns a bit; beyond the end all are zero.
pub(crate) fn get_bit(bytes: &[u8], offset: u64) -> bool {
    let (byte, mask) = place(offset);
    bytes.get(byte).is_some_and(|byte| byte & mask != 0)
}

/// What SETBIT did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BitChange {
    /// The bit before, which is the reply.
    pub(crate) old: bool,
    /// Whether the bit or the length changed; from 7.0 on only then is the command propagated. (A key that did not
    /// exist always changes.)
    pub(crate) changed: bool,
}

/// Lengthens a string with zeros until it has a bit, and tells whether it was too short.
///
/// The offset must have passed [`parse_offset`], which bounds what is allocated here.
pub(crate) fn grow(bytes: &mut Vec<u8>, offset: u64) -> bool {
    let needed = place(offset).0.saturating_add(1);
    let short = bytes.len() < needed;
    if short {
        bytes.resize(needed, 0);
    }
    short
}

/// Sets a bit, lengthening the string where it is too short, for a zero too.
pub(crate) fn set_bit(bytes: &mut Vec<u8>, offset: u64, on: bool) -> BitChange {
    let grew = grow(bytes, offset);
    let old = get_bit(bytes, offset);
    let (byte, mask) = place(offset);
    if let Some(byte) = bytes.get_mut(byte) {
        *byte = if on { *byte | mask } else { *byte & !mask };
    }
    BitChange { old, changed: grew || old != on }
}

/// What the ends of a range count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RangeUnit {
    /// Bytes: the default, and all there is before 7.0.
    Byte,
    /// Bits.
    Bit,
}

impl RangeUnit {
    /// Reads `BYTE` or `BIT`.
    pub(crate) fn parse(text: &[u8]) -> Option<Self> {
        if text.eq_ignore_ascii_case(b"byte") {
            Some(Self::Byte)
        } else {
            text.eq_ignore_ascii_case(b"bit").then_some(Self::Bit)
        }
    }
}

/// The bits of a range, both ends included, negative ends counted from the end. `None` where it is empty.
fn bits_of(length: usize, start: i64, end: i64, unit: RangeUnit) -> Option<(u64, u64)> {
    let scale = if unit == RangeUnit::Bit { 8 } else { 1 };
    let total = i64::try_from(length).ok()?.checked_mul(scale)?;
    let absolute = |end: i64| if end < 0 { total.saturating_add(end).max(0) } else { end };
    let (start, end) = (absolute(start), absolute(end).min(total - 1));
    if start > end {
        return None;
    }
    let (start, end) = (start.cast_unsigned(), end.cast_unsigned());
    Some(if unit == RangeUnit::Bit { (start, end) } else { (start * 8, end * 8 + 7) })
}

/// The bytes from `first` to `last`, with the bits before the first and after the last put to a value.
fn masked(bytes: &[u8], first: u64, last: u64, fill: bool) -> impl Iterator<Item = u8> + '_ {
    let (from, to) = (place(first).0, place(last).0);
    let lead = !(0xffu8 >> (first & 7));
    let trail = !(0xffu8 << (7 - (last & 7)));
    let inside = bytes.get(from..=to).unwrap_or_default();
    inside.iter().enumerate().map(move |(index, byte)| {
        let outside =
            if index == 0 { lead } else { 0 } | if from + index == to { trail } else { 0 };
        if fill { byte | outside } else { byte & !outside }
    })
}

/// Counts the bits that are set, in the whole string or in a range.
pub(crate) fn count(bytes: &[u8], range: Option<(i64, i64, RangeUnit)>) -> u64 {
    let Some((start, end, unit)) = range else {
        return ones(bytes);
    };
    if start < 0 && end < 0 && start > end {
        return 0;
    }
    let Some((first, last)) = bits_of(bytes.len(), start, end, unit) else {
        return 0;
    };
    let (from, to) = (place(first).0, place(last).0);
    let all = ones(bytes.get(from..=to).unwrap_or_default());
    // What stands outside of the range in its first and last byte has been counted too much.
    let edge = |byte: usize, mask: u8| {
        bytes.get(byte).map_or(0, |byte| u64::from((byte & mask).count_ones()))
    };
    all - edge(from, !(0xffu8 >> (first & 7))) - edge(to, !(0xffu8 << (7 - (last & 7))))
}

/// Counts the bits that are set.
fn ones(bytes: &[u8]) -> u64 {
    let (words, tail) = bytes.as_chunks::<8>();
    let words = words.iter().map(|word| u64::from(u64::from_ne_bytes(*word).count_ones()));
    words.sum::<u64>() + tail.iter().map(|byte| u64::from(byte.count_ones())).sum::<u64>()
}

/// Finds the first bit of a value, in the whole string or in a range, whose end may be open. -1 where there is none.
///
/// A zero is found after the end of a string of ones, unless the range has an end. (BITPOS of a missing key is
/// another case: -1 for a one, 0 for a zero.)
pub(crate) fn position(
    bytes: &[u8],
    bit: bool,
    range: Option<(i64, Option<i64>, RangeUnit)>,
) -> i64 {
    let (start, end, unit) = range.unwrap_or((0, None, RangeUnit::Byte));
    let Some((first, last)) = bits_of(bytes.len(), start, end.unwrap_or(-1), unit) else {
        return -1;
    };
    let from = place(first).0;
    // Looking for a zero is looking for a one in what is turned over.
    let turn = if bit { 0 } else { 0xff };
    let found = masked(bytes, first, last, !bit)
        .map(|byte| byte ^ turn)
        .enumerate()
        .find(|(_, byte)| *byte != 0);
    let bits = |bytes: usize| i64::try_from(bytes).unwrap_or(i64::MAX).saturating_mul(8);
    match found {
        Some((index, byte)) => bits(from + index) + i64::from(byte.leading_zeros()),
        None if !bit && end.is_none() => bits(bytes.len()),
        None => -1,
    }
}
