//! `autopsync export` and `autopsync dump`: keys with their values.
//!
//! Values may be larger than memory, so that nothing here is built on the way out: [`crate::render::export`] writes the same
//! form piece by piece, and a test holds the two together.

use super::{Document, inspect::DamageRow};
use crate::{JsonBytes, Privacy};
use autopsync_case::questions::export::ExportSummary;
use schemars::JsonSchema;
use serde::Serialize;

/// What was exported: with `--to json` the data set and what was counted on the way; with `--output` what was counted.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Export {
    /// `autopsync.export/1`.
    pub schema: String,
    /// The snapshot.
    pub path: String,
    /// `rdb`, `resp`, `json`, `ndjson` or `csv`.
    pub to: String,
    /// Who is to read it, such as `redis-7.2.0` or `REDIS version 9`; null for what is no server's format.
    pub target: Option<String>,
    /// The file that was written, with `--output`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output: Option<Output>,
    /// The keys, in the order of the snapshot (`--to json` without `--output`, or in that file). With `--to ndjson` each
    /// line is such an object.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keys: Option<Vec<ExportKey>>,
    /// The libraries of functions, by their sources.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub functions: Option<Vec<JsonBytes>>,
    /// The scripts of the cache (4.0.4 to 6.2), by their sources.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scripts: Option<Vec<JsonBytes>>,
    /// What was counted.
    pub summary: Summary,
}

impl Document for Export {
    const NAME: &'static str = "export";
}

/// One key's value (`dump --as json`).
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Dump {
    /// `autopsync.dump/1`.
    pub schema: String,
    /// The snapshot.
    pub path: String,
    /// The key.
    #[serde(flatten)]
    pub key: ExportKey,
}

impl Document for Dump {
    const NAME: &'static str = "dump";
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Output {
    /// Its path.
    pub path: String,
    /// Its size in bytes.
    pub bytes: u64,
}

/// What was counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Summary {
    /// Keys in the snapshot, as far as it can be read.
    pub keys: u64,
    /// Keys that were selected.
    pub selected: u64,
    /// Keys among them that were left out because the target cannot hold them.
    pub dropped: u64,
    /// Libraries of functions.
    pub functions: u64,
    /// Scripts.
    pub scripts: u64,
    /// What the target cannot hold and was left out: once for each key, field, record or number that had it.
    pub losses: Vec<Loss>,
    /// Bytes of commands behind the snapshot, which are no part of it: `replay --stream` applies them.
    pub commands_behind: u64,
    /// What is wrong with the snapshot.
    pub damage: Vec<DamageRow>,
}

/// Something that a target cannot hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Loss {
    /// Its name; the error without `--drop-unsupported` is `unrepresentable-` and this name.
    pub feature: String,
    /// How often it was left out.
    pub count: u64,
}

impl Summary {
    /// Puts the counts into the contract's form.
    #[must_use]
    pub fn of(summary: &ExportSummary) -> Self {
        let loss = |(feature, count): (&&str, &u64)| Loss {
            feature: (*feature).to_owned(),
            count: *count,
        };
        Self {
            keys: summary.keys,
            selected: summary.selected,
            dropped: summary.dropped,
            functions: summary.functions,
            scripts: summary.scripts,
            losses: summary.losses.iter().map(loss).collect(),
            commands_behind: summary.commands_behind,
            damage: summary.damage.iter().map(DamageRow::of).collect(),
        }
    }
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ExportKey {
    /// Its database.
    pub db: u64,
    /// Its name.
    pub key: JsonBytes,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its encoding in the file.
    pub encoding: String,
    /// When it expires, in milliseconds since 1970.
    pub expire_at_ms: Option<i64>,
    /// For how many seconds it had not been used, where the snapshot tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idle_seconds: Option<u64>,
    /// How often it was used, on the servers' logarithmic scale, where the snapshot tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub freq: Option<u8>,
    /// Its value.
    pub value: ExportValue,
    /// What is wrong with the value, which then ends before the damage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub damage: Option<DamageRow>,
}

/// A value, by the key's type.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum ExportValue {
    /// `string`.
    String(JsonBytes),
    /// `list`, from head to tail, and `set`, in the order of the file.
    Elements(Vec<JsonBytes>),
    /// `zset`, in the order of the file.
    Zset(Vec<ScoredMember>),
    /// `hash`, in the order of the file.
    Hash(Vec<HashField>),
    /// `stream`.
    Stream(StreamValue),
    /// `module`.
    Module(ModuleValue),
    /// `array` (RDB version 14).
    Array(Vec<ArrayItem>),
}

/// A member of a sorted set.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ScoredMember {
    /// The member.
    pub member: JsonBytes,
    /// Its score.
    pub score: Number,
}

