//! Streams: entries packed into nodes, figures, groups with what is pending, producers (`rdbSaveObject`, `rdb.c`, 5.0 and
//! later).

mod groups;
mod node;
mod parts;
mod producers;

use super::{Feature, ValueWriter, WriteError, encoder::Encoder, out::Out, strings};
use crate::{StreamConsumer, StreamGroup, StreamId, StreamMeta, StreamPending, ValueType};
use groups::Group;
use node::Node;
use producers::Producers;

/// A stream, gathered piece by piece in memory, from which [`ValueWriter::stream`] writes it.
///
/// The order of the calls is that of [`ValueVisitor`](crate::ValueVisitor): entries by ascending id; then groups, each
/// followed by what belongs to it; the rest at any time. A buffer can be [cleared](StreamBuffer::clear) and used again.
#[derive(Debug, Default)]
pub struct StreamBuffer {
    node: Node,
    /// The nodes before it, as they will be written.
    nodes: Vec<u8>,
    node_count: u64,
    /// A node is larger than a listpack can be.
    oversized: bool,
    live: u64,
    first_live: Option<StreamId>,
    last_seen: StreamId,
    meta: Option<StreamMeta>,
    groups: Vec<Group>,
    producers: Producers,
}

impl StreamBuffer {
    /// Forgets everything.
    pub fn clear(&mut self) {
        self.nodes.clear();
        self.node.clear();
        *self = Self {
            node: std::mem::take(&mut self.node),
            nodes: std::mem::take(&mut self.nodes),
            ..Self::default()
        };
    }

    /// Adds a live entry. Its id is above all before.
    pub fn entry<I, T>(&mut self, id: StreamId, fields: I)
    where
        I: IntoIterator<Item = (T, T)>,
        I::IntoIter: Clone,
        T: AsRef<[u8]>,
    {
        self.note_live(id);
        self.put(id, fields.into_iter(), false);
    }

    /// Adds an entry that is deleted and whose data is still there.
    pub fn deleted_entry<I, T>(&mut self, id: StreamId, fields: I)
    where
        I: IntoIterator<Item = (T, T)>,
        I::IntoIter: Clone,
        T: AsRef<[u8]>,
    {
        self.last_seen = self.last_seen.max(id);
        self.put(id, fields.into_iter(), true);
    }

    /// Counts a live entry.
    pub(super) fn note_live(&mut self, id: StreamId) {
        self.live = self.live.saturating_add(1);
        self.first_live.get_or_insert(id);
        self.last_seen = self.last_seen.max(id);
    }

    fn put<T: AsRef<[u8]>>(
        &mut self,
        id: StreamId,
        fields: impl Iterator<Item = (T, T)> + Clone,
        deleted: bool,
    ) {
        if self.node.is_full() {
            self.end_node();
        }
        self.node.put(id, fields, deleted);
    }

    fn end_node(&mut self) {
        if !self.node.is_empty() {
            self.oversized |= !self.node.finish(&mut self.nodes);
            self.node_count = self.node_count.saturating_add(1);
        }
    }

    /// Sets the figures. The length and the first id are those of the entries, whatever is said here.
    ///
    /// Without figures the last id is that of the last entry, and as many entries were added as there are.
    pub fn figures(&mut self, meta: &StreamMeta) {
        self.meta = Some(*meta);
    }

    /// Adds a group. What follows belongs to it.
    pub fn group(&mut self, group: &StreamGroup<'_>) {
        self.groups.push(Group::new(group));
    }

    /// Adds an entry that is pending in the group added last. Each has to be pending for one of its consumers, too.
    pub fn pending(&mut self, pending: &StreamPending) {
        if let Some(group) = self.groups.last_mut() {
            group.pending.push(*pending);
        }
    }

    /// Adds a consumer to the group added last.
    pub fn consumer(&mut self, consumer: &StreamConsumer<'_>) {
        if let Some(group) = self.groups.last_mut() {
            group.add_consumer(consumer);
        }
    }

    /// Adds an entry that is pending for the consumer added last.
    pub fn consumer_pending(&mut self, id: StreamId) {
        if let Some(group) = self.groups.last_mut() {
            group.add_pending(id);
        }
    }

    /// Adds an entry that is pending in the group added last and belongs to no consumer, since one gave it back.
    pub fn nacked(&mut self, id: StreamId) {
        if let Some(group) = self.groups.last_mut() {
            group.nacked.push(id);
        }
    }

    fn figures_or_own(&self) -> StreamMeta {
        let mut meta = self.meta.unwrap_or_else(|| StreamMeta::new(self.live, self.last_seen));
        meta.length = self.live;
        meta.first_id = self.first_live;
        meta
    }
}

/// The nodes of a stream, in the form that they have in every stream type.
#[derive(Clone, Copy)]
pub(super) struct Nodes<'a> {
    pub(super) count: u64,
    pub(super) bytes: &'a [u8],
}

