//! Lengths, strings, numbers and scores, as `rdbSaveLen`, `rdbSaveRawString` and `rdbSaveDoubleValue` (`rdb.c`) spell
//! them.

use super::{lzf::Compressor, out::Out};
use crate::{RdbString, StringForm};
use std::{fmt, fmt::Write as _};

/// The longest text of an integer that is looked at: `-2147483648`.
const INTEGER_TEXT: usize = 11;
/// The longest string that is never compressed.
const COMPRESSED_ABOVE: usize = 20;

const INT8: u8 = 0xc0;
const INT16: u8 = 0xc1;
const INT32: u8 = 0xc2;
const LZF: u8 = 0xc3;

/// Writes a length in its shortest form.
#[inline]
pub(super) fn length<O: Out + ?Sized>(out: &mut O, len: u64) {
    if let Ok(len) = u32::try_from(len) {
        let [high, upper, lower, low] = len.to_be_bytes();
        match len {
            0..0x40 => out.put(&[low]),
            0x40..0x4000 => out.put(&[0x40 | lower, low]),
            _ => out.put(&[0x80, high, upper, lower, low]),
        }
    } else {
        out.put(&[0x81]);
        out.put(&len.to_be_bytes());
    }
}

/// How strings are written.
#[derive(Default)]
pub(super) struct Strings {
    compressor: Option<Box<Compressor>>,
}

impl Strings {
    /// Makes strings of more than twenty bytes be compressed where that saves four bytes.
    pub(super) fn compress(&mut self) {
        self.compressor = Some(Box::default());
    }

    /// Writes a string: as an integer where it is the canonical text of one, compressed where that is wanted and worth
    /// it, else as it is.
    #[inline]
    pub(super) fn put<O: Out + ?Sized>(&mut self, out: &mut O, text: &[u8]) {
        if text.len() <= INTEGER_TEXT
            && let Some(value) = canonical(text)
            && let Ok(value) = i32::try_from(value)
        {
            return integer(out, value);
        }
        if text.len() > COMPRESSED_ABOVE
            && let Some(compressor) = &mut self.compressor
            && let Some(compressed) = compressor.compress(text)
        {
            return self::compressed(out, compressed, text.len() as u64);
        }
        raw(out, text);
    }
}

/// Writes a string as it is.
#[inline]
pub(super) fn raw<O: Out + ?Sized>(out: &mut O, text: &[u8]) {
    length(out, text.len() as u64);
    out.put(text);
}

/// Writes a string of another snapshot in the form that it has there, with the shortest lengths.
pub(super) fn stored<O: Out + ?Sized>(out: &mut O, string: &RdbString<'_>) {
    match string.form() {
        StringForm::Raw(bytes) => raw(out, bytes),
        StringForm::Integer(value) => integer(out, value),
        StringForm::Compressed { bytes, len } => compressed(out, bytes, len),
    }
}

fn compressed<O: Out + ?Sized>(out: &mut O, bytes: &[u8], len: u64) {
    out.put(&[LZF]);
    length(out, bytes.len() as u64);
    length(out, len);
    out.put(bytes);
}

/// Writes the text of an integer, in the smallest form.
fn integer<O: Out + ?Sized>(out: &mut O, value: i32) {
    let [a, b, c, d] = value.to_le_bytes();
    if i8::try_from(value).is_ok() {
        out.put(&[INT8, a]);
    } else if i16::try_from(value).is_ok() {
        out.put(&[INT16, a, b]);
    } else {
        out.put(&[INT32, a, b, c, d]);
    }
}

/// Returns the integer whose text this is, if it is the text that the integer has: no sign but a minus before a number,
/// no leading zero, no space (`string2ll`, `util.c`).
pub(super) fn canonical(text: &[u8]) -> Option<i64> {
    let (negative, digits) = match text {
        [b'0'] => return Some(0),
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    if !matches!(digits.first(), Some(b'1'..=b'9')) {
        return None;
    }
    let mut value = 0i64;
    for digit in digits {
        let digit = i64::from(digit.checked_sub(b'0').filter(|digit| *digit <= 9)?);
        value = value.checked_mul(10)?;
        value = if negative { value.checked_sub(digit)? } else { value.checked_add(digit)? };
    }
    Some(value)
}

const NAN: u8 = 253;
const POSITIVE_INFINITY: u8 = 254;
const NEGATIVE_INFINITY: u8 = 255;

/// Writes a score as text behind its length: the shortest decimal text that reads back to the same number.
pub(super) fn score_text<O: Out + ?Sized>(out: &mut O, score: f64) {
    if score.is_nan() {
        return out.put(&[NAN]);
    }
    if score.is_infinite() {
        return out.put(&[if score > 0.0 { POSITIVE_INFINITY } else { NEGATIVE_INFINITY }]);
    }
    let mut text = Line::default();
    // Neither fails: the longest is `-2.2250738585072014e-308`.
    let _ = if score.fract() == 0.0 && score.abs() < 1e15 {
        write!(text, "{score}")
    } else {
        write!(text, "{score:?}")
    };
    let text = text.bytes();
    out.put(&[text.len().to_le_bytes()[0]]);
    out.put(text);
}

/// A short text, in place.
#[derive(Default)]
struct Line {
    bytes: [u8; 32],
    len: usize,
}

impl Line {
    fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }
}

