//! Reading a long double as C's `strtold` does, and writing it as `printf("%.17Lf")` does (glibc, x86-64).

use super::{Class, LongDouble, natural::Natural};

/// How strictly a server takes a text for a number. It depends on the version and on what the text belongs to.
///
/// All servers refuse leading white space, trailing bytes, NaN, and what overflows or underflows to zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TextRules {
    /// The text ends at its first NUL byte, and an empty one means zero.
    c_string: bool,
    /// Any loss of range is an error: a subnormal result that is not exact, too.
    any_range_error: bool,
    /// Texts of this many bytes or more are refused.
    limit: usize,
}

impl TextRules {
    /// Up to 4.0.2: arguments, strings, and (up to 3.2) hash values (`object.c`, `getLongDoubleFromObject`).
    pub(crate) const OLDEST: Self =
        Self { c_string: true, any_range_error: true, limit: usize::MAX };
    /// 4.0.3 to 5.0: arguments and strings (same function).
    pub(crate) const WHOLE: Self =
        Self { c_string: false, any_range_error: false, limit: usize::MAX };
    /// 4.0 to 5.0.3: hash values (`util.c`, `string2ld`).
    pub(crate) const HASH_4_0: Self = Self { c_string: true, any_range_error: false, limit: 256 };
    /// 5.0.4 to 5.0.14: hash values (`util.c`, `string2ld`).
    pub(crate) const HASH_5_0_4: Self =
        Self { c_string: true, any_range_error: false, limit: 5120 };
    /// 6.0 and later: everything (`util.c`, `string2ld`).
    pub(crate) const MODERN: Self = Self { c_string: false, any_range_error: false, limit: 5120 };

    /// The rules of a version for arguments and string values.
    pub(crate) const fn for_strings(major: u16, minor: u16, patch: u16) -> Self {
        match (major, minor, patch) {
            (0..=3, ..) | (4, 0, 0..=2) => Self::OLDEST,
            (4 | 5, ..) => Self::WHOLE,
            _ => Self::MODERN,
        }
    }

    /// The rules of a version for the values of hash fields.
    pub(crate) const fn for_hash_values(major: u16, minor: u16, patch: u16) -> Self {
        match (major, minor, patch) {
            (0..=3, ..) => Self::OLDEST,
            (4, ..) | (5, 0, 0..=3) => Self::HASH_4_0,
            (5, ..) => Self::HASH_5_0_4,
            _ => Self::MODERN,
        }
    }
}

/// How a negative zero is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NegativeZero {
    /// `-0`: up to 5.0.
    Signed,
    /// `0`: 6.0 and later.
    Plain,
}

/// Digits beyond these cannot change the result: half the smallest subnormal has 11 495 of them.
const MAX_DIGITS: usize = 12_000;
/// Digits after the point in `%.17Lf`.
const PLACES: u64 = 100_000_000_000_000_000;

/// A number whose sign has been taken off, and whether it is the exact value of its text.
type Magnitude = Option<(LongDouble, bool)>;

/// Reads a text by the rules.
pub(super) fn parse(text: &[u8], rules: TextRules) -> Option<LongDouble> {
    if text.len() >= rules.limit {
        return None;
    }
    let mut text = text;
    if rules.c_string {
        text = text.split(|byte| *byte == 0).next().unwrap_or_default();
        if text.is_empty() {
            return Some(LongDouble::ZERO);
        }
    }
    let (negative, unsigned) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let (value, exact) = match unsigned {
        [b'0', b'x' | b'X', digits @ ..] => hexadecimal(digits)?,
        [b'i' | b'I', ..] => {
            let infinite =
                unsigned.eq_ignore_ascii_case(b"inf") || unsigned.eq_ignore_ascii_case(b"infinity");
            return infinite.then_some(LongDouble(Class::Infinite { negative }));
        }
        _ => decimal(unsigned)?,
    };
    let Class::Finite { mantissa, exponent, .. } = value.0 else { return None };
    let vanished = mantissa == 0 && !exact;
    let subnormal = mantissa >> 63 == 0 && !exact;
    if vanished || (subnormal && rules.any_range_error) {
        return None;
    }
    Some(LongDouble(Class::Finite { negative, mantissa, exponent }))
}

/// The parts of `digits[.digits][e[sign]digits]`.
struct Literal<'a> {
    whole: &'a [u8],
    fraction: &'a [u8],
    /// What stands after the `e` or `p`; absurd ones are cut to a trillion.
    exponent: i64,
}

