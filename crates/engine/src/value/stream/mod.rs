//! Streams.

mod entries;
mod group;
mod id;

use super::{Kind, Value};
pub(crate) use entries::{Entries, Fields};
pub(crate) use group::{Consumer, Group, Pending};
pub use id::StreamId;
use std::collections::BTreeMap;

/// A stream: entries that are only appended and trimmed, and the groups that read them. It stays when empty.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stream {
    /// The entries.
    pub(crate) entries: Entries,
    /// The last id ever given; new ids are greater.
    pub(crate) last_id: StreamId,
    /// The greatest id that `XDEL` removed (7.0 and later).
    pub(crate) max_deleted_id: StreamId,
    /// How many entries were ever added (7.0 and later).
    pub(crate) entries_added: u64,
    /// The consumer groups by name.
    pub(crate) groups: BTreeMap<Box<[u8]>, Group>,
}

impl Stream {
    /// Appends an entry whose id is greater than all before.
    pub(crate) fn append(&mut self, id: StreamId, fields: &[&[u8]]) {
        self.entries.push(id, fields);
        self.last_id = id;
        self.entries_added = self.entries_added.wrapping_add(1);
    }

    /// Removes an entry and remembers that it was; `false` where there is none.
    pub(crate) fn delete(&mut self, id: StreamId) -> bool {
        let removed = self.entries.remove(id);
        if removed {
            self.max_deleted_id = self.max_deleted_id.max(id);
        }
        removed
    }

    /// Returns the bytes on the heap, groups by a rough count.
    pub(crate) fn heap_bytes(&self) -> usize {
        let groups: usize = self
            .groups
            .values()
            .map(|group| 160 + group.consumers.len() * 80 + group.pending.len() * 80)
            .sum();
        self.entries.heap_bytes() + groups
    }
}

impl Kind for Stream {
    const WORD: &'static str = "stream";

    fn of(value: &Value) -> Option<&Self> {
        if let Value::Stream(stream) = value { Some(stream) } else { None }
    }

    fn of_mut(value: &mut Value) -> Option<&mut Self> {
        if let Value::Stream(stream) = value { Some(stream) } else { None }
    }

    fn empty() -> Value {
        Value::Stream(Box::default())
    }
}
