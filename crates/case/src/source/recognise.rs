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
    /// A configuration file, or a reply to `CONFIG GET`.
    Config,
    /// A reply to `ROLE`.
    Role,
    /// A reply to `CLUSTER NODES`.
    ClusterNodes,
    /// A reply to `SENTINEL MASTERS`, `SENTINEL REPLICAS` or `CLUSTER SHARDS`.
    Watched,
    /// A server's log, wrapped or not.
    Log,
    /// What `DUMP` answers, raw or as text: one value.
    DumpPayload,
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
        if let Some(kind) = Self::of_text(bytes) {
            return kind;
        }
        // A payload's checksum is proof, and a search for commands is not.
        if super::payload::is_payload(bytes) {
            return Self::DumpPayload;
        }
        autopsync_stream::recognise(bytes).map_or(Self::Unknown, Self::Stream)
    }

    /// Looks at text, the kinds that are told most certainly first.
    fn of_text(bytes: &[u8]) -> Option<Self> {
        [
            (autopsync_text::looks_like_cluster_nodes(bytes), Self::ClusterNodes),
            (autopsync_text::looks_like_role(bytes), Self::Role),
            (autopsync_text::looks_like_config(bytes), Self::Config),
            (autopsync_text::looks_like_watched(bytes), Self::Watched),
            (autopsync_text::log::looks_like_log(bytes), Self::Log),
        ]
        .into_iter()
        .find_map(|(is_it, kind)| is_it.then_some(kind))
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
            Self::Config => "a configuration",
            Self::Role => "a reply to ROLE",
            Self::ClusterNodes => "a reply to CLUSTER NODES",
            Self::Watched => "a reply of a sentinel",
            Self::Log => "a server log",
            Self::DumpPayload => "a DUMP payload",
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
