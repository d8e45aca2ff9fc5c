//! Which keys are wanted, and which of them are the largest.

use super::KeyRow;
use autopsync_engine::glob_matches;
use autopsync_rdb::{KeyEntry, salvage::Standing};
use std::{cmp::Reverse, collections::BinaryHeap};

/// Which keys are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeySelection {
    /// Those whose name matches this pattern.
    pub name: Option<Vec<u8>>,
    /// Those of this type.
    pub kind: Option<String>,
    /// Those of this database.
    pub db: Option<u64>,
    /// Also those that were found behind damage, and those that it throws doubt on.
    pub salvage: bool,
}

impl KeySelection {
    /// Tells what can be told without the name.
    pub(in crate::questions) fn may_want(&self, entry: &KeyEntry<'_>) -> bool {
        self.db.is_none_or(|db| entry.db == db)
            && self.kind.as_ref().is_none_or(|kind| entry.value.type_name() == kind)
    }

    /// Tells the rest.
    pub(in crate::questions) fn wants_name(&self, name: &[u8]) -> bool {
        self.name.as_ref().is_none_or(|pattern| glob_matches(pattern, name))
    }
}

/// What makes a key large.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OrderBy {
    /// Its bytes in the file.
    #[default]
    Bytes,
    /// Its elements.
    Elements,
    /// Its estimated memory.
    Memory,
    /// How late it expires; keys without expiry are the last.
    Ttl,
}

impl OrderBy {
    fn measure(self, row: &KeyRow<'_>) -> i64 {
        let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        match self {
            Self::Bytes => number(row.bytes),
            Self::Elements => number(row.elements),
            Self::Memory => number(row.memory),
            Self::Ttl => row.expire_at_ms.unwrap_or(i64::MIN),
        }
    }
}

/// A key that was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    key: Vec<u8>,
    db: u64,
    kind: &'static str,
    encoding: &'static str,
    elements: u64,
    bytes: u64,
    memory: u64,
    expire_at_ms: Option<i64>,
    member_expiries: u64,
    at: u64,
    standing: Standing,
}

impl Chosen {
    fn new(row: &KeyRow<'_>) -> Self {
        Self {
            key: row.key.to_vec(),
            db: row.db,
            kind: row.kind,
            encoding: row.encoding,
            elements: row.elements,
            bytes: row.bytes,
            memory: row.memory,
            expire_at_ms: row.expire_at_ms,
            member_expiries: row.member_expiries,
            at: row.at,
            standing: row.standing,
        }
    }

    /// Returns it as a row.
    #[must_use]
    pub fn row(&self) -> KeyRow<'_> {
        KeyRow {
            db: self.db,
            key: &self.key,
            kind: self.kind,
            encoding: self.encoding,
            elements: self.elements,
            bytes: self.bytes,
            memory: self.memory,
            expire_at_ms: self.expire_at_ms,
            member_expiries: self.member_expiries,
            at: self.at,
            standing: self.standing,
        }
    }
}

/// The largest keys so far. Of equal ones the first in the file stays.
pub(super) struct Largest {
    by: OrderBy,
    most: usize,
    heap: BinaryHeap<Reverse<Ranked>>,
}

impl Largest {
    pub(super) fn new(by: OrderBy, most: usize) -> Self {
        Self { by, most, heap: BinaryHeap::new() }
    }

    pub(super) fn offer(&mut self, row: &KeyRow<'_>) {
        let rank = (self.by.measure(row), Reverse(row.at));
        if self.heap.len() >= self.most {
            if self.heap.peek().is_none_or(|least| least.0.rank >= rank) {
                return;
            }
            self.heap.pop();
        }
        self.heap.push(Reverse(Ranked { rank, key: Chosen::new(row) }));
    }

    pub(super) fn into_sorted(self) -> Vec<Chosen> {
        self.heap.into_sorted_vec().into_iter().map(|ranked| ranked.0.key).collect()
    }
}

struct Ranked {
    rank: (i64, Reverse<u64>),
    key: Chosen,
}

impl PartialEq for Ranked {
    fn eq(&self, other: &Self) -> bool {
        self.rank == other.rank
    }
}

impl Eq for Ranked {}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.rank.cmp(&other.rank)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(key: &[u8], bytes: u64, at: u64) -> KeyRow<'_> {
        let (db, kind, encoding) = (0, "string", "raw");
        let (elements, memory, expire_at_ms, standing) = (0, 0, None, Standing::Sound);
        let member_expiries = 0;
        KeyRow {
            db,
            key,
            kind,
            encoding,
            elements,
            bytes,
            memory,
            expire_at_ms,
            member_expiries,
            at,
            standing,
        }
    }

    #[test]
    fn the_largest_come_first_and_equal_ones_in_the_order_of_the_file() {
        let mut largest = Largest::new(OrderBy::Bytes, 3);
        for (key, bytes, at) in
            [(&b"a"[..], 5, 1), (b"b", 9, 2), (b"c", 5, 3), (b"d", 1, 4), (b"e", 5, 5)]
        {
            largest.offer(&row(key, bytes, at));
        }
        let keys: Vec<_> = largest.into_sorted().iter().map(|key| key.row().key.to_vec()).collect();
        assert_eq!(keys, [b"b".to_vec(), b"a".to_vec(), b"c".to_vec()]);
    }
}
