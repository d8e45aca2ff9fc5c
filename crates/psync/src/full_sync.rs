//! What follows a refusal: the second half of `syncCommand`, as far as the evidence tells.

use crate::epochs::{Behaviour, FullReply, NewBacklog, SecondChannel};
use crate::wording::{Message, full_sync as words, master, say};
use crate::{HistoryId, LogLine, Request, Server};
use autopsync_model::{AppliedOffset, ReplId};

/// What a full synchronisation finds at the server: which child runs, and where a new one would write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FullSyncCase {
    /// No evidence: the line about the snapshot is not predicted.
    Unknown,
    /// No child runs; one is forked at once and writes a file.
    StartsToDisk,
    /// No child runs; one is forked at once and writes to the replicas.
    StartsToSockets,
    /// No child runs, and the fork waits for more replicas (`repl-diskless-sync-delay`).
    Delayed,
    /// A child writes a file for a replica that this one can join.
    Attaches {
        /// The offset of that replica's snapshot.
        offset: AppliedOffset,
    },
    /// A child writes a file, and there is no replica to join.
    CannotAttach,
    /// A child writes to other replicas.
    SocketSaveRuns,
    /// A child of another kind runs.
    OtherChildRuns,
}

impl FullSyncCase {
    /// The line that `syncCommand` writes for it.
    fn message(self) -> Option<&'static Message> {
        match self {
            Self::Unknown => None,
            Self::StartsToDisk => Some(words::TO_DISK),
            Self::StartsToSockets => Some(words::TO_SOCKETS),
            Self::Delayed => Some(words::DELAYED),
            Self::Attaches { .. } => Some(words::ATTACHES),
            Self::CannotAttach => Some(words::CANNOT_ATTACH),
            Self::SocketSaveRuns => Some(words::SOCKET_SAVE_RUNS),
            Self::OtherChildRuns => Some(words::OTHER_CHILD),
        }
    }

    /// Tells whether the snapshot is taken at another moment than the request's.
    const fn waits(self) -> bool {
        matches!(
            self,
            Self::Delayed | Self::CannotAttach | Self::SocketSaveRuns | Self::OtherChildRuns
        )
    }
}

/// The position that `+FULLRESYNC` announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FullResync {
    /// The id; [`HistoryId::Fresh`] where a new backlog makes a new one.
    pub replid: HistoryId,
    /// The last byte that the snapshot contains; `None` where the fork comes later or no evidence tells.
    pub offset: Option<AppliedOffset>,
}

/// A full synchronisation as the server starts it.
pub(crate) struct Start {
    /// The reply line.
    pub(crate) reply: String,
    /// The position in it.
    pub(crate) position: FullResync,
    /// Whether the snapshot comes over a second connection.
    pub(crate) second_channel: bool,
    /// The lines written.
    pub(crate) log: Vec<LogLine>,
}

/// Starts a full synchronisation for a request.
pub(crate) fn start(server: &Server, request: &Request, behaviour: &Behaviour) -> Start {
    let channel = if server.second_channel && request.second_channel_capable {
        behaviour.second_channel
    } else {
        SecondChannel::None
    };
    let version = &server.version;
    let mut log = Vec::new();
    if channel != SecondChannel::None {
        log.extend(say(master::SECOND_CHANNEL, version, &[("replica", &request.name())]));
    }
    let mut position = current_position(server, behaviour);
    if channel != SecondChannel::Dual && lacks_backlog(server) {
        let cleared = ReplId::CLEARED;
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("replid", &position.replid), ("replid2", &cleared)];
        log.extend(say(master::BACKLOG_CREATED, version, &values));
    }
    if channel == SecondChannel::None {
        log.extend(server.full_sync.message().and_then(|message| say(message, version, &[])));
        position.offset = announced_offset(server, behaviour, position.offset);
    }
    Start {
        reply: reply(channel, &position),
        position,
        second_channel: channel != SecondChannel::None,
        log,
    }
}

/// The reply line.
fn reply(channel: SecondChannel, position: &FullResync) -> String {
    match channel {
        SecondChannel::Dual => "+DUALCHANNELSYNC".to_owned(),
        SecondChannel::Rdb => "+RDBCHANNELSYNC <client-id>".to_owned(),
        SecondChannel::None => {
            let offset = position.offset.map_or("<offset>".to_owned(), |offset| offset.to_string());
            format!("+FULLRESYNC {} {offset}", position.replid)
        }
    }
}

/// Tells whether the evidence says that there is no backlog.
fn lacks_backlog(server: &Server) -> bool {
    server.backlog.is_some_and(|backlog| !backlog.active)
}

/// The id and the offset of this moment, after the backlog that the replica needs was created.
fn current_position(server: &Server, behaviour: &Behaviour) -> FullResync {
    let offset = server.known_offset();
    match (behaviour.new_backlog, server.backlog.map(|backlog| backlog.active)) {
        (_, Some(true)) => FullResync { replid: server.replid, offset },
        (NewBacklog::AddsOne, Some(false)) => {
            let offset = offset.map(|offset| offset.next().get()).map(AppliedOffset::new);
            FullResync { replid: server.replid, offset }
        }
        (NewBacklog::AddsOne, None) => FullResync { replid: server.replid, offset: None },
        (NewBacklog::NewId, Some(false)) => FullResync { replid: HistoryId::Fresh, offset },
        (NewBacklog::NewId, None) => FullResync { replid: HistoryId::Unknown, offset },
    }
}

/// The offset in the reply: early versions tell the present one whatever snapshot follows.
fn announced_offset(
    server: &Server,
    behaviour: &Behaviour,
    present: Option<AppliedOffset>,
) -> Option<AppliedOffset> {
    match (behaviour.full_reply, server.full_sync) {
        (FullReply::AtOnce, _) => present,
        (_, FullSyncCase::Attaches { offset }) => Some(offset),
        (_, case) if case.waits() => None,
        _ => present,
    }
}
