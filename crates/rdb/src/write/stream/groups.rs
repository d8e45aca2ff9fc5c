//! The consumer groups of a stream.

use super::{
    super::{encoder::Encoder, out::Out},
    Generation,
};
use crate::{StreamConsumer, StreamGroup, StreamId, StreamPending};
use std::collections::BTreeSet;

/// How the servers write that the number of entries read is not known: −1.
const UNKNOWN: u64 = u64::MAX;

/// A group, gathered.
#[derive(Debug)]
pub(super) struct Group {
    name: Vec<u8>,
    last_id: StreamId,
    pub(super) entries_read: Option<u64>,
    pub(super) pending: Vec<StreamPending>,
    consumers: Vec<Consumer>,
    /// What is pending and belongs to no consumer.
    pub(super) nacked: Vec<StreamId>,
}

#[derive(Debug)]
struct Consumer {
    name: Vec<u8>,
    seen_ms: i64,
    active_ms: Option<i64>,
    pending: Vec<StreamId>,
}

impl Group {
    pub(super) fn new(group: &StreamGroup<'_>) -> Self {
        Self {
            name: group.name.to_vec(),
            last_id: group.last_id,
            entries_read: group.entries_read,
            pending: Vec::new(),
            consumers: Vec::new(),
            nacked: Vec::new(),
        }
    }

    pub(super) fn add_consumer(&mut self, consumer: &StreamConsumer<'_>) {
        self.consumers.push(Consumer {
            name: consumer.name.to_vec(),
            seen_ms: consumer.seen_ms,
            active_ms: consumer.active_ms,
            pending: Vec::new(),
        });
    }

    pub(super) fn add_pending(&mut self, id: StreamId) {
        if let Some(consumer) = self.consumers.last_mut() {
            consumer.pending.push(id);
        }
    }

    /// Returns how many consumers were active at another time than they were seen.
    pub(super) fn active_times(&self) -> u64 {
        let other = |c: &&Consumer| c.active_ms.is_some_and(|active| active != c.seen_ms);
        self.consumers.iter().filter(other).count() as u64
    }

    pub(super) fn put<O: Out>(&self, encoder: &mut Encoder<O>, generation: Generation) {
        encoder.string(&self.name);
        encoder.put_id(self.last_id);
        if generation.has_figures() {
            encoder.length(self.entries_read.unwrap_or(UNKNOWN));
        }
        self.put_pending(encoder, generation);
        encoder.length(self.consumers.len() as u64);
        for consumer in &self.consumers {
            consumer.put(encoder, generation);
        }
        if generation.has_nacked() {
            put_ids(encoder, &self.nacked);
        }
    }

    /// Writes what is pending. What belongs to nobody is left out where it may not be there: older loaders refuse it.
    fn put_pending<O: Out>(&self, encoder: &mut Encoder<O>, generation: Generation) {
        let mut orphans = BTreeSet::<StreamId>::new();
        if !generation.has_nacked() && !self.nacked.is_empty() {
            orphans.extend(&self.nacked);
            // A damaged file may say both of an entry.
            for held in self.consumers.iter().flat_map(|consumer| &consumer.pending) {
                orphans.remove(held);
            }
        }
        let kept = || self.pending.iter().filter(|pending| !orphans.contains(&pending.id));
        encoder.length(kept().count() as u64);
        for pending in kept() {
            encoder.put_raw_id(pending.id);
            encoder.out.put(&pending.delivered_ms.to_le_bytes());
            encoder.length(pending.deliveries);
        }
    }
}

impl Consumer {
    fn put<O: Out>(&self, encoder: &mut Encoder<O>, generation: Generation) {
        encoder.string(&self.name);
        encoder.out.put(&self.seen_ms.to_le_bytes());
        if generation.has_active_time() {
            encoder.out.put(&self.active_ms.unwrap_or(self.seen_ms).to_le_bytes());
        }
        put_ids(encoder, &self.pending);
    }
}

fn put_ids<O: Out>(encoder: &mut Encoder<O>, ids: &[StreamId]) {
    encoder.length(ids.len() as u64);
    for id in ids {
        encoder.put_raw_id(*id);
    }
}
