//! `autopsync replay`.

use super::{Document, Finding};
use crate::{JsonBytes, Privacy};
use autopsync_case::questions::replay::ReplayAnswer;
use autopsync_engine::Failure;
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
    /// Where the stream ends in mid-command, or null.
    pub truncated: Option<Truncated>,
    /// The data set afterwards.
    pub dataset: Dataset,
    /// The emulated server and its settings.
    pub profile: ProfileRow,
    /// What `--expect-digest` said, or null.
    pub expected: Option<Expected>,
    /// What is wrong with the evidence.
    pub damage: Vec<super::inspect::DamageRow>,
    /// What the rules say.
    pub findings: Vec<Finding>,
}

impl Document for Replay {
    const NAME: &'static str = "replay";
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
    /// The offset of its first byte.
    pub first_offset: i64,
    /// The offset of its last byte.
    pub last_offset: i64,
    /// False where the stream does not tell its offsets: they then count its own bytes from 1.
    pub offsets_known: bool,
}

/// How much was applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ReplayApplied {
    /// Bytes applied before the first command.
    pub from_offset: i64,
    /// Bytes applied after the last one.
    pub to_offset: i64,
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
    /// The offset of its first byte.
    pub offset: i64,
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
    /// The offset of the first byte of the command that is cut.
    pub truncated_at: i64,
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
    /// Where the versions come from: `flag`, `snapshot`, `info`, `assumed`.
    pub version_from: String,
    /// `verbatim` or `effects`.
    pub script_mode: String,
    /// `databases`.
    pub databases: u32,
    /// The clock under relative expiries, in milliseconds since 1970.
    pub clock_ms: i64,
}

/// A digest that was expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Expected {
    /// The digest.
    pub digest: String,
    /// Whether it came out.
    pub met: bool,
}

impl Replay {
    /// Puts an answer into the contract's form.
    #[must_use]
    pub fn of(
        answer: &ReplayAnswer,
        expected: Option<&str>,
        findings: &[autopsync_rules::Finding],
        privacy: Privacy,
    ) -> Self {
        Self {
            schema: "autopsync.replay/1".to_owned(),
            snapshot: answer.snapshot.as_ref().map(|snapshot| ReplaySnapshot {
                path: snapshot.path.clone(),
                repl_id: snapshot.head.repl_id.map(|id| id.to_string()),
                repl_offset: snapshot.head.repl_offset,
                repl_stream_db: snapshot.head.repl_stream_db,
                keys: snapshot.keys,
            }),
            stream: ReplayStream {
                path: answer.stream_path.clone(),
                replid: answer.replid.map(|id| id.to_string()),
                first_offset: answer.stream_first.get(),
                last_offset: answer.stream_last.get(),
                offsets_known: answer.offsets_known,
            },
            applied: ReplayApplied {
                from_offset: answer.from.get(),
                to_offset: answer.to.get(),
                commands: answer.commands,
                transactions: answer.transactions,
                scripts: answer.scripts,
            },
            errors: answer
                .errors
                .iter()
                .map(|failure| ReplayError::of(failure, &answer.profile.replica, privacy))
                .collect(),
            error_count: answer.error_count,
            truncated: answer.cut.map(|cut| Truncated {
                truncated_at: cut.at.get(),
                pending_bytes: cut.pending_bytes,
            }),
            dataset: Dataset {
                digest: answer.digest.clone(),
                keys: answer.databases.iter().map(|(_, keys)| keys).sum(),
                databases: answer
                    .databases
                    .iter()
                    .map(|(db, keys)| DatasetDb { db: *db, keys: *keys })
                    .collect(),
            },
            profile: ProfileRow {
                master_version: answer.profile.master.to_string(),
                replica_version: answer.profile.replica.to_string(),
                version_from: answer.version_from.id().to_owned(),
                script_mode: if answer.profile.verbatim_scripts() { "verbatim" } else { "effects" }
                    .to_owned(),
                databases: answer.profile.databases,
                clock_ms: answer.clock_ms,
            },
            expected: expected.map(|digest| Expected {
                digest: digest.to_ascii_lowercase(),
                met: digest.eq_ignore_ascii_case(&answer.digest),
            }),
            damage: answer.damage.iter().map(super::inspect::DamageRow::of).collect(),
            findings: findings.iter().map(Finding::of).collect(),
        }
    }
}

impl ReplayError {
    /// Puts a failed command into the contract's form, with the text of the replica's version.
    #[must_use]
    pub fn of(failure: &Failure, version: &Version, privacy: Privacy) -> Self {
        Self {
            offset: failure.offset,
            db: failure.database,
            command: privacy.show_command(&failure.command),
            error: JsonBytes::new(&failure.error.text(version)),
        }
    }
}
