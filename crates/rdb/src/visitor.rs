//! The data level: what a value holds, told piece by piece.
//!
//! Every encoding of a type makes the same calls, so that a visitor need not know how a value was stored. Nothing is
//! collected on the way: a set of three million members is three million calls.

use crate::{
    Error, ModuleId, ModuleItems, StreamConsumer, StreamFields, StreamGroup, StreamId,
    StreamIdempotence, StreamMeta, StreamPending, StringBuffer,
};
use autopsync_model::Limits;

/// Receives the content of a value. Each method does nothing unless it is overridden.
///
/// Bytes are borrowed for the time of the call. The order is that of the file: lists from head to tail, streams by id,
/// everything else as it was stored.
#[allow(unused_variables, reason = "the defaults do nothing")]
pub trait ValueVisitor {
    /// Tells how many elements the file states, before the first of them. A hint: a hostile file may state anything,
    /// up to the number of bytes that the value has.
    fn expect(&mut self, elements: u64) {}

    /// The whole of a string.
    fn string(&mut self, value: &[u8]) {}

    /// One element of a list, from head to tail.
    fn list_element(&mut self, element: &[u8]) {}

    /// One member of a set.
    fn set_member(&mut self, member: &[u8]) {}

    /// One member of a sorted set. The score may be infinite, and in damaged or old files not a number.
    fn zset_member(&mut self, member: &[u8], score: f64) {}

    /// One field of a hash, and the moment at which it expires, in milliseconds of Unix time.
    fn hash_field(&mut self, field: &[u8], value: &[u8], expire_at_ms: Option<i64>) {}

    /// One live entry of a stream, in the order of the ids.
    fn stream_entry(&mut self, id: StreamId, fields: StreamFields<'_>) {}

    /// One entry that was deleted or trimmed, whose data is still there.
    fn stream_deleted_entry(&mut self, id: StreamId, fields: StreamFields<'_>) {}

    /// The figures of a stream, after its entries and before its groups.
    fn stream_meta(&mut self, meta: &StreamMeta) {}

    /// One consumer group. What follows up to the next one belongs to it.
    fn stream_group(&mut self, group: &StreamGroup<'_>) {}

    /// One entry that is pending in the group named last.
    fn stream_pending(&mut self, pending: &StreamPending) {}

    /// One consumer of the group named last.
    fn stream_consumer(&mut self, consumer: &StreamConsumer<'_>) {}

    /// One entry that is pending for the consumer named last.
    fn stream_consumer_pending(&mut self, id: StreamId) {}

    /// One entry that is pending in the group named last and was given back, so that it belongs to no consumer.
    fn stream_nacked(&mut self, id: StreamId) {}

    /// One producer of idempotent additions.
    fn stream_producer(&mut self, name: &[u8]) {}

    /// One addition that the stream remembers of the producer named last: its idempotent id, and the id it got.
    fn stream_producer_addition(&mut self, iid: &[u8], id: StreamId) {}

    /// What the stream remembers of idempotent additions in all, after the last producer.
    fn stream_idempotence(&mut self, idempotence: &StreamIdempotence) {}

    /// A number in the value that contradicts its content, which is nevertheless told whole.
    ///
    /// Servers do not look at such numbers or have written wrong ones: the length of a stream after a trim in Redis 5.0,
    /// for one.
    fn contradiction(&mut self, error: Error) {}

    /// One item of an array and its index (RDB 14).
    fn array_item(&mut self, index: u64, item: ArrayItem<'_>) {}

    /// A script that runs at its time (`KeyDB`). The names of its keys and its arguments follow.
    fn cron_job(&mut self, job: &CronJob<'_>) {}

    /// The name of one key of the script.
    fn cron_key(&mut self, key: &[u8]) {}

    /// One argument of the script.
    fn cron_argument(&mut self, argument: &[u8]) {}

    /// The value of a module.
    fn module(&mut self, id: ModuleId, items: ModuleItems<'_>) {}
}

/// One item of an array (RDB 14).
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ArrayItem<'a> {
    /// A string.
    String(&'a [u8]),
    /// An integer.
    Integer(i64),
    /// A double.
    Double(f64),
}

/// A script that runs at its time (`cronjob`, `cron.h`, `KeyDB` 6.3).
///
/// Whether it runs once or again and again, and in which database, the file does not tell: after loading, `KeyDB` runs it
/// again and again, in database 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct CronJob<'a> {
    /// Its Lua source, which is run as by `EVAL`.
    pub script: &'a [u8],
    /// The moment that its runs are counted from, in milliseconds of Unix time: the start that was asked for, or when it was
    /// made; after the first run, that of the next one.
    pub start_ms: u64,
    /// How long it is from one run to the next, in milliseconds.
    pub interval_ms: u64,
}

/// Buffers that decoding needs, to be used again for the next value.
///
/// They grow to the longest strings met and no further than the limit.
#[derive(Debug, Default)]
pub struct Scratch {
    /// For a string that holds a packed structure.
    pub(crate) blob: StringBuffer,
    /// For a member, a field, a name.
    pub(crate) first: StringBuffer,
    /// For the value that belongs to it.
    pub(crate) second: StringBuffer,
}

impl Scratch {
    /// Makes empty buffers with the limit for strings that is given.
    #[must_use]
    pub fn new(limits: &Limits) -> Self {
        Self {
            blob: StringBuffer::new(limits),
            first: StringBuffer::new(limits),
            second: StringBuffer::new(limits),
        }
    }

    /// Sets whether the strings that are handed on are only checked. Packed structures are decompressed all the same:
    /// what stands in them has to be looked at.
    pub(crate) fn set_checks_only(&mut self, checks_only: bool) {
        self.first.set_checks_only(checks_only);
        self.second.set_checks_only(checks_only);
    }
}
