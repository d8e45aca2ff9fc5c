//! `autopsync replay`.

mod following;
mod of_answer;

pub use following::{KeySummary, ProvenanceRow, ProvenanceTable, UnknownRow, WatchRow, WatchTable};

use super::{Document, Finding, Position};
use crate::{JsonBytes, Privacy};
use autopsync_engine::{CommandError, Failure};
use autopsync_model::Version;
use schemars::JsonSchema;
use serde::Serialize;

/// What became of a data set when a stream was applied to it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Replay {
    /// `autopsync.replay/1`.
    pub schema: String,
    /// The snapshot, or null where the data set started empty.
    pub snapshot: Option<ReplaySnapshot>,
    /// The stream.
    pub stream: ReplayStream,
    /// What was applied.
    pub applied: ReplayApplied,
    /// The commands that failed; at most as many as are kept.
    pub errors: Vec<ReplayError>,
    /// How many failed.
    pub error_count: u64,
    /// What became of the commands, in numbers.
    pub outcomes: Outcomes,
    /// The commands that only a module knows, by name. What is said of the keys that they name is not certain.
    pub unknown_commands: Vec<UnknownRow>,
    /// Where the stream ends in mid-command, or null.
    pub truncated: Option<Truncated>,
    /// Where the transaction begins that the end of the stream left open, or null: nothing of it is applied.
    pub open_transaction: Option<Position>,
    /// The data set afterwards.
    pub dataset: Dataset,
    /// The emulated server and its settings.
    pub profile: ProfileRow,
    /// The clock under relative expiries. Nothing expires by itself.
    pub clock: ClockRow,
    /// The snapshot that `--save` wrote, or null.
    pub saved: Option<SavedSnapshot>,
    /// What `--expect-digest` said, or null.
    pub expected: Option<Expected>,
    /// The one word: `clean`, `errors`, `inconclusive` (commands that only a module knows, or `missing`), `damaged`, `different` (from
    /// the expected digest).
    pub verdict: String,
    /// The keys that `--watch` followed, or null.
    pub watch: Option<WatchTable>,
    /// Which command last wrote each key, with `--provenance`, or null.
    pub provenance: Option<ProvenanceTable>,
    /// What the result depends on beyond the bytes.
    pub caveats: Vec<CaveatRow>,
    /// What is wrong with the evidence.
    pub damage: Vec<super::inspect::DamageRow>,
    /// What would settle what is inconclusive for want of evidence.
    pub missing: Vec<String>,
    /// What the rules say.
    pub findings: Vec<Finding>,
}

impl Document for Replay {
    const NAME: &'static str = "replay";
}

/// A snapshot that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SavedSnapshot {
    /// Its path.
    pub path: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Who is to load it.
    pub target: String,
    /// Its history, or null where it carries no position.
    pub repl_id: Option<String>,
    /// The last byte of the history that it contains.
    pub repl_offset: Option<i64>,
    /// The database in which the stream continues.
    pub repl_stream_db: Option<i64>,
    /// Its keys.
    pub keys: u64,
    /// Its libraries of functions.
    pub functions: u64,
    /// Its scripts.
    pub scripts: u64,
    /// What the target cannot hold and was left out.
    pub losses: Vec<super::export::Loss>,
}

/// The snapshot under a replay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ReplaySnapshot {
    /// Its path.
    pub path: String,
    /// Its history.
    pub repl_id: Option<String>,
    /// The last byte it contains.
    pub repl_offset: Option<i64>,
    /// The database in which the stream continues.
    pub repl_stream_db: Option<i64>,
    /// Its keys.
    pub keys: u64,
}

/// The stream of a replay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ReplayStream {
    /// Its path.
    pub path: String,
    /// Its history, where it is known.
    pub replid: Option<String>,
    /// The offset of its first byte; null for an append-only file, which has no replication offsets.
    pub first_offset: Option<i64>,
    /// The offset of its last byte; null for an append-only file.
    pub last_offset: Option<i64>,
    /// False where the stream does not tell its offsets: they then count its own bytes from 1.
    pub offsets_known: bool,
    /// The files of an append-only file in loading order; null for a stream.
    pub aof: Option<Vec<AofFileRow>>,
}

/// A file of an append-only file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AofFileRow {
    /// Its path.
    pub file: String,
    /// `single`, `base` or `increment`.
    pub role: String,
    /// Its size.
    pub bytes: u64,
    /// The size of the snapshot that it begins with; 0 where it is commands alone.
    pub snapshot_bytes: u64,
    /// The replication offset that the manifest tells for its beginning (`startoffset`, Redis 8).
    pub manifest_start_offset: Option<i64>,
}

/// How much was applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ReplayApplied {
    /// Bytes applied before the first command; null for an append-only file.
    pub from_offset: Option<i64>,
    /// Bytes applied after the last one; null for an append-only file.
    pub to_offset: Option<i64>,
    /// The file of an append-only file that holds the last byte applied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_file: Option<String>,
    /// How many bytes of that file are applied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_file_offset: Option<u64>,
    /// Commands, those inside transactions included.
    pub commands: u64,
    /// Transactions.
    pub transactions: u64,
    /// Scripts.
    pub scripts: u64,
}

