//! One node: up to a hundred entries, whose ids and names are told by their difference to the first one
//! (`streamAppendItem`, `t_stream.c`).

use super::{super::packed::Elements, put_node_key};
use crate::StreamId;

/// The defaults of `stream-node-max-bytes` and `stream-node-max-entries`.
const FULL_BYTES: usize = 4096;
const FULL_ENTRIES: i64 = 100;

const DELETED: i64 = 1;
const SAME_FIELDS: i64 = 2;
/// Flags, two differences, and the element count itself.
const FRAME: i64 = 3;

/// A node being filled.
#[derive(Debug, Default)]
pub(super) struct Node {
    master: StreamId,
    /// The names of the first entry's fields, which others may share.
    names: Elements,
    name_count: i64,
    live: i64,
    deleted: i64,
    entries: Elements,
    /// Room for the names of the entry being added.
    scratch: Elements,
}

impl Node {
    pub(super) fn clear(&mut self) {
        self.names.clear();
        self.entries.clear();
        self.live = 0;
        self.deleted = 0;
    }

    const fn count(&self) -> i64 {
        self.live.saturating_add(self.deleted)
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.count() == 0
    }

    pub(super) fn is_full(&self) -> bool {
        self.count() >= FULL_ENTRIES || self.entries.bytes().len() >= FULL_BYTES
    }

    pub(super) fn put<T: AsRef<[u8]>>(
        &mut self,
        id: StreamId,
        fields: impl Iterator<Item = (T, T)> + Clone,
        deleted: bool,
    ) {
        let count = self.read_names(id, fields.clone());
        let same = count == self.name_count && self.scratch.bytes() == self.names.bytes();
        let flags = if deleted { DELETED } else { 0 } | if same { SAME_FIELDS } else { 0 };
        self.entries.integer(flags);
        self.entries.integer(id.ms.wrapping_sub(self.master.ms).cast_signed());
        self.entries.integer(id.seq.wrapping_sub(self.master.seq).cast_signed());
        if same {
            fields.for_each(|(_, value)| self.entries.text(value.as_ref()));
            self.entries.integer(count.saturating_add(FRAME));
        } else {
            self.entries.integer(count);
            for (name, value) in fields {
                self.entries.text(name.as_ref());
                self.entries.text(value.as_ref());
            }
            self.entries.integer(count.saturating_mul(2).saturating_add(FRAME).saturating_add(1));
        }
        let counter = if deleted { &mut self.deleted } else { &mut self.live };
        *counter = counter.saturating_add(1);
    }

    /// Packs the names of an entry, and makes it the first one where there is none; returns how many names there are.
    fn read_names<T: AsRef<[u8]>>(
        &mut self,
        id: StreamId,
        fields: impl Iterator<Item = (T, T)>,
    ) -> i64 {
        self.scratch.clear();
        let mut count = 0i64;
        for (name, _) in fields {
            self.scratch.text(name.as_ref());
            count = count.saturating_add(1);
        }
        if self.is_empty() {
            self.master = id;
            self.names.clear();
            self.names.append(&self.scratch);
            self.name_count = count;
        }
        count
    }

    /// Appends the node's key and listpack to `out`, and empties the node. Returns whether it is not too large.
    pub(super) fn finish(&mut self, out: &mut Vec<u8>) -> bool {
        let mut list = std::mem::take(&mut self.scratch);
        list.clear();
        list.integer(self.live);
        list.integer(self.deleted);
        list.integer(self.name_count);
        list.append(&self.names);
        list.integer(0);
        list.append(&self.entries);
        let fits = list.fits();
        if fits {
            put_node_key(out, self.master);
            list.put_string(out);
        }
        self.scratch = list;
        self.clear();
        fits
    }
}
