//! Consumer groups: invisible to the digest, and yet they steer later commands.

use super::StreamId;
use std::collections::BTreeMap;

/// A consumer group.
#[derive(Debug, Clone, Default)]
pub(crate) struct Group {
    /// The last id delivered.
    pub(crate) last_id: StreamId,
    /// How many entries were read, where that is known (7.0 and later).
    pub(crate) entries_read: Option<u64>,
    /// Delivered and not yet acknowledged.
    pub(crate) pending: BTreeMap<StreamId, Pending>,
    /// Who reads.
    pub(crate) consumers: BTreeMap<Box<[u8]>, Consumer>,
}

/// An entry that waits for its acknowledgement.
#[derive(Debug, Clone)]
pub(crate) struct Pending {
    /// Whose it is. A name of the group's consumers, or nobody's (8.8).
    pub(crate) consumer: Option<Box<[u8]>>,
    /// When it was delivered last, in milliseconds since 1970.
    pub(crate) delivered_ms: i64,
    /// How often it was delivered.
    pub(crate) deliveries: i64,
}

/// A consumer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Consumer {
    /// When it was last heard of, in milliseconds since 1970.
    pub(crate) seen_ms: i64,
    /// When it last read something, in milliseconds since 1970; -1 where it never did (7.2 and later).
    pub(crate) active_ms: i64,
}

impl Group {
    /// Creates a group that reads behind an id.
    pub(crate) fn new(last_id: StreamId, entries_read: Option<u64>) -> Self {
        Self { last_id, entries_read, ..Self::default() }
    }

    /// Makes sure that a consumer exists; `true` where it is new.
    pub(crate) fn join(&mut self, name: &[u8], now_ms: i64) -> bool {
        if let Some(consumer) = self.consumers.get_mut(name) {
            consumer.seen_ms = now_ms;
            return false;
        }
        self.consumers.insert(name.into(), Consumer { seen_ms: now_ms, active_ms: -1 });
        true
    }

    /// Removes a consumer and what is pending for it; `None` where there is none, else how much was pending.
    pub(crate) fn leave(&mut self, name: &[u8]) -> Option<usize> {
        self.consumers.remove(name)?;
        let before = self.pending.len();
        self.pending.retain(|_, pending| pending.consumer.as_deref() != Some(name));
        Some(before - self.pending.len())
    }

    /// Returns how many entries are pending for a consumer.
    pub(crate) fn pending_of(&self, name: &[u8]) -> usize {
        self.pending.values().filter(|pending| pending.consumer.as_deref() == Some(name)).count()
    }
}
