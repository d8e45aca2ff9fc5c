//! The words a decision is told in: outcome, reason, and what is missing where there is none.

use std::fmt;

/// What becomes of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// `+CONTINUE`: the stream goes on at the byte asked for.
    Continue,
    /// A full synchronisation starts, now or when the server can fork.
    FullResync,
    /// An error reply; nothing is synchronised.
    Error,
    /// The evidence does not suffice; [`Decision::missing`](crate::Decision::missing) says what would settle it.
    Inconclusive,
}

impl Outcome {
    /// The contract's word for it.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Continue => "continue",
            Self::FullResync => "full-resync",
            Self::Error => "error",
            Self::Inconclusive => "inconclusive",
        }
    }
}

/// Why a request ends as it does: the row of the server's decision table that applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The id is the current one and the backlog holds the byte.
    Accepted,
    /// The id is the second one, and the byte is one that both histories share.
    AcceptedSecondId,
    /// The id is neither of the server's.
    ReplidMismatch,
    /// The id is the second one, and the byte belongs to the new history only.
    SecondIdOffsetExceeded,
    /// The byte is older than the backlog.
    OffsetBeforeBacklog,
    /// The byte is more than one past the last one produced.
    OffsetAfterBacklog,
    /// There is no backlog.
    NoBacklog,
    /// The request was `?`: the replica has no position.
    ReplicaAskedFull,
    /// The offset is not a number.
    BadOffset,
    /// The server is itself a replica whose link is down.
    MasterLinkDown,
    /// The server is loading a data set.
    Loading,
    /// A failover stands in the way: the word `FAILOVER` does not fit the server's state, or it is failing over itself.
    FailoverMismatch,
    /// The server knows `SYNC` only.
    PsyncUnsupported,
    /// The byte was produced and then trimmed away as a final `PING` (6.0-rc3 to 6.0.3).
    MeaningfulOffsetTrimmed,
    /// Not decidable from the evidence.
    Unknown,
}

impl Reason {
    /// All reasons, in the contract's order.
    pub const ALL: [Self; 15] = [
        Self::Accepted,
        Self::AcceptedSecondId,
        Self::ReplidMismatch,
        Self::SecondIdOffsetExceeded,
        Self::OffsetBeforeBacklog,
        Self::OffsetAfterBacklog,
        Self::NoBacklog,
        Self::ReplicaAskedFull,
        Self::BadOffset,
        Self::MasterLinkDown,
        Self::Loading,
        Self::FailoverMismatch,
        Self::PsyncUnsupported,
        Self::MeaningfulOffsetTrimmed,
        Self::Unknown,
    ];

    /// The contract's stable id.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::AcceptedSecondId => "accepted-second-id",
            Self::ReplidMismatch => "replid-mismatch",
            Self::SecondIdOffsetExceeded => "second-id-offset-exceeded",
            Self::OffsetBeforeBacklog => "offset-before-backlog",
            Self::OffsetAfterBacklog => "offset-after-backlog",
            Self::NoBacklog => "no-backlog",
            Self::ReplicaAskedFull => "replica-asked-full",
            Self::BadOffset => "bad-offset",
            Self::MasterLinkDown => "master-link-down",
            Self::Loading => "loading",
            Self::FailoverMismatch => "failover-mismatch",
            Self::PsyncUnsupported => "psync-unsupported",
            Self::MeaningfulOffsetTrimmed => "meaningful-offset-trimmed",
            Self::Unknown => "unknown",
        }
    }
}

/// A fact about the server that is asked, without which nothing can be decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Missing {
    /// Its replication id (`master_replid`; `run_id` up to 3.2).
    Replid,
    /// Its second replication id (`master_replid2`).
    SecondReplid,
    /// Its offset (`master_repl_offset`).
    Offset,
    /// Its backlog (`repl_backlog_active`, `_first_byte_offset`, `_histlen`).
    Backlog,
}

impl Missing {
    /// A stable id.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Replid => "replid",
            Self::SecondReplid => "replid2",
            Self::Offset => "offset",
            Self::Backlog => "backlog",
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_kebab_case() {
        let mut ids: Vec<_> = Reason::ALL.iter().map(|reason| reason.id()).collect();
        assert!(ids.iter().all(|id| id.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')));
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), Reason::ALL.len());
    }
}
