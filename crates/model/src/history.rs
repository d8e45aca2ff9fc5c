//! Positions, and the chain of ids that one data set went through.

use crate::{AppliedOffset, NextOffset, ReplId};
use serde::{Deserialize, Serialize};

/// A replication id and the last byte of its history that a node holds: the only thing a `PSYNC` is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Position {
    /// The history.
    pub replid: ReplId,
    /// The last byte applied in it.
    pub offset: AppliedOffset,
}

impl Position {
    /// Joins an id and an offset.
    #[must_use]
    pub const fn new(replid: ReplId, offset: AppliedOffset) -> Self {
        Self { replid, offset }
    }
}

/// One id of a [`History`] and the bytes for which it is valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct HistoryPart {
    /// The id.
    pub replid: ReplId,
    /// The first byte that does not belong to it any more (`second_replid_offset`); `None` while it is current.
    pub ends_before: Option<NextOffset>,
}

/// The ids of one data set, newest first. A server remembers two of them; logs and snapshots may tell more.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct History {
    parts: Vec<HistoryPart>,
}

impl History {
    /// Starts a history with the id that is current.
    #[must_use]
    pub fn new(current: ReplId) -> Self {
        Self { parts: vec![HistoryPart { replid: current, ends_before: None }] }
    }

    /// Adds the id that preceded the oldest one known, valid for the bytes before `ends_before`.
    #[must_use]
    pub fn preceded_by(mut self, replid: ReplId, ends_before: NextOffset) -> Self {
        if !replid.is_cleared() {
            self.parts.push(HistoryPart { replid, ends_before: Some(ends_before) });
        }
        self
    }

    /// Returns the parts, newest first.
    #[must_use]
    pub fn parts(&self) -> &[HistoryPart] {
        &self.parts
    }

    /// Tells whether byte `byte` of the history called `replid` is a byte of this one.
    #[must_use]
    pub fn contains(&self, replid: &ReplId, byte: NextOffset) -> bool {
        self.parts
            .iter()
            .filter(|part| part.replid.same_history(replid))
            .any(|part| part.ends_before.is_none_or(|end| byte < end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_older_id_ends_one_byte_before_the_second_offset() {
        let new = ReplId::from_bytes(&[b'b'; 40]).unwrap();
        let old = ReplId::from_bytes(&[b'a'; 40]).unwrap();
        let history = History::new(new).preceded_by(old, NextOffset::new(801));
        assert!(history.contains(&old, NextOffset::new(800)));
        assert!(!history.contains(&old, NextOffset::new(801)));
        assert!(history.contains(&new, NextOffset::new(801)));
        assert_eq!(
            History::new(new).preceded_by(ReplId::CLEARED, NextOffset::new(-1)).parts().len(),
            1
        );
    }
}
