//! What the removal of an entry does to pending entries that name it (8.2).

use crate::{
    args::is,
    value::{Stream, StreamId},
};

/// How references from groups count when an entry is removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Policy {
    /// References stay, as they did in all versions before.
    #[default]
    Keep,
    /// References go with the entry.
    Delete,
    /// The entry stays while a group still has to read or acknowledge it.
    Acked,
}

impl Policy {
    /// Reads the keyword.
    pub(super) fn parse(word: &[u8]) -> Option<Self> {
        [("KEEPREF", Self::Keep), ("DELREF", Self::Delete), ("ACKED", Self::Acked)]
            .into_iter()
            .find(|(keyword, _)| is(word, keyword))
            .map(|(_, policy)| policy)
    }
}

/// Tells whether a group has the entry pending, or has not read as far yet.
pub(super) fn is_referenced(stream: &Stream, id: StreamId) -> bool {
    stream.groups.values().any(|group| group.last_id < id || group.pending.contains_key(&id))
}

/// Removes an entry from what is pending in all groups.
pub(super) fn forget(stream: &mut Stream, id: StreamId) {
    for group in stream.groups.values_mut() {
        group.pending.remove(&id);
    }
}