/// A number: JSON has no word for those that are not finite.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Number {
    /// A finite one without fraction.
    Integer(i64),
    /// A finite one.
    Finite(f64),
    /// `inf`, `-inf` or `nan`.
    Other(String),
}

/// A field of a hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct HashField {
    /// The field.
    pub field: JsonBytes,
    /// Its value.
    pub value: JsonBytes,
    /// When it expires, in milliseconds since 1970, where it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expire_at_ms: Option<i64>,
}

/// A stream. Entries that were deleted are left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct StreamValue {
    /// The entries.
    pub entries: Vec<StreamEntry>,
    /// How many entries the stream says it has.
    pub length: u64,
    /// The highest id that an entry ever had.
    pub last_id: String,
    /// The id of the first entry (7.0).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_id: Option<String>,
    /// The highest id of a deleted entry (7.0).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_deleted_id: Option<String>,
    /// How many entries were ever added (7.0).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entries_added: Option<u64>,
    /// The groups.
    pub groups: Vec<ConsumerGroup>,
    /// The producers of idempotent additions (8.6).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub producers: Option<Vec<Producer>>,
    /// How idempotent additions are remembered (8.6).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idempotence: Option<Idempotence>,
}

/// An entry of a stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct StreamEntry {
    /// Its id.
    pub id: String,
    /// Its fields, each a name and a value.
    pub fields: Vec<[JsonBytes; 2]>,
}

/// A group of consumers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ConsumerGroup {
    /// Its name.
    pub name: JsonBytes,
    /// The last id that was delivered.
    pub last_id: String,
    /// How many entries it has read (7.0).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entries_read: Option<u64>,
    /// What was delivered and not acknowledged.
    pub pending: Vec<PendingEntry>,
    /// The consumers.
    pub consumers: Vec<Consumer>,
    /// Entries that consumers gave back (RDB version 14).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nacked: Option<Vec<String>>,
}

/// An entry that was delivered and not acknowledged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PendingEntry {
    /// Its id.
    pub id: String,
    /// When it was delivered last, in milliseconds since 1970.
    pub delivered_ms: i64,
    /// How often it was delivered.
    pub deliveries: u64,
}

/// A consumer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Consumer {
    /// Its name.
    pub name: JsonBytes,
    /// When it was seen last, in milliseconds since 1970.
    pub seen_ms: i64,
    /// When it was given something last; -1 for never (7.2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active_ms: Option<i64>,
    /// The ids of its pending entries.
    pub pending: Vec<String>,
}

/// A producer of idempotent additions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Producer {
    /// Its name.
    pub name: JsonBytes,
    /// What it added, each the producer's own id and the entry's.
    pub additions: Vec<[JsonBytes; 2]>,
}

/// How idempotent additions are remembered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Idempotence {
    /// For how many seconds.
    pub duration: u64,
    /// How many of each producer.
    pub max_entries: u64,
    /// How many were added.
    pub ids_added: u64,
    /// How many came twice.
    pub duplicates: u64,
}

/// A value of a module, in the typed pieces that it is stored in.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ModuleValue {
    /// The nine characters that name the module's type.
    pub module: String,
    /// The version of its encoding.
    pub version: u16,
    /// The pieces.
    pub items: Vec<ModuleItem>,
}

/// A piece of a module's value.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ModuleItem {
    /// A signed integer.
    Signed(i64),
    /// An unsigned integer, or a signed one in two's complement.
    Unsigned(u64),
    /// A float.
    Float(Number),
    /// A double.
    Double(Number),
    /// A string.
    String(JsonBytes),
}

/// An item of an array.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ArrayItem {
    /// Its index.
    pub index: u64,
    /// Its value: bytes, or a number.
    pub value: ArrayValue,
}

/// What an item of an array is.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum ArrayValue {
    /// Bytes.
    Bytes(JsonBytes),
    /// A number.
    Number(Number),
}

impl Export {
    /// Puts an answer without its data into the contract's form.
    #[must_use]
    pub fn of(
        path: &str,
        to: &str,
        target: Option<String>,
        output: Option<Output>,
        summary: &ExportSummary,
    ) -> Self {
        Self {
            schema: "autopsync.export/1".to_owned(),
            path: path.to_owned(),
            to: to.to_owned(),
            target,
            output,
            keys: None,
            functions: None,
            scripts: None,
            summary: Summary::of(summary),
        }
    }

    /// Shows sources of functions and scripts as the report may.
    #[must_use]
    pub fn sources(bodies: &[Vec<u8>], privacy: Privacy) -> Vec<JsonBytes> {
        bodies.iter().map(|body| privacy.show(body)).collect()
    }
}
