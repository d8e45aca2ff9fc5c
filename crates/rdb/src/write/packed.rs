//! Listpacks, of which the nodes of streams are made (`listpack.c`, Redis 5.0).

use super::strings::canonical;

/// The count from which on a listpack does not state it.
const UNKNOWN_COUNT: u16 = u16::MAX;
/// Total size and count.
const HEAD_BYTES: usize = 6;
const END: u8 = 0xff;

/// Elements of a listpack, without its head and end.
#[derive(Debug, Default)]
pub(super) struct Elements {
    bytes: Vec<u8>,
    count: u64,
}

impl Elements {
    /// Appends an integer in its smallest form.
    pub(super) fn integer(&mut self, value: i64) {
        let start = self.bytes.len();
        let bytes = value.to_le_bytes();
        let [a, b, c, d, ..] = bytes;
        match value {
            0..=127 => self.bytes.push(a),
            // 13 bits in two's complement, the five high ones first.
            -4096..=4095 => self.bytes.extend([0xc0 | b & 0x1f, a]),
            -0x8000..=0x7fff => self.bytes.extend([0xf1, a, b]),
            -0x80_0000..=0x7f_ffff => self.bytes.extend([0xf2, a, b, c]),
            -0x8000_0000..=0x7fff_ffff => self.bytes.extend([0xf3, a, b, c, d]),
            _ => {
                self.bytes.push(0xf4);
                self.bytes.extend(bytes);
            }
        }
        self.end_element(start);
    }

    /// Appends a text, as an integer where it is the canonical text of one.
    ///
    /// A text above 4 GiB makes the list too large; see [`Elements::fits`].
    pub(super) fn text(&mut self, text: &[u8]) {
        if let Some(value) = canonical(text) {
            return self.integer(value);
        }
        let start = self.bytes.len();
        let [a, b, c, d, ..] = (text.len() as u64).to_le_bytes();
        match text.len() {
            0..=63 => self.bytes.push(0x80 | a),
            64..=4095 => self.bytes.extend([0xe0 | b, a]),
            _ => self.bytes.extend([0xf0, a, b, c, d]),
        }
        self.bytes.extend_from_slice(text);
        self.end_element(start);
    }

    /// Appends the size of the element that begins at `start`, most significant seven bits first; all bytes but the
    /// first have their high bit set.
    fn end_element(&mut self, start: usize) {
        let size = self.bytes.len().saturating_sub(start) as u64;
        let groups = match size {
            0..=127 => 1,
            128..=16382 => 2,
            16383..=2097150 => 3,
            2097151..=268435454 => 4,
            _ => 5,
        };
        for index in (0..groups).rev() {
            let group = (size >> (7u32.saturating_mul(index))).to_le_bytes()[0] & 0x7f;
            let mark = if index.saturating_add(1) == groups { 0 } else { 0x80 };
            self.bytes.push(group | mark);
        }
        self.count = self.count.saturating_add(1);
    }

    /// Appends elements.
    pub(super) fn append(&mut self, other: &Self) {
        self.bytes.extend_from_slice(&other.bytes);
        self.count = self.count.saturating_add(other.count);
    }

    pub(super) fn clear(&mut self) {
        self.bytes.clear();
        self.count = 0;
    }

    /// Returns the elements as they will be written.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Tells whether a listpack can have so many bytes.
    pub(super) fn fits(&self) -> bool {
        u32::try_from(self.size()).is_ok()
    }

    fn size(&self) -> u64 {
        (self.bytes.len() as u64).saturating_add(HEAD_BYTES as u64).saturating_add(1)
    }

    /// Appends the whole listpack to `out`, behind its length.
    pub(super) fn put_string(&self, out: &mut Vec<u8>) {
        super::strings::length(out, self.size());
        let [a, b, c, d, ..] = self.size().to_le_bytes();
        out.extend([a, b, c, d]);
        out.extend(u16::try_from(self.count).unwrap_or(UNKNOWN_COUNT).to_le_bytes());
        out.extend_from_slice(&self.bytes);
        out.push(END);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        RdbString, Region,
        cursor::Cursor,
        encoding::{
            listpack::Listpack,
            packed::{Packed, unpack},
        },
    };
    use proptest::prelude::*;

    fn read(elements: &Elements) -> Vec<Vec<u8>> {
        let mut bytes = Vec::new();
        elements.put_string(&mut bytes);
        let mut cursor = Cursor::new(&bytes, 0, Region::File);
        let string = RdbString::read(&mut cursor, "x").unwrap();
        unpack(&string, &mut crate::StringBuffer::default(), Region::Listpack, |cursor| {
            let mut list = Listpack::open(cursor)?;
            let mut texts = Vec::new();
            while let Some(value) = list.next_value()? {
                texts.push(value.text().to_vec());
            }
            Ok(texts)
        })
        .unwrap()
    }

    #[test]
    fn the_recorded_vector_is_written() {
        let mut list = Elements::default();
        for value in [0, 127, 128, -1, 4095, 4096, -5] {
            list.integer(value);
        }
        list.text(b"a");
        let mut bytes = Vec::new();
        list.put_string(&mut bytes);
        let expected = b"\x1e\x1e\0\0\0\x08\0\x00\x01\x7f\x01\xc0\x80\x02\xdf\xff\x02\xcf\xff\x02\xf1\0\x10\x03\xdf\xfb\x02\x81a\x02\xff";
        assert_eq!(bytes, expected);
    }

    #[test]
    fn sizes_at_the_edges_of_the_backlen_read_back() {
        let mut list = Elements::default();
        let lens = [63, 64, 4095, 4096, 16377, 16378, 2097145, 2097146];
        for len in lens {
            list.text(&vec![b'x'; len]);
        }
        assert_eq!(read(&list).iter().map(Vec::len).collect::<Vec<_>>(), lens);
    }

    #[test]
    fn a_list_of_65535_elements_does_not_state_its_count() {
        let mut list = Elements::default();
        (0..70000).for_each(|value| list.integer(value));
        assert_eq!(read(&list).len(), 70000);
    }

    proptest! {
        #[test]
        fn elements_read_back(
            integers: Vec<i64>,
            texts in proptest::collection::vec("[-0-9a]{0,6}", 0..9),
        ) {
            let mut list = Elements::default();
            let mut expected = Vec::new();
            for integer in integers {
                list.integer(integer);
                list.integer(integer >> 40);
                expected.push(integer.to_string().into_bytes());
                expected.push((integer >> 40).to_string().into_bytes());
            }
            for text in texts {
                list.text(text.as_bytes());
                expected.push(text.into_bytes());
            }
            prop_assert_eq!(read(&list), expected);
        }
    }
}
