//! The digest of a snapshot, taken while it is scanned.

use super::{Digest, DigestRules, ValueDigest};
use autopsync_model::Version;
use autopsync_rdb::{
    CronJob, Error, Event, KeyEntry, ModuleId, ModuleItems, Reader, Scratch, StreamFields,
    StreamId, StringBuffer, ValueKind, ValueVisitor,
};
use std::collections::BTreeMap;

/// Digests the keys of a snapshot one after the other, in memory that does not grow with the file.
///
/// Databases may come in any order and more than once, as loaders allow; the digest is that of the loaded data.
#[derive(Debug)]
pub struct SnapshotDigest {
    rules: DigestRules,
    databases: BTreeMap<u32, Digest>,
    keys: u64,
    key: StringBuffer,
}

impl SnapshotDigest {
    /// Starts with no data, in the texts of a version.
    #[must_use]
    pub fn new(version: &Version) -> Self {
        Self {
            rules: DigestRules::of(version),
            databases: BTreeMap::new(),
            keys: 0,
            key: StringBuffer::default(),
        }
    }

    /// Adds a key.
    ///
    /// # Errors
    /// What the reader found in its value; the key then counts for nothing.
    pub fn add(&mut self, entry: &KeyEntry<'_>, scratch: &mut Scratch) -> Result<(), Error> {
        let mut value = ValueDigest::of_key(entry.key.decode(&mut self.key)?, self.rules);
        match entry.value.kind() {
            ValueKind::List => value.begin_list(),
            ValueKind::Set => value.begin_set(),
            ValueKind::Zset => value.begin_zset(),
            ValueKind::Hash => value.begin_hash(),
            ValueKind::Stream => value.begin_stream(),
            // What they begin with comes with their content.
            ValueKind::String | ValueKind::Cron => {}
            _ => value.begin_module(),
        }
        entry.visit(scratch, &mut Feed(&mut value))?;
        if entry.expire_at_ms.is_some_and(|at| at != crate::keyspace::NO_EXPIRY) {
            value.expires();
        }
        let db = u32::try_from(entry.db).unwrap_or(u32::MAX);
        self.databases.entry(db).or_default().xor(&value.finish().0);
        self.keys = self.keys.saturating_add(1);
        Ok(())
    }

    /// Returns how many keys were added.
    #[must_use]
    pub const fn keys(&self) -> u64 {
        self.keys
    }

    /// Returns the digest.
    #[must_use]
    pub fn finish(&self) -> Digest {
        let mut all = Digest::default();
        for (number, keys) in &self.databases {
            all.mix(&number.to_be_bytes());
            all.0.iter_mut().zip(keys.0).for_each(|(byte, other)| *byte ^= other);
        }
        all
    }
}

/// Digests a whole snapshot, in the texts of a version.
///
/// # Errors
/// What the reader found first.
pub fn of_snapshot(snapshot: &[u8], version: &Version) -> Result<Digest, Error> {
    let mut digest = SnapshotDigest::new(version);
    let mut scratch = Scratch::default();
    for event in Reader::new(snapshot)?.without_checksum() {
        if let Event::Key(entry) = event? {
            digest.add(&entry, &mut scratch)?;
        }
    }
    Ok(digest.finish())
}

/// Hands a value's pieces on.
pub(super) struct Feed<'a>(pub(super) &'a mut ValueDigest);

impl ValueVisitor for Feed<'_> {
    fn string(&mut self, value: &[u8]) {
        self.0.string(value);
    }

    fn list_element(&mut self, element: &[u8]) {
        self.0.list_element(element);
    }

    fn set_member(&mut self, member: &[u8]) {
        self.0.set_member(member);
    }

    fn zset_member(&mut self, member: &[u8], score: f64) {
        self.0.zset_member(member, score);
    }

    fn hash_field(&mut self, field: &[u8], value: &[u8], expire_at_ms: Option<i64>) {
        self.0.hash_field(field, value, expire_at_ms.is_some());
    }

    fn cron_job(&mut self, job: &CronJob<'_>) {
        self.0.cron_job(job.interval_ms, job.script);
    }

    fn module(&mut self, id: ModuleId, items: ModuleItems<'_>) {
        self.0.module(id, items);
    }

    fn stream_entry(&mut self, id: StreamId, fields: StreamFields<'_>) {
        self.0.stream_entry(id.ms, id.seq);
        fields.iter().for_each(|(name, value)| self.0.stream_field(&name, &value));
    }
}
