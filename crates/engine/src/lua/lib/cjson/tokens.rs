//! The tokens of JSON, as lenient as CJSON is about numbers: it reads them with C's `strtod`.

use super::Settings;

/// A token.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    ObjectBegin,
    ObjectEnd,
    ArrayBegin,
    ArrayEnd,
    Text(Vec<u8>),
    Number(f64),
    Boolean(bool),
    Null,
    Colon,
    Comma,
    End,
    /// Something else, and what is wrong with it.
    Error(&'static str),
}

impl Token {
    /// The name by which errors call the token.
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::ObjectBegin => "T_OBJ_BEGIN",
            Self::ObjectEnd => "T_OBJ_END",
            Self::ArrayBegin => "T_ARR_BEGIN",
            Self::ArrayEnd => "T_ARR_END",
            Self::Text(_) => "T_STRING",
            Self::Number(_) => "T_NUMBER",
            Self::Boolean(_) => "T_BOOLEAN",
            Self::Null => "T_NULL",
            Self::Colon => "T_COLON",
            Self::Comma => "T_COMMA",
            Self::End => "T_END",
            Self::Error(reason) => reason,
        }
    }
}

/// Reads tokens one by one. A NUL ends the text, as in C.
pub(super) struct Tokens<'t> {
    text: &'t [u8],
    pub(super) at: usize,
    takes_invalid: bool,
}

impl<'t> Tokens<'t> {
    pub(super) fn new(text: &'t [u8], settings: &Settings) -> Self {
        Self { text, at: 0, takes_invalid: settings.decode_invalid }
    }

