//! Bits of a part of a string: `BITCOUNT`, `BITPOS`.

use crate::{
    CommandError, Reply,
    args::{integer, is},
    context::Context,
    error::refusal,
    value::SmallBytes,
};

const NOT_A_BIT: CommandError = CommandError::Refused("ERR The bit argument must be 1 or 0.");

/// A part of a string as the command names it.
#[derive(Debug, Clone, Copy)]
struct Range {
    start: i64,
    end: Option<i64>,
    /// Counted in bits instead of bytes (7.0).
    in_bits: bool,
}

impl Range {
    const WHOLE: Self = Self { start: 0, end: None, in_bits: false };

    /// Turns it into the bits `from..to` of a string of `len` bytes; `None` where it is empty.
    fn bits(self, len: usize) -> Option<(u64, u64)> {
        let total = (len as i64) << if self.in_bits { 3 } else { 0 };
        let place = |n: i64| if n < 0 { n.wrapping_add(total).max(0) } else { n };
        let start = place(self.start);
        let end = self.end.map_or(total - 1, |end| place(end).min(total - 1));
        if start > end {
            return None;
        }
        let shift = if self.in_bits { 0 } else { 3 };
        Some(((start as u64) << shift, (end as u64 + 1) << shift))
    }
}

/// Reads `BIT` or `BYTE`; `true` for the first.
fn unit(word: &[u8]) -> Result<bool, CommandError> {
    match () {
        () if is(word, "BIT") => Ok(true),
        () if is(word, "BYTE") => Ok(false),
        () => Err(refusal::SYNTAX),
    }
}

/// Returns the bits of the byte at `byte` that lie in `from..to`.
fn mask(byte: usize, from: u64, to: u64) -> u8 {
    let first = (byte as u64) << 3;
    let skipped = from.saturating_sub(first).min(8);
    let kept = to.saturating_sub(first).min(8);
    ((0xff_u16 >> skipped) & !(0xff_u16 >> kept)) as u8
}

/// `BITCOUNT key [start end [BYTE|BIT]]`
pub(super) fn bitcount(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    // Up to 7.0 a missing key hid a mistake in the arguments.
    if !cx.at_least(7, 2, 0) && cx.read::<SmallBytes>(args[1])?.is_none() {
        return Ok(Reply::Int(0));
    }
    let range = match &args[2..] {
        [] => Range::WHOLE,
        [start] if cx.valkey_at_least(8, 0) => Range { start: integer(start)?, ..Range::WHOLE },
        [start, end, rest @ ..] if rest.len() <= usize::from(cx.at_least(7, 0, 0)) => {
            let (start, end) = (integer(start)?, integer(end)?);
            if start < 0 && end < 0 && start > end {
                cx.read::<SmallBytes>(args[1])?;
                return Ok(Reply::Int(0));
            }
            let in_bits = rest.first().map_or(Ok(false), |word| unit(word))?;
            Range { start, end: Some(end), in_bits }
        }
        _ => return Err(refusal::SYNTAX),
    };
    let string = cx.read::<SmallBytes>(args[1])?.map(SmallBytes::as_slice).unwrap_or_default();
    let Some((from, to)) = range.bits(string.len()) else { return Ok(Reply::Int(0)) };
    let (first, last) = ((from >> 3) as usize, ((to - 1) >> 3) as usize);
    let count: u64 = string[first..=last].iter().map(|byte| u64::from(byte.count_ones())).sum();
    let outside = |byte: usize| u64::from((string[byte] & !mask(byte, from, to)).count_ones());
    let outside = if first == last { outside(first) } else { outside(first) + outside(last) };
    Ok(Reply::Int((count - outside) as i64))
}

/// `BITPOS key bit [start [end [BYTE|BIT]]]`
pub(super) fn bitpos(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let bit = match integer(args[2])? {
        0 => false,
        1 => true,
        _ => return Err(NOT_A_BIT),
    };
    let absent = Reply::Int(if bit { -1 } else { 0 });
    if !cx.at_least(7, 2, 0) && cx.read::<SmallBytes>(args[1])?.is_none() {
        return Ok(absent);
    }
    let range = match &args[3..] {
        [] => Range::WHOLE,
        [start, rest @ ..] if rest.len() <= 1 + usize::from(cx.at_least(7, 0, 0)) => {
            let start = integer(start)?;
            let in_bits = rest.get(1).map_or(Ok(false), |word| unit(word))?;
            let end = rest.first().map(|end| integer(end)).transpose()?;
            Range { start, end, in_bits }
        }
        _ => return Err(refusal::SYNTAX),
    };
    let Some(string) = cx.read::<SmallBytes>(args[1])? else { return Ok(absent) };
    let string = string.as_slice();
    let Some((from, to)) = range.bits(string.len()) else { return Ok(Reply::Int(-1)) };
    let found = find(string, bit, from, to);
    // Behind the end there are zeros, unless an end was named.
    let behind = (!bit && range.end.is_none()).then_some(to);
    Ok(Reply::Int(found.or(behind).map_or(-1, |place| place as i64)))
}

/// Returns the first bit of this value in `from..to`, which lies inside the string.
fn find(string: &[u8], bit: bool, from: u64, to: u64) -> Option<u64> {
    let (first, last) = ((from >> 3) as usize, ((to - 1) >> 3) as usize);
    let candidates = |byte: usize| {
        let wanted = if bit { string[byte] } else { !string[byte] };
        wanted & mask(byte, from, to)
    };
    let dull = if bit { 0 } else { 0xff };
    let skipped = match candidates(first) {
        0 => 1 + string[first + 1..=last].iter().take_while(|byte| **byte == dull).count(),
        _ => 0,
    };
    let byte = first + skipped;
    if byte > last {
        return None;
    }
    match candidates(byte) {
        0 => None,
        wanted => Some(((byte as u64) << 3) + u64::from(wanted.leading_zeros())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_found_as_if_read_one_by_one() {
        let string = [0xff, 0xf0, 0x00, 0x01, 0x80, 0xff];
        let bit_at = |n: u64| string[(n >> 3) as usize] & (0x80 >> (n & 7)) != 0;
        for from in 0..48 {
            for to in from + 1..=48 {
                for bit in [false, true] {
                    let naive = (from..to).find(|n| bit_at(*n) == bit);
                    assert_eq!(find(&string, bit, from, to), naive, "{bit} in {from}..{to}");
                }
                let naive = (from..to).filter(|n| bit_at(*n)).count() as u32;
                let masked = |n: usize| (string[n] & mask(n, from, to)).count_ones();
                assert_eq!((0..6).map(masked).sum::<u32>(), naive);
            }
        }
    }

    #[test]
    fn ranges_count_from_both_ends() {
        let bytes = |start, end| Range { start, end: Some(end), in_bits: false }.bits(4);
        assert_eq!(bytes(0, -1), Some((0, 32)));
        assert_eq!(bytes(-2, 100), Some((16, 32)));
        assert_eq!(bytes(i64::MIN, i64::MIN), Some((0, 8)));
        assert_eq!(bytes(3, 2), None);
        assert_eq!(Range::WHOLE.bits(0), None);
        assert_eq!(Range { start: -3, end: Some(-2), in_bits: true }.bits(4), Some((29, 31)));
    }
}
