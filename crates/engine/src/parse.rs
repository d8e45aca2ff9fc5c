//! How servers read numbers in arguments and values.
//!
//! Integers as `string2ll` (`src/util.c`) reads them: canonical text only. Doubles as `strtod` does, with the
//! refusals of `getDoubleFromObject` (`src/object.c`): nothing before or after the number, no NaN, nothing that
//! overflows or vanishes.

/// Reads canonical decimal text: an optional minus, no leading zeros, nothing else, within 64 bits.
#[inline]
pub(crate) fn integer(text: &[u8]) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    match digits {
        [b'0'] if !negative => return Some(0),
        [b'1'..=b'9', ..] if digits.len() <= 19 => {}
        _ => return None,
    }
    let mut value = 0_u64;
    for digit in digits {
        let digit = digit.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        // Nineteen digits stay below 2^64.
        value = value * 10 + u64::from(digit);
    }
    if negative { 0_i64.checked_sub_unsigned(value) } else { i64::try_from(value).ok() }
}

/// Reads canonical decimal text that fits 64 bits without sign (`string2ull`, `src/util.c`; with `strtoull`'s
/// leniency it has there towards what is not canonical left out).
pub(crate) fn unsigned(text: &[u8]) -> Option<u64> {
    match text {
        [b'0'] => Some(0),
        [b'1'..=b'9', ..] if text.len() <= 20 && text.iter().all(u8::is_ascii_digit) => {
            text.iter().try_fold(0_u64, |value, digit| {
                value.checked_mul(10)?.checked_add(u64::from(digit - b'0'))
            })
        }
        _ => None,
    }
}

/// Reads a double as a command's argument; `None` where the server would refuse it.
pub(crate) fn double(text: &[u8]) -> Option<f64> {
    let value = strtod(text)?;
    if value.is_nan() { None } else { Some(value) }
}

/// Reads a double where `strtod`'s complaints about range are ignored, as for the ends of a range of scores.
pub(crate) fn bound(text: &[u8]) -> Option<f64> {
    let in_range = strtod(text);
    let value = in_range.or_else(|| {
        let (_, digits) = sign(text);
        decimal_parts(digits)?;
        std::str::from_utf8(text).ok()?.parse().ok()
    })?;
    if value.is_nan() { None } else { Some(value) }
}

/// Tells whether a text begins as a hexadecimal number does.
pub(crate) fn is_hexadecimal(text: &[u8]) -> bool {
    matches!(sign(text).1, [b'0', b'x' | b'X', ..])
}

/// Reads a double, NaN included.
pub(crate) fn strtod(text: &[u8]) -> Option<f64> {
    if let [b'0'..=b'9'] = text {
        return Some(f64::from(text[0] - b'0'));
    }
    let (negative, rest) = sign(text);
    let magnitude = match rest {
        [b'0', b'x' | b'X', hex @ ..] => hexadecimal(hex)?,
        _ if is_word(rest, b"inf") || is_word(rest, b"infinity") => f64::INFINITY,
        _ if is_nan(rest) => f64::NAN,
        _ => decimal(rest)?,
    };
    Some(if negative { -magnitude } else { magnitude })
}

fn sign(text: &[u8]) -> (bool, &[u8]) {
    match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] | rest => (false, rest),
    }
}

fn is_word(text: &[u8], word: &[u8]) -> bool {
    text.eq_ignore_ascii_case(word)
}

/// `nan`, and `nan(…)` with letters, digits and underscores.
fn is_nan(text: &[u8]) -> bool {
    let Some((head, rest)) = text.split_at_checked(3) else { return false };
    if !is_word(head, b"nan") {
        return false;
    }
    match rest {
        [] => true,
        [b'(', inner @ .., b')'] => {
            inner.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
        }
        _ => false,
    }
}

/// Splits plain decimal notation; `None` where it is none.
pub(crate) fn decimal_parts(text: &[u8]) -> Option<(&[u8], &[u8], i64)> {
    let digits = |text: &[u8]| text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (whole, mut rest) = text.split_at(digits(text));
    let mut fraction: &[u8] = &[];
    if let [b'.', after @ ..] = rest {
        (fraction, rest) = after.split_at(digits(after));
    }
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let exponent = match rest {
        [] => 0,
        [b'e' | b'E', after @ ..] => exponent(after)?,
        _ => return None,
    };
    Some((whole, fraction, exponent))
}

/// Reads `[+-]digits`; what is too large for any number is cut.
fn exponent(text: &[u8]) -> Option<i64> {
    let (negative, digits) = sign(text);
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let value = digits
        .iter()
        .fold(0_i64, |value, digit| (value * 10 + i64::from(digit - b'0')).min(1_000_000_000));
    Some(if negative { -value } else { value })
}

