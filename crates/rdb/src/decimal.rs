//! Integers as the decimal text they stand for, without an allocation.

use std::fmt;
use std::ops::Deref;

/// How many characters the longest 64-bit integer has, its sign included.
const WIDTH: usize = 20;

/// The decimal text of an integer, held in place.
#[derive(Clone, Copy)]
pub struct Decimal {
    bytes: [u8; WIDTH],
    start: u8,
}

impl Decimal {
    /// Writes an integer as the servers do: canonical, with a leading `-` where it is negative.
    #[inline]
    #[must_use]
    pub fn new(value: i64) -> Self {
        let mut bytes = [b'0'; WIDTH];
        let mut rest = value.unsigned_abs();
        let mut start = WIDTH;
        for slot in bytes.iter_mut().rev() {
            *slot = b'0' | (rest % 10) as u8;
            rest /= 10;
            start = start.saturating_sub(1);
            if rest == 0 {
                break;
            }
        }
        if value < 0 {
            start = start.saturating_sub(1);
            if let Some(slot) = bytes.get_mut(start) {
                *slot = b'-';
            }
        }
        #[allow(clippy::cast_possible_truncation, reason = "at most 20")]
        Self { bytes, start: start as u8 }
    }

    /// Returns how many characters the text of an integer has.
    #[must_use]
    pub fn len_of(value: i64) -> usize {
        Self::new(value).len()
    }
}

impl Default for Decimal {
    fn default() -> Self {
        Self::new(0)
    }
}

impl Deref for Decimal {
    type Target = [u8];

    #[inline]
    fn deref(&self) -> &[u8] {
        self.bytes.get(usize::from(self.start)..).unwrap_or_default()
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(self).unwrap_or_default())
    }
}

/// A string that an encoding holds as bytes or as an integer.
///
/// The two forms of one text are the same value: the servers choose by length, not by meaning.
#[derive(Debug, Clone, Copy)]
pub enum Text<'a> {
    /// The bytes themselves.
    Bytes(&'a [u8]),
    /// The text of an integer.
    Integer(Decimal),
}

impl Deref for Text<'_> {
    type Target = [u8];

    #[inline]
    fn deref(&self) -> &[u8] {
        match self {
            Self::Bytes(bytes) => bytes,
            Self::Integer(decimal) => decimal,
        }
    }
}

impl AsRef<[u8]> for Text<'_> {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_edges_of_the_number_are_written_whole() {
        for value in [0, 9, 10, -1, -10, i64::MAX, i64::MIN] {
            assert_eq!(*Decimal::new(value), *value.to_string().as_bytes());
        }
    }

    proptest! {
        #[test]
        fn the_text_is_the_one_everybody_writes(value: i64) {
            let decimal = Decimal::new(value);
            prop_assert_eq!(decimal.to_vec(), value.to_string().into_bytes());
        }
    }
}