    fn byte(&self, ahead: usize) -> u8 {
        self.text.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn rest(&self) -> &'t [u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The next token, and where it stands; an error stands where it was found.
    pub(super) fn next(&mut self) -> (Token, usize) {
        while matches!(self.byte(0), b' ' | b'\t' | b'\n' | b'\r') {
            self.at += 1;
        }
        let start = self.at;
        let token = match self.byte(0) {
            0 => return (Token::End, start),
            b'{' => self.punctuation(Token::ObjectBegin),
            b'}' => self.punctuation(Token::ObjectEnd),
            b'[' => self.punctuation(Token::ArrayBegin),
            b']' => self.punctuation(Token::ArrayEnd),
            b',' => self.punctuation(Token::Comma),
            b':' => self.punctuation(Token::Colon),
            b'"' => self.string(),
            b'-' | b'0'..=b'9' => {
                if !self.takes_invalid && self.is_invalid_number() {
                    Token::Error("invalid number")
                } else {
                    self.number()
                }
            }
            b'f' | b'i' | b'I' | b'n' | b'N' | b't' | b'+' => self.word(),
            _ => Token::Error("invalid token"),
        };
        let at = if matches!(token, Token::Error(_)) { self.at } else { start };
        (token, at)
    }

    fn punctuation(&mut self, token: Token) -> Token {
        self.at += 1;
        token
    }

    fn word(&mut self) -> Token {
        for (word, token) in [
            ("true", Token::Boolean(true)),
            ("false", Token::Boolean(false)),
            ("null", Token::Null),
        ] {
            if self.rest().starts_with(word.as_bytes()) {
                self.at += word.len();
                return token;
            }
        }
        if self.takes_invalid && self.is_invalid_number() {
            return self.number();
        }
        Token::Error("invalid token")
    }

    /// Tells whether a number is one that `strtod` takes but JSON does not.
    fn is_invalid_number(&self) -> bool {
        if self.byte(0) == b'+' {
            return true;
        }
        let rest = self.rest();
        match rest.strip_prefix(b"-").unwrap_or(rest) {
            [b'0', b'x' | b'X' | b'0'..=b'9', ..] => true,
            [..=b'9', ..] | [] => false,
            word => word.get(..3).is_some_and(|word| {
                word.eq_ignore_ascii_case(b"inf") || word.eq_ignore_ascii_case(b"nan")
            }),
        }
    }

    fn number(&mut self) -> Token {
        match strtod(self.rest()) {
            Some((number, len)) => {
                self.at += len;
                Token::Number(number)
            }
            None => Token::Error("invalid number"),
        }
    }

    fn string(&mut self) -> Token {
        self.at += 1;
        let mut text = Vec::new();
        loop {
            match self.byte(0) {
                b'"' => break,
                0 => return Token::Error("unexpected end of string"),
                b'\\' => {
                    let plain = match self.byte(1) {
                        b'u' => match self.unicode() {
                            Some((code, len)) => {
                                let mut utf8 = [0; 4];
                                text.extend_from_slice(encode_utf8(code, &mut utf8));
                                self.at += len;
                                continue;
                            }
                            None => return Token::Error("invalid unicode escape code"),
                        },
                        byte @ (b'"' | b'\\' | b'/') => byte,
                        b'b' => 0x08,
                        b't' => b'\t',
                        b'n' => b'\n',
                        b'f' => 0x0c,
                        b'r' => b'\r',
                        _ => return Token::Error("invalid escape code"),
                    };
                    text.push(plain);
                    self.at += 2;
                }
                byte => {
                    text.push(byte);
                    self.at += 1;
                }
            }
        }
        self.at += 1;
        Token::Text(text)
    }

    /// The code point of a `\u` escape, or of a pair of them, and the length of both.
    fn unicode(&self) -> Option<(u32, usize)> {
        let high = self.hex(2)?;
        if high & 0xf800 != 0xd800 {
            return Some((high, 6));
        }
        if high & 0x400 != 0 || self.byte(6) != b'\\' || self.byte(7) != b'u' {
            return None;
        }
        let low = self.hex(8)?;
        (low & 0xfc00 == 0xdc00).then(|| (((high & 0x3ff) << 10 | (low & 0x3ff)) + 0x10000, 12))
    }

    fn hex(&self, ahead: usize) -> Option<u32> {
        (ahead..ahead + 4).try_fold(0, |value, ahead| {
            Some(value << 4 | char::from(self.byte(ahead)).to_digit(16)?)
        })
    }
}

/// UTF-8 of a code point.
fn encode_utf8(code: u32, buffer: &mut [u8; 4]) -> &[u8] {
    // Surrogates were paired or refused.
    char::from_u32(code).unwrap_or('\u{fffd}').encode_utf8(buffer).as_bytes()
}

/// Reads a number as C's `strtod` does: decimal, hexadecimal with binary exponent, `inf`, `nan`. The number, and how
/// many bytes it took.
pub(super) fn strtod(text: &[u8]) -> Option<(f64, usize)> {
    let (negative, sign) = match text.first() {
        Some(b'-') => (true, 1),
        Some(b'+') => (false, 1),
        _ => (false, 0),
    };
    let rest = text.get(sign..).unwrap_or_default();
    let (number, len) = special(rest).or_else(|| hexadecimal(rest)).or_else(|| decimal(rest))?;
    Some((if negative { -number } else { number }, sign + len))
}

fn special(text: &[u8]) -> Option<(f64, usize)> {
    let starts =
        |word: &[u8]| text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
    if starts(b"infinity") {
        return Some((f64::INFINITY, 8));
    }
    if starts(b"inf") {
        return Some((f64::INFINITY, 3));
    }
    if !starts(b"nan") {
        return None;
    }
    // `nan(...)` takes letters, digits and underscores.
    let tail = text.get(3..).unwrap_or_default();
    let inside = match tail.split_first() {
        Some((b'(', inside)) => {
            inside.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count()
        }
        _ => return Some((f64::NAN, 3)),
    };
    Some((f64::NAN, if tail.get(inside + 1) == Some(&b')') { inside + 5 } else { 3 }))
}

fn digits(text: &[u8], from: usize, is_digit: fn(&u8) -> bool) -> usize {
    text.get(from..).unwrap_or_default().iter().take_while(|byte| is_digit(byte)).count()
}

/// The length of an exponent (`e+12`) at a place, 0 where there is none.
fn exponent(text: &[u8], at: usize, letter: u8) -> usize {
    if text.get(at).map(u8::to_ascii_lowercase) != Some(letter) {
        return 0;
    }
    let sign = usize::from(matches!(text.get(at + 1), Some(b'+' | b'-')));
    match digits(text, at + 1 + sign, u8::is_ascii_digit) {
        0 => 0,
        count => 1 + sign + count,
    }
}

fn decimal(text: &[u8]) -> Option<(f64, usize)> {
    let whole = digits(text, 0, u8::is_ascii_digit);
    let mut len = whole;
    if text.get(len) == Some(&b'.') {
        let fraction = digits(text, len + 1, u8::is_ascii_digit);
        if whole + fraction == 0 {
            return None;
        }
        len += 1 + fraction;
    }
    if len == 0 {
        return None;
    }
    len += exponent(text, len, b'e');
    let number = std::str::from_utf8(text.get(..len)?).ok()?;
    Some((number.parse().ok()?, len))
}

/// `0x1.8p3`. Rounded to nearest even, as glibc does.
fn hexadecimal(text: &[u8]) -> Option<(f64, usize)> {
    if !matches!(text, [b'0', b'x' | b'X', ..]) {
        return None;
    }
    let whole = digits(text, 2, u8::is_ascii_hexdigit);
    let mut len = 2 + whole;
    let mut fraction = 0;
    if text.get(len) == Some(&b'.') {
        fraction = digits(text, len + 1, u8::is_ascii_hexdigit);
        if whole + fraction > 0 {
            len += 1 + fraction;
        }
    }
    if whole + fraction == 0 {
        return None;
    }
    let (mut mantissa, mut scale, mut sticky) = (0u64, 0i64, false);
    for digit in text.get(2..len)?.iter().filter_map(|byte| char::from(*byte).to_digit(16)) {
        if mantissa >> 60 == 0 {
            mantissa = mantissa << 4 | u64::from(digit);
        } else {
            scale += 4;
            sticky |= digit != 0;
        }
    }
    scale -= 4 * i64::try_from(fraction).unwrap_or(0);
    let power = exponent(text, len, b'p');
    if power > 0 {
        let text = std::str::from_utf8(text.get(len + 1..len + power)?).ok()?;
        let value: i64 = text
            .trim_start_matches('+')
            .parse()
            .unwrap_or_else(|_| if text.starts_with('-') { i64::MIN } else { i64::MAX });
        // What is beyond the input's own length and 1100 is infinite or zero anyway.
        let most = i64::from(u32::MAX);
        let value = value.clamp(-most, most);
        scale = scale.saturating_add(value);
        len += power;
    }
    Some((scaled(mantissa, scale, sticky), len))
}

/// `mantissa * 2^scale`, rounded to nearest even; `sticky` tells that digits were dropped below.
fn scaled(mantissa: u64, scale: i64, sticky: bool) -> f64 {
    if mantissa == 0 {
        return 0.0;
    }
    let bits = 64 - i64::from(mantissa.leading_zeros());
    let exponent = bits + scale;
    // A normal number keeps 53 bits, one below 2^-1022 fewer.
    let keep = (53).min(exponent + 1074);
    if keep < 0 || exponent > 1024 {
        return if keep < 0 { 0.0 } else { f64::INFINITY };
    }
    let drop = u32::try_from((bits - keep).max(0)).unwrap_or(64);
    let (kept, rest, half) = match drop {
        0 => (mantissa, 0, 0),
        64.. => (0, mantissa, 1 << 63),
        _ => (mantissa >> drop, mantissa & ((1 << drop) - 1), 1 << (drop - 1)),
    };
    let up = drop > 0 && (rest > half || (rest == half && (sticky || kept & 1 == 1)));
    let kept = kept + u64::from(up);
    let mut number = f64::from(u32::try_from(kept >> 32).unwrap_or(0)) * 4_294_967_296.0
        + f64::from(u32::try_from(kept & 0xffff_ffff).unwrap_or(0));
    let mut power = scale + i64::from(drop);
    // Exact: the number has no more bits than the result can hold.
    while power != 0 {
        let step = power.clamp(-512, 512);
        number *= 2f64.powi(i32::try_from(step).unwrap_or(0));
        power -= step;
        if number == 0.0 || number.is_infinite() {
            break;
        }
    }
    number
}

#[cfg(test)]
mod tests {
    use super::strtod;

