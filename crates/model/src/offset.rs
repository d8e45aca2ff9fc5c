//! Offsets as types: the last byte applied is never mistaken for the next byte wanted.
//!
//! The servers number the bytes of a history from 1 (`replication.c`, every version from 2.8 on). A node that
//! applied N bytes has offset N and asks for byte N + 1. The two quantities differ by one and look alike, so
//! they are two types with one conversion and no arithmetic between them.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The number of the last byte applied, produced or contained: `master_repl_offset`, `slave_repl_offset`, the
/// `repl-offset` of a snapshot, the offset in `+FULLRESYNC`.
///
/// The servers keep it in a signed 64-bit integer; 0 says that nothing was produced yet.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct AppliedOffset(i64);

/// The number of one byte of a history: the first one wanted by a `PSYNC`, the first one held by a backlog,
/// the first one not shared with an older history (`second_replid_offset`), the first one of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NextOffset(i64);

impl AppliedOffset {
    /// Wraps a count of bytes as a server states it.
    #[must_use]
    pub const fn new(bytes: i64) -> Self {
        Self(bytes)
    }

    /// Returns the number as a server states it.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Returns the byte that follows: what a node at this offset asks for.
    ///
    /// Saturates at the largest number, which no server can reach and a hostile file can claim.
    #[must_use]
    pub const fn next(self) -> NextOffset {
        NextOffset(self.0.saturating_add(1))
    }

    /// Returns how many bytes lie between `earlier` and this offset, negative where it is behind.
    #[must_use]
    pub const fn bytes_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

impl NextOffset {
    /// Wraps the number of a byte as a server states it.
    #[must_use]
    pub const fn new(byte: i64) -> Self {
        Self(byte)
    }

    /// Returns the number as a server states it.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Returns the offset of a node that applied every byte before this one.
    #[must_use]
    pub const fn applied(self) -> AppliedOffset {
        AppliedOffset(self.0.saturating_sub(1))
    }

    /// Returns the byte `count` bytes further on, saturating at the largest number.
    #[must_use]
    pub const fn advance(self, count: u64) -> Self {
        Self(self.0.saturating_add_unsigned(count))
    }

    /// Returns how many bytes lie from `earlier` (included) to this byte (excluded), negative where it is behind.
    #[must_use]
    pub const fn bytes_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// Returns the index of this byte in a buffer whose first byte is `first`, or `None` before the buffer.
    #[must_use]
    pub fn index_from(self, first: Self) -> Option<u64> {
        self.0.checked_sub(first.0).and_then(|n| u64::try_from(n).ok())
    }
}

impl fmt::Display for AppliedOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for NextOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn applied_and_next_differ_by_one_and_convert_back() {
        assert_eq!(AppliedOffset::new(1000).next(), NextOffset::new(1001));
        assert_eq!(NextOffset::new(1001).applied(), AppliedOffset::new(1000));
        assert_eq!(AppliedOffset::default().next(), NextOffset::new(1));
    }

    #[test]
    fn the_edges_of_the_number_do_not_wrap() {
        assert_eq!(AppliedOffset::new(i64::MAX).next(), NextOffset::new(i64::MAX));
        assert_eq!(NextOffset::new(i64::MIN).applied(), AppliedOffset::new(i64::MIN));
        assert_eq!(NextOffset::new(1).advance(u64::MAX), NextOffset::new(i64::MAX));
        assert_eq!(NextOffset::new(i64::MAX).index_from(NextOffset::new(i64::MIN)), None);
    }

    #[test]
    fn an_index_counts_from_the_first_byte_held() {
        let first = NextOffset::new(501);
        assert_eq!(NextOffset::new(501).index_from(first), Some(0));
        assert_eq!(NextOffset::new(1001).index_from(first), Some(500));
        assert_eq!(NextOffset::new(500).index_from(first), None);
    }
}
