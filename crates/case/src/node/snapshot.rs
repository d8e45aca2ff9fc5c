//! A snapshot, and what a restart would make of its head.

use crate::{CaseError, ErrorKind, Source};
use autopsync_model::{AppliedOffset, Product, ReplId, Version};
use autopsync_psync::SnapshotIdentity;
use autopsync_rdb::{Aux, Event, Reader};

/// A snapshot with its replication identity.
#[derive(Debug)]
pub struct SnapshotEvidence {
    source: Source,
    head: SnapshotHead,
}

/// What the AUX fields say: versions and the replication identity (`rdbSaveInfoAuxFields`, 3.2 to 9.x).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SnapshotHead {
    /// The format's version.
    pub rdb_version: u32,
    /// The version that wrote it (`redis-ver`, `valkey-ver`; from 3.2).
    pub version: Option<Version>,
    /// When it was written, in seconds since 1970.
    pub ctime: Option<i64>,
    /// The history. Anything but forty characters is ignored, as the loaders do.
    pub repl_id: Option<ReplId>,
    /// The last byte contained.
    pub repl_offset: Option<i64>,
    /// The database in which the stream continues; -1 where the writer had none.
    pub repl_stream_db: Option<i64>,
    /// Whether `KeyDB` wrote it, as far as it tells: `redis-ver` is then its own version.
    pub keydb: bool,
    /// Whether scripts are stored. They stand behind the keys, so the whole file is read where its version can hold any.
    pub has_scripts: bool,
}

impl SnapshotHead {
    /// Takes a field into account; the last of a name counts, as for the loaders.
    pub fn take(&mut self, aux: &Aux<'_>) {
        self.keydb = self.keydb || aux.is_of_keydb();
        let Ok(key) = aux.key.to_cow() else { return };
        if key.eq_ignore_ascii_case(b"lua") {
            self.has_scripts = true;
            return;
        }
        let Ok(value) = aux.value.to_cow() else { return };
        let Ok(text) = std::str::from_utf8(&value) else { return };
        match key.to_ascii_lowercase().as_slice() {
            b"redis-ver" => self.version = Version::parse_for(Product::Redis, text).ok(),
            b"valkey-ver" => self.version = Version::parse_for(Product::Valkey, text).ok(),
            b"ctime" => self.ctime = text.parse().ok(),
            b"repl-id" => self.repl_id = text.parse().ok().or(self.repl_id),
            b"repl-offset" => self.repl_offset = text.parse().ok(),
            b"repl-stream-db" => self.repl_stream_db = text.parse().ok(),
            _ => {}
        }
    }

    /// Reads the fields that stand before the first key. Damage ends the reading.
    #[must_use]
    pub fn of_aux_fields(bytes: &[u8]) -> Self {
        let mut head = Self::default();
        let Ok(mut reader) = Reader::new(bytes).map(Reader::without_checksum) else { return head };
        head.rdb_version = u32::from(reader.header().version);
        while let Some(Ok(Event::Aux(aux))) = reader.next_event() {
            head.take(&aux);
        }
        head
    }

    /// Returns the identity as the protocol model takes it.
    #[must_use]
    pub fn identity(&self) -> SnapshotIdentity {
        SnapshotIdentity {
            repl_id: self.repl_id,
            repl_offset: self.repl_offset.map(AppliedOffset::new),
            repl_stream_db: self.repl_stream_db,
            has_scripts: self.has_scripts,
        }
    }

    /// The version that stands in where nobody tells: the oldest that writes this format of snapshots, so that texts
    /// are those of its time; without a snapshot the newest whose data every later version shares.
    #[must_use]
    pub const fn assumed_version(rdb_version: Option<u32>) -> Version {
        match rdb_version {
            Some(0..=6) => Version::redis(2, 8, 24),
            Some(7) => Version::redis(3, 2, 13),
            Some(8) => Version::redis(4, 0, 14),
            Some(9) => Version::redis(6, 2, 14),
            Some(10) => Version::redis(7, 0, 15),
            Some(11) | None => Version::redis(7, 2, 6),
            Some(12) => Version::redis(7, 4, 1),
            Some(13..=79) => Version::redis(8, 0, 0),
            Some(80..) => Version::valkey(9, 0, 0),
        }
    }

    /// Tells whether the version that wrote the file stores scripts (4.0.4 to 6.2).
    fn may_hold_scripts(&self) -> bool {
        self.version.is_none_or(|v| !v.is_valkey() && v.at_least(4, 0, 4) && !v.at_least(7, 0, 0))
            && self.rdb_version >= 8
    }

    /// Reads the head of a snapshot, and all of it where scripts may stand at the end. Damage ends the reading and
    /// is not reported here: whoever needs the data reads them again.
    ///
    /// # Errors
    /// Where the bytes are no snapshot.
    pub fn read(bytes: &[u8]) -> Result<Self, autopsync_rdb::Error> {
        let mut reader = Reader::new(bytes)?.without_checksum();
        let mut head = Self { rdb_version: u32::from(reader.header().version), ..Self::default() };
        while let Some(Ok(event)) = reader.next_event() {
            match event {
                Event::Aux(aux) => head.take(&aux),
                Event::End(_) => break,
                _ if !head.may_hold_scripts() => break,
                _ => {}
            }
        }
        Ok(head)
    }
}

impl SnapshotEvidence {
    /// Opens a snapshot.
    ///
    /// # Errors
    /// Where the file is no snapshot.
    pub fn open(source: Source) -> Result<Self, CaseError> {
        let source = source.into_snapshot()?;
        let head = SnapshotHead::read(source.bytes())
            .map_err(|error| CaseError::new(source.path(), ErrorKind::Snapshot(error)))?;
        Ok(Self { source, head })
    }

    /// Returns the file.
    #[must_use]
    pub const fn source(&self) -> &Source {
        &self.source
    }

    /// Returns what the AUX fields say.
    #[must_use]
    pub const fn head(&self) -> &SnapshotHead {
        &self.head
    }
}
