//! How servers of each version write a double as text.
//!
//! The text is data: it becomes a value when a script passes a number to a command, and it is hashed when a
//! sorted set is digested. Two spellings exist: C's `%.{p}g` (up to 7.0, and everywhere inside Lua itself), and
//! the output of Grisu2 in the layout of `deps/fpconv/fpconv_dtoa.c` (7.2 and later), which is neither always the
//! shortest text nor the one that Rust prints. Vectors were measured on servers (`commands.md` §3.5, §4.4).

use std::{fmt::Write as _, ops::Deref};

mod grisu2;

pub use grisu2::grisu2_text;

/// Most bytes that a text of this module takes: sign, 17 digits, point, `e`, sign and three digits fit in 24.
const CAPACITY: usize = 40;

/// The text of a number, kept on the stack.
#[derive(Debug, Clone, Copy)]
pub struct NumberText {
    bytes: [u8; CAPACITY],
    len: usize,
}

impl NumberText {
    /// Starts empty.
    const fn new() -> Self {
        Self { bytes: [0; CAPACITY], len: 0 }
    }

    /// Appends bytes; what does not fit is dropped (nothing that this module writes gets there).
    fn push(&mut self, text: &[u8]) {
        for (slot, byte) in self.bytes.iter_mut().skip(self.len).zip(text) {
            *slot = *byte;
            self.len += 1;
        }
    }

    /// Appends `count` zeros.
    fn push_zeros(&mut self, count: usize) {
        for _ in 0..count {
            self.push(b"0");
        }
    }

    /// The text.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }
}

impl Deref for NumberText {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.as_bytes()
    }
}

impl std::fmt::Write for NumberText {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.push(text.as_bytes());
        Ok(())
    }
}

/// Writes a whole number in decimal.
#[must_use]
pub fn integer_text(value: i64) -> NumberText {
    let mut text = NumberText::new();
    let mut digits = [0u8; 20];
    let mut rest = value.unsigned_abs();
    let mut used = 0;
    for slot in digits.iter_mut().rev() {
        *slot = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
        used += 1;
        if rest == 0 {
            break;
        }
    }
    if value < 0 {
        text.push(b"-");
    }
    text.push(digits.get(20 - used..).unwrap_or_default());
    text
}

/// Tells which whole number a double is, if it is one of at most 2^53 in size and not a negative zero.
fn small_integer(value: f64) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if !(-EXACT..=EXACT).contains(&value) || (value == 0.0 && value.is_sign_negative()) {
        return None;
    }
    (value.fract() == 0.0).then_some(value as i64)
}

/// The two infinities and the NaNs, as glibc's `printf` writes them.
fn not_finite(value: f64) -> Option<NumberText> {
    let mut text = NumberText::new();
    if value.is_finite() {
        return None;
    }
    if value.is_sign_negative() {
        text.push(b"-");
    }
    text.push(if value.is_nan() { b"nan" } else { b"inf" });
    Some(text)
}

/// Writes a double exactly as C's `printf("%.{precision}g")` does (glibc, round to nearest even).
///
/// `precision` counts significant digits and is brought into 1 to 17: servers use 14 (Lua's own conversions,
/// cjson) and 17 (arguments of commands and scores before 7.2).
#[must_use]
pub fn format_g(value: f64, precision: usize) -> NumberText {
    let precision = precision.clamp(1, 17);
    if let Some(text) = not_finite(value) {
        return text;
    }
    if let Some(whole) = small_integer(value) {
        let text = integer_text(whole);
        if text.len() - usize::from(whole < 0) <= precision {
            return text;
        }
    }
    let mut scientific = NumberText::new();
    // `{:.*e}` rounds the exact binary value half to even, as glibc does; it writes one digit before the point.
    let _ = write!(scientific, "{:.*e}", precision - 1, value);
    lay_out_g(&scientific, precision)
}

/// Turns `[-]d.ddde[-]x` into the form that `%g` chooses, without trailing zeros.
fn lay_out_g(scientific: &[u8], precision: usize) -> NumberText {
    let mut text = NumberText::new();
    let at = scientific.iter().position(|byte| *byte == b'e').unwrap_or(scientific.len());
    let (mantissa, exponent) = scientific.split_at(at);
    let exponent: i32 = std::str::from_utf8(exponent.get(1..).unwrap_or_default())
        .ok()
        .and_then(|digits| digits.parse().ok())
        .unwrap_or(0);
    if mantissa.first() == Some(&b'-') {
        text.push(b"-");
    }
    let mut digits = NumberText::new();
    for byte in mantissa.iter().filter(|byte| byte.is_ascii_digit()) {
        digits.push(&[*byte]);
    }
    while digits.len > 1 && digits.ends_with(b"0") {
        digits.len -= 1;
    }
    if exponent < -4 || exponent >= i32::try_from(precision).unwrap_or(17) {
        push_scientific(&mut text, &digits, exponent, 2);
    } else {
        push_plain(&mut text, &digits, exponent + 1);
    }
    text
}

