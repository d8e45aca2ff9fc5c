//! One value, gathered piece by piece, for those who cannot count before they begin.

use super::{
    Feature, StreamBuffer, ValueWriter, WriteError, WriteErrorKind,
    aggregate::Expiry,
    encoder::Encoder,
    out::Out,
    strings::{self, Strings},
};
use crate::{
    ModuleId, ModuleItems, StreamConsumer, StreamFields, StreamGroup, StreamId, StreamIdempotence,
    StreamMeta, StreamPending, ValueKind, ValueType, ValueVisitor,
};

/// One value, gathered in memory by its calls as a [`ValueVisitor`]; [`ValueWriter::buffered`] writes it.
///
/// It holds strings, lists, sets, sorted sets, hashes and streams. Modules and arrays it cannot hold.
#[derive(Default)]
pub struct ValueBuffer {
    kind: Option<ValueKind>,
    /// Something came that does not belong to the kind.
    mixed: bool,
    /// The elements, as they will be written; scores aside.
    bytes: Vec<u8>,
    count: u64,
    longest: usize,
    /// For each member: where it ends, and its score.
    scores: Vec<(usize, f64)>,
    /// For each field: where its value ends, and when it expires.
    moments: Vec<(usize, Option<i64>)>,
    stream: StreamBuffer,
}

impl ValueBuffer {
    /// Forgets the value, and keeps the room that it took.
    pub fn clear(&mut self) {
        self.kind = None;
        self.mixed = false;
        self.bytes.clear();
        self.count = 0;
        self.longest = 0;
        self.scores.clear();
        self.moments.clear();
        self.stream.clear();
    }

    /// Returns the kind of value that was gathered; `None` before the first piece.
    #[must_use]
    pub const fn kind(&self) -> Option<ValueKind> {
        self.kind
    }

    fn is(&mut self, kind: ValueKind) {
        self.mixed |= *self.kind.get_or_insert(kind) != kind;
    }

    fn add(&mut self, kind: ValueKind, text: &[u8]) {
        self.is(kind);
        self.count = self.count.saturating_add(1);
        self.put(text);
    }

    fn put(&mut self, text: &[u8]) {
        self.longest = self.longest.max(text.len());
        Strings::default().put(&mut self.bytes, text);
    }

    fn stream(&mut self) -> &mut StreamBuffer {
        self.is(ValueKind::Stream);
        &mut self.stream
    }

    /// Returns the elements piece by piece, with what belongs to each.
    fn pieces<'a, T: Copy>(
        &'a self,
        ends: &'a [(usize, T)],
    ) -> impl Iterator<Item = (&'a [u8], T)> {
        let starts = std::iter::once(0).chain(ends.iter().map(|(end, _)| *end));
        starts
            .zip(ends)
            .filter_map(|(start, (end, with))| Some((self.bytes.get(start..*end)?, *with)))
    }

    fn put_zset<O: Out>(&self, encoder: &mut Encoder<O>, binary: bool) {
        for (member, score) in self.pieces(&self.scores) {
            encoder.out.put(member);
            if binary {
                encoder.out.put(&score.to_le_bytes());
            } else {
                strings::score_text(&mut encoder.out, score);
            }
        }
    }

    fn put_hash<O: Out>(&self, encoder: &mut Encoder<O>, expiry: Expiry) {
        for (pair, moment) in self.pieces(&self.moments) {
            let spelled = moment.filter(|moment| expiry.spells(*moment));
            expiry.put(&mut encoder.out, spelled, |out| out.put(pair));
        }
    }

    /// Counts the fields whose expiry cannot be spelled.
    fn unspelled(&self, expiry: Expiry) -> u64 {
        let moments = self.moments.iter().filter_map(|(_, moment)| *moment);
        moments.filter(|moment| !expiry.spells(*moment)).count() as u64
    }
}

