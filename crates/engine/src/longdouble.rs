//! The `long double` of x86-64: a sign, 64 bits of significand, an exponent.
//!
//! `INCRBYFLOAT` and `HINCRBYFLOAT` compute in it and print seventeen decimals (`ld2string`, `src/util.c`). Both the
//! conversions and the addition round once, half to even, as glibc and the x87 do; so everything here is done with
//! whole numbers.

use crate::parse;

/// The number `significand * 2^exponent`, with the sign apart. The highest bit of the significand is set, except in
/// zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LongDouble {
    /// A finite number.
    Finite {
        /// Whether it is below zero, or a negative zero.
        negative: bool,
        /// Its bits.
        significand: u64,
        /// The power of two of the lowest bit.
        exponent: i32,
    },
    /// An infinity, negative or not.
    Infinite(bool),
    /// Not a number.
    NotANumber,
}

/// The largest exponent: 2^16384 and above is infinite.
const MAX_EXPONENT: i64 = 16383 - 63;
/// The smallest exponent: bits below 2^-16445 do not exist.
const MIN_EXPONENT: i64 = -16445;
/// Digits of a decimal text beyond which nothing can change the rounding of what fits the format.
const LONGEST: usize = 5 * 1024;

impl LongDouble {
    /// Nothing.
    pub(crate) const ZERO: Self = Self::Finite { negative: false, significand: 0, exponent: 0 };

    /// Tells whether it is a number that can be stored.
    pub(crate) const fn is_finite(self) -> bool {
        matches!(self, Self::Finite { .. })
    }

    /// Rounds `value * 2^exponent`, with anything lost below told by `sticky`.
    fn round(negative: bool, value: u128, sticky: bool, exponent: i64) -> Self {
        if value == 0 {
            return Self::Finite { negative, significand: 0, exponent: 0 };
        }
        let bits = i64::from(128 - value.leading_zeros());
        let lowest = (exponent + bits - 64).max(MIN_EXPONENT);
        let drop = lowest - exponent;
        let mut kept = if drop <= 0 {
            value << -drop
        } else if drop > 127 {
            0
        } else {
            let (kept, lost) = (value >> drop, value & ((1 << drop) - 1));
            let half = 1_u128 << (drop - 1);
            let up = lost > half || (lost == half && (sticky || kept & 1 == 1));
            kept + u128::from(up)
        };
        let mut exponent = lowest;
        if kept >> 64 != 0 {
            kept >>= 1;
            exponent += 1;
        }
        if exponent > MAX_EXPONENT {
            return Self::Infinite(negative);
        }
        let shift = (kept as u64).leading_zeros().min(63);
        Self::Finite {
            negative,
            significand: (kept as u64) << shift,
            exponent: (exponent - i64::from(shift)) as i32,
        }
    }

    /// Reads a number as `strtold` does, whole text or nothing; refuses NaN, and what over- or underflows.
    pub(crate) fn parse(text: &[u8]) -> Option<Self> {
        if text.is_empty() || text.len() >= LONGEST {
            return None;
        }
        let (negative, rest) = match text {
            [b'-', rest @ ..] => (true, rest),
            [b'+', rest @ ..] => (false, rest),
            rest => (false, rest),
        };
        if rest.eq_ignore_ascii_case(b"inf") || rest.eq_ignore_ascii_case(b"infinity") {
            return Some(Self::Infinite(negative));
        }
        let value = match rest {
            [b'0', b'x' | b'X', hex @ ..] => {
                let (mantissa, exponent) = parse::hex_parts(hex)?;
                (mantissa != 0, Self::round(negative, mantissa, false, exponent))
            }
            decimal => Self::from_decimal(negative, decimal)?,
        };
        match value {
            (_, Self::Infinite(_)) | (true, Self::Finite { significand: 0, .. }) => None,
            (_, value) => Some(value),
        }
    }

    fn from_decimal(negative: bool, text: &[u8]) -> Option<(bool, Self)> {
        let (whole, fraction, exponent) = parse::decimal_parts(text)?;
        let mut digits = Natural::default();
        for digit in whole.iter().chain(fraction) {
            digits.multiply_add(10, u32::from(digit - b'0'));
        }
        let zero = Self::Finite { negative, significand: 0, exponent: 0 };
        if digits.is_zero() {
            return Some((false, zero));
        }
        let exponent = exponent - fraction.len() as i64;
        // Far outside of what the format holds, whatever the digits are.
        if exponent > 5_000 {
            return Some((true, Self::Infinite(negative)));
        }
        if exponent < -5_000 - LONGEST as i64 {
            return Some((true, zero));
        }
        let mut power = Natural::from(1);
        for _ in 0..exponent.unsigned_abs() {
            power.multiply_add(10, 0);
        }
        let (value, sticky, exponent) =
            if exponent >= 0 { digits.multiply(&power).top() } else { digits.divide(&power) };
        Some((true, Self::round(negative, value, sticky, exponent)))
    }

