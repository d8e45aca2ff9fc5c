//! Which command last wrote each key.

use autopsync_engine::{Extent, Touched};
use autopsync_model::NextOffset;
use std::collections::HashMap;

/// A write, by its command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Write {
    /// Where the command begins; inside a transaction the command's own place.
    pub offset: NextOffset,
    /// Its name in lower case; of a script's effect the command that the script called.
    pub command: &'static str,
    /// Whether a script called it.
    pub by_script: bool,
}

/// The last write of every key that a stream wrote, removed keys included.
///
/// A key that it does not know came with the snapshot and was left alone since.
#[derive(Debug, Clone, Default)]
pub struct Provenance {
    databases: HashMap<u32, Database>,
    everything: Option<Write>,
}

#[derive(Debug, Clone, Default)]
struct Database {
    keys: HashMap<Box<[u8]>, Write>,
    /// What emptied it last.
    flushed: Option<Write>,
}

impl Provenance {
    /// Returns the command that last wrote a key, or removed it alone or with its whole database.
    #[must_use]
    pub fn last_write(&self, database: u32, key: &[u8]) -> Option<Write> {
        self.databases
            .get(&database)
            .and_then(|db| db.keys.get(key).copied().or(db.flushed))
            .or(self.everything)
    }

    /// Returns how many keys are known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.databases.values().map(|db| db.keys.len()).sum()
    }

    /// Tells whether no key is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the keys in the order of databases and names, with their last writes, as far as `wants` them.
    #[must_use]
    pub fn rows(&self, wants: impl Fn(&[u8]) -> bool) -> Vec<(u32, &[u8], Write)> {
        let mut rows: Vec<_> = self
            .databases
            .iter()
            .flat_map(|(number, db)| {
                db.keys.iter().map(|(key, write)| (*number, key.as_ref(), *write))
            })
            .filter(|(_, key, _)| wants(key))
            .collect();
        rows.sort_unstable_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)));
        rows
    }

    /// Takes a change into account.
    pub(super) fn note(&mut self, touched: &Touched<'_>) {
        let write = Write {
            offset: NextOffset::new(touched.offset),
            command: touched.command,
            by_script: touched.by_script,
        };
        match touched.what {
            Extent::Key(database, key) => {
                let keys = &mut self.databases.entry(database).or_default().keys;
                match keys.get_mut(key) {
                    Some(known) => *known = write,
                    None => drop(keys.insert(key.into(), write)),
                }
            }
            Extent::Database(database) => {
                let emptied = Database { flushed: Some(write), ..Database::default() };
                self.databases.insert(database, emptied);
            }
            Extent::All => {
                self.databases.clear();
                self.everything = Some(write);
            }
            Extent::Swapped(a, b) => {
                let (left, right) = (self.databases.remove(&a), self.databases.remove(&b));
                self.databases.extend(right.map(|db| (a, db)));
                self.databases.extend(left.map(|db| (b, db)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn touched(offset: i64, what: Extent<'_>) -> Touched<'_> {
        Touched { offset, command: "set", by_script: false, what }
    }

    #[test]
    fn the_last_write_counts_and_goes_with_its_database() {
        let mut all = Provenance::default();
        let at =
            |all: &Provenance, db, key| all.last_write(db, key).map(|write| write.offset.get());
        all.note(&touched(1, Extent::Key(0, b"k")));
        all.note(&touched(9, Extent::Key(0, b"k")));
        assert_eq!((at(&all, 0, b"k"), at(&all, 1, b"k"), all.len()), (Some(9), None, 1));
        all.note(&touched(20, Extent::Swapped(0, 1)));
        assert_eq!((at(&all, 0, b"k"), at(&all, 1, b"k")), (None, Some(9)));
        all.note(&touched(30, Extent::Database(1)));
        assert_eq!((at(&all, 1, b"k"), at(&all, 1, b"other"), all.len()), (Some(30), Some(30), 0));
        all.note(&touched(40, Extent::All));
        all.note(&touched(50, Extent::Key(3, b"z")));
        assert_eq!(
            (at(&all, 1, b"k"), at(&all, 3, b"z"), at(&all, 3, b"y")),
            (Some(40), Some(50), Some(40))
        );
    }

    #[test]
    fn rows_come_in_order() {
        let mut all = Provenance::default();
        for (db, key) in [(1, b"a"), (0, b"z"), (0, b"b")] {
            all.note(&touched(1, Extent::Key(db, key)));
        }
        let rows: Vec<_> =
            all.rows(|key| key != b"z").into_iter().map(|row| (row.0, row.1)).collect();
        assert_eq!(rows, [(0, b"b".as_slice()), (1, b"a")]);
    }
}
