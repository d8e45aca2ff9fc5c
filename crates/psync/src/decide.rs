//! The answer to a `PSYNC`: gates, table, reply and log lines put together.

use crate::epochs::{BadOffset, Behaviour, Identity, behaviour};
use crate::full_sync::{self, FullResync};
use crate::gates::{self, Gate};
use crate::replica::{Answer, conversation};
use crate::ruling::{Ruling, rule};
use crate::wording::{master, say};
use crate::{LogLine, Missing, Outcome, Reason, Request, RequestedOffset, Server};
use std::fmt::Display;

/// The error reply for an offset that is not a number (`getLongLongFromObjectOrReply`).
const NOT_A_NUMBER: &str = "-ERR value is not an integer or out of range";

/// What a server answers to a request, and what both sides write about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What becomes of the request.
    pub outcome: Outcome,
    /// Why.
    pub reason: Reason,
    /// The reply line, without line end; empty where the outcome is inconclusive.
    pub reply: String,
    /// An error reply that up to 6.2.6 is queued beside the full synchronisation it does not prevent. The
    /// `+FULLRESYNC` line is written past the queue, so it usually comes first.
    pub stray_reply: Option<&'static str>,
    /// How many bytes of the backlog are sent.
    pub bytes: u64,
    /// The position that a full synchronisation announces.
    pub full_resync: Option<FullResync>,
    /// What the server that was asked writes, in order, from the request to the start of the snapshot.
    pub master_log: Vec<LogLine>,
    /// What the requester writes, in order, from the request to the end of the handshake.
    pub replica_log: Vec<LogLine>,
    /// What would settle an inconclusive outcome.
    pub missing: Vec<Missing>,
}

/// Decides what a server answers to a request.
///
/// The version of the server decides how; its epoch and all other differences follow from it. The name that stands
/// for an unknown replica in the log is `<replica>`.
#[must_use]
pub fn decide(server: &Server, request: &Request) -> Decision {
    let behaviour = behaviour(server.epoch());
    let (mut decision, answer) = match gates::pass(server, request, behaviour) {
        Gate::Shut { reason, reply, log } => Decision::error(reason, reply, log),
        Gate::Open(server, mut log) => {
            log.extend(gates::asks(&server, request));
            judge(&server, request, behaviour, log)
        }
    };
    if let Some(answer) = answer {
        decision.replica_log = conversation(&server.version, request, &answer);
    }
    decision
}

/// A decision, and what the requester reads of it.
type Judged = (Decision, Option<Answer>);

/// Applies the table to a request that passed the gates; `log` holds what was written so far.
fn judge(
    server: &Server,
    request: &Request,
    behaviour: &Behaviour,
    mut log: Vec<LogLine>,
) -> Judged {
    match rule(server, request, behaviour) {
        Ruling::Continue { second, bytes } => {
            let values: [(&str, &dyn Display); 3] =
                [("replica", &request.name()), ("bytes", &bytes), ("next", &request.next)];
            log.extend(say(master::ACCEPTED, &server.version, &values));
            Decision::accepted(server, request, behaviour, (second, bytes), log)
        }
        Ruling::Refused(reason) => {
            log.extend(refusal(server, request, reason));
            Decision::full(server, request, behaviour, (reason, None), log)
        }
        Ruling::BadOffset if behaviour.bad_offset == BadOffset::Refused => {
            log.extend(say(master::WRONG_OFFSET, &server.version, &[("replica", &request.name())]));
            Decision::error(Reason::BadOffset, NOT_A_NUMBER.to_owned(), log)
        }
        Ruling::BadOffset => {
            let why = (Reason::BadOffset, Some(NOT_A_NUMBER));
            Decision::full(server, request, behaviour, why, log)
        }
        Ruling::Open(missing) => Decision::open(missing, log),
    }
}

