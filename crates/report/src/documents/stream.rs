//! `autopsync stream`: one row a command, and a row for a tail that ends in mid-command.

use super::Document;
use crate::{JsonBytes, Privacy};
use autopsync_case::{
    StreamEvidence,
    questions::stream::{Row, time_of},
};
use schemars::JsonSchema;
use serde::Serialize;

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum StreamRow {
    /// A command.
    Command(CommandRow),
    /// A command or an annotation of an append-only file.
    Aof(AofRow),
    /// An append-only file ends inside a command.
    AofTruncated {
        /// The file.
        file: String,
        /// The index of the first byte of the command that is cut, counted from 0: a server cuts the file to it.
        truncated_at_file_offset: u64,
        /// How many bytes of it are there.
        pending_bytes: u64,
    },
    /// A byte that cannot stand where it stands in an append-only file.
    AofMalformed {
        /// The file.
        file: String,
        /// Its index, counted from 0.
        malformed_at_file_offset: u64,
        /// A stable name.
        id: String,
        /// What was expected and what stood there.
        message: String,
    },
    /// The stream ends inside a command.
    Truncated {
        /// The offset of the first byte of the command that is cut.
        truncated_at: i64,
        /// How many bytes of it are there.
        pending_bytes: u64,
    },
    /// A byte that cannot stand where it stands.
    Malformed {
        /// Its offset.
        malformed_at: i64,
        /// A stable name.
        id: String,
        /// What was expected and what stood there.
        message: String,
    },
    /// Bytes before the first whole command of a stream that begins in mid-command.
    Skipped {
        /// The offset of the first of them.
        skipped_from: i64,
        /// How many.
        skipped_bytes: u64,
    },
}

/// The answer of `stream`: its rows, or with `--stats` its counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum StreamAnswer {
    /// The rows.
    Rows(StreamDocument),
    /// The counts (`--stats`).
    Stats(StreamStats),
}

impl Document for StreamAnswer {
    const NAME: &'static str = "stream";
}

/// A command with its offsets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CommandRow {
    /// The offset of its first byte.
    pub offset: i64,
    /// The offset of the byte after it.
    pub next_offset: i64,
    /// The database it runs in, or null where the stream has not told yet.
    pub db: Option<u32>,
    /// Its name and arguments.
    pub command: Vec<JsonBytes>,
    /// What kind of command it is.
    pub kind: String,
}

/// A command of an append-only file with its place. An append-only file has no replication offsets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AofRow {
    /// The file.
    pub file: String,
    /// The index of its first byte in the file, counted from 0.
    pub file_offset: u64,
    /// The index of the byte after it.
    pub next_file_offset: u64,
    /// The database it runs in.
    pub db: Option<u32>,
    /// Its name and arguments; of an annotation its line.
    pub command: Vec<JsonBytes>,
    /// What kind of command it is.
    pub kind: String,
    /// The time of a `#TS:` annotation, in seconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<i64>,
}

/// The whole answer as one object (`--format json`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct StreamDocument {
    /// `autopsync.stream/1`.
    pub schema: String,
    /// The rows.
    pub rows: Vec<StreamRow>,
}

/// Counts over a stream (`--stats`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct StreamStats {
    /// `autopsync.stream/1`.
    pub schema: String,
    /// The file.
    pub path: String,
    /// The history, where it is known.
    pub replid: Option<String>,
    /// The offset of the first byte; null for an append-only file.
    pub first_offset: Option<i64>,
    /// The offset of the last byte of the last whole command; null for an append-only file.
    pub last_offset: Option<i64>,
    /// The files of an append-only file in loading order; null for a stream.
    pub aof: Option<Vec<super::replay::AofFileRow>>,
    /// The time of the first `#TS:` annotation of an append-only file, in seconds since 1970.
    pub first_time: Option<i64>,
    /// The time of the last one.
    pub last_time: Option<i64>,
    /// Bytes of all files.
    pub bytes: u64,
    /// Whole commands.
    pub commands: u64,
    /// Transactions.
    pub transactions: u64,
    /// Commands by name, most frequent first.
    pub by_command: Vec<Count>,
    /// Commands by kind, most frequent first.
    pub by_kind: Vec<Count>,
    /// Bytes before the first whole command.
    pub skipped_bytes: u64,
    /// Bytes of the command that is cut at the end.
    pub pending_bytes: u64,
}

/// A name, how often, and how many bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Count {
    /// The name.
    pub name: String,
    /// How often.
    pub count: u64,
    /// How many bytes of the stream.
    pub bytes: u64,
}

impl StreamRow {
    /// Puts a row into the contract's form.
    #[must_use]
    pub fn of(row: &Row<'_, '_>, evidence: &StreamEvidence, privacy: Privacy) -> Self {
        if evidence.aof().is_some() {
            return Self::of_aof(row, evidence.source().name(), privacy);
        }
        match row {
            Row::Command(record) => Self::Command(CommandRow {
                offset: record.start.get(),
                next_offset: record.end.get(),
                db: record.db,
                command: privacy.show_command(record.args),
                kind: record.kind().as_str().to_owned(),
            }),
            Row::Cut(cut) => {
                Self::Truncated { truncated_at: cut.at.get(), pending_bytes: cut.pending_bytes }
            }
            Row::Malformed(bad) => Self::Malformed {
                malformed_at: bad.at.get(),
                id: bad.id().to_owned(),
                message: bad.reason.to_string(),
            },
            Row::Skipped { from, bytes } => {
                Self::Skipped { skipped_from: from.get(), skipped_bytes: *bytes }
            }
        }
    }

    fn of_aof(row: &Row<'_, '_>, file: &str, privacy: Privacy) -> Self {
        let file = file.to_owned();
        match row {
            Row::Command(record) => Self::Aof(AofRow {
                file,
                file_offset: record.at,
                next_file_offset: record.at.saturating_add(record.bytes()),
                db: record.db,
                command: privacy.show_command(record.args),
                kind: record.kind().as_str().to_owned(),
                time: time_of(record),
            }),
            Row::Cut(cut) => Self::AofTruncated {
                file,
                truncated_at_file_offset: cut.index,
                pending_bytes: cut.pending_bytes,
            },
            Row::Malformed(bad) => Self::AofMalformed {
                file,
                malformed_at_file_offset: bad.index,
                id: bad.id().to_owned(),
                message: bad.reason.to_string(),
            },
            // The files of an append-only file begin with a command.
            Row::Skipped { from, bytes } => {
                Self::Skipped { skipped_from: from.get(), skipped_bytes: *bytes }
            }
        }
    }
}

impl StreamDocument {
    /// Collects rows.
    #[must_use]
    pub fn new(rows: Vec<StreamRow>) -> Self {
        Self { schema: "autopsync.stream/1".to_owned(), rows }
    }
}