    /// Adds, rounding once.
    pub(crate) fn add(self, other: Self) -> Self {
        let (a, b) = match (self, other) {
            (
                Self::Finite { negative: na, significand: sa, exponent: ea },
                Self::Finite { negative: nb, significand: sb, exponent: eb },
            ) => ((na, sa, ea), (nb, sb, eb)),
            (Self::Infinite(a), Self::Infinite(b)) if a != b => return Self::NotANumber,
            (Self::NotANumber, _) | (_, Self::NotANumber) => return Self::NotANumber,
            (infinite @ Self::Infinite(_), _) | (_, infinite) => return infinite,
        };
        if a.1 == 0 || b.1 == 0 {
            return match (a.1, b.1) {
                (0, 0) => Self::Finite { negative: a.0 && b.0, significand: 0, exponent: 0 },
                (0, _) => other,
                _ => self,
            };
        }
        let ((n1, s1, e1), (n2, s2, e2)) = if a.2 >= b.2 { (a, b) } else { (b, a) };
        // 62 bits of room below the larger one's lowest bit; what falls below them is remembered as one bit.
        let far = (e1 - e2).unsigned_abs();
        let (large, wide) = (u128::from(s1) << 62, u128::from(s2) << 62);
        let (small, sticky) =
            if far > 125 { (0, true) } else { (wide >> far, wide & ((1_u128 << far) - 1) != 0) };
        let small = small | u128::from(sticky);
        let exponent = i64::from(e1) - 62;
        if n1 == n2 {
            return Self::round(n1, large + small, false, exponent);
        }
        match large.cmp(&small) {
            std::cmp::Ordering::Equal => Self::ZERO,
            std::cmp::Ordering::Greater => Self::round(n1, large - small, false, exponent),
            std::cmp::Ordering::Less => Self::round(n2, small - large, false, exponent),
        }
    }

    /// Writes `%.17Lf` without trailing zeros, as `ld2string` does in its human mode.
    pub(crate) fn text(self) -> Vec<u8> {
        let (negative, significand, exponent) = match self {
            Self::Finite { negative, significand, exponent } => (negative, significand, exponent),
            Self::Infinite(negative) => {
                return if negative { b"-inf".into() } else { b"inf".into() };
            }
            Self::NotANumber => return b"nan".into(),
        };
        let mut text = Vec::new();
        if negative {
            text.push(b'-');
        }
        if exponent >= 0 {
            let mut whole = Natural::from_u64(significand);
            whole.shift_left(exponent.unsigned_abs() as usize);
            text.extend(whole.decimal());
            return text;
        }
        let scaled = u128::from(significand) * 100_000_000_000_000_000;
        let drop = exponent.unsigned_abs();
        let rounded = if drop > 127 {
            0
        } else {
            let (kept, lost) = (scaled >> drop, scaled & ((1_u128 << drop) - 1));
            let half = 1_u128 << (drop - 1);
            kept + u128::from(lost > half || (lost == half && kept & 1 == 1))
        };
        let (whole, fraction) =
            (rounded / 100_000_000_000_000_000, rounded % 100_000_000_000_000_000);
        text.extend_from_slice(whole.to_string().as_bytes());
        if fraction != 0 {
            let digits = format!("{fraction:017}");
            text.push(b'.');
            text.extend_from_slice(digits.trim_end_matches('0').as_bytes());
        }
        text
    }
}

/// A whole number of any size, in 32-bit digits, lowest first.
#[derive(Debug, Clone, Default)]
struct Natural(Vec<u32>);

impl From<u32> for Natural {
    fn from(value: u32) -> Self {
        Self(if value == 0 { Vec::new() } else { vec![value] })
    }
}

impl Natural {
    fn from_u64(value: u64) -> Self {
        let mut natural = Self(vec![value as u32, (value >> 32) as u32]);
        natural.trim();
        natural
    }

    fn trim(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }

    fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    fn bits(&self) -> usize {
        self.0.last().map_or(0, |top| self.0.len() * 32 - top.leading_zeros() as usize)
    }

    fn multiply_add(&mut self, factor: u32, more: u32) {
        let mut carry = u64::from(more);
        for digit in &mut self.0 {
            carry += u64::from(*digit) * u64::from(factor);
            *digit = carry as u32;
            carry >>= 32;
        }
        if carry != 0 {
            self.0.push(carry as u32);
        }
    }

    fn multiply(&self, other: &Self) -> Self {
        let mut product = vec![0_u32; self.0.len() + other.0.len() + 1];
        for (i, a) in self.0.iter().enumerate() {
            let mut carry = 0_u64;
            for (j, b) in other.0.iter().enumerate() {
                carry += u64::from(product[i + j]) + u64::from(*a) * u64::from(*b);
                product[i + j] = carry as u32;
                carry >>= 32;
            }
            product[i + other.0.len()] = carry as u32;
        }
        let mut product = Self(product);
        product.trim();
        product
    }

