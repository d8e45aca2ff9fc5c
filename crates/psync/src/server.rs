//! A server's replication state, field for field what `INFO replication` shows.

use crate::FullSyncCase;
use autopsync_model::{AppliedOffset, Epoch, NextOffset, ReplId, RequestedId, Version};
use std::fmt;

/// A replication id as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HistoryId {
    /// This id.
    Known(ReplId),
    /// A random id that the server made and nobody wrote down: equal to no id that anybody asks for.
    Fresh,
    /// No evidence.
    Unknown,
}

impl HistoryId {
    /// Returns the id where it is known.
    #[must_use]
    pub const fn known(&self) -> Option<ReplId> {
        match self {
            Self::Known(id) => Some(*id),
            Self::Fresh | Self::Unknown => None,
        }
    }

    /// Tells whether a master with this id takes the text of a request for it; `None` where that is not known.
    ///
    /// A `?` never names an id, so an unknown one makes no difference to it.
    #[must_use]
    pub fn is_named_by(&self, asked: &RequestedId) -> Option<bool> {
        match self {
            Self::Known(id) => Some(asked.names(id)),
            Self::Fresh => Some(false),
            Self::Unknown => (asked.asks_full() || asked.replid().is_none()).then_some(false),
        }
    }
}

impl From<ReplId> for HistoryId {
    fn from(id: ReplId) -> Self {
        Self::Known(id)
    }
}

impl From<Option<ReplId>> for HistoryId {
    fn from(id: Option<ReplId>) -> Self {
        id.map_or(Self::Unknown, Self::Known)
    }
}

impl fmt::Display for HistoryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(id) => id.fmt(f),
            Self::Fresh => f.pad("<new replid>"),
            Self::Unknown => f.pad("<replid>"),
        }
    }
}

/// What a server is at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// It follows nobody.
    Master,
    /// It follows a master.
    Replica {
        /// Whether the link is `connected` (`master_link_status:up`).
        link_up: bool,
    },
}

/// The window of the stream that a server still holds.
///
/// F = `first`, H = `histlen`: the bytes F … F+H−1 are there, and a request for F+H is served with nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Backlog {
    /// Whether there is one (`repl_backlog_active`). Without it the other fields are stale, or 0 from 7.0.
    pub active: bool,
    /// The first byte held (`repl_backlog_first_byte_offset`).
    pub first: NextOffset,
    /// How many bytes are held (`repl_backlog_histlen`).
    pub histlen: u64,
    /// The configured size in bytes, where known.
    pub size: Option<u64>,
}

impl Backlog {
    /// No backlog.
    #[must_use]
    pub const fn absent() -> Self {
        Self { active: false, first: NextOffset::new(0), histlen: 0, size: None }
    }

    /// A backlog that holds `histlen` bytes from `first` on.
    #[must_use]
    pub const fn window(first: NextOffset, histlen: u64) -> Self {
        Self { active: true, first, histlen, size: None }
    }

    /// A backlog just created, before which `offset` was the last byte produced.
    #[must_use]
    pub const fn created_at(offset: AppliedOffset) -> Self {
        Self::window(offset.next(), 0)
    }

    /// Returns the byte after the last one held, F+H: the last one that may be asked for.
    #[must_use]
    pub const fn end(&self) -> NextOffset {
        self.first.advance(self.histlen)
    }
}

/// A replica's position in its master's stream: live while the link is up, the *cached master* while it is down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Upstream {
    /// The id of the link (`master_replid`; the master's run id up to 3.2).
    pub replid: HistoryId,
    /// The last byte applied (`slave_repl_offset`).
    pub offset: AppliedOffset,
    /// The database in which the next command of the stream runs.
    pub db: u32,
}