    #[test]
    fn numbers_that_only_c_knows() {
        for (text, number, len) in [
            ("12.5e3x", 12500.0, 6),
            ("1e", 1.0, 1),
            ("1.", 1.0, 2),
            (".5", 0.5, 2),
            ("0x10", 16.0, 4),
            ("0x1.8p3", 12.0, 7),
            ("0x.8", 0.5, 4),
            ("0xg", 0.0, 1),
            ("-Infinity", f64::NEG_INFINITY, 9),
            ("infx", f64::INFINITY, 3),
            ("+7", 7.0, 2),
            ("1e999", f64::INFINITY, 5),
            ("0x1p-1074", 5e-324, 9),
            ("0x0.8p-1074", 0.0, 11),
            ("0x1.8p-1074", 1e-323, 11),
            ("0x1fffffffffffff8p0", 144115188075855870.0, 19),
            ("0x1fffffffffffffp1", 18014398509481982.0, 18),
            ("0x1p1024", f64::INFINITY, 8),
            ("0x1p9223372036854775807", f64::INFINITY, 23),
            ("0x1p-99999999999999999999", 0.0, 25),
            ("0x0p99", 0.0, 6),
        ] {
            assert_eq!(strtod(text.as_bytes()), Some((number, len)), "{text}");
        }
        assert!(strtod(b"nan(12)x").is_some_and(|(number, len)| number.is_nan() && len == 7));
        assert_eq!(strtod(b"-"), None);
        assert_eq!(strtod(b"."), None);
    }
}