/// Takes a literal apart. `None` where it has no digit, or bytes that do not belong.
fn literal(text: &[u8], is_digit: fn(&u8) -> bool, mark: u8) -> Option<Literal<'_>> {
    let at = text.iter().position(|byte| byte.to_ascii_lowercase() == mark);
    let (mantissa, exponent) = match at.map(|at| text.split_at(at)) {
        Some((mantissa, exponent)) => (mantissa, decimal_exponent(exponent)?),
        None => (text, 0),
    };
    let mut parts = mantissa.splitn(2, |byte| *byte == b'.');
    let (whole, fraction) = (parts.next()?, parts.next().unwrap_or_default());
    let digits = whole.len() + fraction.len();
    let clean = whole.iter().all(is_digit) && fraction.iter().all(is_digit);
    (digits > 0 && clean).then_some(Literal { whole, fraction, exponent })
}

/// Reads `e[sign]digits`.
fn decimal_exponent(text: &[u8]) -> Option<i64> {
    let (sign, digits) = match text {
        [_, b'-', digits @ ..] => (-1, digits),
        [_, b'+', digits @ ..] | [_, digits @ ..] => (1, digits),
        [] => return None,
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let value = digits
        .iter()
        .fold(0i64, |value, digit| (value * 10 + i64::from(digit - b'0')).min(1_000_000_000_000));
    Some(sign * value)
}

/// A length as a signed number.
fn signed(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

/// An exponent of two, brought to where more makes no difference.
#[allow(clippy::cast_possible_truncation)] // Clamped.
fn clamped(exponent: i64) -> i32 {
    exponent.clamp(-100_000, 100_000) as i32
}

/// Drops zeros from the low end; they are counted in the exponent instead.
fn without_low_zeros(digits: &[u8]) -> &[u8] {
    let kept = digits.iter().rposition(|digit| *digit != b'0').map_or(0, |at| at + 1);
    digits.get(..kept).unwrap_or_default()
}

/// Drops zeros from the high end.
fn without_high_zeros(digits: &[u8]) -> &[u8] {
    let zeros = digits.iter().take_while(|digit| **digit == b'0').count();
    digits.get(zeros..).unwrap_or_default()
}

/// Reads a decimal literal without sign.
fn decimal(text: &[u8]) -> Magnitude {
    let Literal { whole, fraction, exponent } = literal(text, u8::is_ascii_digit, b'e')?;
    let mut scale = exponent - signed(fraction.len());
    let mut low = without_low_zeros(fraction);
    scale += signed(fraction.len() - low.len());
    let mut high = without_high_zeros(whole);
    if low.is_empty() {
        let kept = without_low_zeros(high);
        scale += signed(high.len() - kept.len());
        high = kept;
    }
    if high.is_empty() {
        low = without_high_zeros(low);
    }
    let count = high.len() + low.len();
    if count == 0 {
        return Some((LongDouble::ZERO, true));
    }
    // The value is at least 10^(magnitude - 1) and below 10^magnitude.
    let magnitude = scale + signed(count);
    if !(-4951..=4933).contains(&magnitude) {
        return None;
    }
    let digits = high.iter().chain(low).copied();
    if count <= 19 && (-18..=19).contains(&scale) {
        return Some(short_decimal(digits, scale));
    }
    let kept = count.min(MAX_DIGITS);
    let scale = scale + signed(count - kept);
    Some(long_decimal(digits.take(kept), scale, kept < count))
}

/// Rounds `digits * 10^scale` where both fit in a machine word: at most 19 digits, scale -18 to 19.
fn short_decimal(digits: impl Iterator<Item = u8>, scale: i64) -> (LongDouble, bool) {
    let value = digits.fold(0u64, |value, digit| value * 10 + u64::from(digit - b'0'));
    let power = 10u64.pow(u32::try_from(scale.unsigned_abs()).unwrap_or(0));
    if scale >= 0 {
        return LongDouble::round(u128::from(value) * u128::from(power), 0, false);
    }
    // Normalised to 128 bits, divided by less than 2^60: the quotient has more than 66 bits.
    let shift = u128::from(value).leading_zeros();
    let dividend = u128::from(value) << shift;
    let power = u128::from(power);
    LongDouble::round(dividend / power, -clamped(i64::from(shift)), dividend % power != 0)
}

/// Rounds `digits * 10^scale`; `more` says that digits other than zero were cut off.
fn long_decimal(digits: impl Iterator<Item = u8>, scale: i64, more: bool) -> (LongDouble, bool) {
    let mut number = Natural::from_digits(digits);
    // At most 12 000 + 4 952, by the bounds on digits and magnitude.
    let power = u32::try_from(scale.unsigned_abs()).unwrap_or(u32::MAX);
    let leading = if scale >= 0 {
        number.multiply_by_five_to(power);
        number.leading()
    } else {
        let mut divisor = Natural::new(1);
        divisor.multiply_by_five_to(power);
        number.divide(divisor)
    };
    let exponent = leading.exponent + clamped(scale);
    LongDouble::round(leading.bits, exponent, leading.sticky || more)
}

/// Reads a hexadecimal literal without sign and `0x`.
fn hexadecimal(text: &[u8]) -> Magnitude {
    /// As many digits as leave room in 128 bits.
    const MAX_HEX_DIGITS: u32 = 30;
    let Literal { whole, fraction, exponent } = literal(text, u8::is_ascii_hexdigit, b'p')?;
    let (mut bits, mut taken, mut cut, mut sticky) = (0u128, 0, 0usize, false);
    for byte in whole.iter().chain(fraction) {
        let digit = char::from(*byte).to_digit(16)?;
        if taken < MAX_HEX_DIGITS {
            bits = bits << 4 | u128::from(digit);
            taken += u32::from(bits != 0);
        } else {
            cut += 1;
            sticky |= digit != 0;
        }
    }
    let exponent = exponent + 4 * (signed(cut) - signed(fraction.len()));
    let (value, exact) = LongDouble::round(bits, clamped(exponent), sticky);
    value.is_finite().then_some((value, exact))
}

/// Appends the number as `%.17Lf` without trailing zeros and point (`util.c`, `ld2string`, `LD_STR_HUMAN`).
///
/// Servers up to 3.2 write into 256 bytes, and store what lies behind them where the number has more: nobody can tell
/// what that was, and the number stands here in full.
pub(super) fn write(value: LongDouble, zero: NegativeZero, out: &mut Vec<u8>) {
    let (negative, mantissa, exponent) = match value.0 {
        Class::Finite { negative, mantissa, exponent } => (negative, mantissa, exponent),
        Class::Infinite { negative: true } => return out.extend_from_slice(b"-inf"),
        Class::Infinite { negative: false } => return out.extend_from_slice(b"inf"),
        // What the processor makes of `inf - inf` has the sign bit set, and glibc prints it.
        Class::NotANumber => return out.extend_from_slice(b"-nan"),
    };
    let (whole, fraction) = match exponent {
        ..0 => split(mantissa, exponent.unsigned_abs()),
        0..=64 => (u128::from(mantissa) << exponent, 0),
        _ if mantissa == 0 => (0, 0),
        _ => {
            let mut number = Natural::new(mantissa);
            number.shift_left(usize::try_from(exponent).unwrap_or(0));
            out.extend_from_slice(if negative { b"-" } else { b"" });
            return number.write_decimal(out);
        }
    };
    let nothing = whole == 0 && fraction == 0;
    if negative && !(nothing && zero == NegativeZero::Plain) {
        out.push(b'-');
    }
    out.extend_from_slice(whole.to_string().as_bytes());
    if fraction != 0 {
        out.extend_from_slice(without_low_zeros(format!(".{fraction:017}").as_bytes()));
    }
}

/// Splits `mantissa / 2^places` into its whole part and its fraction in units of 10^-17, rounded half to even.
fn split(mantissa: u64, places: u32) -> (u128, u64) {
    let whole = mantissa.checked_shr(places).unwrap_or(0);
    let below = if places < 64 { mantissa & ((1 << places) - 1) } else { mantissa };
    // Below 2^64 * 2^57.
    let scaled = u128::from(below) * u128::from(PLACES);
    if places >= 128 {
        // Less than 2^121 / 2^128: nothing, and not half of a unit either.
        return (u128::from(whole), 0);
    }
    let (units, rest) = (scaled >> places, scaled & ((1u128 << places) - 1));
    let half = 1u128 << (places - 1);
    let up = rest > half || (rest == half && units & 1 == 1);
    let units = u64::try_from(units).unwrap_or(0) + u64::from(up);
    if units == PLACES {
        return (u128::from(whole) + 1, 0);
    }
    (u128::from(whole), units)
}