fn decimal(text: &[u8]) -> Option<f64> {
    let (whole, fraction, _) = decimal_parts(text)?;
    let value: f64 = std::str::from_utf8(text).ok()?.parse().ok()?;
    let is_zero = whole.iter().chain(fraction).all(|digit| *digit == b'0');
    // `ERANGE` of `strtod`.
    if value.is_infinite() || (value == 0.0 && !is_zero) { None } else { Some(value) }
}

/// What stands after `0x`: digits with an optional point, and an optional binary exponent.
fn hexadecimal(text: &[u8]) -> Option<f64> {
    let (mantissa, exponent) = hex_parts(text)?;
    if mantissa == 0 {
        return Some(0.0);
    }
    let value = scale(mantissa, exponent);
    if value.is_infinite() || value == 0.0 { None } else { Some(value) }
}

/// Reads hexadecimal digits as an integer of at most 128 bits (the last one sticky) and an exponent of two.
pub(crate) fn hex_parts(text: &[u8]) -> Option<(u128, i64)> {
    let (mut mantissa, mut shift, mut seen, mut point) = (0_u128, 0_i64, false, false);
    let mut rest = text;
    while let [byte, after @ ..] = rest {
        if *byte == b'.' && !point {
            point = true;
        } else if let Some(digit) = char::from(*byte).to_digit(16) {
            seen = true;
            if mantissa >> 120 == 0 {
                mantissa = mantissa << 4 | u128::from(digit);
                shift -= if point { 4 } else { 0 };
            } else {
                mantissa |= u128::from(digit != 0);
                shift += if point { 0 } else { 4 };
            }
        } else {
            break;
        }
        rest = after;
    }
    if !seen {
        return None;
    }
    let power = match rest {
        [] => 0,
        [b'p' | b'P', after @ ..] => exponent(after)?,
        _ => return None,
    };
    Some((mantissa, shift + power))
}

/// Returns `mantissa * 2^exponent`, rounded once, half to even.
fn scale(mantissa: u128, exponent: i64) -> f64 {
    let bits = i64::from(128 - mantissa.leading_zeros());
    // The place of the last bit that a double of this size keeps.
    let last = (exponent + bits - 53).max(-1074);
    let drop = last - exponent;
    let kept = if drop <= 0 {
        mantissa << (-drop).min(127)
    } else if drop > 127 {
        return 0.0;
    } else {
        let (kept, lost) = (mantissa >> drop, mantissa & ((1 << drop) - 1));
        let half = 1_u128 << (drop - 1);
        kept + u128::from(lost > half || (lost == half && kept & 1 == 1))
    };
    if last > 971 {
        return f64::INFINITY;
    }
    // `kept` has at most 54 bits and `last` is in range: both factors and the product are exact.
    let (first, second) = (last / 2, last - last / 2);
    kept as f64 * f64::powi(2.0, first as i32) * f64::powi(2.0, second as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_canonical() {
        for (text, value) in [
            ("0", Some(0)),
            ("-0", None),
            ("+1", None),
            ("01", None),
            ("", None),
            ("-", None),
            (" 1", None),
            ("9223372036854775807", Some(i64::MAX)),
            ("-9223372036854775808", Some(i64::MIN)),
            ("9223372036854775808", None),
            ("-9223372036854775809", None),
            ("12a", None),
        ] {
            assert_eq!(integer(text.as_bytes()), value, "{text}");
        }
        assert_eq!(unsigned(b"18446744073709551615"), Some(u64::MAX));
        assert_eq!(unsigned(b"18446744073709551616"), None);
    }

    #[test]
    fn doubles_as_strtod_reads_them() {
        for (text, value) in [
            ("3.5", Some(3.5)),
            ("+.5e1", Some(5.0)),
            ("5.", Some(5.0)),
            ("0x1.8p1", Some(3.0)),
            ("0x10", Some(16.0)),
            ("0x1p-1074", Some(5e-324)),
            ("0x1p-1075", None),
            ("0x1.8p-1074", Some(1e-323)),
            ("-inf", Some(f64::NEG_INFINITY)),
            ("Infinity", Some(f64::INFINITY)),
            ("1e400", None),
            ("1e-400", None),
            ("0e-400", Some(0.0)),
            ("nan", None),
            (" 1", None),
            ("1 ", None),
            ("1e", None),
            ("0x", None),
            (".", None),
            ("0x1.fffffffffffff8p0", Some(2.0)),
        ] {
            assert_eq!(double(text.as_bytes()), value, "{text}");
        }
    }
}
