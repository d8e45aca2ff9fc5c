//! The replica's side: what it asks for, and what it makes of the answer.
//!
//! `slaveTryPartialResynchronization` and the lines around it in `syncWithMaster`. The position asked for is the
//! cached master's, never the server's own id.

use crate::epochs::{Behaviour, DropsReplicas, FullReply, Identity, SecondChannel, behaviour};
use crate::full_sync::FullResync;
use crate::wording::{Message, replica as words, roles as role_words, say};
use crate::{Backlog, HistoryId, LogLine, Request, RequestedOffset, Role, Server, Upstream};
use crate::{Changed, continue_with_new_id, roles};
use autopsync_model::{AppliedOffset, Epoch, ReplId, Version};
use std::fmt::Display;

/// What a replica reads after its `PSYNC`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// An empty line, which keeps the connection alive.
    EmptyLine,
    /// Nothing, or an error of the connection.
    Silence,
    /// `+FULLRESYNC <id> <offset>`.
    FullResync(FullResync),
    /// `+FULLRESYNC` with an id of another length, or without offset.
    MalformedFullResync,
    /// `+CONTINUE`, with the id where forty characters follow.
    Continue(Option<HistoryId>),
    /// `-NOMASTERLINK…` or `-LOADING…`.
    Later(String),
    /// `-ERR…`.
    Error(String),
    /// `+DUALCHANNELSYNC` or `+RDBCHANNELSYNC <client-id>`.
    SecondChannel(String),
    /// Anything else.
    Other(String),
}

impl Answer {
    /// Reads a reply line without its line end, as the replicas do: by its first characters.
    #[must_use]
    pub fn parse(line: &str) -> Self {
        let text = || line.to_owned();
        if line.is_empty() {
            Self::EmptyLine
        } else if line.starts_with("+FULLRESYNC") {
            full_resync(line).map_or(Self::MalformedFullResync, Self::FullResync)
        } else if let Some(rest) = line.strip_prefix("+CONTINUE") {
            let id = rest.get(1..).and_then(|id| id.parse().ok());
            Self::Continue(id.map(HistoryId::Known))
        } else if line.starts_with("-NOMASTERLINK") || line.starts_with("-LOADING") {
            Self::Later(text())
        } else if line.starts_with("-ERR") {
            Self::Error(text())
        } else if line.starts_with("+DUALCHANNELSYNC") || line.starts_with("+RDBCHANNELSYNC") {
            Self::SecondChannel(text())
        } else {
            Self::Other(text())
        }
    }
}

/// Takes `+FULLRESYNC <id> <offset>` apart: what follows the number is not looked at, no number is 0.
fn full_resync(line: &str) -> Option<FullResync> {
    let (_, rest) = line.split_once(' ')?;
    let (id, offset) = rest.split_once(' ')?;
    let replid: ReplId = id.parse().ok()?;
    let end = offset
        .char_indices()
        .find(|(at, c)| !(c.is_ascii_digit() || *at == 0 && *c == '-'))
        .map_or(offset.len(), |(at, _)| at);
    let offset = offset.get(..end).and_then(|digits| digits.parse().ok()).unwrap_or(0);
    Some(FullResync { replid: replid.into(), offset: Some(AppliedOffset::new(offset)) })
}

/// What a replica does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// It waits for another line.
    KeepWaiting,
    /// It applies the stream where it stopped.
    Resume,
    /// It receives a snapshot at this position.
    ReceiveSnapshot(FullResync),
    /// It receives a snapshot whose position it did not understand: the link will not be resumable.
    ReceiveUnplacedSnapshot,
    /// It closes the connection and tries again in a second.
    TryLater,
    /// It sends `SYNC`: a snapshot without position.
    SendSync,
    /// It opens a second connection for the snapshot.
    OpenSecondChannel,
}

/// What an answer does to a replica.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reaction {
    /// What it does next.
    pub next: Next,
    /// Its state afterwards. What only the end of a snapshot changes has not changed yet.
    pub server: Server,
    /// What it writes.
    pub log: Vec<LogLine>,
}

/// Returns what a replica asks for when it connects, and the line it writes.
///
/// A replica of 2.6 sends `SYNC`, which is the same as asking for everything, and writes nothing.
#[must_use]
pub fn request_of(server: &Server) -> (Request, Option<LogLine>) {
    let version = Some(server.version);
    let request = match &server.upstream {
        Some(upstream) => Request {
            replica_version: version,
            failover: server.failing_over,
            ..Request::in_history(upstream.replid, upstream.offset.next())
        },
        None => Request { replica_version: version, ..Request::full() },
    };
    let line = request_line(&server.version, &request);
    (request, line)
}

