//! Ziplists (`ziplist.c`, 2.2): total bytes, offset of the last entry, count, entries that begin with the length of
//! the one before, `FF`.

use super::numbers::{canonical_integer, fits, low_bytes, low8, low16, low32};

/// The widths in which a ziplist holds integers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZiplistInt {
    /// `F1` to `FD`: 0 to 12 in the encoding byte; from version 6 on.
    Immediate,
    /// `FE`, one byte; from version 6 on.
    I8,
    /// `C0`, two bytes.
    I16,
    /// `F0`, three bytes; from version 6 on.
    I24,
    /// `D0`, four bytes.
    I32,
    /// `E0`, eight bytes.
    I64,
}

/// A ziplist under construction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use]
pub struct Ziplist {
    entries: Vec<Vec<u8>>,
    long_lengths: bool,
    stated_count: Option<u16>,
}

impl Ziplist {
    /// Starts an empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// Fills one as a server from 2.6 on would: canonical integers as integers, the rest as text.
    pub fn of<T: AsRef<[u8]>>(elements: impl IntoIterator<Item = T>) -> Self {
        elements.into_iter().fold(Self::new(), |list, element| list.auto(element.as_ref()))
    }

    /// Adds an element as a server would.
    pub fn auto(self, element: &[u8]) -> Self {
        match canonical_integer(element) {
            Some(number) => self.int(number),
            None => self.text(element),
        }
    }

    /// Adds text in its shortest form: lengths of 6, 14 or 32 bits, all most significant first.
    pub fn text(self, text: &[u8]) -> Self {
        let length = text.len() as u64;
        let header = match length {
            0..64 => vec![low8(length)],
            64..0x4000 => vec![0x40 | low8(length >> 8), low8(length)],
            _ => return self.text_32(text),
        };
        self.entry(header, text)
    }

    /// Adds text with a length of 32 bits, however short.
    pub fn text_32(self, text: &[u8]) -> Self {
        let mut header = vec![0x80];
        header.extend_from_slice(&low32(text.len() as u64).to_be_bytes());
        self.entry(header, text)
    }

    /// Adds an integer in its shortest form.
    pub fn int(self, number: i64) -> Self {
        let form = match number {
            0..=12 => ZiplistInt::Immediate,
            n if fits(n, 1) => ZiplistInt::I8,
            n if fits(n, 2) => ZiplistInt::I16,
            n if fits(n, 3) => ZiplistInt::I24,
            n if fits(n, 4) => ZiplistInt::I32,
            _ => ZiplistInt::I64,
        };
        self.int_as(form, number)
    }

    /// Adds an integer in a given form, cut to what the form holds.
    pub fn int_as(self, form: ZiplistInt, number: i64) -> Self {
        let (encoding, width) = match form {
            ZiplistInt::Immediate => (0xf1 + low8(number.cast_unsigned() & 0x0f), 0),
            ZiplistInt::I8 => (0xfe, 1),
            ZiplistInt::I16 => (0xc0, 2),
            ZiplistInt::I24 => (0xf0, 3),
            ZiplistInt::I32 => (0xd0, 4),
            ZiplistInt::I64 => (0xe0, 8),
        };
        self.entry(vec![encoding], &low_bytes(number, width))
    }

    /// Adds an entry's encoding and data as they are; the length before it is still written.
    pub fn raw(self, bytes: &[u8]) -> Self {
        self.entry(bytes.to_vec(), &[])
    }

    /// Writes every length of an entry before in five bytes, as is left behind when a neighbour shrinks.
    pub fn long_lengths(mut self) -> Self {
        self.long_lengths = true;
        self
    }

    /// States this count in the header, whatever stands in the ziplist (65535 is "unknown").
    pub fn state_count(mut self, count: u16) -> Self {
        self.stated_count = Some(count);
        self
    }

    /// Returns the bytes.
    #[must_use]
    pub fn build(&self) -> Vec<u8> {
        let (mut entries, mut previous, mut last) = (Vec::new(), 0, 0);
        for entry in &self.entries {
            last = entries.len();
            if previous < 254 && !self.long_lengths {
                entries.push(low8(previous));
            } else {
                entries.push(0xfe);
                entries.extend_from_slice(&low32(previous).to_le_bytes());
            }
            entries.extend_from_slice(entry);
            previous = (entries.len() - last) as u64;
        }
        let count = self.entries.len().min(0xffff) as u64;
        let mut out = low32(entries.len() as u64 + 11).to_le_bytes().to_vec();
        out.extend_from_slice(&low32(last as u64 + 10).to_le_bytes());
        out.extend_from_slice(&self.stated_count.unwrap_or(low16(count)).to_le_bytes());
        out.append(&mut entries);
        out.push(0xff);
        out
    }

    fn entry(mut self, mut header: Vec<u8>, data: &[u8]) -> Self {
        header.extend_from_slice(data);
        self.entries.push(header);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn immediates_are_one_above_their_value() {
        assert_eq!(
            Ziplist::of(["2", "5"]).build(),
            b"\x0f\0\0\0\x0c\0\0\0\x02\0\x00\xf3\x02\xf6\xff"
        );
    }

    #[test]
    fn a_long_entry_is_followed_by_a_long_length() {
        let bytes = Ziplist::new().text(&[b'x'; 251]).text(b"y").build();
        // 1 + 2 + 251 = 254, the first size that one byte cannot tell.
        assert_eq!(bytes[4..8], 264u32.to_le_bytes());
        assert!(bytes.ends_with(b"x\xfe\xfe\0\0\0\x01y\xff"));
        let bytes = Ziplist::new().text(b"a").long_lengths().build();
        assert_eq!(bytes[10..], *b"\xfe\0\0\0\0\x01a\xff");
    }
}
