//! What the AUX fields of a snapshot say about the server that wrote it (`rdbSaveInfoAuxFields`, `rdb.c`).
//!
//! A field may stand anywhere and more than once; the last one counts, names are compared without case, as loaders do.

use crate::Aux;
use autopsync_model::{AppliedOffset, ReplId, Version};

/// The name of a field that holds a script (written by 4.0.4 to 6.2, after the keys).
pub const LUA: &[u8] = b"lua";

impl Aux<'_> {
    /// Tells whether the field has this name. Loaders compare without case.
    #[must_use]
    pub fn is_named(&self, name: &[u8]) -> bool {
        self.key.len() == name.len() as u64
            && self.key.to_cow().is_ok_and(|key| key.eq_ignore_ascii_case(name))
    }

    /// Returns the number that the field holds.
    pub(crate) fn integer(&self) -> Option<i64> {
        std::str::from_utf8(&self.value.to_cow().ok()?).ok()?.parse().ok()
    }

    /// Tells whether the field holds a script.
    #[must_use]
    pub fn is_script(&self) -> bool {
        self.is_named(LUA)
    }
}

/// The replication identity of a snapshot: which `PSYNC` a server would send after loading it.
///
/// Written by 4.0 and later, where the server took part in replication; never in an AOF's snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReplicationAux {
    /// `repl-id`: the history. Anything but forty characters is ignored, as by loaders: an id before it stays.
    pub repl_id: Option<ReplId>,
    /// `repl-offset`: the last byte of the history that the data set contains.
    pub repl_offset: Option<AppliedOffset>,
    /// `repl-stream-db`: the database that the stream has selected at that offset; −1 where it is not known.
    pub repl_stream_db: Option<i64>,
}

impl ReplicationAux {
    /// Notes a field. Returns whether it is one of the three.
    pub fn observe(&mut self, aux: &Aux<'_>) -> bool {
        if aux.is_named(b"repl-id") {
            let id = aux.value.to_cow().ok().and_then(|id| ReplId::from_bytes(&id).ok());
            self.repl_id = id.or(self.repl_id);
        } else if aux.is_named(b"repl-offset") {
            self.repl_offset = aux.integer().map(AppliedOffset::new);
        } else if aux.is_named(b"repl-stream-db") {
            self.repl_stream_db = aux.integer();
        } else {
            return false;
        }
        true
    }

    /// Tells whether nothing was said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Tells whether the three are there and none is −1: without that no server resumes replication from the file
    /// (`loadDataFromDisk`, `server.c`, 4.0.3 and later).
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.repl_id.is_some()
            && self.repl_offset.is_some_and(|offset| offset.get() != -1)
            && self.repl_stream_db.is_some_and(|db| db != -1)
    }
}

/// The fields that servers write about themselves.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct AuxFields {
    /// `redis-ver` or `valkey-ver`, where it is a version.
    pub version: Option<Version>,
    /// `redis-ver` or `valkey-ver` as it stands, at most [`AuxFields::TEXT_BYTES`] of it.
    pub version_text: Option<String>,
    /// `redis-bits`: 32 or 64.
    pub bits: Option<i64>,
    /// `ctime`: when the saving began, in seconds of Unix time.
    pub created: Option<i64>,
    /// `used-mem`: the memory that the saving process had allocated, in bytes.
    pub used_memory: Option<i64>,
    /// `aof-preamble` (4.0 to 6.2) or `aof-base` (7.0): the snapshot is part of an AOF.
    pub in_aof: Option<bool>,
    /// The replication identity.
    pub replication: ReplicationAux,
}

impl AuxFields {
    /// How much of a version is kept, in bytes.
    pub const TEXT_BYTES: usize = 64;

    /// Notes a field. Returns whether its name is known.
    pub fn observe(&mut self, aux: &Aux<'_>) -> bool {
        if aux.is_named(b"redis-ver") {
            self.observe_version(aux, "redis-");
        } else if aux.is_named(b"valkey-ver") {
            self.observe_version(aux, "valkey-");
        } else if aux.is_named(b"redis-bits") {
            self.bits = aux.integer();
        } else if aux.is_named(b"ctime") {
            self.created = aux.integer();
        } else if aux.is_named(b"used-mem") {
            self.used_memory = aux.integer();
        } else if aux.is_named(b"aof-preamble") || aux.is_named(b"aof-base") {
            self.in_aof = aux.integer().map(|flag| flag != 0);
        } else {
            return self.replication.observe(aux);
        }
        true
    }

    fn observe_version(&mut self, aux: &Aux<'_>, product: &str) {
        let Ok(bytes) = aux.value.to_cow() else { return };
        let shown = bytes.get(..Self::TEXT_BYTES).unwrap_or(&bytes);
        let text = String::from_utf8_lossy(shown).into_owned();
        self.version = format!("{product}{text}").parse().ok();
        self.version_text = Some(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Event, Reader};

    fn fields(records: &[u8]) -> AuxFields {
        let bytes = [b"REDIS0009", records].concat();
        let mut fields = AuxFields::default();
        for event in Reader::new(&bytes).unwrap() {
            let Ok(Event::Aux(aux)) = event else { break };
            fields.observe(&aux);
        }
        fields
    }

    const ID: &[u8] = b"\xfa\x07repl-id\x286559e00f3a0ce0f9d9f7aa168dd5c1901cf1f022";

    #[test]
    fn an_identity_is_complete_with_three_fields() {
        let all = [ID, b"\xfa\x0brepl-offset\xc1\x39\x30\xfa\x0erepl-stream-db\xc0\x02"].concat();
        let replication = fields(&all).replication;
        assert_eq!(replication.repl_offset, Some(AppliedOffset::new(12345)));
        assert_eq!(replication.repl_stream_db, Some(2));
        assert!(replication.is_complete());
        assert!(!fields(ID).replication.is_complete());
        assert!(fields(b"").replication.is_empty());
    }

    #[test]
    fn a_stream_database_of_minus_one_is_no_database() {
        let all = [ID, b"\xfa\x0brepl-offset\xc1\x39\x30\xfa\x0erepl-stream-db\xc0\xff"].concat();
        assert!(!fields(&all).replication.is_complete());
    }

    #[test]
    fn the_last_field_of_a_name_counts_and_case_does_not() {
        let fields = fields(b"\xfa\x05ctime\xc0\x01\xfa\x05CTIME\xc0\x02\xfa\x07repl-id\x03abc");
        assert_eq!(fields.created, Some(2));
        assert_eq!(fields.replication.repl_id, None);
    }

    #[test]
    fn a_field_that_is_no_id_leaves_the_id_before_it() {
        let id = fields(ID).replication.repl_id;
        assert!(id.is_some());
        assert_eq!(fields(&[ID, b"\xfa\x07repl-id\x03abc"].concat()).replication.repl_id, id);
    }

    #[test]
    fn a_version_without_three_numbers_is_kept_as_text() {
        assert_eq!(fields(b"\xfa\x09redis-ver\x055.0.6").version, Some(Version::redis(5, 0, 6)));
        assert_eq!(fields(b"\xfa\x0avalkey-ver\x059.0.0").version, Some(Version::valkey(9, 0, 0)));
        let odd = fields(b"\xfa\x09redis-ver\x04main");
        assert_eq!((odd.version, odd.version_text.as_deref()), (None, Some("main")));
    }
}
