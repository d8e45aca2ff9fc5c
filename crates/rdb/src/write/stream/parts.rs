//! The parts of a stream, made by whoever writes one. What a constructor does not take can be set afterwards.

use crate::{StreamConsumer, StreamGroup, StreamId, StreamIdempotence, StreamMeta, StreamPending};

impl StreamMeta {
    /// The figures of a stream from which nothing was deleted.
    #[must_use]
    pub const fn new(length: u64, last_id: StreamId) -> Self {
        Self { length, last_id, first_id: None, max_deleted_id: None, entries_added: None }
    }
}

impl<'a> StreamGroup<'a> {
    /// A group; how many entries it has read is not known.
    #[must_use]
    pub const fn new(name: &'a [u8], last_id: StreamId) -> Self {
        Self { name, last_id, entries_read: None }
    }
}

impl StreamPending {
    /// An entry that was delivered at a moment in milliseconds of Unix time, and how often.
    #[must_use]
    pub const fn new(id: StreamId, delivered_ms: i64, deliveries: u64) -> Self {
        Self { id, delivered_ms, deliveries }
    }
}

impl<'a> StreamConsumer<'a> {
    /// A consumer that was heard of, and active, at a moment in milliseconds of Unix time.
    #[must_use]
    pub const fn new(name: &'a [u8], seen_ms: i64) -> Self {
        Self { name, seen_ms, active_ms: None }
    }
}

impl StreamIdempotence {
    /// For how many seconds, and how many additions for each producer a stream remembers.
    #[must_use]
    pub const fn new(duration: u64, max_entries: u64) -> Self {
        Self { duration, max_entries, ids_added: 0, duplicates: 0 }
    }
}
