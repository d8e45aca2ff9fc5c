//! Where entries stand, by the hashes of their keys.
//!
//! Eight bytes a slot, hash and place, with linear probing: nearly every look-up of one of millions of keys costs one line
//! of memory here. Removal moves what follows back, so that nothing is left behind, and growth reads no key.

/// Most entries for each eight slots.
const FULL: usize = 6;
/// Slots of the smallest table.
const LEAST: usize = 8;

/// A hash and a place; zero is an empty slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Slot(u64);

impl Slot {
    const fn new(hash: u32, place: u32) -> Self {
        Self((hash as u64) << 32 | (place as u64 + 1))
    }

    const fn is_empty(self) -> bool {
        self.0 == 0
    }

    const fn hash(self) -> u32 {
        (self.0 >> 32) as u32
    }

    /// Returns the place; one that nothing has where the slot is empty.
    pub(super) const fn place(self) -> u32 {
        (self.0 as u32).wrapping_sub(1)
    }
}

/// Slots, a power of two of them, or none.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    slots: Vec<Slot>,
    len: usize,
}

impl Index {
    /// Returns how many entries there are.
    pub(super) const fn len(&self) -> usize {
        self.len
    }

    const fn mask(&self) -> usize {
        self.slots.len().wrapping_sub(1)
    }

    /// Returns the slot at which the search for a hash begins.
    #[inline]
    pub(super) fn home(&self, hash: u32) -> Slot {
        self.slots.get(hash as usize & self.mask()).copied().unwrap_or_default()
    }

    /// Finds a slot by its hash and what the caller says of its place.
    #[inline]
    fn position(&self, hash: u32, mut is: impl FnMut(u32) -> bool) -> Option<usize> {
        let mask = self.mask();
        let mut at = hash as usize & mask;
        loop {
            // An index without slots ends here.
            let slot = *self.slots.get(at)?;
            if slot.is_empty() {
                return None;
            }
            if slot.hash() == hash && is(slot.place()) {
                return Some(at);
            }
            at = (at + 1) & mask;
        }
    }

    /// Finds a place by its hash and what the caller says of it.
    #[inline]
    pub(super) fn find(&self, hash: u32, is: impl FnMut(u32) -> bool) -> Option<u32> {
        self.position(hash, is).map(|at| self.slots[at].place())
    }

    /// Adds a place that is known to be absent. There are at most 2³² − 1 of them.
    pub(super) fn insert(&mut self, hash: u32, place: u32) {
        if (self.len + 1) * 8 > self.slots.len() * FULL {
            self.grow();
        }
        self.put(Slot::new(hash, place));
        self.len += 1;
    }

    fn put(&mut self, slot: Slot) {
        let mask = self.mask();
        let mut at = slot.hash() as usize & mask;
        while !self.slots[at].is_empty() {
            at = (at + 1) & mask;
        }
        self.slots[at] = slot;
    }

    #[cold]
    fn grow(&mut self) {
        let old = std::mem::take(&mut self.slots);
        self.slots = vec![Slot::default(); (old.len() * 2).max(LEAST)];
        old.into_iter().filter(|slot| !slot.is_empty()).for_each(|slot| self.put(slot));
    }

    /// Removes a place, and returns it.
    pub(super) fn remove(&mut self, hash: u32, is: impl FnMut(u32) -> bool) -> Option<u32> {
        let mask = self.mask();
        let mut hole = self.position(hash, is)?;
        let place = self.slots[hole].place();
        let mut at = hole;
        loop {
            at = (at + 1) & mask;
            let slot = self.slots[at];
            if slot.is_empty() {
                break;
            }
            // What may stand in the hole as well moves there: its search passes the hole.
            let home = slot.hash() as usize & mask;
            if at.wrapping_sub(home) & mask >= at.wrapping_sub(hole) & mask {
                self.slots[hole] = slot;
                hole = at;
            }
        }
        self.slots[hole] = Slot::default();
        self.len -= 1;
        Some(place)
    }

    /// Returns the bytes that the table takes.
    pub(super) fn bytes(&self) -> usize {
        self.slots.capacity() * size_of::<Slot>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        /// Hashes of few values, so that runs of slots are long and wrap around.
        #[test]
        fn an_index_behaves_like_a_map(steps in prop::collection::vec((any::<bool>(), 0..40_u32), 1..200)) {
            let mut index = Index::default();
            let mut model = BTreeMap::new();
            for (adds, key) in steps {
                let hash = (key % 7).wrapping_sub(3);
                let is = |place| place == key;
                if adds && !model.contains_key(&key) {
                    index.insert(hash, key);
                    model.insert(key, hash);
                } else if !adds {
                    prop_assert_eq!(index.remove(hash, is), model.remove(&key).map(|_| key));
                }
                prop_assert_eq!(index.len(), model.len());
                for key in 0..40_u32 {
                    let found = index.find((key % 7).wrapping_sub(3), |place| place == key);
                    prop_assert_eq!(found, model.get(&key).map(|_| key));
                }
            }
        }
    }

    #[test]
    fn nothing_is_found_where_nothing_is() {
        let mut index = Index::default();
        assert_eq!(index.find(5, |_| true), None);
        assert_eq!(index.remove(5, |_| true), None);
        assert_eq!(index.home(5), Slot::default());
        assert_eq!(index.bytes(), 0);
    }
}
