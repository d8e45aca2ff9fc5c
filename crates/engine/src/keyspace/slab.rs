//! A table of things that carry their own key: the ground of the keyspace and of every large collection.
//!
//! Entries stand in chunks that never move, in the order of insertion, and an index of eight bytes an entry finds
//! them by the hash of their key. Compared with entries inside the hash table, the table grows cheaply (it
//! copies eight bytes an entry and hashes nothing again) and never holds two copies of the data; compared with
//! an allocation per entry (`dictEntry`), there is none. The order of iteration is the same in every run.

use super::index::Index;
use foldhash::fast::FixedState;
use std::hash::{BuildHasher, Hasher};

/// What an entry of a [`Slab`] must tell.
pub(crate) trait Keyed {
    /// Returns the key under which the entry is found.
    fn key(&self) -> &[u8];
}

impl Keyed for crate::value::SmallBytes {
    fn key(&self) -> &[u8] {
        self.as_slice()
    }
}

/// Entries per chunk.
const CHUNK: usize = 256;

/// A hash table over entries in insertion order. The place of an entry does not change until it is removed.
#[derive(Debug, Clone)]
pub(crate) struct Slab<T> {
    index: Index,
    chunks: Vec<Vec<Option<T>>>,
    free: Vec<u32>,
}

/// Returns the hash of a key: half of what the function makes, which decides where a search begins.
#[inline]
pub(crate) fn hash(key: &[u8]) -> u32 {
    let mut hasher = FixedState::with_seed(0x6175_746f).build_hasher();
    hasher.write(key);
    let wide = hasher.finish();
    (wide ^ (wide >> 32)) as u32
}

impl<T> Default for Slab<T> {
    fn default() -> Self {
        Self { index: Index::default(), chunks: Vec::new(), free: Vec::new() }
    }
}

impl<T: Keyed> Slab<T> {
    /// Returns how many entries there are.
    pub(crate) fn len(&self) -> usize {
        self.index.len()
    }

    /// Tells whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the place of the entry with this key.
    #[inline]
    pub(crate) fn find(&self, key: &[u8]) -> Option<u32> {
        self.index.find(hash(key), |place| self.at(place).is_some_and(|entry| entry.key() == key))
    }

    /// Returns the place at which the search for a hash begins, which may be that of no entry. A look at it, and at the
    /// entry there, is what a search costs in memory; nothing is known after it.
    #[inline]
    pub(crate) fn likely_place(&self, hash: u32) -> u32 {
        self.index.home(hash).place()
    }

    /// Returns the entry at a place.
    #[inline]
    pub(crate) fn at(&self, place: u32) -> Option<&T> {
        let place = place as usize;
        self.chunks.get(place / CHUNK)?.get(place % CHUNK)?.as_ref()
    }

    /// Returns the entry at a place, for changes that leave its key alone.
    #[inline]
    pub(crate) fn at_mut(&mut self, place: u32) -> Option<&mut T> {
        let place = place as usize;
        self.chunks.get_mut(place / CHUNK)?.get_mut(place % CHUNK)?.as_mut()
    }

    /// Returns the entry with this key.
    #[inline]
    pub(crate) fn get(&self, key: &[u8]) -> Option<&T> {
        self.at(self.find(key)?)
    }

    /// Returns the entry with this key, for changes that leave the key alone.
    #[inline]
    pub(crate) fn get_mut(&mut self, key: &[u8]) -> Option<&mut T> {
        let place = self.find(key)?;
        self.at_mut(place)
    }

    /// Adds an entry whose key is known to be absent, and returns its place.
    pub(crate) fn insert(&mut self, entry: T) -> u32 {
        let hash = hash(entry.key());
        let at = self.store(entry);
        self.index.insert(hash, at);
        at
    }

