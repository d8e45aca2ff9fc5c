//! `autopsync keys`: one row a key, or one a prefix.

use super::Document;
use crate::{JsonBytes, Privacy};
use autopsync_case::questions::keys::{Group, KeyRow as Row};
use schemars::JsonSchema;
use serde::Serialize;

/// The whole answer as one object (`--format json`).
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Keys {
    /// `autopsync.keys/1`.
    pub schema: String,
    /// The keys.
    pub rows: Vec<KeyRow>,
    /// The prefixes, with `--group-by`.
    pub groups: Vec<GroupRow>,
    /// Keys in the snapshot.
    pub keys: u64,
    /// Keys that were selected.
    pub selected: u64,
    /// What is wrong with the file.
    pub damage: Vec<super::salvage::DamageRow>,
    /// Keys that cannot be read although the checksum says that they are sound.
    pub unread: Vec<super::salvage::UnreadRow>,
    /// Where records went on behind damage, with `--salvage`.
    pub resumed: Vec<super::salvage::ResumedRow>,
}

impl Document for Keys {
    const NAME: &'static str = "keys";
}

/// A key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct KeyRow {
    /// Its database.
    pub db: u64,
    /// Its name.
    pub key: JsonBytes,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its encoding in the file.
    pub encoding: String,
    /// Its elements; of a string, its bytes; of a job (`KeyDB`), its keys and arguments.
    pub elements: u64,
    /// Bytes of its record in the file.
    pub bytes: u64,
    /// What it takes in a server's memory, estimated.
    pub memory: u64,
    /// When it expires, in milliseconds since 1970.
    pub expire_at_ms: Option<i64>,
    /// How long it had to live when the snapshot was written, in milliseconds; negative where it was over.
    pub ttl_ms: Option<i64>,
    /// How many of its members expire by themselves, where any does (`KeyDB`): `dump` names them. Of a job it is the job
    /// itself, and when it runs next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member_expiries: Option<u64>,
    /// The first byte of its record in the file.
    pub at: u64,
    /// `sound`; with `--salvage` also `recovered` (found behind damage; its database may be another) and `suspect` (in
    /// front of damage that throws doubt on it).
    pub standing: String,
}

/// Keys with a common prefix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GroupRow {
    /// What they begin with, delimiter included; empty for names without one.
    pub prefix: JsonBytes,
    /// How many.
    pub keys: u64,
    /// Those with a time to live.
    pub expires: u64,
    /// Their elements.
    pub elements: u64,
    /// Their bytes in the file.
    pub bytes: u64,
    /// What they take in a server's memory, estimated.
    pub memory: u64,
}

impl KeyRow {
    /// Puts a key into the contract's form. `ctime` is when the snapshot was written, in seconds since 1970.
    #[must_use]
    pub fn of(row: &Row<'_>, ctime: Option<i64>, privacy: Privacy) -> Self {
        let written = ctime.map(|seconds| seconds.saturating_mul(1000));
        Self {
            db: row.db,
            key: privacy.show(row.key),
            kind: row.kind.to_owned(),
            encoding: row.encoding.to_owned(),
            elements: row.elements,
            bytes: row.bytes,
            memory: row.memory,
            expire_at_ms: row.expire_at_ms,
            ttl_ms: row.expire_at_ms.zip(written).map(|(at, written)| at.saturating_sub(written)),
            member_expiries: (row.member_expiries > 0).then_some(row.member_expiries),
            at: row.at,
            standing: row.standing.name().to_owned(),
        }
    }
}

impl GroupRow {
    /// Puts a prefix into the contract's form.
    #[must_use]
    pub fn of(prefix: &[u8], group: &Group, privacy: Privacy) -> Self {
        Self {
            prefix: privacy.show(prefix),
            keys: group.keys,
            expires: group.expires,
            elements: group.elements,
            bytes: group.bytes,
            memory: group.memory,
        }
    }
}
