//! Why a file could not be opened as what it claims to be.

use autopsync_model::Place;

/// An error with its place. Damage inside a file that can be read is not an error: see [`crate::Tail`] and
/// [`autopsync_model::Damage`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind}, in {place}")]
pub struct Error {
    /// What is wrong.
    pub kind: ErrorKind,
    /// Where.
    pub place: Place,
}

/// What was expected and what was found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A sidecar that is no JSON, or holds a value of the wrong kind.
    #[error("sidecar not readable: {detail}")]
    Sidecar {
        /// What was expected and found.
        detail: String,
    },
    /// The file is no transcript of a synchronisation.
    #[error("expected the answer to a PSYNC or SYNC, found {found}")]
    NotATranscript {
        /// The bytes at that place, escaped.
        found: String,
    },
    /// The file does not begin like a backlog file, or is shorter than a header.
    #[error("expected the header of a backlog file, found {found}")]
    NotABacklogFile {
        /// The bytes at that place, escaped.
        found: String,
    },
    /// A backlog file of a version that this program does not know.
    #[error("expected a backlog file of version {known}, found version {found}")]
    BacklogVersion {
        /// The newest version that can be read.
        known: u16,
        /// The version of the file.
        found: u16,
    },
    /// An offset that the stream does not hold.
    #[error("expected an offset from {first} to {end}, found {found}")]
    OffsetOutside {
        /// The first offset held.
        first: i64,
        /// The offset after the last one held.
        end: i64,
        /// The offset asked for.
        found: i64,
    },
    /// No command boundary could be found in a stream that begins inside a command.
    #[error("expected a command boundary, found none in {searched} bytes")]
    NoBoundary {
        /// How many bytes were searched.
        searched: u64,
    },
    /// The manifest of a multi-part AOF that a server would refuse.
    #[error("AOF manifest not readable: {detail}")]
    Manifest {
        /// What was expected and found.
        detail: String,
    },
}

impl Error {
    /// Returns the stable name of this error.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        self.kind.id()
    }
}

impl ErrorKind {
    /// Returns the stable name of this error.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Sidecar { .. } => "sidecar",
            Self::NotATranscript { .. } => "not-a-transcript",
            Self::NotABacklogFile { .. } => "not-a-backlog-file",
            Self::BacklogVersion { .. } => "backlog-file-version",
            Self::OffsetOutside { .. } => "offset-outside-stream",
            Self::NoBoundary { .. } => "no-command-boundary",
            Self::Manifest { .. } => "aof-manifest",
        }
    }
}

/// Quotes the bytes at a place for a message, at most 32 of them.
pub(crate) fn quote(bytes: &[u8]) -> String {
    if bytes.is_empty() {
        return "the end of the file".to_owned();
    }
    let shown = bytes.get(..32).unwrap_or(bytes);
    format!("\"{}\"", autopsync_model::Bytes(shown))
}
