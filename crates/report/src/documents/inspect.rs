//! `autopsync inspect`.

pub use super::salvage::{DamageRow, Salvage, UnreadRow};
use super::{Document, Finding};
use crate::{JsonBytes, Privacy};
use autopsync_case::questions::inspect::{Inspection, KeysDigest};
use autopsync_model::{Product, Version};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// What a snapshot says of itself.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Inspect {
    /// `autopsync.inspect/1`.
    pub schema: String,
    /// The file.
    pub file: FileInfo,
    /// What the snapshot came in.
    pub container: Container,
    /// Header and checksum.
    pub rdb: Rdb,
    /// The AUX fields, in the order of the file, without the scripts and without those that speak of a single key.
    pub aux: Vec<Aux>,
    /// The replication identity, or null where the snapshot carries none.
    pub replication: Option<Replication>,
    /// The stored scripts (4.0.4 to 6.2).
    pub scripts: Vec<Script>,
    /// The stored function libraries (7.0 and later).
    pub functions: Vec<Function>,
    /// What each database holds. Empty with `--aux-only`.
    pub databases: Vec<Database>,
    /// What `DEBUG DIGEST` would answer, with `--digest` only. Where the snapshot is damaged, no server would: it is the
    /// digest of the keys that `digest_covers` tells of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// Which keys the digest is the digest of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest_covers: Option<DigestCovers>,
    /// Whether the servers named by `--loadable-by` would load it.
    pub loadable_by: Vec<LoadableRow>,
    /// What is wrong with the file: everything, in the order of the file.
    pub damage: Vec<DamageRow>,
    /// Defects that are not in the list, because there are more than ten thousand.
    pub damage_left_out: u64,
    /// What cannot be read although the checksum says that it is sound: values whose layout only their module knows, types
    /// of the future. Without them there is no digest.
    pub unread: Vec<UnreadRow>,
    /// What was found behind damage, with `--salvage` only. None of it counts elsewhere in this answer, but keys that
    /// became suspect later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub salvage: Option<Salvage>,
    /// Bytes after the end of the snapshot.
    pub trailing_bytes: u64,
    /// False where only the head was read.
    pub complete: bool,
    /// What the rules say.
    pub findings: Vec<Finding>,
}

impl Document for Inspect {
    const NAME: &'static str = "inspect";
}

/// A file and its size.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FileInfo {
    /// The path as it was given.
    pub path: String,
    /// Its size in bytes.
    pub bytes: u64,
}

/// What a snapshot came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Container {
    /// `file` (nothing but a snapshot, or a file that begins with one), `full-sync` (a captured synchronisation),
    /// `aof-base` (a multi-part append-only file), `dump-payload` (one value, of which a snapshot was made).
    pub kind: String,
    /// The byte of the file at which the snapshot begins. In a snapshot made of a payload places count from its own
    /// first byte.
    pub at: u64,
    /// What follows the snapshot: `nothing`, `commands` (of an append-only file or a stream; they are not part of this
    /// answer), or `unknown`.
    pub follows: String,
    /// How many bytes follow.
    pub follows_bytes: u64,
}

/// Header and checksum of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Rdb {
    /// `REDIS` or `VALKEY`.
    pub magic: String,
    /// The format's version.
    pub version: u32,
    /// Who wrote it, such as `KeyDB 6.3.4`, as far as its fields tell.
    pub writer: Option<String>,
    /// The checksum at the end.
    pub checksum: ChecksumRow,
}

/// The checksum of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChecksumRow {
    /// `ok`, `mismatch`, `disabled` (written as zero), `absent` (before version 5, or the end is missing), or
    /// `not-checked` (only the head was read).
    pub status: String,
    /// What the file says, in hex.
    pub stored: Option<String>,
    /// What its bytes give, in hex.
    pub computed: Option<String>,
}

