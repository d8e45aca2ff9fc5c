//! Integers of any width at any bit of a string, and what happens where a result does not fit.
//!
//! `getUnsignedBitfield`, `checkSignedBitfieldOverflow` and their relatives, `src/bitops.c`. The checks are kept with
//! the server's arithmetic modulo 2^64, whose wrong turns near the limits of 64 bits can be seen.

/// The type of an integer: `i1` to `i64`, `u1` to `u63`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Width {
    /// How many bits.
    pub(super) bits: u8,
    /// Whether the highest one is a sign.
    pub(super) signed: bool,
}

/// What to do with a result that does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Overflow {
    /// Keep the lower bits.
    #[default]
    Wrap,
    /// Take the limit that was passed.
    Saturate,
    /// Write nothing.
    Fail,
}

/// Which limit was passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Passed {
    Upper,
    Lower,
}

impl Width {
    /// Returns the bits of the type, all set.
    const fn ones(self) -> u64 {
        u64::MAX >> (64 - self.bits)
    }

    /// Reads the lower bits as a number of the type.
    const fn number(self, raw: u64) -> i64 {
        let shift = 64 - self.bits;
        if self.signed { ((raw << shift) as i64) >> shift } else { (raw & self.ones()) as i64 }
    }

    const fn limits(self) -> (i64, i64) {
        if self.signed {
            let max = (self.ones() >> 1) as i64;
            (-max - 1, max)
        } else {
            (0, self.ones() as i64)
        }
    }

    /// Adds to a value of the type; `None` where the result does not fit and nothing shall be written.
    pub(super) fn add(self, value: i64, more: i64, overflow: Overflow) -> Option<i64> {
        let passed =
            if self.signed { self.sum_passes(value, more) } else { self.rises(value, more) };
        self.settle(value.wrapping_add(more), passed, overflow)
    }

    /// Makes a value of the type from any other; `None` where it does not fit and nothing shall be written.
    pub(super) fn fit(self, value: i64, overflow: Overflow) -> Option<i64> {
        let passed = if self.signed { self.sum_passes(value, 0) } else { self.rises(value, 0) };
        self.settle(value, passed, overflow)
    }

    fn settle(self, result: i64, passed: Option<Passed>, overflow: Overflow) -> Option<i64> {
        let (min, max) = self.limits();
        match (passed, overflow) {
            (None, _) => Some(result),
            (_, Overflow::Wrap) => Some(self.number(result as u64)),
            (Some(Passed::Upper), Overflow::Saturate) => Some(max),
            (Some(Passed::Lower), Overflow::Saturate) => Some(min),
            (_, Overflow::Fail) => None,
        }
    }

    /// `checkSignedBitfieldOverflow`
    fn sum_passes(self, value: i64, more: i64) -> Option<Passed> {
        let (min, max) = self.limits();
        let (room_above, room_below) = (max.wrapping_sub(value), min.wrapping_sub(value));
        let narrow = self.bits != 64;
        if value > max
            || (narrow && more > room_above)
            || (value >= 0 && more > 0 && more > room_above)
        {
            return Some(Passed::Upper);
        }
        let below = value < min
            || (narrow && more < room_below)
            || (value < 0 && more < 0 && more < room_below);
        below.then_some(Passed::Lower)
    }

    /// `checkUnsignedBitfieldOverflow`: a negative value counts as one above all limits.
    fn rises(self, value: i64, more: i64) -> Option<Passed> {
        let max = self.ones();
        let value = value as u64;
        let (room_above, room_below) =
            (max.wrapping_sub(value) as i64, value.wrapping_neg() as i64);
        if value > max || (more > 0 && more > room_above) {
            return Some(Passed::Upper);
        }
        (more < 0 && more < room_below).then_some(Passed::Lower)
    }

    /// Reads the number at a bit; behind the end of the string there are zeros.
    pub(super) fn read(self, string: &[u8], offset: u64) -> i64 {
        let (first, skipped) = ((offset >> 3) as usize, (offset & 7) as u32);
        let tail = string.get(first..).unwrap_or_default();
        let mut window = [0; 16];
        let len = tail.len().min(9);
        window[..len].copy_from_slice(&tail[..len]);
        let raw = u128::from_be_bytes(window) << skipped >> (128 - u32::from(self.bits));
        self.number(raw as u64)
    }

    /// Writes the lower bits of a number at a bit. The string is long enough.
    pub(super) fn write(self, string: &mut [u8], offset: u64, number: i64) {
        let (first, skipped) = ((offset >> 3) as usize, (offset & 7) as u32);
        let tail = &mut string[first..];
        let mut window = [0; 16];
        let len = tail.len().min(9);
        window[..len].copy_from_slice(&tail[..len]);
        let shift = 128 - u32::from(self.bits) - skipped;
        let ones = u128::from(self.ones()) << shift;
        let number = u128::from(number as u64 & self.ones()) << shift;
        let window = (u128::from_be_bytes(window) & !ones | number).to_be_bytes();
        tail[..len].copy_from_slice(&window[..len]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn width(signed: bool, bits: u8) -> Width {
        Width { bits, signed }
    }

    #[test]
    fn what_is_written_is_read_and_nothing_else_is_touched() {
        for bits in 1..=64 {
            for offset in 0..16_u64 {
                for (fill, number) in [(0, -1), (0xff, 0), (0x5a, 0x0123_4567_89ab_cdef)] {
                    let (mut string, type_) = ([fill; 12], width(true, bits));
                    let wanted = type_.number(number as u64);
                    type_.write(&mut string, offset, number);
                    assert_eq!(type_.read(&string, offset), wanted);
                    let beside = |n: &u64| !(offset..offset + u64::from(bits)).contains(n);
                    for n in (0..96).filter(beside) {
                        let mask = 0x80 >> (n & 7);
                        assert_eq!(string[(n >> 3) as usize] & mask, fill & mask);
                    }
                }
            }
        }
    }

    #[test]
    fn results_that_do_not_fit() {
        use Overflow::{Fail, Saturate, Wrap};
        let (i8, u8, i64_) = (width(true, 8), width(false, 8), width(true, 64));
        assert_eq!((i8.add(127, 1, Wrap), i8.add(-128, -1, Wrap)), (Some(-128), Some(127)));
        assert_eq!(
            (i8.add(100, 100, Saturate), i8.add(-100, -100, Saturate)),
            (Some(127), Some(-128))
        );
        assert_eq!((u8.add(250, 10, Wrap), u8.add(5, -10, Saturate)), (Some(4), Some(0)));
        assert_eq!((u8.add(250, 10, Fail), u8.add(250, 5, Fail)), (None, Some(255)));
        assert_eq!(i64_.add(i64::MAX, 1, Wrap), Some(i64::MIN));
        assert_eq!(i64_.add(i64::MIN, -1, Saturate), Some(i64::MIN));
        assert_eq!((u8.fit(-1, Wrap), u8.fit(-1, Saturate)), (Some(255), Some(255)));
        // The server looks for the wrong limit so far below zero.
        assert_eq!((i8.fit(-1000, Saturate), i8.fit(i64::MIN, Saturate)), (Some(-128), Some(127)));
    }

    #[test]
    fn reading_behind_the_end_yields_zeros() {
        assert_eq!(width(false, 16).read(&[0xab], 4), 0xb000);
        assert_eq!(width(true, 64).read(&[], 1 << 40), 0);
    }
}
