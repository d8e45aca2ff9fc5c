//! Whole numbers of any size: as much of them as reading and writing a long double takes.

use std::cmp::Ordering;

/// Ten to the nineteenth, the greatest power of ten in 64 bits.
const TEN_TO_19: u64 = 10_000_000_000_000_000_000;
/// Five to the twenty-seventh, the greatest power of five in 64 bits.
const FIVE_TO_27: u64 = 7_450_580_596_923_828_125;

/// A natural number: 64-bit limbs, the lowest first, without zeros at the high end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Natural {
    limbs: Vec<u64>,
}

/// The leading bits of a number: `bits * 2^exponent`, and whether anything below was cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Leading {
    /// The bits; at least 66 of them where anything was cut off.
    pub(super) bits: u128,
    /// The power of two that they count.
    pub(super) exponent: i32,
    /// Whether the number is greater than what `bits` say.
    pub(super) sticky: bool,
}

/// The low half.
#[allow(clippy::cast_possible_truncation)] // Cutting off is the purpose.
const fn low(value: u128) -> u64 {
    value as u64
}

/// The high half.
#[allow(clippy::cast_possible_truncation)] // 64 bits are left after the shift.
const fn high(value: u128) -> u64 {
    (value >> 64) as u64
}

/// A length in bits as an exponent; nothing here gets near the limit, since inputs are cut before.
fn exponent(bits: usize) -> i32 {
    i32::try_from(bits).unwrap_or(i32::MAX)
}

impl Natural {
    /// Takes over a number of at most 64 bits.
    pub(super) fn new(value: u64) -> Self {
        let mut limbs = Vec::new();
        if value != 0 {
            limbs.push(value);
        }
        Self { limbs }
    }

    /// Reads decimal digits; bytes that are none must have been taken out before.
    pub(super) fn from_digits(digits: impl Iterator<Item = u8>) -> Self {
        let mut number = Self::new(0);
        let (mut chunk, mut scale) = (0u64, 1u64);
        for digit in digits {
            chunk = chunk * 10 + u64::from(digit.wrapping_sub(b'0') % 10);
            scale *= 10;
            if scale == TEN_TO_19 {
                number.multiply_add(scale, chunk);
                (chunk, scale) = (0, 1);
            }
        }
        number.multiply_add(scale, chunk);
        number
    }

    /// Multiplies by a factor, then adds.
    fn multiply_add(&mut self, factor: u64, addend: u64) {
        let mut carry = addend;
        for limb in &mut self.limbs {
            // (2^64 - 1)^2 + 2^64 - 1 fits in 128 bits.
            let product = u128::from(*limb) * u128::from(factor) + u128::from(carry);
            *limb = low(product);
            carry = high(product);
        }
        if carry != 0 {
            self.limbs.push(carry);
        }
    }

    /// Multiplies by `5^power`.
    pub(super) fn multiply_by_five_to(&mut self, power: u32) {
        for _ in 0..power / 27 {
            self.multiply_add(FIVE_TO_27, 0);
        }
        self.multiply_add(5u64.pow(power % 27), 0);
    }

    /// How many bits the number has.
    fn bit_length(&self) -> usize {
        self.limbs.last().map_or(0, |last| self.limbs.len() * 64 - last.leading_zeros() as usize)
    }

    /// Multiplies by `2^bits`.
    pub(super) fn shift_left(&mut self, bits: usize) {
        if self.limbs.is_empty() {
            return;
        }
        let (limbs, bits) = (bits / 64, bits % 64);
        if bits != 0 {
            self.multiply_add(1 << bits, 0);
        }
        self.limbs.splice(0..0, std::iter::repeat_n(0, limbs));
    }

    /// Subtracts a number that is not greater.
    fn subtract(&mut self, other: &Self) {
        let mut borrow = false;
        let theirs = other.limbs.iter().copied().chain(std::iter::repeat(0));
        for (limb, their) in self.limbs.iter_mut().zip(theirs) {
            let (first, under) = limb.overflowing_sub(their);
            let (second, again) = first.overflowing_sub(u64::from(borrow));
            *limb = second;
            borrow = under || again;
        }
        while self.limbs.last() == Some(&0) {
            self.limbs.pop();
        }
    }

