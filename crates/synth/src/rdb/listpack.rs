//! Listpacks (`listpack.c`, 5.0): total bytes, count, elements that end with their own length, `FF`.

use super::numbers::{canonical_integer, fits, low_bytes, low8, low16, low32};

/// The widths in which a listpack holds integers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListpackInt {
    /// `0xxxxxxx`: 0 to 127.
    U7,
    /// `110xxxxx` and a byte: −4096 to 4095, high bits first.
    I13,
    /// `F1`, two bytes.
    I16,
    /// `F2`, three bytes.
    I24,
    /// `F3`, four bytes.
    I32,
    /// `F4`, eight bytes.
    I64,
}

/// A listpack under construction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use]
pub struct Listpack {
    elements: Vec<u8>,
    count: u64,
    stated_count: Option<u16>,
}

impl Listpack {
    /// Starts an empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// Fills one as a server would: canonical integers as integers, the rest as text.
    pub fn of<T: AsRef<[u8]>>(elements: impl IntoIterator<Item = T>) -> Self {
        elements.into_iter().fold(Self::new(), |pack, element| pack.auto(element.as_ref()))
    }

    /// Adds an element as a server would.
    pub fn auto(self, element: &[u8]) -> Self {
        match canonical_integer(element) {
            Some(number) => self.int(number),
            None => self.text(element),
        }
    }

    /// Adds text in its shortest form: lengths of 6, 12 (high bits first) or 32 bits (least significant first).
    pub fn text(self, text: &[u8]) -> Self {
        let length = text.len() as u64;
        let header = match length {
            0..64 => vec![0x80 | low8(length)],
            64..4096 => vec![0xe0 | low8(length >> 8), low8(length)],
            _ => return self.text_32(text),
        };
        self.element(&header, text)
    }

    /// Adds text with a length of 32 bits, however short.
    pub fn text_32(self, text: &[u8]) -> Self {
        let mut header = vec![0xf0];
        header.extend_from_slice(&low32(text.len() as u64).to_le_bytes());
        self.element(&header, text)
    }

    /// Adds an integer in its shortest form.
    pub fn int(self, number: i64) -> Self {
        let form = match number {
            0..=127 => ListpackInt::U7,
            -4096..=4095 => ListpackInt::I13,
            n if fits(n, 2) => ListpackInt::I16,
            n if fits(n, 3) => ListpackInt::I24,
            n if fits(n, 4) => ListpackInt::I32,
            _ => ListpackInt::I64,
        };
        self.int_as(form, number)
    }

    /// Adds an integer in a given form, cut to what the form holds.
    pub fn int_as(self, form: ListpackInt, number: i64) -> Self {
        let low = low16(number.cast_unsigned());
        match form {
            ListpackInt::U7 => self.element(&[low8(u64::from(low & 0x7f))], &[]),
            ListpackInt::I13 => {
                let [high, low] = (0xc000 | (low & 0x1fff)).to_be_bytes();
                self.element(&[high, low], &[])
            }
            ListpackInt::I16 => self.element(&[0xf1], &low_bytes(number, 2)),
            ListpackInt::I24 => self.element(&[0xf2], &low_bytes(number, 3)),
            ListpackInt::I32 => self.element(&[0xf3], &low_bytes(number, 4)),
            ListpackInt::I64 => self.element(&[0xf4], &low_bytes(number, 8)),
        }
    }

    /// Adds bytes as they are, counted as one element.
    pub fn raw(mut self, bytes: &[u8]) -> Self {
        self.elements.extend_from_slice(bytes);
        self.count += 1;
        self
    }

    /// States this count in the header, whatever stands in the listpack (65535 is "unknown").
    pub fn state_count(mut self, count: u16) -> Self {
        self.stated_count = Some(count);
        self
    }

    /// Returns the bytes.
    #[must_use]
    pub fn build(&self) -> Vec<u8> {
        let count = self.stated_count.unwrap_or_else(|| low16(self.count.min(0xffff)));
        let mut out = low32(self.elements.len() as u64 + 7).to_le_bytes().to_vec();
        out.extend_from_slice(&count.to_le_bytes());
        out.extend_from_slice(&self.elements);
        out.push(0xff);
        out
    }

    fn element(mut self, header: &[u8], data: &[u8]) -> Self {
        let size = (header.len() + data.len()) as u64;
        self.elements.extend_from_slice(header);
        self.elements.extend_from_slice(data);
        self.elements.extend_from_slice(&backlen(size));
        self.count += 1;
        self
    }
}

/// The size of an element in groups of seven bits, most significant first, all but the first with the top bit set.
///
/// How many groups is decided by limits that are one lower than seven bits suggest (`lpEncodeBacklen`).
fn backlen(size: u64) -> Vec<u8> {
    let groups = match size {
        0..=127 => 1,
        128..=16382 => 2,
        16383..=2097150 => 3,
        2097151..=268435454 => 4,
        _ => 5,
    };
    let group = |index: u32| low8((size >> (7 * index)) & 0x7f);
    (0..groups)
        .rev()
        .map(|index| if index == groups - 1 { group(index) } else { 0x80 | group(index) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_those_a_server_wrote() {
        let pack = Listpack::of(["0", "127", "128", "-1", "4095", "4096", "-5", "a"]);
        assert_eq!(
            pack.build(),
            b"\x1e\0\0\0\x08\0\x00\x01\x7f\x01\xc0\x80\x02\xdf\xff\x02\xcf\xff\x02\xf1\x00\x10\x03\
              \xdf\xfb\x02\x81a\x02\xff"
        );
    }

    #[test]
    fn a_size_changes_its_groups_one_below_the_power() {
        assert_eq!(backlen(127), [0x7f]);
        assert_eq!(backlen(300), [0x02, 0xac]);
        assert_eq!(backlen(16382), [0x7f, 0xfe]);
        assert_eq!(backlen(16383), [0x00, 0xff, 0xff]);
    }
}