/// Which keys a digest is the digest of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DigestCovers {
    /// `all-keys` of a snapshot without damage, else `undamaged-keys`: those that `databases` counts, but for those whose
    /// values are damaged. With `--salvage`, `salvage.digest` covers what was found behind the damage as well.
    pub what: String,
    /// How many they are.
    pub keys: u64,
}

impl DigestCovers {
    fn of(answer: &Inspection, digest: &KeysDigest) -> Self {
        let what = if answer.is_damaged() { "undamaged-keys" } else { "all-keys" };
        Self { what: what.to_owned(), keys: digest.keys }
    }
}

/// One AUX field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Aux {
    /// Its name.
    pub key: JsonBytes,
    /// Its value.
    pub value: JsonBytes,
    /// The byte of its opcode, counted from 0.
    pub at: u64,
}

/// The replication identity of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Replication {
    /// The history.
    pub repl_id: Option<String>,
    /// The last byte of it that the snapshot contains.
    pub repl_offset: Option<i64>,
    /// The database in which the stream continues; null where the snapshot does not tell.
    pub repl_stream_db: Option<i64>,
    /// What a replica restarted from this snapshot would ask for, in words.
    pub explained: String,
}

/// A stored script.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Script {
    /// The SHA-1 of its body, by which `EVALSHA` names it.
    pub sha1: String,
    /// Its source.
    pub body: JsonBytes,
    /// The byte of its opcode, counted from 0.
    pub at: u64,
}

/// A stored function library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Function {
    /// Its name, from the first line of its source.
    pub library: Option<String>,
    /// Its engine.
    pub engine: Option<String>,
    /// The functions that its source registers, as far as the source tells without running it.
    pub functions: Vec<String>,
    /// Its source.
    pub code: JsonBytes,
    /// The byte of its opcode, counted from 0.
    pub at: u64,
}

/// What a database holds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Database {
    /// Its number.
    pub db: u32,
    /// Its keys.
    pub keys: u64,
    /// Those with a time to live.
    pub expires: u64,
    /// Members of their values that expire by themselves, where any does (`KeyDB`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member_expiries: Option<u64>,
    /// Keys by type.
    pub types: BTreeMap<String, u64>,
    /// Keys by encoding in the file.
    pub encodings: BTreeMap<String, u64>,
}

/// Whether a server would load the snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LoadableRow {
    /// The server's version.
    pub version: String,
    /// Whether it would, as far as header and types tell; modules and settings are its own affair.
    pub loads: bool,
    /// What stops it.
    pub because: Option<String>,
    /// The byte where it stops.
    pub at: Option<u64>,
}

impl Inspect {
    /// Puts an answer into the contract's form.
    #[must_use]
    pub fn of(
        answer: &Inspection,
        findings: &[autopsync_rules::Finding],
        privacy: Privacy,
    ) -> Self {
        Self {
            schema: "autopsync.inspect/1".to_owned(),
            file: FileInfo { path: answer.path.clone(), bytes: answer.bytes },
            container: Container {
                kind: answer.container.vessel.id().to_owned(),
                at: answer.container.at,
                follows: answer.container.follows.id().to_owned(),
                follows_bytes: answer.container.behind,
            },
            rdb: Rdb {
                magic: answer.header.dialect.magic().to_owned(),
                version: u32::from(answer.header.version),
                writer: writer(answer),
                checksum: ChecksumRow::of(answer),
            },
            aux: answer
                .aux
                .iter()
                .map(|aux| Aux {
                    key: JsonBytes::new(&aux.key),
                    value: JsonBytes::new(&aux.value),
                    at: aux.at,
                })
                .collect(),
            replication: Replication::of(answer),
            scripts: answer
                .scripts
                .iter()
                .map(|script| Script {
                    sha1: script.sha1.clone(),
                    body: privacy.show(&script.body),
                    at: script.at,
                })
                .collect(),
            functions: answer
                .functions
                .iter()
                .map(|library| Function {
                    library: library.name.clone(),
                    engine: library.engine.clone(),
                    functions: library.functions.clone(),
                    code: privacy.show(&library.code),
                    at: library.at,
                })
                .collect(),
            databases: answer
                .databases
                .iter()
                .map(|(db, counts)| Database::of(*db, counts))
                .collect(),
            digest: answer.digest.as_ref().map(|digest| digest.digest.clone()),
            digest_covers: answer.digest.as_ref().map(|digest| DigestCovers::of(answer, digest)),
            loadable_by: answer
                .loadable
                .iter()
                .map(|server| LoadableRow {
                    version: server.version.to_string(),
                    loads: server.blocked.is_none(),
                    because: server.blocked.as_ref().map(|(because, _)| because.clone()),
                    at: server.blocked.as_ref().map(|(_, at)| *at),
                })
                .collect(),
            damage: answer
                .damage
                .iter()
                .map(|defect| DamageRow::of_snapshot(defect, privacy))
                .collect(),
            damage_left_out: answer.damage_left_out,
            unread: answer.unread.iter().map(|unread| UnreadRow::of(unread, privacy)).collect(),
            salvage: answer.salvage.as_ref().map(|salvage| Salvage::of(salvage, privacy)),
            trailing_bytes: answer.trailing,
            complete: answer.complete,
            findings: findings.iter().map(Finding::of).collect(),
        }
    }
}

