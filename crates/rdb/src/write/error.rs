//! Why a snapshot could not be written.

use super::Feature;
use crate::{Dialect, Error, Header};
use autopsync_model::Bytes;
use std::{fmt, io};

/// Why a snapshot could not be written, and at which key.
#[derive(Debug)]
pub struct WriteError(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: WriteErrorKind,
    key: Option<(u64, Vec<u8>)>,
}

/// How much of a key's name an error keeps, in bytes.
const NAME_BYTES: usize = 256;

impl WriteError {
    #[cold]
    pub(super) fn new(kind: WriteErrorKind) -> Self {
        Self(Box::new(Inner { kind, key: None }))
    }

    /// Adds the key that was being written, unless one is named already.
    #[cold]
    pub(super) fn in_key(mut self, db: u64, key: &[u8]) -> Self {
        let name = key.iter().take(NAME_BYTES).copied().collect();
        self.0.key.get_or_insert((db, name));
        self
    }

    /// Returns what is wrong.
    #[must_use]
    pub fn kind(&self) -> &WriteErrorKind {
        &self.0.kind
    }

    /// Returns the stable kebab-case name of the error; that of the feature where the target cannot hold something.
    #[must_use]
    pub fn id(&self) -> &'static str {
        self.0.kind.id()
    }

    /// Returns the database and the first 256 bytes of the key that was being written, if any.
    #[must_use]
    pub fn key(&self) -> Option<(u64, &[u8])> {
        self.0.key.as_ref().map(|(db, key)| (*db, key.as_slice()))
    }

    /// Returns the feature that the target cannot hold, where that is the error.
    #[must_use]
    pub fn feature(&self) -> Option<Feature> {
        match self.0.kind {
            WriteErrorKind::Unrepresentable { feature, .. } => Some(feature),
            _ => None,
        }
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.kind)?;
        match self.key() {
            Some((db, key)) => write!(f, ", in {:?} of database {db}", Bytes(key)),
            None => Ok(()),
        }
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.kind {
            WriteErrorKind::Io(error) => Some(error),
            WriteErrorKind::Source(error) => Some(error),
            _ => None,
        }
    }
}

impl From<Error> for WriteError {
    fn from(error: Error) -> Self {
        Self::new(WriteErrorKind::Source(error))
    }
}

/// Why a snapshot could not be written. Each message names what was expected and what was found.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteErrorKind {
    /// The output did not take the bytes.
    #[error("expected to write the snapshot: {0}")]
    Io(io::Error),
    /// An earlier error of the output, or of a value that was given up, left the snapshot incomplete.
    #[error("expected a snapshot without gaps, found one that is broken by an earlier error")]
    Broken,
    /// The target cannot hold something.
    #[error(
        "expected what {} version {} can hold, found {feature}",
        target.dialect.magic(),
        target.version
    )]
    Unrepresentable {
        /// What it cannot hold.
        feature: Feature,
        /// The target.
        target: Header,
    },
    /// There is no such version, or its layout is not known.
    #[error(
        "expected a version from 1 to 15 of REDIS, or 80 or 81 of VALKEY, found {version} of {}",
        dialect.magic()
    )]
    Target {
        /// The magic.
        dialect: Dialect,
        /// The version.
        version: u16,
    },
    /// The snapshot to copy from is damaged.
    #[error("{0}")]
    Source(Error),
    /// A value got more or fewer elements than were announced.
    #[error("expected {announced} elements, as announced, found {given}")]
    Elements {
        /// What was announced.
        announced: u64,
        /// How many were given; one more than announced stands for any more.
        given: u64,
    },
    /// A buffer was given elements of two kinds, or something that it cannot hold.
    #[error("expected elements of one kind, found another")]
    Mixed,
    /// A value was not finished before the next record.
    #[error("expected the value before to be finished, found another record")]
    Unfinished,
}

impl WriteErrorKind {
    /// Returns the stable kebab-case name of the error.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Io(_) => "write-io",
            Self::Broken => "write-broken",
            Self::Unrepresentable { feature, .. } => feature.id(),
            Self::Target { .. } => "write-target",
            Self::Source(_) => "write-source",
            Self::Elements { .. } => "write-elements",
            Self::Mixed => "write-mixed",
            Self::Unfinished => "write-unfinished",
        }
    }
}
