//! Ziplists (`ziplist.c`, Redis 2.0 to 6.2; loaded and converted since).
//!
//! A header of ten bytes, entries, FF. Each entry begins with the size of the one before it (`prevlen`). Byte orders are
//! mixed on purpose: integers and `prevlen` are little-endian, the lengths of strings big-endian.

use super::packed::{self, Packed, PackedValue};
use crate::{
    Error, ErrorKind, Region,
    cursor::{Cursor, Mark},
};

const END: u8 = 0xff;
const WIDE_PREVLEN: u8 = 0xfe;
const WHAT: &str = "a ziplist entry";

/// A ziplist being read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ziplist<'a> {
    cursor: Cursor<'a>,
    count: u64,
    /// Where the header says that the last entry is, as a position.
    tail: u64,
    read: u64,
    /// Where the entry before the next one is, as a position.
    last: u64,
}

impl<'a> Packed<'a> for Ziplist<'a> {
    const REGION: Region = Region::Ziplist;

    fn open(mut cursor: Cursor<'a>) -> Result<Self, Error> {
        let bytes = cursor.u32_le("the size of a ziplist")?;
        let tail = cursor.u32_le("the tail of a ziplist")?;
        let count = cursor.u16_le("the count of a ziplist")?;
        packed::check_size(&cursor, bytes.into())?;
        let tail = cursor.position_at(Mark::START).saturating_add(tail.into());
        Ok(Self { cursor, count: count.into(), tail, read: 0, last: cursor.position() })
    }

    #[inline]
    fn next_value(&mut self) -> Result<Option<PackedValue<'a>>, Error> {
        let start = self.cursor.mark();
        let prevlen = match self.cursor.byte("a ziplist entry or the end mark")? {
            END => return self.end(start),
            WIDE_PREVLEN => u64::from(self.cursor.u32_le("the prevlen of a ziplist entry")?),
            small => u64::from(small),
        };
        let position = self.cursor.position_at(start);
        let expected = position.saturating_sub(self.last);
        if prevlen != expected {
            return Err(self.link(start, expected, prevlen));
        }
        self.last = position;
        let value = self.value()?;
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

impl<'a> Ziplist<'a> {
    #[cold]
    fn link(&self, entry: Mark, expected: u64, found: u64) -> Error {
        let kind = ErrorKind::PackedLink { region: Region::Ziplist, expected, found };
        self.cursor.error_at(entry, kind)
    }

