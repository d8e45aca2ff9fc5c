//! Scores as text: the ASCII doubles of type 3, and the text that packed sorted sets hold.

use crate::{Error, ErrorKind, cursor::Cursor};

const NAN: u8 = 253;
const POSITIVE_INFINITY: u8 = 254;
const NEGATIVE_INFINITY: u8 = 255;
/// How much of a text that is no score an error keeps, in bytes.
const SHOWN: usize = 64;

/// Reads an ASCII double (`rdbLoadDoubleValue`, `rdb.c`): a length byte and as many characters, or one of three
/// length bytes that are values themselves.
pub(crate) fn read_ascii(cursor: &mut Cursor<'_>) -> Result<f64, Error> {
    let start = cursor.mark();
    match cursor.byte("a score")? {
        NAN => Ok(f64::NAN),
        POSITIVE_INFINITY => Ok(f64::INFINITY),
        NEGATIVE_INFINITY => Ok(f64::NEG_INFINITY),
        len => {
            let text = cursor.take(len.into(), "a score")?;
            parse(text).ok_or_else(|| cursor.error_at(start, score(text)))
        }
    }
}

/// Passes an ASCII double.
pub(crate) fn skip_ascii(cursor: &mut Cursor<'_>) -> Result<(), Error> {
    match cursor.byte("a score")? {
        NAN..=NEGATIVE_INFINITY => Ok(()),
        len => cursor.take(len.into(), "a score").map(|_| ()),
    }
}

/// Returns the number that a text spells: decimal, with or without an exponent, `inf`, `-inf` or `nan`.
pub(crate) fn parse(text: &[u8]) -> Option<f64> {
    std::str::from_utf8(text).ok()?.parse().ok()
}

/// Describes a text that is no score.
#[cold]
pub(crate) fn score(text: &[u8]) -> ErrorKind {
    ErrorKind::Score { found: text.iter().take(SHOWN).copied().collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Region;

    fn read(bytes: &[u8]) -> Result<f64, Error> {
        read_ascii(&mut Cursor::new(bytes, 0, Region::File))
    }

    #[test]
    #[allow(clippy::float_cmp, reason = "the bits are what matters")]
    fn infinities_and_nan_are_not_lengths() {
        assert_eq!(read(&[254]).unwrap(), f64::INFINITY);
        assert_eq!(read(&[255]).unwrap(), f64::NEG_INFINITY);
        assert!(read(&[253]).unwrap().is_nan());
        assert_eq!(read(b"\x031.5").unwrap(), 1.5);
        assert_eq!(read(b"\x051e+17").unwrap(), 1e17);
        assert!(read(b"\x02-0").unwrap().is_sign_negative());
    }

    #[test]
    fn a_word_is_no_score() {
        let error = read(b"\x03abc").unwrap_err();
        assert_eq!(error.to_string(), "expected the text of a score, found \"abc\", at byte 0");
        assert_eq!(read(b"\x03ab").unwrap_err().id(), "rdb-truncated");
    }
}
