//! Databases: keys, values and expiry times.

mod database;
mod index;
mod slab;

pub(crate) use database::{Database, Entry, NO_EXPIRY};
pub(crate) use slab::{Keyed, Slab, hash};

/// All databases, and which of them commands work in.
///
/// A database comes to be when it is selected first, so that a large `databases` setting costs nothing.
#[derive(Debug, Clone)]
pub(crate) struct Keyspace {
    databases: Vec<(u32, Database)>,
    selected: usize,
}

impl Default for Keyspace {
    fn default() -> Self {
        Self { databases: vec![(0, Database::default())], selected: 0 }
    }
}

impl Keyspace {
    fn index(&mut self, number: u32) -> usize {
        if let Some(index) = self.databases.iter().position(|(n, _)| *n == number) {
            return index;
        }
        self.databases.push((number, Database::default()));
        self.databases.len() - 1
    }

    /// Makes commands work in a database.
    pub(crate) fn select(&mut self, number: u32) {
        self.selected = self.index(number);
    }

    /// Returns the number of the selected database.
    pub(crate) fn selected(&self) -> u32 {
        self.databases[self.selected].0
    }

    /// Returns the selected database.
    #[inline]
    pub(crate) fn current(&self) -> &Database {
        &self.databases[self.selected].1
    }

    /// Returns the selected database for changes.
    #[inline]
    pub(crate) fn current_mut(&mut self) -> &mut Database {
        &mut self.databases[self.selected].1
    }

    /// Returns a database by its number.
    pub(crate) fn get(&self, number: u32) -> Option<&Database> {
        self.databases.iter().find(|(n, _)| *n == number).map(|(_, database)| database)
    }

    /// Returns a database by its number for changes.
    pub(crate) fn get_mut(&mut self, number: u32) -> &mut Database {
        let index = self.index(number);
        &mut self.databases[index].1
    }

    /// Exchanges the content of two databases.
    pub(crate) fn swap(&mut self, a: u32, b: u32) {
        let (a, b) = (self.index(a), self.index(b));
        if a != b {
            let (low, high) = self.databases.split_at_mut(a.max(b));
            std::mem::swap(&mut low[a.min(b)].1, &mut high[0].1);
        }
    }

    /// Empties all databases; tells how many keys there were.
    pub(crate) fn clear(&mut self) -> usize {
        let keys = self.databases.iter().map(|(_, database)| database.len()).sum();
        for (_, database) in &mut self.databases {
            *database = Database::default();
        }
        keys
    }

    /// Returns how many bytes the data takes, as far as they can be counted.
    pub(crate) fn memory(&self) -> usize {
        self.databases.iter().map(|(_, database)| database.memory()).sum()
    }

    /// Returns the databases that have keys, by ascending number.
    pub(crate) fn in_order(&self) -> Vec<(u32, &Database)> {
        let mut databases: Vec<_> = self
            .databases
            .iter()
            .filter(|(_, database)| !database.is_empty())
            .map(|(number, database)| (*number, database))
            .collect();
        databases.sort_unstable_by_key(|(number, _)| *number);
        databases
    }
}
