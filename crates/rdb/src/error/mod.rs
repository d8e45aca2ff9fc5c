//! What is wrong with a snapshot, and where.
//!
//! One type for every reader of this crate: a kind with a stable id, the byte at which it stands, and the key whose
//! value was being read. Building one is kept out of the hot paths: it is boxed, and its constructors are cold.

mod kind;
mod region;

pub use kind::ErrorKind;
pub use region::Region;

use crate::{RdbString, StringForm, ValueType};
use autopsync_model::{Bytes, Damage, Place};
use std::fmt;

/// A defect that ends the reading of a snapshot, or of one value of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error(Box<Inner>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Inner {
    kind: ErrorKind,
    at: u64,
    unpacked_at: Option<u64>,
    context: Option<KeyContext>,
}

/// The key whose value could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyContext {
    /// The database that was selected.
    pub db: u64,
    /// The first bytes of its name, at most [`KeyContext::NAME_BYTES`].
    pub key: Vec<u8>,
    /// The type that its entry states.
    pub value_type: ValueType,
}

impl KeyContext {
    /// How much of a name an error keeps, in bytes.
    pub const NAME_BYTES: usize = 256;
}

impl Error {
    #[cold]
    #[inline(never)]
    pub(crate) fn new(kind: ErrorKind, at: u64) -> Self {
        Self(Box::new(Inner { kind, at, unpacked_at: None, context: None }))
    }

    /// Moves the place to the compressed string at `at` whose decompressed bytes hold the defect.
    #[cold]
    pub(crate) fn inside_compressed(mut self, at: u64) -> Self {
        self.0.unpacked_at = Some(self.0.at);
        self.0.at = at;
        self
    }

    /// Adds the key whose value was being read, unless one is named already.
    #[cold]
    pub(crate) fn in_key(mut self, db: u64, key: &RdbString<'_>, value_type: ValueType) -> Self {
        if self.0.context.is_none() {
            let name = match key.form() {
                StringForm::Raw(bytes) => bytes.to_vec(),
                _ => key.to_cow().map(std::borrow::Cow::into_owned).unwrap_or_default(),
            };
            let key = name.into_iter().take(KeyContext::NAME_BYTES).collect();
            self.0.context = Some(KeyContext { db, key, value_type });
        }
        self
    }

    /// Returns what is wrong.
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// Returns the stable kebab-case name of the defect, unique across the crates.
    #[must_use]
    pub fn id(&self) -> &'static str {
        self.0.kind.id()
    }

    /// Returns the index of the byte at which the faulty item begins, counted from the start of the file.
    ///
    /// For a defect inside a compressed string this is where that string begins.
    #[must_use]
    pub fn at(&self) -> u64 {
        self.0.at
    }

    /// Returns the index inside the decompressed string, where the defect is inside one.
    #[must_use]
    pub fn unpacked_at(&self) -> Option<u64> {
        self.0.unpacked_at
    }

    /// Returns the place, without the name of the file.
    #[must_use]
    pub fn place(&self) -> Place {
        Place::byte(self.0.at)
    }

    /// Returns the key whose value was being read, if any.
    #[must_use]
    pub fn key(&self) -> Option<&KeyContext> {
        self.0.context.as_ref()
    }

    /// Returns the defect as an entry of a list of damages.
    #[must_use]
    pub fn to_damage(&self) -> Damage {
        Damage::new(self.id(), self.place(), self.description())
    }

    /// Says what was expected and what was found, without the place.
    #[must_use]
    pub fn description(&self) -> String {
        use fmt::Write as _;
        let mut text = self.0.kind.to_string();
        if let Some(at) = self.0.unpacked_at {
            let _ = write!(text, " (byte {at} of the decompressed string)");
        }
        if let Some(c) = &self.0.context {
            let _ = write!(
                text,
                ", in {} {:?} of database {}",
                c.value_type.name(),
                Bytes(&c.key),
                c.db
            );
        }
        text
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, at byte {}", self.description(), self.0.at)
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_says_what_was_expected_what_stands_there_and_where() {
        let kind = ErrorKind::Truncated {
            region: Region::Listpack,
            what: "an entry",
            wanted: 12,
            left: 3,
        };
        let error = Error::new(kind, 7).inside_compressed(100);
        assert_eq!(
            error.to_string(),
            "expected 12 bytes of an entry in the listpack, found 3 (byte 7 of the decompressed string), at byte 100"
        );
        assert_eq!(
            (error.id(), error.at(), error.unpacked_at()),
            ("listpack-truncated", 100, Some(7))
        );
        assert_eq!(error.to_damage().id, "listpack-truncated");
    }
}
