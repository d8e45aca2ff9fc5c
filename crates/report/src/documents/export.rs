//! `autopsync export` and `autopsync dump`: keys with their values.
//!
//! Values may be larger than memory, so that nothing here is built on the way out: [`crate::render::export`] writes the same
//! form piece by piece, and a test holds the two together.

use super::{
    Document,
    inspect::{Aux, DamageRow},
};
use crate::{JsonBytes, Privacy};
use autopsync_case::questions::export::{ExportSummary, Record, library_source};
use autopsync_rdb::{Error, ModuleAux, write::Feature};
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
    /// What stands beside the keys (`--to json`).
    #[serde(flatten)]
    pub beside: Beside,
    /// What was counted.
    pub summary: Summary,
}

impl Document for Export {
    const NAME: &'static str = "export";
}

/// What a snapshot holds beside keys. A list that was not asked for is absent.
#[derive(Debug, Clone, PartialEq, Default, Serialize, JsonSchema)]
pub struct Beside {
    /// The libraries of functions, by their sources.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub functions: Option<Vec<JsonBytes>>,
    /// The scripts of the cache (4.0.4 to 6.2), by their sources.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scripts: Option<Vec<JsonBytes>>,
    /// The other AUX fields, in the order of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aux: Option<Vec<Aux>>,
    /// What modules keep outside of keys.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub module_aux: Option<Vec<ModuleAuxRow>>,
}

/// What a module keeps outside of keys.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ModuleAuxRow {
    /// The module's type, and the pieces.
    #[serde(flatten)]
    pub value: ModuleValue,
    /// When it is loaded: 1 before the keys, 2 after them.
    pub when: u64,
    /// The byte of its opcode, counted from 0.
    pub at: u64,
}

/// What a module says about a key (8.6).
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct KeyMetaRow {
    /// The four characters that name the class.
    pub class: String,
    /// Its version.
    pub version: u8,
    /// Whether a server that does not know it may pass over it.
    pub may_be_ignored: bool,
    /// The pieces.
    pub items: Vec<ModuleItem>,
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
        let loss = |(feature, count): (&Feature, &u64)| Loss {
            feature: feature.name().to_owned(),
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
    /// What modules say about it, where the snapshot tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meta: Option<Vec<KeyMetaRow>>,
    /// Which of its members expire, as `KeyDB` says it: of sets, sorted sets and hashes by name; a job itself, when it runs
    /// next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member_expiries: Option<Vec<MemberExpiry>>,
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
    /// `cron` (`KeyDB`).
    Cron(CronValue),
    /// `module`.
    Module(ModuleValue),
    /// `array` (RDB version 14).
    Array(Vec<ArrayItem>),
}

/// A member that expires at a moment of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MemberExpiry {
    /// The member; null where its name is damaged.
    pub member: Option<JsonBytes>,
    /// When it expires, in milliseconds since 1970.
    pub expire_at_ms: i64,
}

/// A script that runs at its time. Whether it runs once, and in which database, the snapshot does not tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CronValue {
    /// Its source.
    pub script: JsonBytes,
    /// The moment that runs are counted from, in milliseconds since 1970.
    pub start_ms: u64,
    /// How long it is from one run to the next, in milliseconds.
    pub interval_ms: u64,
    /// The names of its keys.
    pub keys: Vec<JsonBytes>,
    /// Its arguments.
    pub arguments: Vec<JsonBytes>,
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
    /// A piece of a kind that is not known here.
    Unknown(()),
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
            beside: Beside::default(),
            summary: Summary::of(summary),
        }
    }
}

impl Beside {
    /// Begins with empty lists.
    #[must_use]
    pub fn wanted() -> Self {
        Self {
            functions: Some(Vec::new()),
            scripts: Some(Vec::new()),
            aux: Some(Vec::new()),
            module_aux: Some(Vec::new()),
        }
    }

    /// Takes a record that is no key. Returns whether it has a place here.
    ///
    /// # Errors
    /// A string of it that is damaged.
    pub fn take(&mut self, record: &Record<'_, '_>, privacy: Privacy) -> Result<bool, Error> {
        match record {
            Record::Function(function) => {
                let source = library_source(function)?;
                self.functions.get_or_insert_default().push(privacy.show(&source));
            }
            Record::Script(body) => self.scripts.get_or_insert_default().push(privacy.show(body)),
            Record::Aux(aux) => {
                let (key, value) = (aux.key.to_cow()?, aux.value.to_cow()?);
                let (key, value) = (JsonBytes::new(&key), JsonBytes::new(&value));
                self.aux.get_or_insert_default().push(Aux { key, value, at: aux.at });
            }
            Record::ModuleAux(aux) => {
                let row = ModuleAuxRow::of(aux, privacy)?;
                self.module_aux.get_or_insert_default().push(row);
            }
            _ => return Ok(false),
        }
        Ok(true)
    }
}

impl ModuleAuxRow {
    fn of(aux: &ModuleAux<'_>, privacy: Privacy) -> Result<Self, Error> {
        let items = aux.items.iter().map(|item| ModuleItem::of(&item, privacy));
        let value = ModuleValue {
            module: aux.id.name(),
            version: aux.id.version(),
            items: items.collect::<Result<_, _>>()?,
        };
        Ok(Self { value, when: aux.when, at: aux.at })
    }
}

impl ModuleItem {
    fn of(item: &autopsync_rdb::ModuleItem<'_>, privacy: Privacy) -> Result<Self, Error> {
        use autopsync_rdb::ModuleItem as Item;
        Ok(match item {
            Item::Signed(number) => Self::Signed(*number),
            Item::Unsigned(number) => Self::Unsigned(*number),
            Item::Float(number) => Self::Float(Number::of(f64::from(*number))),
            Item::Double(number) => Self::Double(Number::of(*number)),
            Item::String(string) => Self::String(privacy.show(&string.to_cow()?)),
            _ => Self::Unknown(()),
        })
    }
}

impl Number {
    /// Puts a number into the form that JSON has for it.
    fn of(number: f64) -> Self {
        #[allow(clippy::cast_possible_truncation, reason = "it is small and without fraction")]
        match number {
            nan if nan.is_nan() => Self::Other("nan".to_owned()),
            f64::INFINITY => Self::Other("inf".to_owned()),
            f64::NEG_INFINITY => Self::Other("-inf".to_owned()),
            // As the pieces of a value are written: exact, and the sign of a zero kept.
            whole
                if whole.abs() < 9_007_199_254_740_992.0
                    && whole.fract() == 0.0
                    && (whole != 0.0 || whole.is_sign_positive()) =>
            {
                Self::Integer(whole as i64)
            }
            other => Self::Finite(other),
        }
    }
}