/// The lines that explain a refusal.
fn refusal(server: &Server, request: &Request, reason: Reason) -> Vec<LogLine> {
    let message = match reason {
        Reason::ReplicaAskedFull => master::FULL_REQUESTED,
        Reason::ReplidMismatch => master::ID_MISMATCH,
        Reason::SecondIdOffsetExceeded => master::SECOND_ID_EXCEEDED,
        _ => master::OUTSIDE_BACKLOG,
    };
    let name = request.name();
    let offset = server.known_offset();
    let shown = offset.map_or("<offset>".to_owned(), |offset| offset.to_string());
    let (first, end) = server.backlog.map_or_else(
        || ("<first>".to_owned(), "<end>".to_owned()),
        |backlog| (backlog.first.to_string(), backlog.end().to_string()),
    );
    let values: [(&str, &dyn Display); 9] = [
        ("replica", &name),
        ("asked", &request.id),
        ("next", &request.next),
        ("replid", &server.replid),
        ("replid2", &server.replid2),
        ("up_to", &server.second_replid_offset),
        ("first", &first),
        ("end", &end),
        ("offset", &shown),
    ];
    let version = &server.version;
    let own_words = (reason == Reason::NoBacklog)
        .then(|| say(master::WITHOUT_BACKLOG, version, &values))
        .flatten();
    let mut lines = Vec::with_capacity(2);
    lines.extend(own_words.or_else(|| say(message, version, &values)));
    let ahead = matches!((&request.next, offset), (RequestedOffset::Number(next), Some(offset))
        if next.get() > offset.get());
    if ahead && is_lack_of_backlog(reason) {
        lines.extend(say(master::AHEAD, version, &values));
    }
    lines
}

/// Tells whether a reason belongs to the last row of the tables.
const fn is_lack_of_backlog(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::NoBacklog
            | Reason::OffsetBeforeBacklog
            | Reason::OffsetAfterBacklog
            | Reason::MeaningfulOffsetTrimmed
    )
}

impl Decision {
    /// A decision without any consequence yet.
    fn new(outcome: Outcome, reason: Reason, reply: String, master_log: Vec<LogLine>) -> Self {
        Self {
            outcome,
            reason,
            reply,
            stray_reply: None,
            bytes: 0,
            full_resync: None,
            master_log,
            replica_log: Vec::new(),
            missing: Vec::new(),
        }
    }

    fn error(reason: Reason, reply: String, log: Vec<LogLine>) -> Judged {
        let answer = Answer::parse(&reply);
        (Self::new(Outcome::Error, reason, reply, log), Some(answer))
    }

    fn open(missing: Vec<Missing>, log: Vec<LogLine>) -> Judged {
        let decision = Self::new(Outcome::Inconclusive, Reason::Unknown, String::new(), log);
        (Self { missing, ..decision }, None)
    }

    fn accepted(
        server: &Server,
        request: &Request,
        behaviour: &Behaviour,
        (second, bytes): (bool, u64),
        log: Vec<LogLine>,
    ) -> Judged {
        let reason = if second { Reason::AcceptedSecondId } else { Reason::Accepted };
        let told = behaviour.identity == Identity::ReplId && request.psync2_capable;
        let id = told.then_some(server.replid);
        let reply = id.map_or("+CONTINUE".to_owned(), |id| format!("+CONTINUE {id}"));
        let decision = Self { bytes, ..Self::new(Outcome::Continue, reason, reply, log) };
        (decision, Some(Answer::Continue(id)))
    }

    fn full(
        server: &Server,
        request: &Request,
        behaviour: &Behaviour,
        (reason, stray_reply): (Reason, Option<&'static str>),
        mut log: Vec<LogLine>,
    ) -> Judged {
        let start = full_sync::start(server, request, behaviour);
        log.extend(start.log);
        let answer = if start.second_channel {
            Answer::SecondChannel(start.reply.clone())
        } else {
            Answer::FullResync(start.position)
        };
        let decision = Self {
            stray_reply,
            full_resync: Some(start.position),
            ..Self::new(Outcome::FullResync, reason, start.reply, log)
        };
        (decision, Some(answer))
    }
}