/// A command that failed on the replica.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ReplayError {
    /// Where it begins.
    #[serde(flatten)]
    pub at: Position,
    /// The database it ran in.
    pub db: u32,
    /// Its name and arguments.
    pub command: Vec<JsonBytes>,
    /// The server's text.
    pub error: JsonBytes,
}

/// The end of a stream in mid-command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Truncated {
    /// The offset of the first byte of the command that is cut; null in an append-only file.
    pub truncated_at: Option<i64>,
    /// The file of an append-only file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The index in that file of the command's first byte, to which a server would cut it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub truncated_at_file_offset: Option<u64>,
    /// How many bytes of it are there.
    pub pending_bytes: u64,
}

/// A data set in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Dataset {
    /// What `DEBUG DIGEST` would answer.
    pub digest: String,
    /// All keys.
    pub keys: u64,
    /// Keys by database.
    pub databases: Vec<DatasetDb>,
}

/// Keys of a database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DatasetDb {
    /// Its number.
    pub db: u32,
    /// Its keys.
    pub keys: u64,
}

/// The emulated server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ProfileRow {
    /// Version of the master.
    pub master_version: String,
    /// Version of the replica.
    pub replica_version: String,
    /// Where the replica's version comes from: `flag`, `info`, `snapshot`, `assumed`.
    pub version_from: String,
    /// `verbatim` or `effects`.
    pub script_mode: String,
    /// `databases`.
    pub databases: u32,
    /// The clock under relative expiries, in milliseconds since 1970.
    pub clock_ms: i64,
    /// Every part, and where it comes from.
    pub parts: Vec<ProfilePartRow>,
}

/// A part of the profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ProfilePartRow {
    /// Its name: the servers' for settings.
    pub name: String,
    /// What it is.
    pub value: String,
    /// Where that comes from: `flag`, `info`, `snapshot`, `stream`, `version` (it follows from the replica's version),
    /// `default`, `assumed`.
    pub from: String,
}

/// The clock under relative expiries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ClockRow {
    /// Where it stood for the first command, in milliseconds since 1970.
    pub ms: i64,
    /// Where it stood for the last one.
    pub end_ms: i64,
    /// Where it comes from: `flag`, `snapshot-ctime`, `aof-annotations`, `log`, `unknown`.
    pub from: String,
    /// The log.
    pub path: Option<String>,
    /// Its line.
    pub line: Option<u64>,
    /// What had to be taken for granted.
    pub remark: Option<String>,
}

/// What became of the commands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Outcomes {
    /// Those that changed data.
    pub applied: u64,
    /// Those that changed nothing: PING, SELECT, MULTI, a DEL of no key, …
    pub no_effect: u64,
    /// Those that the replica refused for certain.
    pub errors: u64,
    /// Those that only a module knows.
    pub unknown: u64,
}

/// What the result depends on beyond the bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CaveatRow {
    /// A stable name.
    pub id: String,
    /// Where the first occasion is.
    #[serde(flatten)]
    pub first: Position,
    /// How many there were.
    pub count: u64,
}

/// A digest that was expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Expected {
    /// The digest.
    pub digest: String,
    /// Whether it came out.
    pub met: bool,
}

impl ReplayError {
    /// Puts a failed command into the contract's form, with the text of the replica's version.
    #[must_use]
    pub fn of(failure: &Failure, version: &Version, privacy: Privacy) -> Self {
        Self {
            at: Position::stream(failure.offset),
            db: failure.database,
            command: privacy.show_command(&failure.command),
            error: shown(failure, version, privacy),
        }
    }
}

/// Leaves out of an error what it repeats of the arguments, where those are not to be seen.
fn shown(failure: &Failure, version: &Version, privacy: Privacy) -> JsonBytes {
    const REPEATS: &[u8] = b", with args beginning with: ";
    let text = failure.error.text(version);
    if privacy == Privacy::Shown {
        return JsonBytes::new(&text);
    }
    // A script says what it likes, the names of keys among it: its first word, as `ERR`, tells the kind.
    let name = failure.command.first().map(|name| name.to_ascii_lowercase()).unwrap_or_default();
    let is_script = name.starts_with(b"eval") || name.starts_with(b"fcall");
    if let (CommandError::RefusedWith(_), true, Some(end)) =
        (&failure.error, is_script, text.iter().position(|byte| *byte == b' '))
    {
        let (kind, rest) = text.split_at(end);
        let rest = privacy.show(rest.get(1..).unwrap_or_default());
        return JsonBytes::Text(format!("{} {rest}", String::from_utf8_lossy(kind)));
    }
    let end = text.windows(REPEATS.len()).position(|window| window == REPEATS);
    JsonBytes::new(end.and_then(|end| text.get(..end)).unwrap_or(&text))
}