/// Returns how a replica reacts to an answer.
#[must_use]
pub fn react(server: &Server, answer: &Answer) -> Reaction {
    let rules = behaviour(server.epoch());
    match answer {
        Answer::EmptyLine if rules.full_reply == FullReply::AtFork => {
            Reaction { next: Next::KeepWaiting, server: server.clone(), log: Vec::new() }
        }
        Answer::EmptyLine => give_up(server, words::UNEXPECTED, "", rules),
        Answer::Silence if rules.link.silence_is_tried_later.holds_in(&server.version) => {
            try_later(server, words::NO_REPLY, "")
        }
        Answer::Silence => {
            give_up(server, words::UNEXPECTED, "-Reading from master: <errno>", rules)
        }
        Answer::Continue(id) => resume(server, *id, rules),
        Answer::FullResync(position) => take_snapshot(server, Some(*position), rules),
        Answer::MalformedFullResync => take_snapshot(server, None, rules),
        Answer::Later(reply) if rules.link.tries_later => {
            try_later(server, words::TRY_LATER, reply)
        }
        Answer::Error(reply) => give_up(server, words::IN_ERROR, reply, rules),
        Answer::SecondChannel(_) if rules.second_channel != SecondChannel::None => Reaction {
            next: Next::OpenSecondChannel,
            server: server.clone(),
            log: say(words::SECOND_CHANNEL, &server.version, &[]).into_iter().collect(),
        },
        Answer::Later(reply) | Answer::SecondChannel(reply) | Answer::Other(reply) => {
            give_up(server, words::UNEXPECTED, reply, rules)
        }
    }
}

/// Ends a full synchronisation: the snapshot is loaded, and the stream follows from the next byte.
///
/// `stream_db` is the snapshot's `repl-stream-db`; −1 or none selects database 0. From 4.0 on the server takes over
/// the master's id and offset and has a backlog; up to 3.2 only the link knows them.
#[must_use]
pub fn finish_snapshot(server: &Server, position: &FullResync, stream_db: Option<i64>) -> Changed {
    let rules = behaviour(server.epoch());
    let mut after = server.clone();
    let mut log: Vec<_> = roles::discard(&mut after).into_iter().collect();
    after.role = Role::Replica { link_up: true };
    after.upstream = position.offset.map(|offset| Upstream {
        replid: position.replid,
        offset,
        db: stream_db.and_then(|db| u32::try_from(db).ok()).unwrap_or(0),
    });
    if rules.identity == Identity::ReplId {
        after.replid = position.replid;
        after.clear_second_id();
        after.offset = position.offset;
        after.meaningful_offset = after.meaningful_offset.and(position.offset);
        after.trimmed_from = None;
        after.backlog = position.offset.map(Backlog::created_at);
        after.replicas = Some(0);
    }
    log.extend(say(words::FINISHED, &server.version, &[]));
    Changed { server: after, log }
}

/// `+CONTINUE`.
fn resume(server: &Server, id: Option<HistoryId>, rules: &Behaviour) -> Reaction {
    let mut log: Vec<_> = say(words::SUCCESSFUL, &server.version, &[]).into_iter().collect();
    let mut after = server.clone();
    if let Some(id) = id.filter(|_| rules.identity == Identity::ReplId) {
        let changed = continue_with_new_id(&after, id);
        after = changed.server;
        log.extend(changed.log);
    }
    after.role = Role::Replica { link_up: true };
    let offset = after.known_offset();
    if rules.link.backlog_on_continue {
        create_missing_backlog(&mut after, offset);
    }
    log.extend(say(words::ACCEPTED, &server.version, &[]));
    Reaction { next: Next::Resume, server: after, log }
}

/// Creates the backlog that is known to be missing.
fn create_missing_backlog(server: &mut Server, offset: Option<AppliedOffset>) {
    if let (Some(backlog), Some(offset)) = (server.backlog.filter(|b| !b.active), offset) {
        let created = Backlog { size: backlog.size, ..Backlog::created_at(offset) };
        server.backlog = Some(created);
    }
}

