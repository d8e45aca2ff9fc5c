//! The decision tables: `masterTryPartialResynchronization`, without the words.
//!
//! One table for run ids (2.8 to 3.2: the id is judged before the offset is read) and one for replication ids
//! (4.0 and later: the offset is read first; an id problem hides a backlog problem). The arithmetic is done in
//! 128 bits, so that no number of a hostile INFO dump wraps.

use crate::epochs::{Behaviour, Identity};
use crate::{Missing, Reason, Request, RequestedOffset, Server};
use autopsync_model::NextOffset;

/// What the table says of a request that passed the gates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ruling {
    /// The stream goes on with this many bytes.
    Continue {
        /// Whether the second id was asked for.
        second: bool,
        /// How many bytes of the backlog are sent.
        bytes: u64,
    },
    /// A full synchronisation, for this reason.
    Refused(Reason),
    /// The offset could not be read; the epoch says what follows.
    BadOffset,
    /// Not decidable without these facts.
    Open(Vec<Missing>),
}

/// Applies the epoch's table.
pub(crate) fn rule(server: &Server, request: &Request, behaviour: &Behaviour) -> Ruling {
    match behaviour.identity {
        Identity::None => Ruling::Refused(Reason::PsyncUnsupported),
        Identity::RunId => by_run_id(server, request),
        Identity::ReplId => by_replication_id(server, request),
    }
}

/// PSYNC1, 2.8 to 3.2.
fn by_run_id(server: &Server, request: &Request) -> Ruling {
    match (server.replid.is_named_by(&request.id), &request.next) {
        (None, _) => Ruling::Open(vec![Missing::Replid]),
        (Some(false), _) => Ruling::Refused(not_our_id(request)),
        (Some(true), RequestedOffset::NotANumber(_)) => Ruling::BadOffset,
        (Some(true), RequestedOffset::Number(next)) => in_backlog(server, *next, false),
    }
}

/// PSYNC2, 4.0 and later.
fn by_replication_id(server: &Server, request: &Request) -> Ruling {
    let RequestedOffset::Number(next) = request.next else { return Ruling::BadOffset };
    let second = server.replid2.is_named_by(&request.id);
    // A server's two ids are never the same, so the second one settles an unknown first.
    let first = server.replid.is_named_by(&request.id).or((second == Some(true)).then_some(false));
    match (first, second) {
        (Some(true), _) => in_backlog(server, next, false),
        (None, _) => Ruling::Open(vec![Missing::Replid]),
        (_, None) => Ruling::Open(vec![Missing::SecondReplid]),
        (_, Some(true)) if next <= server.second_replid_offset => in_backlog(server, next, true),
        (_, Some(true)) => Ruling::Refused(Reason::SecondIdOffsetExceeded),
        (_, Some(false)) => Ruling::Refused(not_our_id(request)),
    }
}

/// Tells a replica without a position from one with a stranger's.
fn not_our_id(request: &Request) -> Reason {
    if request.id.asks_full() { Reason::ReplicaAskedFull } else { Reason::ReplidMismatch }
}

/// The last question: does the backlog hold the byte? F ≤ n ≤ F+H, both ends included.
fn in_backlog(server: &Server, next: NextOffset, second: bool) -> Ruling {
    let Some(backlog) = server.backlog else { return without_window(server, next) };
    if !backlog.active {
        return Ruling::Refused(Reason::NoBacklog);
    }
    let wanted = i128::from(next.get());
    let first = i128::from(backlog.first.get());
    let end = first + i128::from(backlog.histlen);
    if wanted < first {
        Ruling::Refused(Reason::OffsetBeforeBacklog)
    } else if wanted > end {
        Ruling::Refused(past_the_end(server, next))
    } else {
        Ruling::Continue { second, bytes: u64::try_from(end - wanted).unwrap_or(u64::MAX) }
    }
}

/// Tells a byte that was trimmed away from one that was never there.
fn past_the_end(server: &Server, next: NextOffset) -> Reason {
    match server.trimmed_from {
        Some(before) if next <= before.next() => Reason::MeaningfulOffsetTrimmed,
        _ => Reason::OffsetAfterBacklog,
    }
}

/// Without evidence of the backlog only a byte that was never produced can be judged.
fn without_window(server: &Server, next: NextOffset) -> Ruling {
    match server.offset {
        Some(offset) if next > offset.next() => Ruling::Refused(past_the_end(server, next)),
        Some(_) => Ruling::Open(vec![Missing::Backlog]),
        None => Ruling::Open(vec![Missing::Offset, Missing::Backlog]),
    }
}
