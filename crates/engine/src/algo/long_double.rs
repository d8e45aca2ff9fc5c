//! The 80-bit floating point of x87, in which INCRBYFLOAT and HINCRBYFLOAT compute.
//!
//! Servers on x86-64 keep such a number in a `long double`: a sign, 15 bits of exponent and 64 of mantissa. Rust has
//! no such type, and a double is not enough: `1e17 + 0.5` is `100000000000000000.5`. Truth: `util.c` (`string2ld`,
//! `ld2string`) and `object.c` (`getLongDoubleFromObject`) from 2.6 to 7.4, glibc's `strtold` and `printf`, and the
//! answers of a real 7.0.15, with which the tests here agree. A server on another processor computes otherwise
//! (128 bits on 64-bit ARM), which the evidence does not tell.

mod natural;
#[cfg(test)]
mod tests;
mod text;

pub(crate) use text::{NegativeZero, TextRules};

/// The exponent of the lowest bit of the smallest subnormal number.
const LEAST_EXPONENT: i32 = -16_445;
/// The exponent of the lowest bit of the greatest finite number.
const GREATEST_EXPONENT: i32 = 16_320;

/// What a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// `mantissa * 2^exponent`; bit 63 of the mantissa is set unless the number is zero or subnormal.
    Finite { negative: bool, mantissa: u64, exponent: i32 },
    /// An infinity.
    Infinite { negative: bool },
    /// What `inf - inf` gives.
    NotANumber,
}

/// An x87 extended number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LongDouble(Class);

impl LongDouble {
    /// Zero, without sign.
    pub(crate) const ZERO: Self =
        Self(Class::Finite { negative: false, mantissa: 0, exponent: LEAST_EXPONENT });

    /// Reads a text by the rules of a version. `None` is the server's "not a valid float".
    pub(crate) fn parse_by(text: &[u8], rules: TextRules) -> Option<Self> {
        text::parse(text, rules)
    }

    /// Tells whether the number is neither an infinity nor a NaN; commands refuse a sum that is.
    ///
    /// HINCRBYFLOAT does so from 5.0.4 on only, and stores `inf`, `-inf` or `-nan` before.
    pub(crate) const fn is_finite(self) -> bool {
        matches!(self.0, Class::Finite { .. })
    }

    /// The text that the server stores and replies: at most 4 952 bytes.
    pub(crate) fn to_text(self, zero: NegativeZero) -> Vec<u8> {
        let mut out = Vec::with_capacity(24);
        text::write(self, zero, &mut out);
        out
    }

    /// The sum, rounded to the nearest number, ties to the even one.
    #[must_use]
    pub(crate) fn add(self, other: Self) -> Self {
        match (self.0, other.0) {
            (Class::Finite { .. }, Class::Finite { .. }) => self.add_finite(other),
            (Class::NotANumber, _) | (_, Class::NotANumber) => Self(Class::NotANumber),
            (Class::Infinite { negative }, Class::Infinite { negative: other })
                if negative != other =>
            {
                Self(Class::NotANumber)
            }
            (Class::Infinite { .. }, _) => self,
            (_, Class::Infinite { .. }) => other,
        }
    }

    /// The sum of two finite numbers.
    fn add_finite(self, other: Self) -> Self {
        let (
            Class::Finite { negative: first_negative, mantissa: first, exponent: first_exponent },
            Class::Finite {
                negative: second_negative,
                mantissa: second,
                exponent: second_exponent,
            },
        ) = (self.0, other.0)
        else {
            return Self(Class::NotANumber);
        };
        // 63 bits of room below; what is shifted out of them leaves a one in the lowest place, which is far below
        // the place where rounding looks.
        let exponent = first_exponent.max(second_exponent);
        let aligned = |mantissa: u64, own: i32| {
            let wide = u128::from(mantissa) << 63;
            let shift = exponent.abs_diff(own);
            let kept = wide.checked_shr(shift).unwrap_or(0);
            let lost = if shift >= 128 { wide != 0 } else { kept << shift != wide };
            kept | u128::from(lost)
        };
        let (first, second) = (aligned(first, first_exponent), aligned(second, second_exponent));
        let (negative, sum) = if first_negative == second_negative {
            (first_negative, first + second)
        } else if first >= second {
            (first_negative && first != second, first - second)
        } else {
            (second_negative, second - first)
        };
        let (magnitude, _) = Self::round(sum, exponent - 63, false);
        magnitude.with_sign(negative)
    }

    /// Sets the sign.
    const fn with_sign(self, negative: bool) -> Self {
        Self(match self.0 {
            Class::Finite { mantissa, exponent, .. } => {
                Class::Finite { negative, mantissa, exponent }
            }
            Class::Infinite { .. } => Class::Infinite { negative },
            Class::NotANumber => Class::NotANumber,
        })
    }

    /// Rounds `bits * 2^exponent`, plus something below the lowest bit if `sticky`, half to even.
    ///
    /// Where `sticky` is set there must be more than 64 bits. The second value tells whether nothing was lost.
    fn round(bits: u128, exponent: i32, sticky: bool) -> (Self, bool) {
        let length = 128 - bits.leading_zeros().cast_signed();
        if bits == 0 {
            return (Self::ZERO, !sticky);
        }
        let shift = (length - 64).max(LEAST_EXPONENT.saturating_sub(exponent));
        let (mut mantissa, exact) = if shift <= 0 {
            // No more than 64 bits are left of a number of `length` bits.
            (bits << shift.unsigned_abs(), !sticky)
        } else {
            let kept = bits.checked_shr(shift.unsigned_abs()).unwrap_or(0);
            let half = 1u128.checked_shl(shift.unsigned_abs() - 1).unwrap_or(0);
            let rest = if shift < 128 { bits - (kept << shift) } else { bits };
            let above = rest > half || (rest == half && (sticky || kept & 1 == 1));
            let up = half != 0 && above;
            (kept + u128::from(up), rest == 0 && !sticky)
        };
        let mut exponent = exponent.saturating_add(shift);
        if mantissa >> 64 != 0 {
            mantissa >>= 1;
            exponent += 1;
        }
        if exponent > GREATEST_EXPONENT {
            return (Self(Class::Infinite { negative: false }), false);
        }
        let mantissa = u64::try_from(mantissa).unwrap_or(u64::MAX);
        let exponent = if mantissa == 0 { LEAST_EXPONENT } else { exponent };
        (Self(Class::Finite { negative: false, mantissa, exponent }), exact)
    }
}

impl From<f64> for LongDouble {
    /// Widens a double, which is always exact. GEOPOS writes its doubles this way.
    fn from(value: f64) -> Self {
        if value.is_nan() {
            return Self(Class::NotANumber);
        }
        let negative = value.is_sign_negative();
        if value.is_infinite() {
            return Self(Class::Infinite { negative });
        }
        let bits = value.to_bits();
        let fraction = bits & ((1 << 52) - 1);
        let biased = i32::try_from(bits >> 52 & 0x7ff).unwrap_or(0);
        let (mantissa, exponent) =
            if biased == 0 { (fraction, -1074) } else { (fraction | 1 << 52, biased - 1075) };
        Self::round(u128::from(mantissa), exponent, false).0.with_sign(negative)
    }
}