/// `+FULLRESYNC`, understood or not.
fn take_snapshot(server: &Server, position: Option<FullResync>, rules: &Behaviour) -> Reaction {
    let version = &server.version;
    let mut log = Vec::new();
    let next = if let Some(position) = position {
        let offset = position.offset.map_or("<offset>".to_owned(), |offset| offset.to_string());
        let values: [(&str, &dyn Display); 2] = [("replid", &position.replid), ("offset", &offset)];
        log.extend(say(words::FULL_RESYNC, version, &values));
        Next::ReceiveSnapshot(position)
    } else {
        log.extend(say(words::WRONG_SYNTAX, version, &[]));
        Next::ReceiveUnplacedSnapshot
    };
    let after = leave_history(server, rules, &mut log);
    Reaction { next, server: after, log }
}

/// An answer that ends the attempt and keeps the position.
fn try_later(server: &Server, message: &'static Message, reply: &str) -> Reaction {
    let log = say(message, &server.version, &[("reply", &reply)]).into_iter().collect();
    Reaction { next: Next::TryLater, server: server.clone(), log }
}

/// An answer that makes the replica fall back to `SYNC`.
fn give_up(server: &Server, message: &'static Message, reply: &str, rules: &Behaviour) -> Reaction {
    let mut log: Vec<_> = say(message, &server.version, &[("reply", &reply)]).into_iter().collect();
    let after = leave_history(server, rules, &mut log);
    log.extend(say(words::RETRYING_WITH_SYNC, &server.version, &[]));
    Reaction { next: Next::SendSync, server: after, log }
}

/// Drops what an epoch drops before the snapshot is complete: position, own replicas, backlog.
fn leave_history(server: &Server, rules: &Behaviour, log: &mut Vec<LogLine>) -> Server {
    let mut after = server.clone();
    if !rules.link.keeps_position_until_snapshot {
        log.extend(roles::discard(&mut after));
    }
    if rules.link.drops_replicas == DropsReplicas::AtAnswer {
        after.backlog = after.backlog.map(|backlog| Backlog { active: false, ..backlog });
        after.replicas = Some(0);
    }
    after
}

/// The line with which a replica announces its request.
fn request_line(version: &Version, request: &Request) -> Option<LogLine> {
    if request.id.asks_full() {
        say(words::NO_POSITION, version, &[])
    } else {
        say(words::TRYING, version, &[("asked", &request.id), ("next", &request.next)])
    }
}

/// What a requester writes about a request and its answer, when nothing but the request is known of it.
pub(crate) fn conversation(master: &Version, request: &Request, answer: &Answer) -> Vec<LogLine> {
    let version = request.replica_version.unwrap_or(*master);
    if behaviour(Epoch::of(&version)).identity == Identity::None {
        return Vec::new();
    }
    let mut requester = Server::new(version, HistoryId::Unknown);
    requester.role = Role::Replica { link_up: false };
    requester.upstream = match &request.next {
        RequestedOffset::Number(next) if !request.id.asks_full() => {
            Some(Upstream { replid: request.id.replid().into(), offset: next.applied(), db: 0 })
        }
        _ => None,
    };
    let mut log: Vec<_> = request_line(&version, request).into_iter().collect();
    log.extend(react(&requester, answer).log);
    log
}

/// The line for a position that is dropped, where there is one.
pub(crate) fn discarded_line(version: &Version) -> Option<LogLine> {
    say(role_words::DISCARDED, version, &[])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_by_its_first_characters() {
        let id = "6559e00f3a0ce0f9d9f7aa168dd5c1901cf1f022";
        let full = |offset| {
            Answer::FullResync(FullResync {
                replid: id.parse::<ReplId>().unwrap().into(),
                offset: Some(AppliedOffset::new(offset)),
            })
        };
        for (line, answer) in [
            (String::new(), Answer::EmptyLine),
            (format!("+FULLRESYNC {id} 4218"), full(4218)),
            (format!("+FULLRESYNC {id} -1x"), full(-1)),
            (format!("+FULLRESYNC {id} x"), full(0)),
            (format!("+FULLRESYNC {} 4218", &id[1..]), Answer::MalformedFullResync),
            (format!("+FULLRESYNC {id}"), Answer::MalformedFullResync),
            ("+CONTINUE".to_owned(), Answer::Continue(None)),
            (
                format!("+CONTINUE {id}"),
                Answer::Continue(Some(id.parse::<ReplId>().unwrap().into())),
            ),
            ("+CONTINUE short".to_owned(), Answer::Continue(None)),
            ("-LOADING x".to_owned(), Answer::Later("-LOADING x".to_owned())),
            ("-ERR x".to_owned(), Answer::Error("-ERR x".to_owned())),
            ("-BUSY x".to_owned(), Answer::Other("-BUSY x".to_owned())),
        ] {
            assert_eq!(Answer::parse(&line), answer, "{line}");
        }
    }
}
