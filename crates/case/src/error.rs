//! Evidence that cannot be read at all.

use std::{
    io,
    path::{Path, PathBuf},
};

/// Why a file gives no answer. Damage that leaves something to read is data, not an error.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {kind}", path = path.display())]
pub struct CaseError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    #[source]
    pub kind: ErrorKind,
}

/// What can be wrong with a file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The system refuses it.
    #[error("cannot be opened: {0}")]
    Open(#[source] io::Error),
    /// It is read, and is nothing that this program knows.
    #[error("expected {expected}, found {found}")]
    WrongKind {
        /// What the question needs.
        expected: &'static str,
        /// What the file is.
        found: String,
    },
    /// A snapshot whose first bytes are wrong.
    #[error("{0}")]
    Snapshot(#[from] autopsync_rdb::Error),
    /// A transcript or backlog file whose head is wrong.
    #[error("{0}")]
    Stream(#[from] autopsync_stream::Error),
    /// A source that was to tell the time, and does not.
    #[error("it does not tell the time: {why}")]
    Clock {
        /// What was expected and found.
        why: String,
    },
    /// A ring whose end is not where it should be.
    #[error("{0}")]
    Ring(#[from] autopsync_stream::RingError),
    /// A `case.toml` that cannot be understood.
    #[error("line {line}: {why}")]
    Manifest {
        /// The line, counted from 1.
        line: u64,
        /// What was expected, and what stands there.
        why: String,
    },
    /// A sidecar that is not what the contract says.
    #[error("its sidecar {sidecar} cannot be used: {why}")]
    Sidecar {
        /// The sidecar's path.
        sidecar: PathBuf,
        /// Why.
        why: String,
    },
}

impl CaseError {
    /// Joins a file and what is wrong with it.
    pub fn new(path: impl Into<PathBuf>, kind: impl Into<ErrorKind>) -> Self {
        Self { path: path.into(), kind: kind.into() }
    }

    /// A stable kebab-case name of the kind.
    #[must_use]
    pub fn id(&self) -> &'static str {
        match &self.kind {
            ErrorKind::Open(_) => "cannot-open",
            ErrorKind::WrongKind { .. } => "wrong-kind",
            ErrorKind::Snapshot(error) => error.id(),
            ErrorKind::Stream(error) => error.id(),
            ErrorKind::Ring(error) => error.id(),
            ErrorKind::Manifest { .. } => "bad-manifest",
            ErrorKind::Sidecar { .. } => "bad-sidecar",
            ErrorKind::Clock { .. } => "clock-unknown",
        }
    }

    /// What the user can do about it, where there is something.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        match &self.kind {
            ErrorKind::WrongKind { found, .. } if found == "an empty file" => {
                (self.path == Path::new("-")).then_some("standard input can be read once")
            }
            ErrorKind::WrongKind { expected: "a stream", .. } => Some(
                "a raw stream that begins inside a command needs its origin: --replid and --first-offset, or a sidecar FILE.json",
            ),
            ErrorKind::WrongKind { expected: "a snapshot", found }
                if found.contains("append-only") || found.contains("commands") =>
            {
                Some(
                    "make a snapshot of the commands first: `autopsync replay --stream FILE --save OUT.rdb`",
                )
            }
            ErrorKind::Clock { .. } => {
                Some("--clock also takes milliseconds since 1970, which need no evidence")
            }
            ErrorKind::Ring(_) => Some(
                "tell the variables: --idx and --histlen, and --ring-at and --ring-size where the ring lies inside the file",
            ),
            ErrorKind::Sidecar { .. } => Some(
                r#"a sidecar looks like {"replid": "<40 characters>", "first_offset": 1234, "db": 0}"#,
            ),
            _ => None,
        }
    }
}