    /// The leading bits.
    pub(super) fn leading(&self) -> Leading {
        let length = self.bit_length();
        let skipped = self.limbs.len().saturating_sub(3);
        let (rest, top) = self.limbs.split_at(skipped);
        let mut bits = 0u128;
        let mut cut = 0u64;
        // Three limbs hold at least 129 bits: the top two and the high bits of the third make the 128 to keep.
        let spare = if top.len() == 3 { (length + 63) % 64 + 1 } else { 64 };
        for (index, limb) in top.iter().rev().enumerate() {
            if index < 2 {
                bits = (bits << 64) | u128::from(*limb);
            } else if spare < 64 {
                bits = (bits << (64 - spare)) | u128::from(limb >> spare);
                cut = limb & ((1 << spare) - 1);
            } else {
                cut = *limb;
            }
        }
        let exponent = if top.len() == 3 { exponent(skipped * 64 + spare) } else { 0 };
        Leading { bits, exponent, sticky: cut != 0 || rest.iter().any(|limb| *limb != 0) }
    }

    /// The leading bits of `self / divisor`, neither of which is zero.
    pub(super) fn divide(mut self, mut divisor: Self) -> Leading {
        /// Steps of long division, each for one bit of the quotient.
        const STEPS: i32 = 67;
        let (ours, theirs) = (self.bit_length(), divisor.bit_length());
        self.shift_left(theirs.saturating_sub(ours));
        divisor.shift_left(ours.saturating_sub(theirs));
        // Both have the same length now, so that their ratio is above 1/2 and below 2.
        let mut bits = 0u128;
        for _ in 0..STEPS {
            bits <<= 1;
            if self.compare(&divisor) != Ordering::Less {
                self.subtract(&divisor);
                bits |= 1;
            }
            self.multiply_add(2, 0);
        }
        let exponent = exponent(ours) - exponent(theirs) - (STEPS - 1);
        Leading { bits, exponent, sticky: !self.limbs.is_empty() }
    }

    /// Compares two numbers.
    fn compare(&self, other: &Self) -> Ordering {
        let lengths = self.limbs.len().cmp(&other.limbs.len());
        lengths.then_with(|| self.limbs.iter().rev().cmp(other.limbs.iter().rev()))
    }

    /// Writes the number in decimal.
    pub(super) fn write_decimal(mut self, out: &mut Vec<u8>) {
        let mut chunks = Vec::new();
        while !self.limbs.is_empty() {
            let mut rest = 0u64;
            for limb in self.limbs.iter_mut().rev() {
                let value = (u128::from(rest) << 64) | u128::from(*limb);
                // The rest is below the divisor, so the quotient fits in a limb.
                *limb = low(value / u128::from(TEN_TO_19));
                rest = low(value % u128::from(TEN_TO_19));
            }
            while self.limbs.last() == Some(&0) {
                self.limbs.pop();
            }
            chunks.push(rest);
        }
        out.extend_from_slice(chunks.pop().unwrap_or(0).to_string().as_bytes());
        for chunk in chunks.iter().rev() {
            out.extend_from_slice(format!("{chunk:019}").as_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Natural {
        Natural::from_digits(text.bytes())
    }

    fn text(number: Natural) -> String {
        let mut out = Vec::new();
        number.write_decimal(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn decimal_digits_survive_the_round_trip() {
        for digits in
            ["0", "7", "10000000000000000000", "99999999999999999999999999999999999999999"]
        {
            assert_eq!(text(decimal(digits)), digits);
        }
        assert_eq!(text(decimal("000")), "0");
    }

    #[test]
    fn powers_and_shifts_multiply() {
        let mut number = Natural::new(3);
        number.multiply_by_five_to(30);
        number.shift_left(30);
        assert_eq!(text(number), "3000000000000000000000000000000");
        let mut long = Natural::new(1);
        long.shift_left(200);
        assert_eq!(text(long), "1606938044258990275541962092341162602522202993782792835301376");
    }

    #[test]
    fn the_leading_bits_keep_128_and_tell_of_the_rest() {
        assert_eq!(Natural::new(5).leading(), Leading { bits: 5, exponent: 0, sticky: false });
        for shift in [64usize, 65, 127, 128, 129, 191, 192, 300] {
            let mut number = Natural::new(0b1011);
            number.shift_left(shift);
            let exact = number.leading();
            assert!(!exact.sticky, "{shift}");
            let ones = exact.bits >> exact.bits.trailing_zeros();
            assert_eq!(ones, 0b1011, "{shift}");
            let places = exact.bits.trailing_zeros() as usize;
            assert_eq!(usize::try_from(exact.exponent).unwrap() + places, shift);
            number.multiply_add(1, 1);
            assert_eq!(number.leading().sticky, shift + 4 > 128, "{shift}");
        }
    }

    #[test]
    fn a_quotient_has_at_least_66_bits() {
        let third = Natural::new(1).divide(Natural::new(3));
        assert!(third.sticky && third.bits >= 1 << 65);
        let exact = decimal("600000000000000000000000000000")
            .divide(decimal("200000000000000000000000000000"));
        assert!(!exact.sticky);
        assert_eq!(exact.bits >> -exact.exponent, 3);
    }
}
