//! Streams (`rdb.c`, `t_stream.c`): nodes of entries in listpacks, counters, consumer groups.

use super::{
    Listpack,
    primitives::{put_length, put_str},
    value::Blob,
};

/// The id of an entry: milliseconds, and a number within them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct StreamId(pub u64, pub u64);

impl StreamId {
    /// Sixteen bytes, most significant first: node keys, pending entries.
    fn raw(self) -> [u8; 16] {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&self.0.to_be_bytes());
        bytes[8..].copy_from_slice(&self.1.to_be_bytes());
        bytes
    }

    fn put_lengths(self, out: &mut Vec<u8>) {
        put_length(out, self.0);
        put_length(out, self.1);
    }
}

/// The layouts of a stream's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StreamType {
    /// Type 15, from 5.0 on.
    V1,
    /// Type 19, from 7.0 on: first id, highest deleted id, entries added, entries read.
    V2,
    /// Type 21, from 7.2 on: a consumer's active time.
    V3,
    /// Type 26, from Redis 8.6 on: idempotent producers, of which these streams have none.
    V4,
}

impl StreamType {
    pub(super) const fn code(self) -> u8 {
        match self {
            Self::V1 => 15,
            Self::V2 => 19,
            Self::V3 => 21,
            Self::V4 => 26,
        }
    }
}

/// An entry of a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: StreamId,
    /// Whether it was deleted; the bytes stay.
    pub deleted: bool,
    /// Fields and values, in turn.
    pub fields: Vec<Vec<u8>>,
}

impl Entry {
    /// A live entry; `fields` are fields and values in turn.
    #[must_use]
    pub fn new(id: StreamId, fields: &[&str]) -> Self {
        let fields = fields.iter().map(|field| field.as_bytes().to_vec()).collect();
        Self { id, deleted: false, fields }
    }

    /// The same entry, deleted.
    #[must_use]
    pub fn deleted(mut self) -> Self {
        self.deleted = true;
        self
    }
}

/// A node: entries whose ids are told as differences to the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// The id in the node's key.
    pub master: StreamId,
    /// The entries.
    pub entries: Vec<Entry>,
}

impl Node {
    /// A node as a server makes it: its key is the id of its first entry.
    #[must_use]
    pub fn of(entries: Vec<Entry>) -> Self {
        let master = entries.first().map_or_else(StreamId::default, |entry| entry.id);
        Self { master, entries }
    }

    /// Returns the node's listpack: the master entry, then the entries.
    pub fn listpack(&self) -> Listpack {
        let deleted = self.entries.iter().filter(|entry| entry.deleted).count();
        let names = field_names(self.entries.first());
        let mut pack = Listpack::new().int(count(self.entries.len() - deleted)).int(count(deleted));
        pack = pack.int(count(names.len()));
        for name in &names {
            pack = pack.auto(name);
        }
        pack = pack.int(0);
        for entry in &self.entries {
            pack = self.put_entry(pack, entry, &names);
        }
        pack
    }

    fn put_entry(&self, mut pack: Listpack, entry: &Entry, names: &[&[u8]]) -> Listpack {
        let same = field_names(Some(entry)) == names;
        pack = pack.int(i64::from(entry.deleted) | if same { 2 } else { 0 });
        // Differences wrap, so the second number of an id may be smaller than the master's.
        pack = pack.int(entry.id.0.wrapping_sub(self.master.0).cast_signed());
        pack = pack.int(entry.id.1.wrapping_sub(self.master.1).cast_signed());
        let pairs = entry.fields.len() / 2;
        if same {
            for value in entry.fields.iter().skip(1).step_by(2) {
                pack = pack.auto(value);
            }
            return pack.int(count(pairs + 3));
        }
        pack = pack.int(count(pairs));
        for field_or_value in &entry.fields {
            pack = pack.auto(field_or_value);
        }
        pack.int(count(2 * pairs + 4))
    }
}

fn field_names(entry: Option<&Entry>) -> Vec<&[u8]> {
    entry.map_or_else(Vec::new, |entry| entry.fields.iter().step_by(2).map(Vec::as_slice).collect())
}

fn count(n: usize) -> i64 {
    (n as u64).cast_signed()
}

