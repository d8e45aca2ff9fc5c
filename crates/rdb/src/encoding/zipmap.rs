//! Zipmaps (`zipmap.c`, Redis 2.0 to 2.4; loaded and converted since).
//!
//! A count, pairs of field and value, FF. Between a value's length and the value stands one byte that tells how many
//! unused bytes follow the value. Everything is text.

use super::packed;
use crate::{Error, Region, cursor::Cursor};

const WIDE_LENGTH: u8 = 0xfe;
const END: u8 = 0xff;
/// From this count on the header states nothing: walk to know.
const UNKNOWN_COUNT: u64 = 254;

/// A zipmap being read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Zipmap<'a> {
    cursor: Cursor<'a>,
    count: u64,
    read: u64,
}

/// A pair, and how many unused bytes follow it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ZipmapPair<'a> {
    pub(crate) field: &'a [u8],
    pub(crate) value: &'a [u8],
    pub(crate) free: u8,
}

impl<'a> Zipmap<'a> {
    /// Which structure it is.
    pub(crate) const REGION: Region = Region::Zipmap;

    /// Reads the count.
    pub(crate) fn open(mut cursor: Cursor<'a>) -> Result<Self, Error> {
        let count = cursor.byte("the count of a zipmap")?;
        Ok(Self { cursor, count: count.into(), read: 0 })
    }

    /// Returns the position of the next pair.
    pub(crate) fn position(&self) -> u64 {
        self.cursor.position()
    }

    /// Returns the next pair; at the end mark, checks the count.
    pub(crate) fn next_pair(&mut self) -> Result<Option<ZipmapPair<'a>>, Error> {
        if self.cursor.peek() == Some(END) {
            let mut end = self.cursor;
            end.byte("the end mark of a zipmap")?;
            packed::check_end(&end)?;
            let declared = self.count.min(UNKNOWN_COUNT);
            packed::check_count(&self.cursor, declared, UNKNOWN_COUNT, self.read)?;
            return Ok(None);
        }
        let field_len = self.length("the length of a zipmap field")?;
        let field = self.cursor.take(field_len, "a zipmap field")?;
        let value_len = self.length("the length of a zipmap value")?;
        let free = self.cursor.byte("the unused bytes of a zipmap value")?;
        let value = self.cursor.take(value_len, "a zipmap value")?;
        self.cursor.take(free.into(), "the unused bytes of a zipmap value")?;
        self.read = self.read.saturating_add(1);
        Ok(Some(ZipmapPair { field, value, free }))
    }

    fn length(&mut self, what: &'static str) -> Result<u64, Error> {
        let start = self.cursor.mark();
        match self.cursor.byte(what)? {
            WIDE_LENGTH => Ok(self.cursor.u32_le(what)?.into()),
            END => {
                let kind = crate::ErrorKind::PackedEntry { region: Region::Zipmap, found: END };
                Err(self.cursor.error_at(start, kind))
            }
            small => Ok(small.into()),
        }
    }

    /// Returns the count that the header states, or `None` where it states none.
    pub(crate) fn count_in([count]: [u8; 1]) -> Option<u64> {
        (u64::from(count) < UNKNOWN_COUNT).then_some(count.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Pairs = Vec<(Vec<u8>, Vec<u8>)>;

    fn read(bytes: &[u8]) -> Result<Pairs, Error> {
        let mut map = Zipmap::open(Cursor::new(bytes, 0, Region::Zipmap))?;
        let mut all = Vec::new();
        while let Some(pair) = map.next_pair()? {
            all.push((pair.field.to_vec(), pair.value.to_vec()));
        }
        Ok(all)
    }

    #[test]
    fn unused_bytes_stand_behind_the_value_only() {
        let pairs = read(b"\x02\x03foo\x03\x00bar\x05hello\x05\x02worldxx\xff").unwrap();
        assert_eq!(pairs[0], (b"foo".to_vec(), b"bar".to_vec()));
        assert_eq!(pairs[1], (b"hello".to_vec(), b"world".to_vec()));
    }

    #[test]
    fn long_fields_and_values_have_four_byte_lengths() {
        let mut map = vec![255, 0xfe, 0x2c, 1, 0, 0];
        map.extend([b'f'; 300]);
        map.extend([0xfe, 0xfd, 0, 0, 0, 0]);
        map.extend([b'v'; 253]);
        map.push(0xff);
        let pairs = read(&map).unwrap();
        assert_eq!((pairs[0].0.len(), pairs[0].1.len()), (300, 253));
    }

    #[test]
    fn each_lie_has_its_name() {
        let id = |bytes: &[u8]| read(bytes).unwrap_err().id();
        assert_eq!(id(b"\x02\x01a\x01\x00b\xff"), "zipmap-count");
        assert_eq!(id(b"\x01\x01a\x01\x00b\xff!"), "zipmap-end");
        assert_eq!(id(b"\x01\x01a\xff"), "zipmap-entry");
        assert_eq!(id(b"\x01\x01a\x01\x09b\xff"), "zipmap-truncated");
        assert_eq!(id(b""), "zipmap-truncated");
        assert_eq!(id(b"\x00"), "zipmap-truncated");
    }

    proptest! {
        #[test]
        fn any_bytes_give_pairs_or_an_error(bytes: Vec<u8>) {
            if let Err(error) = read(&bytes) {
                prop_assert!(error.at() <= bytes.len() as u64);
            }
        }
    }
}
