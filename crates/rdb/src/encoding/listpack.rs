//! Listpacks (`listpack.c`, Redis 5.0 for streams, 7.0 for everything else).
//!
//! A header of six bytes, entries, FF. Behind each entry stands its own size (`backlen`) in up to five bytes, so that
//! the list can be walked from its end. No server checks the entries unless told to; this reader always does.

use super::packed::{self, Packed, PackedValue};
use crate::{
    Error, ErrorKind, Region,
    cursor::{Cursor, Mark},
};

const END: u8 = 0xff;
const WHAT: &str = "a listpack entry";
const BACKLEN: &str = "the backlen of a listpack entry";

/// A listpack being read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Listpack<'a> {
    cursor: Cursor<'a>,
    count: u64,
    read: u64,
}

impl<'a> Packed<'a> for Listpack<'a> {
    const REGION: Region = Region::Listpack;

    fn open(mut cursor: Cursor<'a>) -> Result<Self, Error> {
        let bytes = cursor.u32_le("the size of a listpack")?;
        let count = cursor.u16_le("the count of a listpack")?;
        packed::check_size(&cursor, bytes.into())?;
        Ok(Self { cursor, count: count.into(), read: 0 })
    }

    #[inline]
    fn next_value(&mut self) -> Result<Option<PackedValue<'a>>, Error> {
        let start = self.cursor.mark();
        let first = self.cursor.byte("a listpack entry or the end mark")?;
        let value = match first {
            0x00..=0x7f => PackedValue::Integer(first.into()),
            0x80..=0xbf => PackedValue::Bytes(self.cursor.take((first & 0x3f).into(), WHAT)?),
            END => return self.end(start),
            _ => self.wide(start, first)?,
        };
        let size = self.cursor.passed(start);
        if size <= 127 && self.cursor.peek().map(u64::from) == Some(size) {
            self.cursor.byte(BACKLEN)?;
        } else {
            self.check_backlen(start, size)?;
        }
        self.read = self.read.saturating_add(1);
        Ok(Some(value))
    }

    fn read_so_far(&self) -> u64 {
        self.read
    }

    fn position(&self) -> u64 {
        self.cursor.position()
    }
}

impl<'a> Listpack<'a> {
    /// Reads what does not fit into the first byte.
    fn wide(&mut self, start: Mark, first: u8) -> Result<PackedValue<'a>, Error> {
        let cursor = &mut self.cursor;
        Ok(match first {
            0xc0..=0xdf => {
                // 13 bits in two's complement: shifted up to the sign, and back.
                let both = i16::from_be_bytes([first, cursor.byte(WHAT)?]);
                PackedValue::Integer(i64::from((both << 3) >> 3))
            }
            0xe0..=0xef => {
                let len = u16::from_be_bytes([first & 0x0f, cursor.byte(WHAT)?]);
                PackedValue::Bytes(cursor.take(len.into(), WHAT)?)
            }
            0xf0 => {
                let len = cursor.u32_le(WHAT)?;
                PackedValue::Bytes(cursor.take(len.into(), WHAT)?)
            }
            0xf1 => PackedValue::Integer(cursor.i16_le(WHAT)?.into()),
            0xf2 => PackedValue::Integer(cursor.i24_le(WHAT)?.into()),
            0xf3 => PackedValue::Integer(cursor.i32_le(WHAT)?.into()),
            0xf4 => PackedValue::Integer(cursor.i64_le(WHAT)?),
            found => {
                return Err(self.cursor.error_at(start, entry(found)));
            }
        })
    }

    /// Passes the backlen of an entry of `size` bytes: its number of bytes follows from the size, and so do they.
    #[inline(never)]
    fn check_backlen(&mut self, entry: Mark, size: u64) -> Result<(), Error> {
        let width = backlen_width(size);
        let mut found = 0;
        for index in 0..width {
            let byte = self.cursor.byte(BACKLEN)?;
            found = found << 7 | u64::from(byte & 0x7f);
            if (byte & 0x80 != 0) != (index != 0) {
                // The bit that tells the first byte from the others is wrong: no number at all.
                found = u64::from(byte) | 1 << 63;
                break;
            }
        }
        if found == size {
            return Ok(());
        }
        let kind = ErrorKind::PackedLink { region: Region::Listpack, expected: size, found };
        Err(self.cursor.error_at(entry, kind))
    }

    #[cold]
    fn end(&mut self, mark: Mark) -> Result<Option<PackedValue<'a>>, Error> {
        packed::check_end(&self.cursor)?;
        packed::check_count(&self.cursor, self.count, packed::UNKNOWN_COUNT, self.read)?;
        self.cursor.rewind(mark);
        Ok(None)
    }

    /// Returns the count that the header states, or `None` where it states none.
    pub(crate) fn count_in(head: [u8; 6]) -> Option<u64> {
        let [.., low, high] = head;
        packed::stated_count([low, high])
    }
}

fn entry(found: u8) -> ErrorKind {
    ErrorKind::PackedEntry { region: Region::Listpack, found }
}

