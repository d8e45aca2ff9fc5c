//! `autopsync psync`.

use super::{Document, Finding, replay::ReplayError};
use crate::Privacy;
use autopsync_case::questions::psync::{PsyncAnswer, RequestInEvidence};
use autopsync_model::{AppliedOffset, Version};
use autopsync_psync::{LogLine, RequestedOffset, Server};
use schemars::JsonSchema;
use serde::Serialize;

/// Would it continue, and would it be right.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Psync {
    /// `autopsync.psync/1`.
    pub schema: String,
    /// What is asked.
    pub request: RequestRow,
    /// Every request that the evidence tells, the one that counts first; several where it is of several moments.
    pub candidates: Vec<RequestRow>,
    /// The server that is asked.
    pub master: MasterRow,
    /// What it answers.
    pub decision: DecisionRow,
    /// What became of the data.
    pub aftermath: Aftermath,
    /// The answer in one word.
    pub verdict: String,
    /// The answer in one line.
    pub summary: String,
    /// What is not known, and what would settle it.
    pub missing: Vec<Missing>,
    /// What was chosen where the evidence left a choice, such as between several INFO dumps of a file.
    pub notes: Vec<String>,
    /// What the rules say.
    pub findings: Vec<Finding>,
}

impl Document for Psync {
    const NAME: &'static str = "psync";
}

/// A request for a partial synchronisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RequestRow {
    /// The id, or `?`.
    pub replid: String,
    /// The first byte wanted; the text itself where it is no number; null where the request is not known.
    pub next_offset: Option<serde_json::Value>,
    /// Where it comes from: `rdb-restart`, `info`, `log`, `flag`.
    pub from: String,
    /// Where it stands: `file:line` or the file.
    pub place: Option<String>,
    /// Why the replica asks for just this.
    pub because: Option<String>,
    /// Version of the replica.
    pub version: Option<String>,
}

/// The state of the server that is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MasterRow {
    /// Its version.
    pub version: Option<String>,
    /// Its id.
    pub replid: Option<String>,
    /// Its second id.
    pub replid2: Option<String>,
    /// The last byte it produced.
    pub master_repl_offset: Option<i64>,
    /// The first byte not shared with the second id.
    pub second_replid_offset: Option<i64>,
    /// What it still holds.
    pub backlog: BacklogRow,
    /// Where its state comes from: `info`, `backlog`, `rdb-restart`, `log`.
    pub from: Option<String>,
    /// Where it stands: `file:line` or the file.
    pub place: Option<String>,
}

/// A backlog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BacklogRow {
    /// Whether there is one.
    pub active: Option<bool>,
    /// The first byte it holds.
    pub first_offset: Option<i64>,
    /// How many bytes it holds.
    pub histlen: Option<u64>,
    /// How many it may hold.
    pub size: Option<u64>,
}

/// What a server answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DecisionRow {
    /// `continue`, `full-resync`, `error`, `inconclusive`.
    pub outcome: String,
    /// Why, as an id of the contract.
    pub reason: String,
    /// The reply line, without its end.
    pub reply: Option<String>,
    /// Bytes of backlog that are sent.
    pub bytes: u64,
    /// What the master writes to its log.
    pub master_log: Vec<String>,
    /// What the replica writes to its log.
    pub replica_log: Vec<String>,
}

/// What became of the data after a continuation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Aftermath {
    /// `clean`, `errors`, `diverged`, `not-replayed`.
    pub status: String,
    /// The commands that failed; at most as many as are kept.
    pub errors: Vec<ReplayError>,
    /// How many failed.
    pub error_count: u64,
    /// What the replica's `DEBUG DIGEST` answers.
    pub digest: Option<String>,
    /// What it would answer had nothing been lost, where that can be told.
    pub expected_digest: Option<String>,
    /// Bytes applied at the end.
    pub final_offset: Option<i64>,
    /// How that is known, in words.
    pub because: Option<String>,
}

/// A piece of evidence that would settle what is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Missing {
    /// What.
    pub what: String,
    /// Why it matters.
    pub why: String,
    /// The command that fetches it.
    pub command: String,
}

