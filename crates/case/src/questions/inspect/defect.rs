//! What is wrong with a snapshot, and what is only unknown about it.

use autopsync_model::{At, Damage, Place};
use autopsync_rdb::{
    Error, KeyEntry, RdbString,
    salvage::{self, LostKey, Unread},
};
use std::borrow::Cow;

/// A defect of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// Its name, its place and what is wrong in words.
    pub damage: Damage,
    /// What it spoils: `container`, `header`, `record`, `value`, `zeros`, `early-end`, `work` or `checksum`.
    pub kind: &'static str,
    /// The first byte of the record that it spoils, where one is spoilt.
    pub from: Option<u64>,
    /// The first byte that can be read again, where bytes are lost.
    pub until: Option<u64>,
    /// The database and the name of the key that it spoils, as far as they can be read.
    pub key: Option<(u64, Vec<u8>)>,
}

impl Defect {
    /// Something wrong that spoils no record.
    #[must_use]
    pub fn of_file(kind: &'static str, damage: Damage) -> Self {
        Self { damage, kind, from: None, until: None, key: None }
    }

    /// A defect inside a record of known length.
    #[must_use]
    pub fn of_value(error: &Error, entry: &KeyEntry<'_>) -> Self {
        let key = name(&entry.key).map(|key| (entry.db, key));
        Self { key, from: Some(entry.at), ..Self::of_file("value", error.to_damage()) }
    }

    /// Where it stands in the order of a list: what the file came in is first.
    pub(super) fn position(&self) -> u64 {
        match (self.kind, self.from, self.damage.place.at()) {
            ("container", ..) => 0,
            (_, Some(at), _) | (_, None, At::Byte(at)) => at,
            _ => u64::MAX,
        }
    }

    /// A defect as a salvage tells it.
    #[must_use]
    pub fn of_salvage(damage: &salvage::Damage<'_>) -> Self {
        Self {
            damage: damage.to_damage(),
            kind: damage.kind.name(),
            from: Some(damage.at),
            until: damage.breaks().then_some(damage.end),
            key: damage.key.as_ref().and_then(named),
        }
    }
}

/// Something that cannot be passed in a file whose checksum is right: no damage, but a gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadValue {
    /// Why it was not read.
    pub damage: Damage,
    /// Where it begins.
    pub at: u64,
    /// Its bytes, name and attributes included.
    pub bytes: u64,
    /// The code of its type.
    pub code: Option<u8>,
    /// Its database and its name, if it is a key.
    pub key: Option<(u64, Vec<u8>)>,
}

impl UnreadValue {
    /// What a salvage could not read.
    #[must_use]
    pub fn of(unread: &Unread<'_>) -> Self {
        Self {
            damage: Damage::new(
                unread.error.id(),
                Place::byte(unread.error.at()),
                unread.error.description(),
            ),
            at: unread.at,
            bytes: unread.end.saturating_sub(unread.at),
            code: unread.key.map(|key| key.code),
            key: unread.key.as_ref().and_then(named),
        }
    }
}

/// The longest name that is shown of a key that is lost, in bytes: a broken length makes it any.
const LONGEST: u64 = 4096;

fn named(key: &LostKey<'_>) -> Option<(u64, Vec<u8>)> {
    name(&key.key).map(|name| (key.db, name))
}

fn name(name: &RdbString<'_>) -> Option<Vec<u8>> {
    let short = name.len() <= LONGEST;
    short.then(|| name.to_cow().ok().map(Cow::into_owned)).flatten()
}
