//! How many keys of which kind: counted in arrays, since a snapshot may have hundreds of millions of them.

use super::Database;
use autopsync_rdb::{KeyEntry, ValueType};
use std::{collections::BTreeMap, mem};

/// The keys of a snapshot, counted by database.
#[derive(Default)]
pub(super) struct Tally {
    /// The database that keys belong to at present, and its counts.
    db: u64,
    counts: Box<Counts>,
    /// The others.
    rest: BTreeMap<u64, Box<Counts>>,
}

/// The counts of one database.
struct Counts {
    keys: u64,
    expires: u64,
    member_expiries: u64,
    /// By the code of the type; within one snapshot a code means one type.
    types: [(Option<ValueType>, u64); 256],
    /// Strings that are integers, and that are compressed.
    integers: u64,
    compressed: u64,
}

impl Default for Counts {
    fn default() -> Self {
        Self {
            keys: 0,
            expires: 0,
            member_expiries: 0,
            types: [(None, 0); 256],
            integers: 0,
            compressed: 0,
        }
    }
}

impl Tally {
    /// Turns to another database.
    #[cold]
    #[inline(never)]
    fn turn_to(&mut self, db: u64) {
        let counts = self.rest.remove(&db).unwrap_or_default();
        let former = mem::replace(&mut self.counts, counts);
        self.rest.insert(mem::replace(&mut self.db, db), former);
    }

    /// Counts a key.
    #[inline]
    pub(super) fn add(&mut self, entry: &KeyEntry<'_>) {
        if entry.db != self.db {
            self.turn_to(entry.db);
        }
        let counts = &mut *self.counts;
        counts.keys += 1;
        counts.expires += u64::from(entry.expire_at_ms.is_some());
        let members = entry.member_expiries();
        if !members.is_empty() && entry.value_type() != ValueType::Cron {
            counts.member_expiries += members.iter().count() as u64;
        }
        let value_type = entry.value_type();
        let (known, count) = &mut counts.types[usize::from(value_type.code())];
        *known = Some(value_type);
        *count += 1;
        if value_type == ValueType::String {
            // The first byte of a string tells its form.
            match entry.value.raw().first() {
                Some(0xc0..=0xc2) => counts.integers += 1,
                Some(0xc3) => counts.compressed += 1,
                _ => {}
            }
        }
    }

    /// Returns the databases that have keys.
    pub(super) fn into_databases(mut self) -> BTreeMap<u64, Database> {
        self.rest.insert(self.db, self.counts);
        let all = self.rest.into_iter().filter(|(_, counts)| counts.keys > 0);
        all.map(|(db, counts)| (db, counts.name())).collect()
    }
}

impl Counts {
    /// Puts names to the counts.
    fn name(&self) -> Database {
        let mut database = Database {
            keys: self.keys,
            expires: self.expires,
            member_expiries: self.member_expiries,
            ..Database::default()
        };
        let mut add = |value_type: ValueType, encoding, count| {
            if count > 0 {
                *database.types.entry(value_type.kind().name()).or_default() += count;
                *database.encodings.entry(encoding).or_default() += count;
            }
        };
        for (value_type, count) in self.types {
            match value_type {
                Some(string @ ValueType::String) => {
                    add(string, "int", self.integers);
                    add(string, "lzf", self.compressed);
                    add(string, "raw", count - self.integers - self.compressed);
                }
                Some(value_type) => add(value_type, value_type.info().encoding, count),
                None => {}
            }
        }
        database
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use autopsync_rdb::{Event, Reader};

    #[test]
    fn keys_are_counted_by_database_type_and_encoding() {
        let bytes = b"REDIS0006\xfe\x00\x00\x01a\x01v\x00\x01b\xc0\x05\xfe\x03\x02\x01s\x01\x01m\
            \xfe\x00\xfc\x00\x00\x00\x00\x00\x00\x00\x01\x00\x01c\xc3\x05\x0da\x00\xe0\x03\x00\xff\
            \x00\x00\x00\x00\x00\x00\x00\x00";
        let mut tally = Tally::default();
        for event in Reader::new(bytes).unwrap() {
            if let Event::Key(entry) = event.unwrap() {
                tally.add(&entry);
            }
        }
        let databases = tally.into_databases();
        assert_eq!(databases.keys().copied().collect::<Vec<_>>(), [0, 3]);
        let first = &databases[&0];
        assert_eq!((first.keys, first.expires, first.types["string"]), (3, 1, 3));
        assert_eq!(first.encodings, BTreeMap::from([("int", 1), ("lzf", 1), ("raw", 1)]));
        assert_eq!(databases[&3].encodings, BTreeMap::from([("hashtable", 1)]));
    }
}