impl Psync {
    /// Puts an answer into the contract's form.
    #[must_use]
    pub fn of(
        answer: &PsyncAnswer,
        findings: &[autopsync_rules::Finding],
        privacy: Privacy,
    ) -> Self {
        let decision = &answer.decision;
        Self {
            schema: "autopsync.psync/1".to_owned(),
            request: RequestRow::of(answer),
            candidates: answer
                .candidates
                .iter()
                .map(|found| {
                    RequestRow::told(
                        found,
                        answer.replica_version.map(|version| version.to_string()),
                    )
                })
                .collect(),
            master: MasterRow::of(answer),
            decision: DecisionRow {
                outcome: decision.outcome.id().to_owned(),
                reason: decision.reason.id().to_owned(),
                reply: (!decision.reply.is_empty()).then(|| decision.reply.clone()),
                bytes: decision.bytes,
                master_log: texts(&decision.master_log),
                replica_log: texts(&decision.replica_log),
            },
            aftermath: Aftermath::of(answer, privacy),
            verdict: answer.verdict.id().to_owned(),
            summary: answer.summary.clone(),
            missing: answer.missing.iter().map(Missing::of).collect(),
            notes: answer.notes.clone(),
            findings: findings.iter().map(Finding::of).collect(),
        }
    }
}

impl Missing {
    /// Puts what is missing into the contract's form.
    #[must_use]
    pub fn of(missing: &autopsync_case::questions::psync::Missing) -> Self {
        Self {
            what: missing.what.clone(),
            why: missing.why.clone(),
            command: missing.command.clone(),
        }
    }
}

fn texts(lines: &[LogLine]) -> Vec<String> {
    lines.iter().map(|line| line.text.clone()).collect()
}

impl RequestRow {
    fn of(answer: &PsyncAnswer) -> Self {
        let version = answer.replica_version.map(|version| version.to_string());
        match &answer.request {
            None => Self {
                replid: "?".to_owned(),
                next_offset: None,
                from: "unknown".to_owned(),
                place: None,
                because: None,
                version,
            },
            Some(found) => Self::told(found, version),
        }
    }

    fn told(found: &RequestInEvidence, version: Option<String>) -> Self {
        Self {
            replid: found.request.id.to_string(),
            next_offset: Some(match &found.request.next {
                RequestedOffset::Number(next) => next.get().into(),
                RequestedOffset::NotANumber(text) => text.clone().into(),
            }),
            from: found.from.id().to_owned(),
            place: found.place.as_ref().map(ToString::to_string),
            because: found
                .restarted
                .as_ref()
                .map(|restarted| restarted.why.explanation().to_owned()),
            version,
        }
    }
}

impl MasterRow {
    fn of(answer: &PsyncAnswer) -> Self {
        let server = answer.master.as_ref();
        let version = answer.master_version.map(|version| version.to_string());
        let backlog = server.and_then(|server| server.backlog);
        let active = backlog.filter(|backlog| backlog.active);
        let second = server.and_then(|server| server.replid2.known()).filter(|id| !id.is_cleared());
        Self {
            version,
            replid: server.and_then(|server| server.replid.known()).map(|id| id.to_string()),
            replid2: second.map(|id| id.to_string()),
            master_repl_offset: server.and_then(Server::known_offset).map(AppliedOffset::get),
            second_replid_offset: server.map(|server| server.second_replid_offset.get()),
            backlog: BacklogRow {
                active: backlog.map(|backlog| backlog.active),
                first_offset: active.map(|backlog| backlog.first.get()),
                histlen: active.map(|backlog| backlog.histlen),
                size: backlog.and_then(|backlog| backlog.size),
            },
            from: answer.master_from.map(|from| from.id().to_owned()),
            place: answer.master_place.as_ref().map(ToString::to_string),
        }
    }
}

impl Aftermath {
    fn of(answer: &PsyncAnswer, privacy: Privacy) -> Self {
        let aftermath = &answer.aftermath;
        // Without a version nothing was replayed, and there is no error.
        let version = answer.replica_version.unwrap_or(Version::redis(7, 2, 0));
        Self {
            status: aftermath.status.id().to_owned(),
            errors: aftermath
                .errors
                .iter()
                .map(|failure| ReplayError::of(failure, &version, privacy))
                .collect(),
            error_count: aftermath.error_count,
            digest: aftermath.digest.clone(),
            expected_digest: aftermath.expected_digest.clone(),
            final_offset: aftermath.final_offset.map(AppliedOffset::get),
            because: aftermath.because.clone(),
        }
    }
}
