//! What `inspect` and `keys` say about damaged snapshots.

use crate::{JsonBytes, Privacy};
use autopsync_case::questions::inspect::{self as case, Confidence, Resumed};
use autopsync_model::{At, Damage, Place};
use schemars::JsonSchema;
use serde::Serialize;

/// A defect of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DamageRow {
    /// A stable name.
    pub id: String,
    /// What it spoils, in a snapshot: `container`, `header`, `record` (one that cannot be read), `value` (the inside of
    /// one of known length), `zeros`, `early-end` (an end mark before the end), `work` (a record that takes more work
    /// than may be done) or `checksum`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The byte that cannot be, counted from 0.
    pub at: u64,
    /// The first byte of the record that is spoilt, where one is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<u64>,
    /// The first byte that can be read again, where bytes are lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<u64>,
    /// The database of the key that is spoilt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub db: Option<u64>,
    /// The name of the key that is spoilt, as far as it can be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<JsonBytes>,
    /// What was expected and what stood there.
    pub message: String,
}

/// Something that cannot be read in a file whose checksum is right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct UnreadRow {
    /// A stable name of the reason.
    pub id: String,
    /// The first byte of the record, counted from 0.
    pub at: u64,
    /// Its bytes.
    pub bytes: u64,
    /// The code of its type.
    #[serde(rename = "type")]
    pub code: Option<u8>,
    /// Its database, if it is a key.
    pub db: Option<u64>,
    /// Its name, if it is a key.
    pub key: Option<JsonBytes>,
    /// The reason in words.
    pub message: String,
}

/// What was found behind damage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Salvage {
    /// Keys that were found behind damage.
    pub recovered: u64,
    /// Keys in front of damage that it throws doubt on.
    pub suspect: u64,
    /// Both, in the order of the file: the first thousand.
    pub keys: Vec<SalvagedKey>,
    /// Where records went on.
    pub resumed: Vec<ResumedRow>,
    /// The digest of the sound keys and the recovered ones, with `--digest`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<SalvageDigest>,
    /// Whether the bound on work kept something from being tried.
    pub incomplete: bool,
}

/// The digest of what a salvage found: of the keys before the damage that it throws no doubt on, and of those behind it.
/// Suspect keys and damaged values count for nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SalvageDigest {
    /// Forty hexadecimal digits.
    pub digest: String,
    /// How many keys it covers.
    pub keys: u64,
}

/// A key that is not beyond doubt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SalvagedKey {
    /// `recovered` or `suspect`.
    pub standing: String,
    /// The database that was selected last.
    pub db: u64,
    /// Whether that is this key's for certain.
    pub db_certain: bool,
    /// Its name.
    pub key: JsonBytes,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its encoding in the file.
    pub encoding: String,
    /// When it expires, in milliseconds since 1970.
    pub expire_at_ms: Option<i64>,
    /// Bytes of its record.
    pub bytes: u64,
    /// The first byte of its record, counted from 0.
    pub at: u64,
}

/// A place at which records went on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ResumedRow {
    /// The first byte of the next record, counted from 0.
    pub at: u64,
    /// Bytes in front of it that were given up.
    pub skipped_bytes: u64,
    /// Why it is believed that a record begins here: `proof` (the checksum is right, and the rest can be read), `to-end`
    /// (the rest can be read up to an end mark that is the last of the file), `chain` (records follow each other that
    /// look like what servers write).
    pub reason: String,
    /// How many records were looked at for it.
    pub records: Option<u32>,
    /// How unlikely a chain is to be chance: one in two to the power of this.
    pub bits: Option<u32>,
}

impl DamageRow {
    /// Puts a defect into the contract's form.
    #[must_use]
    pub fn of(damage: &Damage) -> Self {
        Self {
            id: damage.id.to_owned(),
            kind: None,
            at: byte(&damage.place),
            from: None,
            until: None,
            db: None,
            key: None,
            message: damage.message.clone(),
        }
    }

    /// Puts a defect of a snapshot into the contract's form.
    #[must_use]
    pub fn of_snapshot(defect: &case::Defect, privacy: Privacy) -> Self {
        Self {
            kind: Some(defect.kind.to_owned()),
            from: defect.from,
            until: defect.until,
            db: defect.key.as_ref().map(|(db, _)| *db),
            key: defect.key.as_ref().map(|(_, key)| privacy.show(key)),
            ..Self::of(&defect.damage)
        }
    }
}

impl UnreadRow {
    /// Puts a gap into the contract's form.
    #[must_use]
    pub fn of(unread: &case::UnreadValue, privacy: Privacy) -> Self {
        Self {
            id: unread.damage.id.to_owned(),
            at: unread.at,
            bytes: unread.bytes,
            code: unread.code,
            db: unread.key.as_ref().map(|(db, _)| *db),
            key: unread.key.as_ref().map(|(_, key)| privacy.show(key)),
            message: unread.damage.message.clone(),
        }
    }
}

impl Salvage {
    /// Puts what was found into the contract's form.
    #[must_use]
    pub fn of(salvage: &case::Salvage, privacy: Privacy) -> Self {
        Self {
            recovered: salvage.recovered,
            suspect: salvage.suspect,
            keys: salvage.keys.iter().map(|key| SalvagedKey::of(key, privacy)).collect(),
            resumed: salvage.resumed.iter().map(ResumedRow::of).collect(),
            digest: salvage
                .digest
                .as_ref()
                .map(|digest| SalvageDigest { digest: digest.digest.clone(), keys: digest.keys }),
            incomplete: salvage.incomplete,
        }
    }
}

impl SalvagedKey {
    fn of(key: &case::SalvagedKey, privacy: Privacy) -> Self {
        Self {
            standing: key.standing.name().to_owned(),
            db: key.db,
            db_certain: key.db_certain,
            key: privacy.show(&key.key),
            kind: key.kind.to_owned(),
            encoding: key.encoding.to_owned(),
            expire_at_ms: key.expire_at_ms,
            bytes: key.bytes,
            at: key.at,
        }
    }
}

impl ResumedRow {
    /// Puts a place into the contract's form.
    #[must_use]
    pub fn of(resumed: &Resumed) -> Self {
        let (records, bits) = match resumed.confidence {
            Confidence::ToEnd { records } => (Some(records), None),
            Confidence::Chain { records, bits } => (Some(records), Some(bits)),
            _ => (None, None),
        };
        Self {
            at: resumed.at,
            skipped_bytes: resumed.skipped_bytes,
            reason: resumed.confidence.name().to_owned(),
            records,
            bits,
        }
    }

    /// Says why, in words.
    #[must_use]
    pub fn explained(&self) -> String {
        match (self.reason.as_str(), self.records, self.bits) {
            ("proof", ..) => "the checksum is right".to_owned(),
            ("to-end", Some(records), _) => {
                format!("{records} records in a row lead to the end mark")
            }
            (_, Some(records), Some(bits)) => {
                format!("{records} records in a row, by chance one in 2^{bits}")
            }
            (reason, ..) => reason.to_owned(),
        }
    }
}

fn byte(place: &Place) -> u64 {
    match place.at() {
        At::Byte(n) | At::Line(n) => n,
    }
}
