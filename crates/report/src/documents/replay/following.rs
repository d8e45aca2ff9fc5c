//! Keys that are followed, and commands that nobody knows.

use crate::{JsonBytes, Privacy, documents::Position};
use autopsync_case::questions::replay::{
    Change, Provenance, ReplayAnswer, Summary, UnknownCommand, Watched,
};
use autopsync_engine::glob_matches;
use schemars::JsonSchema;
use serde::Serialize;

/// The most rows of last writes in a document; the rest is counted.
const MOST_ROWS: usize = 10_000;

/// Commands of one name that only a module knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct UnknownRow {
    /// The name, in upper case.
    pub command: JsonBytes,
    /// How many.
    pub count: u64,
    /// Where the first one begins.
    #[serde(flatten)]
    pub first: Position,
    /// Their first arguments, which most modules take for keys: at most a hundred.
    pub keys: Vec<UnknownKey>,
}

/// A key about which nothing is certain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct UnknownKey {
    /// The database.
    pub db: u32,
    /// Its name.
    pub key: JsonBytes,
}

impl UnknownRow {
    pub(super) fn of(unknown: &UnknownCommand, answer: &ReplayAnswer, privacy: Privacy) -> Self {
        Self {
            command: JsonBytes::new(&unknown.name),
            count: unknown.count,
            first: Position::of(unknown.first, answer),
            keys: unknown
                .keys
                .iter()
                .map(|(db, key)| UnknownKey { db: *db, key: privacy.show(key) })
                .collect(),
        }
    }
}

/// The keys that were followed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct WatchTable {
    /// How many changes there were.
    pub count: u64,
    /// The changes in the order of the stream; at most as many as are kept.
    pub rows: Vec<WatchRow>,
}

/// A change of a followed key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct WatchRow {
    /// Where the command begins; the last of several in one transaction.
    #[serde(flatten)]
    pub at: Position,
    /// The database.
    pub db: u32,
    /// The key.
    pub key: JsonBytes,
    /// The command's name and arguments, those of the script where one called it.
    pub command: Vec<JsonBytes>,
    /// The name of the command that wrote it: of a script's effect the one that the script called.
    pub written_by: String,
    /// Whether a script called it.
    pub by_script: bool,
    /// What it held before, or null where it was not there.
    pub before: Option<KeySummary>,
    /// What it held then, or null where it was gone.
    pub after: Option<KeySummary>,
}

/// What a key held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct KeySummary {
    /// The server's word for its type.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its elements; of a string, its bytes.
    pub len: u64,
    /// When it expires, in milliseconds since 1970, or null.
    pub expires_at_ms: Option<i64>,
    /// The first 256 bytes of a string.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<JsonBytes>,
    /// What `DEBUG DIGEST-VALUE` would answer, unless the value is very large.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
}

impl WatchTable {
    pub(super) fn of(watched: &Watched, answer: &ReplayAnswer, privacy: Privacy) -> Self {
        let row = |change: &Change| WatchRow {
            at: Position::of(change.offset, answer),
            db: change.database,
            key: privacy.show(&change.key),
            command: privacy.show_command(&change.arguments),
            written_by: change.command.to_owned(),
            by_script: change.by_script,
            before: change.before.as_ref().map(|summary| KeySummary::of(summary, privacy)),
            after: change.after.as_ref().map(|summary| KeySummary::of(summary, privacy)),
        };
        Self { count: watched.count(), rows: watched.changes().iter().map(row).collect() }
    }
}

impl KeySummary {
    fn of(summary: &Summary, privacy: Privacy) -> Self {
        Self {
            kind: summary.type_name.to_owned(),
            len: summary.len,
            expires_at_ms: summary.expires_at_ms,
            value: summary.value.as_deref().map(|value| privacy.show(value)),
            digest: summary.digest.clone(),
        }
    }

    /// Writes it for a cell of a table.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = match (&self.value, &self.digest) {
            (Some(value), _) if self.len <= 40 => format!("{} {value}", self.kind),
            (_, Some(digest)) => {
                let short = digest.get(..8).unwrap_or(digest);
                format!("{} of {}, {short}…", self.kind, self.len)
            }
            _ => format!("{} of {}", self.kind, self.len),
        };
        if let Some(at) = self.expires_at_ms {
            text = format!("{text}, expires at {at}");
        }
        text
    }
}

/// Which command last wrote each key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ProvenanceTable {
    /// How many keys were written and match.
    pub count: u64,
    /// The keys by database and name; at most ten thousand.
    pub rows: Vec<ProvenanceRow>,
}

/// The last write of a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ProvenanceRow {
    /// The database.
    pub db: u32,
    /// The key, which may be gone since.
    pub key: JsonBytes,
    /// Where the command begins.
    #[serde(flatten)]
    pub at: Position,
    /// The command's name in lower case: of a script's effect the one that the script called.
    pub command: String,
    /// Whether a script called it.
    pub by_script: bool,
}

impl ProvenanceTable {
    pub(super) fn of(
        provenance: &Provenance,
        glob: &[u8],
        answer: &ReplayAnswer,
        privacy: Privacy,
    ) -> Self {
        let all = provenance.rows(|key| glob_matches(glob, key));
        let rows = all.iter().take(MOST_ROWS).map(|(db, key, write)| ProvenanceRow {
            db: *db,
            key: privacy.show(key),
            at: Position::of(write.offset, answer),
            command: write.command.to_owned(),
            by_script: write.by_script,
        });
        Self { rows: rows.collect(), count: all.len() as u64 }
    }
}
