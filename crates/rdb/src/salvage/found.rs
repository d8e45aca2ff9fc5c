//! What a salvage delivers.

use crate::{Error, Event, Header, RdbString, ValueType};
use autopsync_model::Place;

/// One thing that a salvage has to say, in the order of the file.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Salvaged<'a> {
    /// A header. A snapshot has one; a fragment may have none, or several.
    Header {
        /// The magic and the version.
        header: Header,
        /// Where it stands.
        at: u64,
    },
    /// A record.
    Event(Found<'a>),
    /// Something is wrong.
    Damage(Damage<'a>),
    /// Something sound that this crate has no layout for.
    Unread(Unread<'a>),
    /// Records go on here, after bytes that were given up.
    Resumed(Resumed),
}

/// A record, and how far it can be trusted.
#[derive(Debug, Clone, Copy)]
pub struct Found<'a> {
    /// The record.
    pub event: Event<'a>,
    /// How it was come by.
    pub standing: Standing,
    /// Whether the number of the database is that of the file. After a damage it is the one selected before, which
    /// need not be right until the next one is selected; in a fragment it is 0 until then.
    pub db_certain: bool,
}

/// How a record was come by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Standing {
    /// Read from the head of the file without a break, or with no other than what is proven to be sound.
    Sound,
    /// Found after a damage.
    Recovered,
    /// Read shortly before a damage and contradicted by what was found there: it took bytes of other records for its
    /// own, or is none. A key of this standing may exist, with another value.
    Suspect,
}

impl Standing {
    /// Returns the word for it: `sound`, `recovered` or `suspect`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sound => "sound",
            Self::Recovered => "recovered",
            Self::Suspect => "suspect",
        }
    }
}

/// A defect of the file.
#[derive(Debug, Clone)]
pub struct Damage<'a> {
    /// What is wrong.
    pub kind: DamageKind,
    /// The first byte of the record that it spoils.
    pub at: u64,
    /// The first byte that is read again: the end of the record where its length is known, else where records go on,
    /// or the end of the file.
    pub end: u64,
    /// The key that is lost or spoilt, as far as its name can be read.
    pub key: Option<LostKey<'a>>,
}

/// What is wrong.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum DamageKind {
    /// The header is none.
    Header(Error),
    /// A record cannot be read, and where it ends is unknown.
    Record(Error),
    /// The content of a value contradicts itself. The record that holds it has a known length; its event was delivered
    /// just before.
    Value(Error),
    /// Zeros stand where records should.
    Zeros,
    /// An end mark stands before the end, and records behind it.
    EarlyEnd,
    /// The bound on work was reached while a record was read; see [`Work`](super::Work).
    Work,
}

impl DamageKind {
    /// Returns the word for it: `header`, `record`, `value`, `zeros`, `early-end` or `work`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Header(_) => "header",
            Self::Record(_) => "record",
            Self::Value(_) => "value",
            Self::Zeros => "zeros",
            Self::EarlyEnd => "early-end",
            Self::Work => "work",
        }
    }
}

impl Damage<'_> {
    /// Returns the stable kebab-case name of the defect, unique across the crates.
    #[must_use]
    pub fn id(&self) -> &'static str {
        match &self.kind {
            DamageKind::Header(error) | DamageKind::Record(error) | DamageKind::Value(error) => {
                error.id()
            }
            DamageKind::Zeros => "rdb-zeros",
            DamageKind::EarlyEnd => "rdb-early-end",
            DamageKind::Work => "rdb-salvage-work",
        }
    }

    /// Returns what the reader had to say, if it was the reader who noticed.
    #[must_use]
    pub const fn error(&self) -> Option<&Error> {
        match &self.kind {
            DamageKind::Header(error) | DamageKind::Record(error) | DamageKind::Value(error) => {
                Some(error)
            }
            DamageKind::Zeros | DamageKind::EarlyEnd | DamageKind::Work => None,
        }
    }

    /// Returns the byte that cannot be: inside the record, where the reader could tell, or before it in the field names
    /// that it refers to.
    #[must_use]
    pub fn defect_at(&self) -> u64 {
        self.error().map_or(self.at, Error::at)
    }

    /// Tells whether the bytes from [`Damage::at`] to [`Damage::end`] gave no record.
    #[must_use]
    pub const fn breaks(&self) -> bool {
        !matches!(self.kind, DamageKind::Value(_))
    }

    /// Says what was expected and what was found, without the place.
    #[must_use]
    pub fn description(&self) -> String {
        match &self.kind {
            DamageKind::Header(error) | DamageKind::Record(error) | DamageKind::Value(error) => {
                error.description()
            }
            DamageKind::Zeros => "expected a record, found zero bytes".to_owned(),
            DamageKind::EarlyEnd => {
                "expected the end of the snapshot behind the end mark, found records".to_owned()
            }
            DamageKind::Work => {
                "expected a record, found one that takes more work than a salvage may do".to_owned()
            }
        }
    }

    /// Returns the defect as an entry of a list of damages.
    #[must_use]
    pub fn to_damage(&self) -> autopsync_model::Damage {
        let place = Place::byte(self.defect_at());
        autopsync_model::Damage::new(self.id(), place, self.description())
    }
}

/// Something that has no known end, in a file whose checksum proves that every byte is as it was written: the value of
/// a module from before 4.0, a type or an opcode of the future or of a fork. No damage, but a gap in what is known.
#[derive(Debug, Clone)]
pub struct Unread<'a> {
    /// Why it could not be passed.
    pub error: Error,
    /// Where it begins: the first of its attributes, or its code where it has none.
    pub at: u64,
    /// Where the next record begins.
    pub end: u64,
    /// All bytes between.
    pub raw: &'a [u8],
    /// Its key, for a type; for a code that may be an opcode as well, what would be its key.
    pub key: Option<LostKey<'a>>,
}

/// The beginning of an entry that could not be read as a whole.
#[derive(Debug, Clone, Copy)]
pub struct LostKey<'a> {
    /// The database that was selected.
    pub db: u64,
    /// The byte that states the type.
    pub code: u8,
    /// The type, where the code is known.
    pub value_type: Option<ValueType>,
    /// The name as it stands there; the damage may be in it.
    pub key: RdbString<'a>,
    /// When it expires, in milliseconds of Unix time, if that stands before it.
    pub expire_at_ms: Option<i64>,
}

/// The place at which records go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resumed {
    /// The first byte of the next record.
    pub at: u64,
    /// How many bytes before it were given up.
    pub skipped_bytes: u64,
    /// Why it is believed that a record begins here.
    pub confidence: Confidence,
}

/// Why it is believed that a record begins at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Confidence {
    /// The checksum proves that nothing is damaged, and the rest of the file can be read from here on, up to its end or
    /// to the next record of the same unknown kind.
    Proof,
    /// The rest can be read from here on, and the end mark stands exactly where the file ends.
    ToEnd {
        /// How many records there are up to the end.
        records: u32,
    },
    /// Several records in a row can be read, and what they state about themselves is right.
    Chain {
        /// How many were looked at.
        records: u32,
        /// How unlikely that is to be chance: one in two to the power of this (an estimate).
        bits: u32,
    },
}

impl Confidence {
    /// Returns the word for it: `proof`, `to-end` or `chain`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Proof => "proof",
            Self::ToEnd { .. } => "to-end",
            Self::Chain { .. } => "chain",
        }
    }
}