/// Names the server that wrote a snapshot.
fn writer(answer: &Inspection) -> Option<String> {
    let head = &answer.head;
    let name = match head.version.map(|version| version.product) {
        _ if head.keydb => "KeyDB",
        Some(Product::Redis) => "Redis",
        Some(Product::Valkey) => "Valkey",
        None => return None,
    };
    let numbers = head.version.map(|version| Version { product: Product::Redis, ..version });
    Some(numbers.map_or_else(|| name.to_owned(), |numbers| format!("{name} {numbers}")))
}

impl ChecksumRow {
    fn of(answer: &Inspection) -> Self {
        let hex = |sum: Option<u64>| sum.map(|sum| format!("{sum:016x}"));
        match &answer.checksum {
            Some(sum) => Self {
                status: sum.status().name().to_owned(),
                stored: hex(sum.stored),
                computed: hex(sum.computed),
            },
            None => Self {
                status: if answer.complete { "absent" } else { "not-checked" }.to_owned(),
                stored: None,
                computed: None,
            },
        }
    }
}

impl Replication {
    fn of(answer: &Inspection) -> Option<Self> {
        let head = &answer.head;
        if head.repl_id.is_none() && head.repl_offset.is_none() {
            return None;
        }
        let explained = match &answer.restarted {
            _ if answer.is_damaged() => "no restart gets as far as asking for it: a server does not load a damaged file".to_owned(),
            None => "the version that wrote the file is not known, so neither is what a restart would ask for".to_owned(),
            Some(restarted) => match &restarted.position {
                Some(position) => format!(
                    "a replica restarted from this file asks for {}:{} in database {}",
                    position.replid,
                    position.offset.next(),
                    restarted.db
                ),
                None => format!("a replica restarted from this file asks for everything: {}", restarted.why.explanation()),
            },
        };
        Some(Self {
            repl_id: head.repl_id.map(|id| id.to_string()),
            repl_offset: head.repl_offset,
            repl_stream_db: head.repl_stream_db,
            explained,
        })
    }
}

impl Database {
    fn of(db: u64, counts: &autopsync_case::questions::inspect::Database) -> Self {
        let named = |counts: &BTreeMap<&'static str, u64>| {
            counts.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
        };
        Self {
            db: u32::try_from(db).unwrap_or(u32::MAX),
            keys: counts.keys,
            expires: counts.expires,
            member_expiries: (counts.member_expiries > 0).then_some(counts.member_expiries),
            types: named(&counts.types),
            encodings: named(&counts.encodings),
        }
    }
}
