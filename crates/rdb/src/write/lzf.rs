//! LZF compression, for those who want small files (`lzf_c.c` decides what decoders accept, not what encoders find).
//!
//! Literal runs of up to 32 bytes, references of 3 to 264 bytes up to 8192 bytes back. One table for all strings: an entry
//! is the position of three bytes, counted through all of them, so that it need not be cleared between two strings.

/// The number of bits that a hash of three bytes has.
const HASH_BITS: u32 = 14;
const MOST_LITERALS: usize = 32;
const FARTHEST: usize = 8192;
const LONGEST: usize = 264;
/// By how much a compressed string must be shorter (`rdbSaveLzfStringObject`).
const WORTH: usize = 4;
/// The longest string that is tried; longer ones are left as they are.
const LONGEST_STRING: usize = 1 << 30;

/// A compressor, to be used again for the next string.
pub(super) struct Compressor {
    table: Vec<u32>,
    /// The position of the string's first byte. What is below belongs to earlier strings.
    base: u32,
    /// The position behind its last byte.
    end: u32,
    out: Vec<u8>,
}

impl Default for Compressor {
    fn default() -> Self {
        Self { table: vec![0; 1 << HASH_BITS], base: 1, end: 1, out: Vec::new() }
    }
}

impl Compressor {
    /// Compresses a string; `None` where that does not save at least four bytes.
    pub(super) fn compress(&mut self, text: &[u8]) -> Option<&[u8]> {
        let most = text.len().checked_sub(WORTH)?;
        if text.len() > LONGEST_STRING {
            return None;
        }
        self.begin(text.len());
        let mut literals = 0;
        let mut index = 0;
        while let Some(here) = text.get(index..).and_then(|rest| rest.first_chunk::<3>()) {
            let found = self.look_up(text, index, *here);
            let Some((distance, len)) = found else {
                index = index.saturating_add(1);
                continue;
            };
            self.put_literals(text.get(literals..index)?);
            self.put_reference(distance, len);
            index = index.saturating_add(len);
            literals = index;
            if self.out.len() > most {
                return None;
            }
        }
        self.put_literals(text.get(literals..)?);
        (self.out.len() <= most).then_some(&self.out)
    }

    /// Moves the base behind the string before, and forgets everything where positions would overflow.
    fn begin(&mut self, len: usize) {
        self.out.clear();
        let len = u32::try_from(len).unwrap_or(u32::MAX);
        self.base = self.end;
        self.end = self.base.checked_add(len).unwrap_or_else(|| {
            self.table.fill(0);
            self.base = 1;
            len.saturating_add(1)
        });
    }

    /// Notes the three bytes at `index`, and returns distance and length of an earlier occurrence.
    fn look_up(&mut self, text: &[u8], index: usize, here: [u8; 3]) -> Option<(usize, usize)> {
        let [a, b, c] = here;
        let hash = u32::from_le_bytes([a, b, c, 0]).wrapping_mul(0x9E37_79B1) >> (32 - HASH_BITS);
        let slot = self.table.get_mut(usize::try_from(hash).ok()?)?;
        let position = self.base.checked_add(u32::try_from(index).ok()?)?;
        let earlier = std::mem::replace(slot, position).checked_sub(self.base)?;
        let earlier = usize::try_from(earlier).ok()?;
        let distance = index.checked_sub(earlier).filter(|d| (1..=FARTHEST).contains(d))?;
        let len = text
            .get(earlier..)?
            .iter()
            .zip(text.get(index..)?)
            .take(LONGEST)
            .take_while(|(left, right)| left == right)
            .count();
        (len >= 3).then_some((distance, len))
    }

    fn put_literals(&mut self, literals: &[u8]) {
        for run in literals.chunks(MOST_LITERALS) {
            self.out.push(run.len().saturating_sub(1).to_le_bytes()[0]);
            self.out.extend_from_slice(run);
        }
    }

    fn put_reference(&mut self, distance: usize, len: usize) {
        let [low, high, ..] = distance.saturating_sub(1).to_le_bytes();
        let stated = len.saturating_sub(2).to_le_bytes()[0];
        if let Some(rest) = len.checked_sub(9) {
            // 264 bytes are stated as 7 and 255; the rest stands before the lower byte of the distance.
            self.out.extend([7 << 5 | high, rest.to_le_bytes()[0], low]);
        } else {
            self.out.extend([stated << 5 | high, low]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::lzf::decompress;
    use proptest::prelude::*;

    fn there_and_back(compressor: &mut Compressor, text: &[u8]) -> Option<usize> {
        let compressed = compressor.compress(text)?;
        let mut out = Vec::new();
        decompress(compressed, text.len() as u64, u64::MAX, 0, &mut out).unwrap();
        assert!(out == text);
        Some(compressed.len())
    }

    #[test]
    fn runs_and_repetitions_shrink() {
        let mut compressor = Compressor::default();
        assert_eq!(there_and_back(&mut compressor, &[b'a'; 265]), Some(5));
        assert!(there_and_back(&mut compressor, &b"hello world, ".repeat(30)).unwrap() < 30);
        let far: Vec<u8> = [&[1; 40][..], &vec![2; 8192], &[1; 40]].concat();
        assert!(there_and_back(&mut compressor, &far).unwrap() < 120);
    }

    #[test]
    fn what_does_not_shrink_is_left() {
        let mut compressor = Compressor::default();
        assert_eq!(there_and_back(&mut compressor, b"abcdefghijklmnopqrstuvwxyz"), None);
        assert_eq!(there_and_back(&mut compressor, b""), None);
        assert_eq!(there_and_back(&mut compressor, b"aaa"), None);
    }

    proptest! {
        #[test]
        fn whatever_is_compressed_is_the_same_again(
            texts in proptest::collection::vec(proptest::collection::vec(0u8..4, 0..400), 1..8),
        ) {
            let mut compressor = Compressor::default();
            for text in texts {
                there_and_back(&mut compressor, &text);
            }
        }
    }
}
