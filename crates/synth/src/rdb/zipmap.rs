//! Zipmaps (`zipmap.c`, 2.0 to 2.4): count, fields and values with their lengths, unused bytes after a value, `FF`.

use super::numbers::{low8, low32};

/// A zipmap under construction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use]
pub struct Zipmap {
    entries: Vec<u8>,
    count: u64,
}

impl Zipmap {
    /// Starts an empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a field and its value, with `free` unused bytes after it.
    pub fn entry(mut self, field: &[u8], value: &[u8], free: u8) -> Self {
        put_length(&mut self.entries, field.len() as u64);
        self.entries.extend_from_slice(field);
        put_length(&mut self.entries, value.len() as u64);
        self.entries.push(free);
        self.entries.extend_from_slice(value);
        // What stands in unused bytes is what an earlier, longer value left there.
        self.entries.extend(std::iter::repeat_n(b'?', usize::from(free)));
        self.count += 1;
        self
    }

    /// Returns the bytes. From 254 entries on, the count says only that there are many.
    #[must_use]
    pub fn build(&self) -> Vec<u8> {
        let mut out = vec![low8(self.count.min(254))];
        out.extend_from_slice(&self.entries);
        out.push(0xff);
        out
    }
}

/// Up to 253 in one byte; from 254 on `FE` and four bytes, least significant first.
fn put_length(out: &mut Vec<u8>, length: u64) {
    if length < 254 {
        out.push(low8(length));
    } else {
        out.push(0xfe);
        out.extend_from_slice(&low32(length).to_le_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unused_count_stands_between_a_values_length_and_the_value() {
        let map = Zipmap::new().entry(b"foo", b"bar", 0).entry(b"a", b"b", 2);
        assert_eq!(map.build(), b"\x02\x03foo\x03\x00bar\x01a\x01\x02b??\xff");
        let long = Zipmap::new().entry(&[b'f'; 254], b"", 0).build();
        assert!(long.starts_with(b"\x01\xfe\xfe\0\0\0f"));
    }
}