    #[inline]
    fn value(&mut self) -> Result<PackedValue<'a>, Error> {
        let cursor = &mut self.cursor;
        let start = cursor.mark();
        let first = cursor.byte(WHAT)?;
        Ok(match first {
            0x00..=0x3f => PackedValue::Bytes(cursor.take(first.into(), WHAT)?),
            0x40..=0x7f => {
                let len = u16::from_be_bytes([first & 0x3f, cursor.byte(WHAT)?]);
                PackedValue::Bytes(cursor.take(len.into(), WHAT)?)
            }
            0x80..=0xbf => {
                let len = cursor.u32_be(WHAT)?;
                PackedValue::Bytes(cursor.take(len.into(), WHAT)?)
            }
            0xc0 => PackedValue::Integer(cursor.i16_le(WHAT)?.into()),
            0xd0 => PackedValue::Integer(cursor.i32_le(WHAT)?.into()),
            0xe0 => PackedValue::Integer(cursor.i64_le(WHAT)?),
            0xf0 => PackedValue::Integer(cursor.i24_le(WHAT)?.into()),
            0xfe => PackedValue::Integer(cursor.byte(WHAT)?.cast_signed().into()),
            0xf1..=0xfd => PackedValue::Integer(i64::from(first & 0x0f).saturating_sub(1)),
            found => {
                return Err(self
                    .cursor
                    .error_at(start, ErrorKind::PackedEntry { region: Region::Ziplist, found }));
            }
        })
    }

    #[cold]
    fn end(&mut self, mark: Mark) -> Result<Option<PackedValue<'a>>, Error> {
        packed::check_end(&self.cursor)?;
        packed::check_count(&self.cursor, self.count, packed::UNKNOWN_COUNT, self.read)?;
        if self.tail != self.last {
            let start = self.cursor.position_at(Mark::START);
            let (expected, found) =
                (self.last.saturating_sub(start), self.tail.saturating_sub(start));
            return Err(self
                .cursor
                .error_at(Mark::START, ErrorKind::PackedTail { expected, found }));
        }
        self.cursor.rewind(mark);
        Ok(None)
    }

    /// Returns the count that the header states, or `None` where it states none.
    pub(crate) fn count_in(head: [u8; 10]) -> Option<u64> {
        let [.., low, high] = head;
        packed::stated_count([low, high])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(bytes: &[u8]) -> Result<Vec<String>, Error> {
        let mut list = Ziplist::open(Cursor::new(bytes, 0, Region::Ziplist))?;
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

    /// Puts a header and the end mark around entries.
    fn ziplist(tail: u32, count: u16, entries: &[u8]) -> Vec<u8> {
        let total = u32::try_from(entries.len() + 11).unwrap();
        [&total.to_le_bytes(), &tail.to_le_bytes(), &count.to_le_bytes()[..], entries, &[0xff]]
            .concat()
    }

    #[test]
    fn immediates_of_version_6_are_read() {
        assert_eq!(read(&ziplist(12, 2, &[0x00, 0xf3, 0x02, 0xf6])).unwrap(), ["2", "5"]);
        assert_eq!(read(&ziplist(10, 1, &[0x00, 0xf1])).unwrap(), ["0"]);
        assert_eq!(read(&ziplist(10, 1, &[0x00, 0xfd])).unwrap(), ["12"]);
        assert_eq!(read(&ziplist(10, 0, &[])).unwrap(), [""; 0]);
    }

    #[test]
    fn integers_of_every_width_keep_their_sign() {
        let entries = [
            &[0, 0xfe, 0x80][..],
            &[3, 0xc0, 0x00, 0x80],
            &[4, 0xf0, 0x00, 0x00, 0x80],
            &[5, 0xd0, 0, 0, 0, 0x80],
            &[6, 0xe0, 0, 0, 0, 0, 0, 0, 0, 0x80],
        ];
        let expected = ["-128", "-32768", "-8388608", "-2147483648", "-9223372036854775808"];
        assert_eq!(read(&ziplist(28, 5, &entries.concat())).unwrap(), expected);
    }

    #[test]
    fn lengths_of_strings_are_big_endian_and_prevlen_is_not() {
        let mut entries = vec![0, 0x41, 0x04];
        entries.extend([b'x'; 260]);
        entries.extend([0xfe, 0x07, 0x01, 0, 0, 0x80, 0, 0, 0, 1, b'y']);
        assert_eq!(read(&ziplist(273, 2, &entries)).unwrap()[1], "\"y\"");
    }

    #[test]
    fn a_wide_prevlen_is_legal_for_a_small_entry() {
        let entries = [0x00, 0xf3, 0xfe, 0x02, 0, 0, 0, 0xf6];
        assert_eq!(read(&ziplist(12, 2, &entries)).unwrap(), ["2", "5"]);
    }

    #[test]
    fn each_lie_has_its_name() {
        let id = |bytes: Vec<u8>| read(&bytes).unwrap_err().id();
        assert_eq!(id(ziplist(12, 2, &[0x00, 0xf3, 0x03, 0xf6])), "ziplist-link");
        assert_eq!(id(ziplist(12, 3, &[0x00, 0xf3, 0x02, 0xf6])), "ziplist-count");
        assert_eq!(id(ziplist(10, 2, &[0x00, 0xf3, 0x02, 0xf6])), "ziplist-tail");
        assert_eq!(id(ziplist(12, 2, &[0x00, 0xf3, 0x02, 0xc1])), "ziplist-entry");
        assert_eq!(id(ziplist(12, 2, &[0x00, 0xf3, 0x02, 0xff])), "ziplist-entry");
        assert_eq!(id(ziplist(12, 2, &[0x00, 0xf3, 0x02, 0x05])), "ziplist-truncated");
        assert_eq!(id(ziplist(12, 2, &[0x00, 0xf3, 0xff, 0x05])), "ziplist-end");
        let mut lie = ziplist(12, 2, &[0x00, 0xf3, 0x02, 0xf6]);
        lie.push(0);
        assert_eq!(id(lie), "ziplist-size");
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
