//! One database.

use super::{Keyed, Slab};
use crate::value::{SmallBytes, Value};

/// The expiry of a key that has none. Servers use this number as well (`getExpire`), so that a key expired at -1
/// counts as one without expiry.
pub(crate) const NO_EXPIRY: i64 = -1;

/// A key with its value.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    key: SmallBytes,
    /// The value.
    pub(crate) value: Value,
    /// When the key expires, in milliseconds since 1970, or [`NO_EXPIRY`].
    pub(crate) expires_ms: i64,
}

impl Entry {
    /// Returns the key.
    pub(crate) fn key(&self) -> &[u8] {
        self.key.as_slice()
    }

    /// Tells whether the key has an expiry, past or future.
    pub(crate) const fn expires(&self) -> bool {
        self.expires_ms != NO_EXPIRY
    }
}

impl Keyed for Entry {
    #[inline]
    fn key(&self) -> &[u8] {
        self.key.as_slice()
    }
}

/// One database.
#[derive(Debug, Clone, Default)]
pub(crate) struct Database {
    entries: Slab<Entry>,
}

impl Database {
    /// Returns how many keys there are, expired ones included.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Tells whether there is no key.
    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Returns a key's entry. A replica sees expired keys too (`commands.md` §2.2).
    #[inline]
    pub(crate) fn get(&self, key: &[u8]) -> Option<&Entry> {
        self.entries.get(key)
    }

    /// Returns a key's entry for changes.
    #[inline]
    pub(crate) fn get_mut(&mut self, key: &[u8]) -> Option<&mut Entry> {
        self.entries.get_mut(key)
    }

    /// Returns the place at which the search for a key with this hash begins (see [`Slab::likely_place`]).
    #[inline]
    pub(crate) fn likely_place(&self, hash: u32) -> u32 {
        self.entries.likely_place(hash)
    }

    /// Looks at the entry at a place, and returns something of it.
    #[inline]
    pub(crate) fn glance(&self, place: u32) -> usize {
        self.entries.at(place).map_or(0, |entry| entry.expires_ms as usize)
    }

    /// Tells whether a key exists.
    pub(crate) fn contains(&self, key: &[u8]) -> bool {
        self.entries.find(key).is_some()
    }

    /// Returns a key's entry, after creating it without expiry where it is absent.
    #[inline]
    pub(crate) fn get_or_insert(
        &mut self,
        key: &[u8],
        value: impl FnOnce() -> Value,
    ) -> &mut Entry {
        let place = match self.entries.find(key) {
            Some(place) => place,
            None => self.entries.insert(Entry {
                key: SmallBytes::new(key),
                value: value(),
                expires_ms: NO_EXPIRY,
            }),
        };
        self.entries.at_mut(place).unwrap_or_else(|| unreachable!("the place was just given out"))
    }

    /// Sets a key to a value without expiry, whatever was there.
    pub(crate) fn set(&mut self, key: &[u8], value: Value) {
        self.set_with_expiry(key, value, NO_EXPIRY);
    }

    /// Sets a key to a value and an expiry, whatever was there.
    pub(crate) fn set_with_expiry(&mut self, key: &[u8], value: Value, expires_ms: i64) {
        if let Some(entry) = self.entries.get_mut(key) {
            entry.value = value;
            entry.expires_ms = expires_ms;
        } else {
            self.entries.insert(Entry { key: SmallBytes::new(key), value, expires_ms });
        }
    }

    /// Removes a key.
    pub(crate) fn remove(&mut self, key: &[u8]) -> Option<Entry> {
        let entry = self.entries.remove(key);
        if self.entries.is_sparse() {
            self.entries.compact();
        }
        entry
    }

    /// Iterates over the entries, in the order in which their keys came to be.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter()
    }

    /// Iterates over places and entries from a place on (`SCAN`).
    pub(crate) fn iter_from(&self, place: u32) -> impl Iterator<Item = (u32, &Entry)> {
        self.entries.iter_from(place)
    }

    /// Returns the bytes that keys, values and tables take.
    pub(crate) fn memory(&self) -> usize {
        let owned = |entry: &Entry| entry.key.heap_bytes() + entry.value.heap_bytes();
        self.entries.table_bytes() + self.entries.iter().map(owned).sum::<usize>()
    }
}
