//! What comes behind the nodes of a stream, gathered into a buffer.

use super::super::StreamBuffer;
use crate::{
    StreamConsumer, StreamFields, StreamGroup, StreamId, StreamIdempotence, StreamMeta,
    StreamPending, ValueVisitor,
};

/// Gathers all of a stream but the content of its entries.
pub(super) struct Tail<'s> {
    pub(super) stream: &'s mut StreamBuffer,
}

impl ValueVisitor for Tail<'_> {
    fn stream_entry(&mut self, id: StreamId, _fields: StreamFields<'_>) {
        self.stream.note_live(id);
    }

    fn stream_meta(&mut self, meta: &StreamMeta) {
        self.stream.figures(meta);
    }

    fn stream_group(&mut self, group: &StreamGroup<'_>) {
        self.stream.group(group);
    }

    fn stream_pending(&mut self, pending: &StreamPending) {
        self.stream.pending(pending);
    }

    fn stream_consumer(&mut self, consumer: &StreamConsumer<'_>) {
        self.stream.consumer(consumer);
    }

    fn stream_consumer_pending(&mut self, id: StreamId) {
        self.stream.consumer_pending(id);
    }

    fn stream_nacked(&mut self, id: StreamId) {
        self.stream.nacked(id);
    }

    fn stream_producer(&mut self, name: &[u8]) {
        self.stream.producer(name);
    }

    fn stream_producer_addition(&mut self, iid: &[u8], id: StreamId) {
        self.stream.producer_addition(iid, id);
    }

    fn stream_idempotence(&mut self, idempotence: &StreamIdempotence) {
        self.stream.idempotence(idempotence);
    }
}
