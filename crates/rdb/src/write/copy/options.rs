//! What to copy, and what became of it.

use crate::{Error, Event, KeyEntry, Reader};
use autopsync_model::Damage;
use std::collections::BTreeMap;

/// What to copy beside the keys, and how strictly.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "switches, each on its own")]
#[non_exhaustive]
pub struct CopyOptions {
    /// Libraries of functions. On by default.
    pub functions: bool,
    /// Scripts of the cache (4.0.4 to 6.2). On by default.
    pub scripts: bool,
    /// Facts of modules beside their keys. On by default.
    pub module_aux: bool,
    /// Named facts about the file, those about replication and size excepted. On by default.
    ///
    /// The version of the writer becomes the target's where the target has another header; the mark of an AOF's
    /// snapshot is taken away, since no AOF follows.
    pub aux: bool,
    /// The replication identity. Off by default: a server that loads it tries to continue from there.
    pub replication: bool,
    /// Exact sizes of the databases. None by default: loaders do without.
    pub sizes: Sizes,
    /// Passes over keys and other records that are damaged. Off by default: they are an error.
    pub skip_damaged: bool,
    /// Copies bytes that the target knows without a look at them, damage included. Off by default.
    pub unchecked: bool,
}

impl Default for CopyOptions {
    fn default() -> Self {
        Self {
            functions: true,
            scripts: true,
            module_aux: true,
            aux: true,
            replication: false,
            sizes: Sizes::default(),
            skip_damaged: false,
            unchecked: false,
        }
    }
}

/// How many keys each database has, and how many of them expire.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sizes(BTreeMap<u64, (u64, u64)>);

impl Sizes {
    /// Counts the keys for which `keep` says so. Values are passed, not decoded.
    ///
    /// # Errors
    /// The first defect that ends the reading.
    pub fn count<'a>(
        reader: &mut Reader<'a>,
        mut keep: impl FnMut(&KeyEntry<'a>) -> bool,
    ) -> Result<Self, Error> {
        let mut sizes = Self::default();
        while let Some(event) = reader.next_event() {
            if let Event::Key(entry) = event?
                && keep(&entry)
            {
                sizes.add(entry.db, entry.expire_at_ms.is_some());
            }
        }
        Ok(sizes)
    }

    /// Counts one key.
    pub fn add(&mut self, db: u64, expires: bool) {
        let (keys, expiring) = self.0.entry(db).or_default();
        *keys = keys.saturating_add(1);
        *expiring = expiring.saturating_add(expires.into());
    }

    /// Returns the keys of a database, and how many of them expire.
    #[must_use]
    pub fn of(&self, db: u64) -> Option<(u64, u64)> {
        self.0.get(&db).copied()
    }

    /// Takes the size of a database out, so that it is told once.
    pub(super) fn take(&mut self, db: u64) -> Option<(u64, u64)> {
        self.0.remove(&db)
    }
}

/// What became of a snapshot that was copied. What the target could not hold is counted by the writer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct CopyReport {
    /// Keys that were written.
    pub keys: u64,
    /// Keys that the filter left out.
    pub filtered: u64,
    /// Keys that the target cannot hold.
    pub dropped: u64,
    /// Keys and other records that were left out because they are damaged.
    pub damaged: u64,
    /// The first of these damages, at most [`CopyReport::KEPT`].
    pub damages: Vec<Damage>,
    /// Libraries of functions.
    pub functions: u64,
    /// All records that are not keys, functions included.
    pub others: u64,
}

impl CopyReport {
    /// How many damages are kept.
    pub const KEPT: usize = 1000;
}
