//! One value, put together from what the snapshot reader tells of it.

use crate::{
    Profile,
    value::{
        Consumer, End, Group, Hash, List, Opaque, Pending, Set, SmallBytes, Stream, StreamId,
        Value, Zset,
    },
};
use autopsync_rdb::{
    Header, LazyValue, ModuleId, ModuleItems, StreamConsumer, StreamFields, StreamGroup,
    StreamMeta, StreamPending, ValueKind, ValueVisitor,
};

/// Receives a value's pieces and becomes the value.
///
/// Forms follow the server's: what was compact stays compact within the replica's limits, what was not becomes compact
/// where it fits (`rdbLoadObject`, `src/rdb.c`).
pub(crate) struct ValueBuilder<'p> {
    profile: &'p Profile,
    value: Value,
    /// Whether the file holds the compact form.
    compact: bool,
    /// The name of the group that what follows belongs to.
    group: Box<[u8]>,
    /// The consumer that pending entries belong to.
    consumer: Box<[u8]>,
}

impl<'p> ValueBuilder<'p> {
    /// Starts with nothing, knowing what is to come.
    pub(crate) fn new(profile: &'p Profile, header: Header, value: &LazyValue<'_>) -> Self {
        let encoding = value.encoding();
        let start = match value.kind() {
            ValueKind::String => Value::String(SmallBytes::EMPTY),
            ValueKind::List => Value::List(Box::new(List::new())),
            ValueKind::Set if encoding == "listpack" => {
                Value::Set(Box::new(Set::Packed(Vec::new())))
            }
            ValueKind::Set => Value::Set(Box::new(Set::new())),
            ValueKind::Zset => Value::Zset(Box::new(Zset::new_large())),
            ValueKind::Hash => Value::Hash(Box::new(Hash::new())),
            ValueKind::Stream => Value::Stream(Box::default()),
            _ => {
                let type_name = value.type_name().as_bytes().into();
                let (code, bytes) = (value.value_type().code(), value.raw().into());
                Value::Opaque(Box::new(Opaque { type_name, header, code, bytes }))
            }
        };
        Self {
            profile,
            value: start,
            compact: matches!(encoding, "listpack" | "ziplist"),
            group: Box::default(),
            consumer: Box::default(),
        }
    }

    /// Tells whether only a module understands the value.
    pub(crate) const fn is_opaque(&self) -> bool {
        matches!(self.value, Value::Opaque(_))
    }

    /// Returns the value; `None` for an aggregate with nothing in it, which 7.0 and later do not load.
    pub(crate) fn finish(mut self) -> Option<Value> {
        let skips_empty = self.profile.replica.at_least(7, 0, 0);
        let empty = match &mut self.value {
            Value::String(_) | Value::Stream(_) | Value::Opaque(_) => false,
            Value::List(list) => list.is_empty(),
            Value::Set(set) => set.is_empty(),
            Value::Hash(hash) => hash.is_empty(),
            Value::Zset(zset) => {
                if self.compact {
                    zset.shrink_as_stored(self.profile);
                } else {
                    zset.shrink(self.profile);
                }
                zset.is_empty()
            }
        };
        (!empty || !skips_empty).then_some(self.value)
    }

    fn stream(&mut self) -> Option<&mut Stream> {
        if let Value::Stream(stream) = &mut self.value { Some(stream) } else { None }
    }

    fn group(&mut self) -> Option<&mut Group> {
        let Value::Stream(stream) = &mut self.value else { return None };
        stream.groups.get_mut(&self.group)
    }
}

/// The same id in this crate's words.
const fn id(id: autopsync_rdb::StreamId) -> StreamId {
    StreamId::new(id.ms, id.seq)
}

impl ValueVisitor for ValueBuilder<'_> {
    fn string(&mut self, value: &[u8]) {
        self.value = Value::string(value);
    }

    fn list_element(&mut self, element: &[u8]) {
        if let Value::List(list) = &mut self.value {
            list.push(End::Right, element);
        }
    }

    fn set_member(&mut self, member: &[u8]) {
        if let Value::Set(set) = &mut self.value {
            set.insert(member, self.profile);
        }
    }

    fn zset_member(&mut self, member: &[u8], score: f64) {
        if let Value::Zset(zset) = &mut self.value
            && !score.is_nan()
        {
            zset.set(member, score, self.profile);
        }
    }

    fn hash_field(&mut self, field: &[u8], value: &[u8], expire_at_ms: Option<i64>) {
        if let Value::Hash(hash) = &mut self.value {
            hash.set(field, value, self.profile);
            hash.set_expiry(field, expire_at_ms);
        }
    }

    fn stream_entry(&mut self, at: autopsync_rdb::StreamId, fields: StreamFields<'_>) {
        let Some(stream) = self.stream() else { return };
        let texts: Vec<_> = fields.iter().collect();
        let mut parts: Vec<&[u8]> = Vec::with_capacity(texts.len() * 2);
        for (name, value) in &texts {
            parts.push(name);
            parts.push(value);
        }
        // Nodes of a damaged file may go backwards, which the entries of a stream cannot.
        if stream.entries.last().is_none_or(|last| last < id(at)) {
            stream.entries.push(id(at), &parts);
        }
    }

    fn stream_meta(&mut self, meta: &StreamMeta) {
        if let Some(stream) = self.stream() {
            stream.last_id = id(meta.last_id);
            stream.max_deleted_id = meta.max_deleted_id.map(id).unwrap_or_default();
            stream.entries_added = meta.entries_added.unwrap_or(meta.length);
        }
    }

    fn stream_group(&mut self, group: &StreamGroup<'_>) {
        self.group = group.name.into();
        let new = Group::new(id(group.last_id), group.entries_read);
        let name = self.group.clone();
        if let Some(stream) = self.stream() {
            stream.groups.insert(name, new);
        }
    }

    fn stream_pending(&mut self, pending: &StreamPending) {
        if let Some(group) = self.group() {
            let new = Pending {
                consumer: None,
                delivered_ms: pending.delivered_ms,
                deliveries: i64::try_from(pending.deliveries).unwrap_or(i64::MAX),
            };
            group.pending.insert(id(pending.id), new);
        }
    }

    fn stream_consumer(&mut self, consumer: &StreamConsumer<'_>) {
        self.consumer = consumer.name.into();
        let seen_ms = consumer.seen_ms;
        let active_ms = consumer.active_ms.unwrap_or(seen_ms);
        let name = self.consumer.clone();
        if let Some(group) = self.group() {
            group.consumers.insert(name, Consumer { seen_ms, active_ms });
        }
    }

    fn stream_consumer_pending(&mut self, at: autopsync_rdb::StreamId) {
        let name = self.consumer.clone();
        if let Some(pending) = self.group().and_then(|group| group.pending.get_mut(&id(at))) {
            pending.consumer = Some(name);
        }
    }

    fn module(&mut self, module: ModuleId, _: ModuleItems<'_>) {
        if let Value::Opaque(opaque) = &mut self.value {
            opaque.type_name = module.name().into_bytes().into();
        }
    }
}