/// Returns how many bytes the backlen of an entry of `size` bytes has.
///
/// The limits are one lower than base 128 suggests (`lpEncodeBacklen`): 16383 would fit into two bytes and takes three.
#[inline]
fn backlen_width(size: u64) -> u32 {
    match size {
        0..=127 => 1,
        128..=16382 => 2,
        16383..=2097150 => 3,
        2097151..=268435454 => 4,
        _ => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(bytes: &[u8]) -> Result<Vec<String>, Error> {
        let mut list = Listpack::open(Cursor::new(bytes, 0, Region::Listpack))?;
        let mut all = Vec::new();
        while let Some(value) = list.next_value()? {
            all.push(match value {
                PackedValue::Bytes(bytes) => format!("{:?}", autopsync_model::Bytes(bytes)),
                PackedValue::Integer(value) => value.to_string(),
            });
        }
        assert!(list.next_value()?.is_none());
        Ok(all)
    }

    const MIXED: &[u8] = &[
        0x1e, 0, 0, 0, 8, 0, 0x00, 0x01, 0x7f, 0x01, 0xc0, 0x80, 0x02, 0xdf, 0xff, 0x02, 0xcf,
        0xff, 0x02, 0xf1, 0x00, 0x10, 0x03, 0xdf, 0xfb, 0x02, 0x81, 0x61, 0x02, 0xff,
    ];

    #[test]
    fn integers_of_every_width_keep_their_sign() {
        assert_eq!(read(MIXED).unwrap(), ["0", "127", "128", "-1", "4095", "4096", "-5", "\"a\""]);
        let wide = [
            &[37, 0, 0, 0, 4, 0][..],
            &[0xf2, 0, 0, 0x80, 4],
            &[0xf3, 0, 0, 0, 0x80, 5],
            &[0xf4, 0, 0, 0, 0, 0, 0, 0, 0x80, 9],
            &[0xd0, 0x00, 2],
            &[0xff],
        ]
        .concat();
        let mut wide = wide;
        wide[0] = wide.len().try_into().unwrap();
        let expected = ["-8388608", "-2147483648", "-9223372036854775808", "-4096"];
        assert_eq!(read(&wide).unwrap(), expected);
    }

    /// One string of `len` bytes, with the backlen given.
    fn one(len: usize, encoding: &[u8], backlen: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0, 0, 0, 0, 1, 0];
        bytes.extend_from_slice(encoding);
        bytes.extend(std::iter::repeat_n(b'x', len));
        bytes.extend_from_slice(backlen);
        bytes.push(0xff);
        let total = u32::try_from(bytes.len()).unwrap().to_le_bytes();
        bytes[..4].copy_from_slice(&total);
        bytes
    }

    #[test]
    fn the_backlen_grows_one_before_base_128_would() {
        // 298 + 2 bytes; 16377 + 5 = 16382; 16378 + 5 = 16383.
        let cases: [(usize, &[u8], &[u8]); 3] = [
            (298, &[0xe1, 0x2a], &[0x02, 0xac]),
            (16377, &[0xf0, 0xf9, 0x3f, 0, 0], &[0x7f, 0xfe]),
            (16378, &[0xf0, 0xfa, 0x3f, 0, 0], &[0x00, 0xff, 0xff]),
        ];
        for (len, encoding, backlen) in cases {
            assert_eq!(read(&one(len, encoding, backlen)).unwrap().len(), 1);
            assert_eq!(read(&one(len, encoding, &[0x7f, 0x80])).unwrap_err().id(), "listpack-link");
        }
        assert_eq!(
            read(&one(16378, &[0xf0, 0xfa, 0x3f, 0, 0], &[0x7f, 0xff])).unwrap_err().id(),
            "listpack-link"
        );
    }

    #[test]
    fn each_lie_has_its_name() {
        let mut lie = MIXED.to_vec();
        lie[0] = 0x1f;
        assert_eq!(read(&lie).unwrap_err().id(), "listpack-size");
        let mut lie = MIXED.to_vec();
        lie[4] = 9;
        assert_eq!(read(&lie).unwrap_err().id(), "listpack-count");
        let mut lie = MIXED.to_vec();
        lie[8] = 0xf5;
        assert_eq!(read(&lie).unwrap_err().id(), "listpack-entry");
        let mut lie = MIXED.to_vec();
        lie[9] = 2;
        assert_eq!(read(&lie).unwrap_err().id(), "listpack-link");
        let mut lie = MIXED.to_vec();
        lie[8] = 0xff;
        assert_eq!(read(&lie).unwrap_err().id(), "listpack-end");
        let mut lie = MIXED.to_vec();
        lie[29] = 0;
        assert_eq!(read(&lie).unwrap_err().id(), "listpack-truncated");
    }

    #[test]
    fn a_count_of_65535_is_no_statement() {
        let mut unknown = MIXED.to_vec();
        unknown[4..6].copy_from_slice(&[0xff, 0xff]);
        assert_eq!(read(&unknown).unwrap().len(), 8);
    }

    proptest! {
        #[test]
        fn any_bytes_give_entries_or_an_error(mut bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            let total = u32::try_from(bytes.len()).unwrap().to_le_bytes();
            bytes.iter_mut().zip(total).for_each(|(to, from)| *to = from);
            if let Err(error) = read(&bytes) {
                prop_assert!(error.at() <= bytes.len() as u64);
            }
        }
    }
}