/// Appends digits in plain notation: the decimal point stands after the first `point` of them.
fn push_plain(text: &mut NumberText, digits: &[u8], point: i32) {
    let Ok(before) = usize::try_from(point) else {
        text.push(b"0.");
        text.push_zeros(usize::try_from(-point).unwrap_or(0));
        return text.push(digits);
    };
    if before == 0 {
        text.push(b"0.");
        return text.push(digits);
    }
    text.push(digits.get(..before).unwrap_or(digits));
    text.push_zeros(before.saturating_sub(digits.len()));
    if let Some(fraction) = digits.get(before..).filter(|fraction| !fraction.is_empty()) {
        text.push(b".");
        text.push(fraction);
    }
}

/// Appends digits in scientific notation; the exponent has at least `width` digits and always a sign.
fn push_scientific(text: &mut NumberText, digits: &[u8], exponent: i32, width: usize) {
    let (first, rest) = digits.split_at(digits.len().min(1));
    text.push(first);
    if !rest.is_empty() {
        text.push(b".");
        text.push(rest);
    }
    text.push(if exponent < 0 { b"e-" } else { b"e+" });
    let _ = write!(text, "{:0width$}", exponent.unsigned_abs());
}

#[cfg(test)]
mod tests {
    #![allow(clippy::approx_constant)] // 3.14 is what was measured.

    use super::*;

    fn g(value: f64, precision: usize) -> String {
        String::from_utf8(format_g(value, precision).to_vec()).unwrap()
    }

    #[test]
    fn arguments_before_7_2_are_written_with_seventeen_digits() {
        for (value, text) in [
            (3.14, "3.1400000000000001"),
            (1e15, "1000000000000000"),
            (12345678901234567890.0, "1.2345678901234567e+19"),
            (0.1, "0.10000000000000001"),
            (9007199254740992.0, "9007199254740992"),
            (-0.0, "-0"),
            (0.0, "0"),
            (1e16, "10000000000000000"),
            (1e17, "1e+17"),
            (1e20, "1e+20"),
            (1e300, "1.0000000000000001e+300"),
            (5e-324, "4.9406564584124654e-324"),
            (f64::MAX, "1.7976931348623157e+308"),
            (0.0001, "0.0001"),
            (0.00001, "1.0000000000000001e-05"),
            (f64::INFINITY, "inf"),
            (f64::NEG_INFINITY, "-inf"),
            (2.5, "2.5"),
            (-17.0, "-17"),
            (9007199254740993.0 * 8.0, "72057594037927936"),
        ] {
            assert_eq!(g(value, 17), text);
        }
    }

    #[test]
    fn lua_itself_writes_fourteen_digits() {
        for (value, text) in [
            (3.14, "3.14"),
            (1e15, "1e+15"),
            (1e14, "1e+14"),
            (99999999999999.0, "99999999999999"),
            (12345678901234567890.0, "1.2345678901235e+19"),
            (0.1, "0.1"),
            (9007199254740992.0, "9.007199254741e+15"),
            (-0.0, "-0"),
            (1.0 / 3.0, "0.33333333333333"),
            (-999999999999999.0, "-1e+15"),
            (123456789012345.0, "1.2345678901234e+14"),
        ] {
            assert_eq!(g(value, 14), text);
        }
    }

    #[test]
    fn exact_ties_go_to_the_even_digit() {
        assert_eq!(g(2f64.powi(-25), 17), "2.9802322387695312e-08");
        assert_eq!(g(0.5, 1), "0.5");
        assert_eq!(g(2.5, 1), "2");
        assert_eq!(g(3.5, 1), "4");
        assert_eq!(g(0.125, 2), "0.12");
        assert_eq!(g(9.5, 1), "1e+01");
    }

    #[test]
    fn whole_numbers_of_all_sizes() {
        for (value, text) in [
            (0, "0"),
            (-1, "-1"),
            (i64::MAX, "9223372036854775807"),
            (i64::MIN, "-9223372036854775808"),
        ] {
            assert_eq!(integer_text(value).as_bytes(), text.as_bytes());
        }
    }
}
