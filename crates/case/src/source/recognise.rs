//! Recognising evidence by its content, never by its name.

use autopsync_stream::FileKind;
use std::fmt;

/// What a file is, as far as its first bytes tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A snapshot (`REDIS…`, `VALKEY…`), perhaps the preamble of an append-only file.
    Snapshot,
    /// A stream in one of its vessels.
    Stream(FileKind),
    /// Sections of INFO.
    Info,
    /// None of these. With an origin told by a sidecar or by flags it may still be a piece of a stream.
    Unknown,
}

impl Kind {
    /// Looks at the beginning of a file.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        match autopsync_stream::recognise(bytes) {
            Some(FileKind::Snapshot) => return Self::Snapshot,
            Some(kind) if kind != FileKind::CommandsAfterFragment => return Self::Stream(kind),
            _ if bytes.starts_with(b"REDIS") || bytes.starts_with(b"VALKEY") => {
                return Self::Snapshot;
            }
            _ => {}
        }
        // INFO holds lines of commands' statistics and may be pasted into anything; so text comes before the
        // search for commands behind a fragment.
        if autopsync_text::looks_like_info(bytes) {
            return Self::Info;
        }
        autopsync_stream::recognise(bytes).map_or(Self::Unknown, Self::Stream)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Snapshot => "a snapshot",
            Self::Stream(FileKind::Backlog) => "a backlog file",
            Self::Stream(FileKind::FullSync) => "a captured full synchronisation",
            Self::Stream(FileKind::Continue) => "a captured partial synchronisation",
            Self::Stream(FileKind::Refusal) => "a captured refusal",
            Self::Stream(FileKind::AnnotatedAof) => "an append-only file",
            Self::Stream(FileKind::AofManifest) => "the manifest of an append-only file",
            Self::Stream(_) => "a raw stream of commands",
            Self::Info => "an INFO dump",
            Self::Unknown => "something unknown",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_told_by_its_first_bytes() {
        assert_eq!(Kind::of(b"REDIS0009\xfa"), Kind::Snapshot);
        assert_eq!(Kind::of(b"VALKEY080\xfa"), Kind::Snapshot);
        assert_eq!(Kind::of(b"*1\r\n$4\r\nPING\r\n"), Kind::Stream(FileKind::Commands));
        assert_eq!(Kind::of(b"+CONTINUE\r\n"), Kind::Stream(FileKind::Continue));
        assert_eq!(Kind::of(b"# Server\r\nredis_version:4.0.2\r\n"), Kind::Info);
        assert_eq!(Kind::of(b""), Kind::Unknown);
        assert_eq!(Kind::of(b"hello"), Kind::Unknown);
    }
}