impl fmt::Write for Line {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let rest = self.bytes.get_mut(self.len..).unwrap_or_default();
        let room = rest.get_mut(..text.len()).ok_or(fmt::Error)?;
        room.copy_from_slice(text.as_bytes());
        self.len = self.len.saturating_add(text.len());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Region, cursor::Cursor, encoding};
    use proptest::prelude::*;

    fn put(text: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        Strings::default().put(&mut out, text);
        out
    }

    #[test]
    fn lengths_change_their_form_where_the_servers_change_it() {
        let bytes = |len| {
            let mut out = Vec::new();
            length(&mut out, len);
            out
        };
        assert_eq!(bytes(63), [63]);
        assert_eq!(bytes(64), [0x40, 64]);
        assert_eq!(bytes(16383), [0x7f, 0xff]);
        assert_eq!(bytes(16384), [0x80, 0, 0, 0x40, 0]);
        assert_eq!(bytes(u32::MAX.into()), [0x80, 255, 255, 255, 255]);
        assert_eq!(bytes(1 << 32), [0x81, 0, 0, 0, 1, 0, 0, 0, 0]);
    }

    #[test]
    fn only_the_canonical_text_of_an_integer_becomes_one() {
        assert_eq!(put(b"0"), [0xc0, 0]);
        assert_eq!(put(b"-128"), [0xc0, 0x80]);
        assert_eq!(put(b"300"), [0xc1, 0x2c, 0x01]);
        assert_eq!(put(b"-2147483648"), [0xc2, 0, 0, 0, 0x80]);
        for text in ["007", "+1", " 1", "-0", "1 ", "", "-", "2147483648", "1e3", "00"] {
            let expected = [&[u8::try_from(text.len()).unwrap()][..], text.as_bytes()].concat();
            assert_eq!(put(text.as_bytes()), expected, "{text:?}");
        }
    }

    fn score(value: f64) -> (Vec<u8>, f64) {
        let mut out = Vec::new();
        score_text(&mut out, value);
        let read = encoding::double::read_ascii(&mut Cursor::new(&out, 0, Region::File)).unwrap();
        (out, read)
    }

    #[test]
    fn scores_are_spelled_as_shortly_as_they_can_be() {
        assert_eq!(score(17.0).0, b"\x0217");
        assert_eq!(score(-0.0).0, b"\x02-0");
        assert_eq!(score(1.5).0, b"\x031.5");
        assert_eq!(score(1e300).0, b"\x051e300");
        assert_eq!(score(f64::INFINITY).0, [254]);
        assert_eq!(score(f64::NEG_INFINITY).0, [255]);
        assert_eq!(score(f64::NAN).0, [253]);
        assert_eq!(score(-f64::MIN_POSITIVE).0.len(), 25);
    }

    proptest! {
        #[test]
        fn a_string_reads_back(text: Vec<u8>, number: i64) {
            for text in [&text[..], number.to_string().as_bytes()] {
                let out = put(text);
                let mut cursor = Cursor::new(&out, 0, Region::File);
                let string = RdbString::read(&mut cursor, "x").unwrap();
                prop_assert_eq!(&*string.to_cow().unwrap(), text);
                let mut again = Vec::new();
                stored(&mut again, &string);
                prop_assert_eq!(again, out);
            }
        }

        #[test]
        fn canonical_is_what_the_number_would_print(text in "[-+0-9 ]{0,21}") {
            let expected = text.parse::<i64>().ok().filter(|value| value.to_string() == text);
            prop_assert_eq!(canonical(text.as_bytes()), expected);
        }

        #[test]
        fn a_score_reads_back(value: f64) {
            let read = score(value).1;
            prop_assert!(read.to_bits() == value.to_bits() || value.is_nan() && read.is_nan());
        }
    }
}