/// Which fields a stream type has.
#[derive(Clone, Copy)]
struct Generation(ValueType);

impl Generation {
    fn has_figures(self) -> bool {
        self.0 != ValueType::Stream
    }

    fn has_active_time(self) -> bool {
        self.has_figures() && self.0 != ValueType::Stream2
    }

    fn has_producers(self) -> bool {
        matches!(self.0, ValueType::Stream4 | ValueType::Stream5)
    }

    fn has_nacked(self) -> bool {
        self.0 == ValueType::Stream5
    }
}

impl<O: Out> ValueWriter<'_, O> {
    /// Writes a stream, in the newest form that the target has. Nodes are not compressed.
    ///
    /// # Errors
    /// `unrepresentable-stream` below version 9; `unrepresentable-stream-idempotence`, `unrepresentable-stream-nacked` and
    /// `unrepresentable-stream-node-size` as [`Feature`] tells.
    pub fn stream(self, stream: &mut StreamBuffer) -> Result<bool, WriteError> {
        stream.end_node();
        let nodes = Nodes { count: stream.node_count, bytes: &stream.nodes };
        self.stream_with(nodes, stream)
    }

    /// Writes a stream whose nodes are those given.
    pub(super) fn stream_with(
        mut self,
        nodes: Nodes<'_>,
        stream: &StreamBuffer,
    ) -> Result<bool, WriteError> {
        let Some(generation) = self.generation(stream) else {
            self.lose(Feature::Stream, 1)?;
            return Ok(false);
        };
        let oversized = stream.oversized.then_some(Feature::StreamNodeSize);
        let meta = stream.figures_or_own();
        if oversized.is_none() {
            self.tell_losses(generation, &meta, stream)?;
        }
        if !self.begin(generation.0, oversized)? {
            return Ok(false);
        }
        let encoder = self.into_encoder();
        encoder.length(nodes.count);
        encoder.out.put(nodes.bytes);
        encoder.put_figures(generation, &meta);
        encoder.length(stream.groups.len() as u64);
        for group in &stream.groups {
            group.put(encoder, generation);
        }
        if generation.has_producers() {
            stream.producers.put(encoder);
        }
        encoder.out.status().map(|()| true)
    }

    fn generation(&mut self, stream: &StreamBuffer) -> Option<Generation> {
        let target = self.encoder().target;
        let nacked = stream.groups.iter().any(|group| !group.nacked.is_empty());
        if nacked && target.holds(ValueType::Stream5) {
            return Some(Generation(ValueType::Stream5));
        }
        target.stream_type().map(Generation)
    }

    /// Notes what the type cannot say, where a loader would not come to the same.
    fn tell_losses(
        &mut self,
        generation: Generation,
        meta: &StreamMeta,
        stream: &StreamBuffer,
    ) -> Result<(), WriteError> {
        if !generation.has_producers() {
            self.lose(Feature::StreamIdempotence, stream.producers.say_anything().into())?;
        }
        if !generation.has_nacked() {
            let nacked = stream.groups.iter().map(|group| group.nacked.len() as u64).sum();
            self.lose(Feature::StreamNacked, nacked)?;
        }
        if !generation.has_figures() {
            let deleted = meta.max_deleted_id.is_some_and(|id| id != StreamId::default());
            self.lose(Feature::StreamMaxDeletedId, deleted.into())?;
            let added = meta.entries_added.is_some_and(|added| added != meta.length);
            self.lose(Feature::StreamEntriesAdded, added.into())?;
            let read = stream.groups.iter().filter(|group| group.entries_read.is_some()).count();
            self.lose(Feature::StreamEntriesRead, read as u64)?;
        }
        if !generation.has_active_time() {
            let active = stream.groups.iter().map(Group::active_times).sum();
            self.lose(Feature::StreamActiveTime, active)?;
        }
        Ok(())
    }
}

impl<O: Out> Encoder<O> {
    fn put_figures(&mut self, generation: Generation, meta: &StreamMeta) {
        self.length(meta.length);
        self.put_id(meta.last_id);
        if generation.has_figures() {
            self.put_id(meta.first_id.unwrap_or_default());
            self.put_id(meta.max_deleted_id.unwrap_or_default());
            self.length(meta.entries_added.unwrap_or(0).max(meta.length));
        }
    }

    /// Writes an id as two lengths.
    fn put_id(&mut self, id: StreamId) {
        self.length(id.ms);
        self.length(id.seq);
    }

    /// Writes an id in sixteen bytes.
    fn put_raw_id(&mut self, id: StreamId) {
        self.out.put(&id.to_be_bytes());
    }
}

/// Appends an id as the string that is the key of a node.
fn put_node_key(out: &mut Vec<u8>, id: StreamId) {
    strings::raw(out, &id.to_be_bytes());
}