/// The replication state of one server.
///
/// A field that is `None` has no evidence; decisions that need it are inconclusive and say so.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "INFO and CONFIG have as many independent yes-or-no fields"
)]
pub struct Server {
    /// Its version, which decides everything else.
    pub version: Version,
    /// What it is.
    pub role: Role,
    /// Its replication id (`master_replid`), its run id up to 3.2.
    pub replid: HistoryId,
    /// The second id (`master_replid2`), forty zeros when cleared.
    pub replid2: HistoryId,
    /// The first byte that is not shared with the second id's history (`second_repl_offset`), −1 when cleared.
    pub second_replid_offset: NextOffset,
    /// The last byte produced (`master_repl_offset`).
    pub offset: Option<AppliedOffset>,
    /// The backlog.
    pub backlog: Option<Backlog>,
    /// Whether it is loading a data set (`loading`, `async_loading`).
    pub loading: bool,
    /// Whether its own FAILOVER is under way (`master_failover_state`, 6.2+).
    pub failing_over: bool,
    /// Whether it answers while its link is down (`replica-serve-stale-data`, default yes).
    pub serve_stale_data: bool,
    /// How many replicas are attached (`connected_slaves`).
    pub replicas: Option<u64>,
    /// The offset without final PINGs (`master_repl_meaningful_offset`, 6.0-rc3 to 6.0.3).
    pub meaningful_offset: Option<AppliedOffset>,
    /// The offset before final PINGs were trimmed, where the log tells.
    pub trimmed_from: Option<AppliedOffset>,
    /// A replica's position towards its master; `None` where it has none.
    pub upstream: Option<Upstream>,
    /// The database last selected in its own stream (`slaveseldb`), −1 when the next command brings a SELECT.
    pub stream_db: i64,
    /// What a full synchronisation would find.
    pub full_sync: FullSyncCase,
    /// Whether it offers a second connection for full synchronisations (`dual-channel-replication-enabled` of
    /// Valkey 8, `repl-rdb-channel` of Redis 8, with diskless synchronisation; off by default).
    pub second_channel: bool,
}

impl Server {
    /// A master with this id, of which nothing else is known.
    #[must_use]
    pub fn new(version: Version, replid: impl Into<HistoryId>) -> Self {
        Self {
            version,
            role: Role::Master,
            replid: replid.into(),
            replid2: HistoryId::Known(ReplId::CLEARED),
            second_replid_offset: CLEARED_OFFSET,
            offset: None,
            backlog: None,
            loading: false,
            failing_over: false,
            serve_stale_data: true,
            replicas: None,
            meaningful_offset: None,
            trimmed_from: None,
            upstream: None,
            stream_db: -1,
            full_sync: FullSyncCase::Unknown,
            second_channel: false,
        }
    }

    /// A process that just started without data: random id, offset 0, no backlog.
    #[must_use]
    pub fn started(version: Version) -> Self {
        Self {
            offset: Some(AppliedOffset::new(0)),
            backlog: Some(Backlog::absent()),
            replicas: Some(0),
            ..Self::new(version, HistoryId::Fresh)
        }
    }

    /// Returns the epoch of its version.
    #[must_use]
    pub fn epoch(&self) -> Epoch {
        Epoch::of(&self.version)
    }

    /// Tells whether it is a replica whose link is not connected.
    #[must_use]
    pub const fn link_is_down(&self) -> bool {
        matches!(self.role, Role::Replica { link_up: false })
    }

    /// Returns its offset: stated, or else the last byte of its backlog.
    #[must_use]
    pub fn known_offset(&self) -> Option<AppliedOffset> {
        self.offset.or_else(|| {
            self.backlog.filter(|backlog| backlog.active).map(|backlog| backlog.end().applied())
        })
    }

    /// Forgets the second id.
    pub(crate) fn clear_second_id(&mut self) {
        self.replid2 = HistoryId::Known(ReplId::CLEARED);
        self.second_replid_offset = CLEARED_OFFSET;
    }
}

/// `second_replid_offset` when there is no second id.
const CLEARED_OFFSET: NextOffset = NextOffset::new(-1);
