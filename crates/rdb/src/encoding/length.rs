//! The length encoding: one to nine bytes, the two top bits of the first deciding (`rdbLoadLenByRef`, `rdb.c`).
//!
//! Lengths are big-endian, as almost nothing else in the format is. The full range of 64 bits is legal: a stream's
//! unknown `entries_read` is written as 2⁶⁴−1, so no value can serve as a sentinel.

use crate::{
    Error, ErrorKind,
    cursor::{Cursor, Mark},
};

/// What the first byte of a length or string can announce.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Length {
    /// A number: of bytes, of elements, of a database.
    Plain(u64),
    /// The special form of a string, its number in the low six bits.
    Special(u8),
}

const SIX_BITS: u8 = 0x3f;
const LEN_32: u8 = 0x80;
const LEN_64: u8 = 0x81;

impl Length {
    /// Reads a length, or the announcement of a special string.
    ///
    /// `82` to `BF` are refused, as by 4.0 and later; before, all of them were taken for 32-bit lengths, but no server
    /// ever wrote one.
    #[inline]
    pub(crate) fn read(cursor: &mut Cursor<'_>, what: &'static str) -> Result<Self, Error> {
        let start = cursor.mark();
        let first = cursor.byte(what)?;
        match first >> 6 {
            0 => Ok(Self::Plain(u64::from(first))),
            1 => {
                let low = cursor.byte(what).map_err(|_| cursor.truncated_at(start, what, 2))?;
                Ok(Self::Plain(u64::from(u16::from_be_bytes([first & SIX_BITS, low]))))
            }
            3 => Ok(Self::Special(first & SIX_BITS)),
            _ => Self::read_wide(cursor, start, first, what),
        }
    }

    fn read_wide(
        cursor: &mut Cursor<'_>,
        start: Mark,
        first: u8,
        what: &'static str,
    ) -> Result<Self, Error> {
        match first {
            LEN_32 => match cursor.u32_be(what) {
                Ok(length) => Ok(Self::Plain(u64::from(length))),
                Err(_) => Err(cursor.truncated_at(start, what, 5)),
            },
            LEN_64 => match cursor.u64_be(what) {
                Ok(length) => Ok(Self::Plain(length)),
                Err(_) => Err(cursor.truncated_at(start, what, 9)),
            },
            found => Err(cursor.error_at(start, ErrorKind::LengthEncoding { found })),
        }
    }
}

/// Reads a plain number. The special forms are refused, although the servers would take their six bits for a number.
#[inline]
pub(crate) fn read(cursor: &mut Cursor<'_>, what: &'static str) -> Result<u64, Error> {
    let start = cursor.mark();
    match Length::read(cursor, what)? {
        Length::Plain(length) => Ok(length),
        Length::Special(form) => {
            Err(cursor.error_at(start, ErrorKind::LengthIsString { what, found: form | !SIX_BITS }))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Region;
    use proptest::prelude::*;

    fn plain(bytes: &[u8]) -> Result<u64, Error> {
        let mut cursor = Cursor::new(bytes, 0, Region::File);
        let value = read(&mut cursor, "a number")?;
        assert_eq!(cursor.left(), 0);
        Ok(value)
    }

    #[test]
    fn each_form_is_read_at_its_edges() {
        assert_eq!(plain(&[0x00]).unwrap(), 0);
        assert_eq!(plain(&[0x3f]).unwrap(), 63);
        assert_eq!(plain(&[0x40, 0x40]).unwrap(), 64);
        assert_eq!(plain(&[0x7f, 0xff]).unwrap(), 16383);
        assert_eq!(plain(&[0x80, 0, 0, 0x40, 0]).unwrap(), 16384);
        assert_eq!(plain(&[0x80, 0xff, 0xff, 0xff, 0xff]).unwrap(), u64::from(u32::MAX));
        assert_eq!(plain(&[0x81, 0, 0, 0, 1, 0, 0, 0, 0]).unwrap(), 1 << 32);
    }

    #[test]
    fn unknown_entries_read_of_a_stream_are_a_number() {
        assert_eq!(plain(&[0x81, 255, 255, 255, 255, 255, 255, 255, 255]).unwrap(), u64::MAX);
    }

    #[test]
    fn a_longer_form_than_needed_is_legal() {
        assert_eq!(plain(&[0x40, 0x05]).unwrap(), 5);
        assert_eq!(plain(&[0x80, 0, 0, 0, 5]).unwrap(), 5);
    }

    #[test]
    fn a_mask_does_not_turn_an_unassigned_form_into_a_length() {
        for first in 0x82..=0xbf {
            assert_eq!(plain(&[first, 0, 0, 0, 0]).unwrap_err().id(), "rdb-length-encoding");
        }
    }

    #[test]
    fn a_string_form_is_no_count() {
        let error = plain(&[0xc0, 5]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "expected a plain length for a number, found the string form c0, at byte 0"
        );
    }

    #[test]
    fn a_cut_length_is_reported_at_its_first_byte() {
        for cut in [&[][..], &[0x40], &[0x80, 0, 0, 0], &[0x81, 0, 0, 0, 0, 0, 0, 0]] {
            let error = plain(cut).unwrap_err();
            assert_eq!((error.id(), error.at()), ("rdb-truncated", 0));
        }
    }

    proptest! {
        #[test]
        fn any_bytes_give_a_value_or_an_error(bytes: Vec<u8>) {
            let mut cursor = Cursor::new(&bytes, 7, Region::File);
            if let Err(error) = Length::read(&mut cursor, "x") {
                prop_assert_eq!(error.at(), 7);
            }
        }
    }
}