    fn shift_left(&mut self, bits: usize) {
        let mut carry = 0;
        if bits % 32 != 0 {
            for digit in &mut self.0 {
                let wide = u64::from(*digit) << (bits % 32);
                *digit = wide as u32 | carry;
                carry = (wide >> 32) as u32;
            }
            if carry != 0 {
                self.0.push(carry);
            }
        }
        self.0.splice(0..0, std::iter::repeat_n(0, bits / 32));
        self.trim();
    }

    /// Returns the top 128 bits, whether any below them is set, and the power of two of the lowest one returned.
    fn top(&self) -> (u128, bool, i64) {
        let drop = self.bits().saturating_sub(128);
        let mut value = 0_u128;
        for bit in (drop..self.bits()).rev() {
            value = value << 1 | u128::from(self.0[bit / 32] >> (bit % 32) & 1);
        }
        let sticky = (0..drop).any(|bit| self.0[bit / 32] >> (bit % 32) & 1 == 1);
        (value, sticky, drop as i64)
    }

    /// Divides; returns a quotient of at least 66 bits, whether there is a remainder, and the quotient's power of two.
    fn divide(&self, divisor: &Self) -> (u128, bool, i64) {
        // So that dividend / divisor lies between 2^66 and 2^68.
        let shift = 67 + divisor.bits() as i64 - self.bits() as i64;
        let (mut rest, mut divisor) = (self.clone(), divisor.clone());
        if shift >= 0 {
            rest.shift_left(shift as usize);
        } else {
            divisor.shift_left(shift.unsigned_abs() as usize);
        }
        divisor.shift_left(68);
        let mut quotient = 0_u128;
        for _ in 0..=68 {
            quotient <<= 1;
            if rest.at_least(&divisor) {
                rest.subtract(&divisor);
                quotient |= 1;
            }
            divisor.shift_right_one();
        }
        (quotient, !rest.is_zero(), -shift)
    }

    fn at_least(&self, other: &Self) -> bool {
        let ordering = self.0.len().cmp(&other.0.len());
        ordering.then_with(|| self.0.iter().rev().cmp(other.0.iter().rev())).is_ge()
    }

    fn subtract(&mut self, other: &Self) {
        let mut borrow = false;
        for (i, digit) in self.0.iter_mut().enumerate() {
            let less = other.0.get(i).copied().unwrap_or(0);
            let (first, under) = digit.overflowing_sub(less);
            let (second, under_again) = first.overflowing_sub(u32::from(borrow));
            *digit = second;
            borrow = under || under_again;
        }
        self.trim();
    }

    fn shift_right_one(&mut self) {
        let mut carry = 0;
        for digit in self.0.iter_mut().rev() {
            let low = *digit & 1;
            *digit = *digit >> 1 | carry << 31;
            carry = low;
        }
        self.trim();
    }

    fn decimal(mut self) -> Vec<u8> {
        let mut groups = Vec::new();
        while !self.is_zero() {
            let mut rest = 0_u64;
            for digit in self.0.iter_mut().rev() {
                rest = rest << 32 | u64::from(*digit);
                *digit = (rest / 1_000_000_000) as u32;
                rest %= 1_000_000_000;
            }
            self.trim();
            groups.push(rest);
        }
        let mut text = Vec::new();
        for (n, group) in groups.iter().rev().enumerate() {
            let digits = if n == 0 { group.to_string() } else { format!("{group:09}") };
            text.extend_from_slice(digits.as_bytes());
        }
        if text.is_empty() { b"0".into() } else { text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(a: &str, b: &str) -> String {
        let parse = |text: &str| LongDouble::parse(text.as_bytes()).unwrap();
        String::from_utf8(parse(a).add(parse(b)).text()).unwrap()
    }

    #[test]
    fn sums_have_the_precision_of_64_bits() {
        for (a, b, want) in [
            ("0.1", "0.2", "0.3"),
            ("1e17", "0.5", "100000000000000000.5"),
            ("1e20", "0", "100000000000000000000"),
            ("1e-18", "0", "0"),
            ("3", "-3", "0"),
            ("5e3", "2e2", "5200"),
            ("10.50", "0.1", "10.6"),
            ("-1.5", "0.25", "-1.25"),
            ("0x10", "0.5", "16.5"),
            ("3.0e3", "1", "3001"),
            ("1", "1e-30", "1"),
        ] {
            assert_eq!(sum(a, b), want, "{a} + {b}");
        }
        assert_eq!(sum("1e4000", "1").len(), 4001);
    }

    #[test]
    fn what_the_server_refuses() {
        for text in ["", " 1", "1 ", "nan", "1e5000", "1e-5000", "abc", "0x"] {
            assert_eq!(LongDouble::parse(text.as_bytes()), None, "{text}");
        }
        assert_eq!(LongDouble::parse(b"inf"), Some(LongDouble::Infinite(false)));
        let infinite = LongDouble::Infinite(false).add(LongDouble::Infinite(true));
        assert_eq!(infinite, LongDouble::NotANumber);
    }
}
