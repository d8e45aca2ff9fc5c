//! Where two streams part: the first byte that differs.

use autopsync_model::NextOffset;

/// Bytes of a history, and the number of the first of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window<'a> {
    /// The number of the first byte.
    pub first: NextOffset,
    /// The bytes.
    pub bytes: &'a [u8],
}

impl<'a> Window<'a> {
    /// The number of the byte after the last one.
    #[must_use]
    pub fn end(&self) -> NextOffset {
        self.first.advance(self.bytes.len() as u64)
    }

    /// The bytes from a byte of the history on; none where it lies outside.
    fn from(&self, byte: NextOffset) -> &'a [u8] {
        byte.index_from(self.first)
            .and_then(|index| usize::try_from(index).ok())
            .and_then(|index| self.bytes.get(index..))
            .unwrap_or_default()
    }
}

/// What a comparison of two windows of one history says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// They have no byte in common: nothing can be said.
    Apart,
    /// All bytes that both have are equal, from this one up to the other.
    Equal {
        /// The first byte compared.
        first: NextOffset,
        /// The byte after the last one compared.
        end: NextOffset,
    },
    /// This byte is the first one that differs.
    Differ {
        /// Its number.
        at: NextOffset,
    },
}

/// Returns the index of the first byte that differs, or `None` where one is a beginning of the other.
#[must_use]
pub fn first_difference(left: &[u8], right: &[u8]) -> Option<usize> {
    /// Compared at once; equal blocks go by at the speed of `memcmp`.
    const BLOCK: usize = 4096;
    let length = left.len().min(right.len());
    let blocks = left[..length].chunks(BLOCK).zip(right[..length].chunks(BLOCK));
    for (number, (left, right)) in blocks.enumerate() {
        if left != right {
            return left
                .iter()
                .zip(right)
                .position(|(left, right)| left != right)
                .map(|index| number * BLOCK + index);
        }
    }
    None
}

/// Compares two windows of one history where they overlap.
#[must_use]
pub fn compare(left: Window<'_>, right: Window<'_>) -> Comparison {
    let first = left.first.max(right.first);
    let (ours, theirs) = (left.from(first), right.from(first));
    if ours.is_empty() || theirs.is_empty() {
        return Comparison::Apart;
    }
    match first_difference(ours, theirs) {
        Some(index) => Comparison::Differ { at: first.advance(index as u64) },
        None => {
            Comparison::Equal { first, end: first.advance(ours.len().min(theirs.len()) as u64) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(first: i64, bytes: &[u8]) -> Window<'_> {
        Window { first: NextOffset::new(first), bytes }
    }

    #[test]
    fn the_first_difference_is_found_in_every_block() {
        let left = vec![7_u8; 20_000];
        assert_eq!(first_difference(&left, &left[..500]), None);
        for at in [0, 1, 4095, 4096, 8191, 8192, 19_999] {
            let mut right = left.clone();
            right[at] = 8;
            assert_eq!(first_difference(&left, &right), Some(at));
        }
    }

    #[test]
    fn windows_are_compared_where_they_overlap() {
        let (left, right) = (window(101, b"abcdef"), window(104, b"deXgh"));
        assert_eq!(compare(left, right), Comparison::Differ { at: NextOffset::new(106) });
        assert_eq!(
            compare(window(101, b"abcdef"), window(104, b"de")),
            Comparison::Equal { first: NextOffset::new(104), end: NextOffset::new(106) }
        );
        assert_eq!(compare(window(1, b"abc"), window(4, b"abc")), Comparison::Apart);
        assert_eq!(compare(window(i64::MAX, b"a"), window(i64::MIN, b"a")), Comparison::Apart);
    }
}