    fn store(&mut self, entry: T) -> u32 {
        if let Some(at) = self.free.pop() {
            let place = at as usize;
            if let Some(cell) =
                self.chunks.get_mut(place / CHUNK).and_then(|chunk| chunk.get_mut(place % CHUNK))
            {
                *cell = Some(entry);
                return at;
            }
        }
        let chunks = self.chunks.len();
        match self.chunks.last_mut() {
            Some(chunk) if chunk.len() < CHUNK => {
                // A table that fits one chunk grows as it fills; a larger one has its chunks whole.
                if chunk.len() == chunk.capacity() {
                    let more = chunk.len().clamp(4, CHUNK - chunk.len());
                    chunk.reserve_exact(more);
                }
                chunk.push(Some(entry));
                ((chunks - 1) * CHUNK + chunk.len() - 1) as u32
            }
            _ => {
                let mut chunk = Vec::with_capacity(if chunks == 0 { 4 } else { CHUNK });
                chunk.push(Some(entry));
                self.chunks.push(chunk);
                (chunks * CHUNK) as u32
            }
        }
    }

    /// Removes the entry with this key.
    pub(crate) fn remove(&mut self, key: &[u8]) -> Option<T> {
        let chunks = &self.chunks;
        let at = self.index.remove(hash(key), |place| {
            let place = place as usize;
            chunks
                .get(place / CHUNK)
                .and_then(|chunk| chunk.get(place % CHUNK)?.as_ref())
                .is_some_and(|entry| entry.key() == key)
        })?;
        let place = at as usize;
        let entry = self.chunks.get_mut(place / CHUNK)?.get_mut(place % CHUNK)?.take();
        if self.is_empty() {
            *self = Self::default();
        } else {
            self.free.push(at);
        }
        entry
    }

    /// Iterates over the entries, in the order of their places.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.chunks.iter().flatten().filter_map(Option::as_ref)
    }

    /// Iterates over places and entries from a place on.
    pub(crate) fn iter_from(&self, place: u32) -> impl Iterator<Item = (u32, &T)> {
        let (first, skip) = (place as usize / CHUNK, place as usize % CHUNK);
        self.chunks.iter().enumerate().skip(first).flat_map(move |(n, chunk)| {
            let skip = if n == first { skip } else { 0 };
            chunk.iter().enumerate().skip(skip).filter_map(move |(i, entry)| {
                entry.as_ref().map(|entry| ((n * CHUNK + i) as u32, entry))
            })
        })
    }

    /// Tells whether holes outnumber entries by so much that the owner should rebuild the table.
    pub(crate) fn is_sparse(&self) -> bool {
        self.free.len() > 2 * CHUNK && self.free.len() > 3 * self.index.len()
    }

    /// Moves the entries together. Their places change.
    pub(crate) fn compact(&mut self) {
        let old = std::mem::take(self);
        for entry in old.chunks.into_iter().flatten().flatten() {
            self.insert(entry);
        }
    }

    /// Returns the bytes that the table itself takes, entries included, what they own elsewhere not.
    pub(crate) fn table_bytes(&self) -> usize {
        self.chunks.iter().map(|chunk| chunk.capacity() * size_of::<Option<T>>()).sum::<usize>()
            + self.index.bytes()
            + self.free.capacity() * size_of::<u32>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::SmallBytes;

    #[test]
    fn entries_are_found_until_removed_and_keep_their_order() {
        let mut slab = Slab::<SmallBytes>::default();
        for i in 0..2000_u32 {
            slab.insert(SmallBytes::new(i.to_string().as_bytes()));
        }
        for i in (0..2000_u32).filter(|i| i % 3 == 0) {
            assert!(slab.remove(i.to_string().as_bytes()).is_some());
            assert!(slab.remove(i.to_string().as_bytes()).is_none());
        }
        let left: Vec<_> = slab.iter().map(|e| e.as_slice().to_vec()).collect();
        let want: Vec<_> =
            (0..2000_u32).filter(|i| i % 3 != 0).map(|i| i.to_string().into_bytes()).collect();
        assert_eq!(left, want);
        slab.insert(SmallBytes::new(b"again"));
        assert!(slab.find(b"again").is_some_and(|place| place < 2000));
        slab.compact();
        assert_eq!(slab.len(), left.len() + 1);
        assert!(left.iter().all(|key| slab.get(key).is_some()));
    }

    #[test]
    fn an_emptied_table_gives_its_memory_back() {
        let mut slab = Slab::<SmallBytes>::default();
        slab.insert(SmallBytes::new(b"a"));
        slab.remove(b"a");
        assert_eq!(slab.table_bytes(), 0);
    }
}
