//! What is known about the first byte of a stream: whose history it belongs to, its number, the selected database.
//!
//! A capture rarely tells all three. A backlog file and a `+FULLRESYNC` transcript know id and offset; a raw dump
//! knows nothing, and a sidecar `FILE.json` or the flags of the program fill the gap.

use crate::{Error, ErrorKind};
use autopsync_model::{AppliedOffset, NextOffset, Place, ReplId};
use serde_json::Value;

/// What is known about the first byte of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Origin {
    /// The history that the bytes belong to.
    pub replid: Option<ReplId>,
    /// The number of the first byte. Where it is `None` the bytes are numbered from 1, relative to the file.
    pub first_offset: Option<NextOffset>,
    /// The database in which a command at the first byte would run.
    pub db: Option<u32>,
}

impl Origin {
    /// Returns an origin about which nothing is known: a raw stream, an AOF, the stream of a 2.6 master.
    #[must_use]
    pub const fn unknown() -> Self {
        Self { replid: None, first_offset: None, db: None }
    }

    /// Returns the origin of the stream that follows a full synchronisation up to `snapshot_offset`.
    ///
    /// The database is left open: a replica takes it from the snapshot (`repl-stream-db`, from 4.0 on; otherwise 0).
    /// A master selects one before its first command anyway, a replica that serves others does not.
    #[must_use]
    pub const fn after_snapshot(replid: ReplId, snapshot_offset: AppliedOffset) -> Self {
        Self { replid: Some(replid), first_offset: Some(snapshot_offset.next()), db: None }
    }

    /// Returns this origin with another database.
    #[must_use]
    pub const fn with_db(self, db: Option<u32>) -> Self {
        Self { db, ..self }
    }

    /// Returns this origin with every gap filled from `other`; what is known here already stays.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            replid: self.replid.or(other.replid),
            first_offset: self.first_offset.or(other.first_offset),
            db: self.db.or(other.db),
        }
    }

    /// Tells whether offsets count from the start of the file because nobody knows better.
    #[must_use]
    pub const fn is_relative(&self) -> bool {
        self.first_offset.is_none()
    }

    /// Returns the number of the first byte: the one told, or 1.
    #[must_use]
    pub fn numbering_starts_at(&self) -> NextOffset {
        self.first_offset.unwrap_or(NextOffset::new(1))
    }

    /// Reads a sidecar: `{"replid": "…", "first_offset": 1234, "db": 0}`, each key optional, others ignored.
    ///
    /// # Errors
    /// [`ErrorKind::Sidecar`] where the text is no JSON object, or a key holds something else than it should; the
    /// place is a line of the sidecar.
    pub fn from_sidecar(json: &[u8]) -> Result<Self, Error> {
        let fail = |line: u64, detail: String| Error {
            kind: ErrorKind::Sidecar { detail },
            place: Place::line(line),
        };
        let value: Value = serde_json::from_slice(json)
            .map_err(|e| fail(u64::try_from(e.line()).unwrap_or(0), e.to_string()))?;
        let Value::Object(object) = value else {
            return Err(fail(1, "expected an object with replid, first_offset, db".to_owned()));
        };
        let wrong = |key: &str, wanted: &str, found: &Value| {
            fail(line_of_key(json, key), format!("expected {wanted} for \"{key}\", found {found}"))
        };
        let mut origin = Self::unknown();
        for (key, value) in &object {
            match (key.as_str(), value) {
                (_, Value::Null) => {}
                ("replid", Value::String(text)) => {
                    origin.replid =
                        Some(text.parse().map_err(|_| wrong(key, "40 characters", value))?);
                }
                ("replid", _) => return Err(wrong(key, "40 characters", value)),
                ("first_offset", _) => {
                    let byte = value.as_i64().ok_or_else(|| wrong(key, "a whole number", value))?;
                    origin.first_offset = Some(NextOffset::new(byte));
                }
                ("db", _) => {
                    let db = value.as_u64().and_then(|n| u32::try_from(n).ok());
                    origin.db =
                        Some(db.ok_or_else(|| wrong(key, "the number of a database", value))?);
                }
                _ => {}
            }
        }
        Ok(origin)
    }
}

/// Returns the line on which a key of a parsed object stands, counted from 1.
fn line_of_key(json: &[u8], key: &str) -> u64 {
    let quoted = format!("\"{key}\"");
    let at = memchr::memmem::find(json, quoted.as_bytes()).unwrap_or(0);
    let before = json.get(..at).unwrap_or_default();
    u64::try_from(memchr::memchr_iter(b'\n', before).count()).unwrap_or(0).saturating_add(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use autopsync_model::At;

    const ID: &str = "6559e00f3a0ce0f9d9f7aa168dd5c1901cf1f022";

    #[test]
    fn a_sidecar_may_tell_all_or_nothing() {
        let text = format!(r#"{{"replid":"{ID}","first_offset":1234,"db":5,"note":"x"}}"#);
        let origin = Origin::from_sidecar(text.as_bytes()).unwrap();
        assert_eq!(origin.replid, Some(ID.parse().unwrap()));
        assert_eq!(origin.first_offset, Some(NextOffset::new(1234)));
        assert_eq!(origin.db, Some(5));
        assert_eq!(Origin::from_sidecar(b"{\"db\":null}").unwrap(), Origin::unknown());
    }

    #[test]
    fn a_wrong_sidecar_names_the_line() {
        let error =
            Origin::from_sidecar(b"{\n \"replid\": null,\n \"first_offset\": \"12\"}").unwrap_err();
        assert_eq!(error.id(), "sidecar");
        assert_eq!(error.place.at(), At::Line(3));
        assert!(error.to_string().contains("first_offset"), "{error}");
        for bad in ["", "[]", "{", "{\"db\":-1}", "{\"db\":4294967296}", "{\"replid\":\"abc\"}"] {
            assert_eq!(Origin::from_sidecar(bad.as_bytes()).unwrap_err().id(), "sidecar", "{bad}");
        }
    }

    #[test]
    fn the_byte_after_the_snapshot_is_the_first_one() {
        let origin = Origin::after_snapshot(ID.parse().unwrap(), AppliedOffset::new(1000));
        assert_eq!(origin.numbering_starts_at(), NextOffset::new(1001));
        assert!(Origin::unknown().is_relative());
        assert_eq!(Origin::unknown().or(origin), origin);
    }
}
