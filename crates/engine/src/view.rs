//! Looking at keys from outside.

use crate::{
    Engine,
    digest::{Digest, of_entry},
    keyspace::Entry,
    value::Value,
};
use autopsync_model::Version;

/// A key of the replica.
#[derive(Clone, Copy)]
pub struct KeyView<'a> {
    database: u32,
    entry: &'a Entry,
    version: &'a Version,
}

impl<'a> KeyView<'a> {
    /// Returns the number of its database.
    #[must_use]
    pub const fn database(&self) -> u32 {
        self.database
    }

    /// Returns its name.
    #[must_use]
    pub fn name(&self) -> &'a [u8] {
        self.entry.key()
    }

    /// Returns the server's word for its type (`TYPE`).
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        self.entry.value.type_word()
    }

    /// Returns how many elements it has; of a string and of a module's value, how many bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.entry.value {
            Value::String(string) => string.as_slice().len(),
            Value::List(list) => list.len(),
            Value::Set(set) => set.len(),
            Value::Zset(zset) => zset.len(),
            Value::Hash(hash) => hash.len(),
            Value::Stream(stream) => stream.entries.len(),
            Value::Opaque(opaque) => opaque.bytes.len(),
        }
    }

    /// Tells whether it has no element, as strings and streams may.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns when it expires, in milliseconds since 1970; `None` for never. The past is no obstacle.
    #[must_use]
    pub fn expires_at_ms(&self) -> Option<i64> {
        Some(self.entry.expires_ms).filter(|_| self.entry.expires())
    }

    /// Returns the bytes of a string; `None` for other types.
    #[must_use]
    pub fn as_string(&self) -> Option<&'a [u8]> {
        match &self.entry.value {
            Value::String(string) => Some(string.as_slice()),
            _ => None,
        }
    }

    /// Returns what `DEBUG DIGEST-VALUE` would answer. It costs a look at every element.
    #[must_use]
    pub fn digest(&self) -> Digest {
        of_entry(self.entry, self.version)
    }

    /// Returns how many bytes the value takes here, as far as they can be counted.
    #[must_use]
    pub fn memory(&self) -> usize {
        size_of::<Entry>() + self.entry.value.heap_bytes()
    }
}

impl std::fmt::Debug for KeyView<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KeyView")
            .field("database", &self.database)
            .field("name", &String::from_utf8_lossy(self.name()))
            .field("type", &self.type_name())
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}

impl Engine {
    /// Returns a key of a database, expired or not.
    #[must_use]
    pub fn key(&self, database: u32, name: &[u8]) -> Option<KeyView<'_>> {
        let entry = self.state().keyspace.get(database)?.get(name)?;
        Some(KeyView { database, entry, version: &self.profile().replica })
    }

    /// Iterates over all keys, by database and then in the order in which they came to be.
    pub fn all_keys(&self) -> impl Iterator<Item = KeyView<'_>> {
        let version = &self.profile().replica;
        self.state().keyspace.in_order().into_iter().flat_map(move |(database, keys)| {
            keys.iter().map(move |entry| KeyView { database, entry, version })
        })
    }
}