/// An entry that was delivered and not acknowledged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pending {
    /// The entry, which may be gone.
    pub id: StreamId,
    /// When it was delivered last, in milliseconds.
    pub delivered_ms: u64,
    /// How often it was delivered.
    pub deliveries: u64,
}

/// A consumer of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consumer {
    /// Its name.
    pub name: Vec<u8>,
    /// When it last asked, in milliseconds.
    pub seen_ms: u64,
    /// When it last got something, in milliseconds, −1 for never; from type 21 on.
    pub active_ms: i64,
    /// What it has not acknowledged.
    pub pending: Vec<StreamId>,
}

/// A consumer group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its name.
    pub name: Vec<u8>,
    /// The last id delivered.
    pub last_delivered: StreamId,
    /// How many entries were read, `None` for unknown; from type 19 on.
    pub entries_read: Option<u64>,
    /// What no consumer has acknowledged.
    pub pending: Vec<Pending>,
    /// The consumers.
    pub consumers: Vec<Consumer>,
}

/// A stream.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StreamValue {
    /// The nodes, in order of their ids.
    pub nodes: Vec<Node>,
    /// The stated number of live entries.
    pub length: u64,
    /// The last id given out.
    pub last: StreamId,
    /// The first live id; from type 19 on.
    pub first: StreamId,
    /// The highest id deleted; from type 19 on.
    pub max_deleted: StreamId,
    /// How many entries were ever added; from type 19 on.
    pub added: u64,
    /// The groups.
    pub groups: Vec<Group>,
}

impl StreamValue {
    /// A consistent stream without groups from its nodes.
    #[must_use]
    pub fn of(nodes: Vec<Node>) -> Self {
        let all: Vec<_> = nodes.iter().flat_map(|node| &node.entries).collect();
        let live = all.iter().filter(|entry| !entry.deleted);
        let id = |entry: Option<&&Entry>| entry.map_or_else(StreamId::default, |entry| entry.id);
        Self {
            length: live.clone().count() as u64,
            last: id(all.last()),
            first: id(live.clone().next()),
            max_deleted: id(all.iter().rfind(|entry| entry.deleted)),
            added: all.len() as u64,
            groups: Vec::new(),
            nodes,
        }
    }

    /// Adds a group.
    #[must_use]
    pub fn group(mut self, group: Group) -> Self {
        self.groups.push(group);
        self
    }

    pub(super) fn put(&self, out: &mut Vec<u8>, layout: StreamType) {
        put_length(out, self.nodes.len() as u64);
        for node in &self.nodes {
            put_str(out, &node.master.raw());
            Blob::from(node.listpack()).put(out);
        }
        put_length(out, self.length);
        self.last.put_lengths(out);
        if layout >= StreamType::V2 {
            self.first.put_lengths(out);
            self.max_deleted.put_lengths(out);
            put_length(out, self.added);
        }
        put_length(out, self.groups.len() as u64);
        for group in &self.groups {
            group.put(out, layout);
        }
        if layout >= StreamType::V4 {
            // Duration and number of ids kept (the defaults), producers, ids added, duplicates refused.
            for number in [100, 100, 0, 0, 0] {
                put_length(out, number);
            }
        }
    }
}

impl Group {
    fn put(&self, out: &mut Vec<u8>, layout: StreamType) {
        put_str(out, &self.name);
        self.last_delivered.put_lengths(out);
        if layout >= StreamType::V2 {
            put_length(out, self.entries_read.unwrap_or(u64::MAX));
        }
        put_length(out, self.pending.len() as u64);
        for pending in &self.pending {
            out.extend_from_slice(&pending.id.raw());
            out.extend_from_slice(&pending.delivered_ms.to_le_bytes());
            put_length(out, pending.deliveries);
        }
        put_length(out, self.consumers.len() as u64);
        for consumer in &self.consumers {
            put_str(out, &consumer.name);
            out.extend_from_slice(&consumer.seen_ms.to_le_bytes());
            if layout >= StreamType::V3 {
                out.extend_from_slice(&consumer.active_ms.to_le_bytes());
            }
            put_length(out, consumer.pending.len() as u64);
            for id in &consumer.pending {
                out.extend_from_slice(&id.raw());
            }
        }
    }
}