impl<O: Out> ValueWriter<'_, O> {
    /// Writes the value that a buffer holds. Returns whether it was written, not dropped.
    ///
    /// # Errors
    /// `write-mixed` where the buffer got nothing, two kinds, or what it cannot hold; else as for the value's kind. The
    /// snapshot is never broken by them.
    pub fn buffered(mut self, buffer: &mut ValueBuffer) -> Result<bool, WriteError> {
        let Some(kind) = buffer.kind.filter(|_| !buffer.mixed) else {
            return Err(self.blame(WriteError::new(WriteErrorKind::Mixed)));
        };
        if kind == ValueKind::Stream {
            return self.stream(&mut buffer.stream);
        }
        if !self.encoder().fits(buffer.longest as u64) {
            self.lose(Feature::LongLength, 1)?;
            return Ok(false);
        }
        let nan = buffer.scores.iter().any(|(_, score)| score.is_nan());
        if nan && self.encoder().target.refuses_nan() {
            self.lose(Feature::NanScore, 1)?;
            return Ok(false);
        }
        self.buffered_elements(kind, buffer)
    }

    fn buffered_elements(
        mut self,
        kind: ValueKind,
        buffer: &ValueBuffer,
    ) -> Result<bool, WriteError> {
        let mut expiry = Expiry::None;
        let value_type = match kind {
            ValueKind::String => ValueType::String,
            ValueKind::List => ValueType::List,
            ValueKind::Set => ValueType::Set,
            ValueKind::Zset => self.encoder().target.zset_type(),
            _ => {
                let earliest = buffer.moments.iter().filter_map(|(_, moment)| *moment).min();
                let form = self.hash_form(earliest)?;
                expiry = form.1;
                let feature = match expiry {
                    Expiry::Dropped => Feature::FieldExpiry,
                    _ => Feature::FieldExpiryRange,
                };
                self.lose(feature, buffer.unspelled(expiry))?;
                form.0
            }
        };
        let written = match kind {
            ValueKind::String => self.begin(value_type, None)?,
            _ => self.counted(value_type, buffer.count)?,
        };
        if written {
            let encoder = self.into_encoder();
            if let Expiry::After(earliest) = expiry {
                encoder.out.put(&earliest.to_le_bytes());
            }
            if kind != ValueKind::String {
                encoder.length(buffer.count);
            }
            match kind {
                ValueKind::Zset => buffer.put_zset(encoder, value_type == ValueType::Zset2),
                ValueKind::Hash => buffer.put_hash(encoder, expiry),
                _ => encoder.out.put(&buffer.bytes),
            }
            return encoder.out.status().map(|()| true);
        }
        Ok(false)
    }
}

impl ValueVisitor for ValueBuffer {
    fn string(&mut self, value: &[u8]) {
        self.mixed |= self.count > 0;
        self.add(ValueKind::String, value);
    }

    fn list_element(&mut self, element: &[u8]) {
        self.add(ValueKind::List, element);
    }

    fn set_member(&mut self, member: &[u8]) {
        self.add(ValueKind::Set, member);
    }

    fn zset_member(&mut self, member: &[u8], score: f64) {
        self.add(ValueKind::Zset, member);
        self.scores.push((self.bytes.len(), score));
    }

    fn hash_field(&mut self, field: &[u8], value: &[u8], expire_at_ms: Option<i64>) {
        self.add(ValueKind::Hash, field);
        self.put(value);
        self.moments.push((self.bytes.len(), expire_at_ms));
    }

    fn stream_entry(&mut self, id: StreamId, fields: StreamFields<'_>) {
        self.stream().entry(id, fields);
    }

    fn stream_deleted_entry(&mut self, id: StreamId, fields: StreamFields<'_>) {
        self.stream().deleted_entry(id, fields);
    }

    fn stream_meta(&mut self, meta: &StreamMeta) {
        self.stream().figures(meta);
    }

    fn stream_group(&mut self, group: &StreamGroup<'_>) {
        self.stream().group(group);
    }

    fn stream_pending(&mut self, pending: &StreamPending) {
        self.stream().pending(pending);
    }

    fn stream_consumer(&mut self, consumer: &StreamConsumer<'_>) {
        self.stream().consumer(consumer);
    }

    fn stream_consumer_pending(&mut self, id: StreamId) {
        self.stream().consumer_pending(id);
    }

    fn stream_nacked(&mut self, id: StreamId) {
        self.stream().nacked(id);
    }

    fn stream_producer(&mut self, name: &[u8]) {
        self.stream().producer(name);
    }

    fn stream_producer_addition(&mut self, iid: &[u8], id: StreamId) {
        self.stream().producer_addition(iid, id);
    }

    fn stream_idempotence(&mut self, idempotence: &StreamIdempotence) {
        self.stream().idempotence(idempotence);
    }

    fn array_item(&mut self, _index: u64, _item: crate::ArrayItem<'_>) {
        self.mixed = true;
    }

    fn cron_job(&mut self, _job: &crate::CronJob<'_>) {
        self.mixed = true;
    }

    fn module(&mut self, _id: ModuleId, _items: ModuleItems<'_>) {
        self.mixed = true;
    }
}
