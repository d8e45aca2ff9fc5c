//! Would this `PSYNC` continue, and would the data be right afterwards?
//!
//! The decision is `autopsync-psync`'s. What is done here is to find the request and the state of the server in
//! whatever evidence there is, to replay what the replica would have been sent, and to compare it with what it
//! should have become.

mod aftermath;
mod master;
mod matrix;
mod request;
mod state;
mod verdict;

pub use aftermath::{Aftermath, AftermathStatus, LostScripts, WrongDatabase};
pub use autopsync_psync::Outcome;
pub(crate) use master::server_of;
pub use master::{MasterFrom, MasterInEvidence};
pub use matrix::{MatrixAnswer, MatrixRow, WhatIf, imagine};
pub use request::{RequestFrom, RequestInEvidence};
pub use verdict::Verdict;

use super::ScriptMode;
use crate::{
    CaseError,
    node::{Dumps, Side},
};
use autopsync_model::{Limits, Place, Version};
use autopsync_psync::{Decision, Reason, Request, Server, decide};

/// The evidence of both sides, and what the user says instead of it.
#[derive(Debug, Default)]
pub struct PsyncQuestion {
    /// What the replica left.
    pub replica: Side,
    /// What the server that is asked left.
    pub master: Side,
    /// A request that the user states.
    pub request: Option<(String, String)>,
    /// The version that the replica is taken for.
    pub replica_version: Option<Version>,
    /// The version that the master is taken for.
    pub master_version: Option<Version>,
    /// Whether the replica starts with an append-only file, as the user says; the evidence may say it as well.
    pub replica_aof: bool,
    /// How scripts reach the replica.
    pub script_mode: ScriptMode,
    /// The bounds of the replay.
    pub limits: Limits,
}

/// Everything that the question is answered with.
#[derive(Debug)]
pub struct PsyncAnswer {
    /// The request, where the evidence or the user tells it.
    pub request: Option<RequestInEvidence>,
    /// All requests that the evidence tells, the one that counts first.
    pub candidates: Vec<RequestInEvidence>,
    /// The replica's version, where it is known.
    pub replica_version: Option<Version>,
    /// The master's version, where it is known.
    pub master_version: Option<Version>,
    /// The state of the server that is asked.
    pub master: Option<Server>,
    /// How that state is known.
    pub master_from: Option<MasterFrom>,
    /// Where it stands.
    pub master_place: Option<Place>,
    /// Its answer.
    pub decision: Decision,
    /// What became of the data.
    pub aftermath: Aftermath,
    /// The answer in one word.
    pub verdict: Verdict,
    /// The answer in one line.
    pub summary: String,
    /// What would settle what is open.
    pub missing: Vec<Missing>,
    /// What was chosen where the evidence left a choice.
    pub notes: Vec<String>,
}

/// A piece of evidence that is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// What.
    pub what: String,
    /// Why it matters.
    pub why: String,
    /// The command that fetches it.
    pub command: String,
}

impl Missing {
    pub(crate) fn new(what: &str, why: &str, command: &str) -> Self {
        Self { what: what.to_owned(), why: why.to_owned(), command: command.to_owned() }
    }
}

/// Answers the question.
///
/// # Errors
/// Where a snapshot or stream that the replay needs cannot be read at all.
pub fn ask(question: &PsyncQuestion) -> Result<PsyncAnswer, CaseError> {
    let (mut missing, mut notes) = (Vec::new(), Vec::new());
    for (side, part) in [(&question.replica, "replica"), (&question.master, "master")] {
        missing.extend(side.dumps().last().and_then(|dumps| which_node(dumps, part)));
        notes.extend(side.dumps().last().and_then(Dumps::note));
    }
    let replica_version = question.replica_version.or_else(|| question.replica.version());
    let master_version = question.master_version.or_else(|| question.master.version());
    let request = request::find(question, replica_version, &mut missing);
    let told = master::find(&question.master, master_version, &mut missing);
    let master_from = told.as_ref().map(|told| told.from);
    let master_place = told.as_ref().and_then(|told| told.place.clone());
    let master = told.map(|told| told.server);
    let mut decision = match (&request, &master) {
        (Some(request), Some(master)) => decide(master, &request.request),
        _ => undecided(),
    };
    missing.extend(decision.missing.iter().map(|missing| master::missing_field(*missing)));
    if decision.reason == Reason::OffsetAfterBacklog {
        missing.push(master::later_state());
        if master_from == Some(MasterFrom::Log) {
            // A log tells where the master was at some line: it has gone on since, who knows how far.
            decision = undecided();
        }
    }
    let aftermath = match &request {
        Some(request) if decision.outcome == Outcome::Continue => {
            aftermath::replay(question, request, replica_version, master_version, &mut missing)?
        }
        _ => Aftermath::not_replayed(),
    };
    let verdict = Verdict::of(&decision, &aftermath);
    let mut answer = PsyncAnswer {
        candidates: request::candidates(question, replica_version),
        request,
        replica_version,
        master_version,
        master,
        master_from,
        master_place,
        decision,
        aftermath,
        verdict,
        summary: String::new(),
        missing,
        notes,
    };
    answer.summary = verdict::summary(&answer);
    name_master(question, &mut answer.missing);
    Ok(answer)
}

/// Asks for the node that is meant, where a file holds the dumps of several that may be.
fn which_node(dumps: &Dumps, part: &str) -> Option<Missing> {
    let (file, nodes) = (dumps.source().name(), dumps.undecided()?);
    Some(Missing::new(
        &format!("which node of {file} is the {part}"),
        &format!("it holds INFO dumps of {} nodes: {}", nodes.len(), nodes.join(", ")),
        "save the dump that is meant in a file of its own, or ask about all with --matrix",
    ))
}

/// Puts the master's address into the commands, where the replica's INFO tells it.
fn name_master(question: &PsyncQuestion, missing: &mut [Missing]) {
    let Some(said) = question.replica.info().map(autopsync_text::Info::replication) else { return };
    let (Some(host), Some(port)) = (said.master_host, said.master_port) else { return };
    let host = super::offsets::shell_word(&host);
    for entry in missing {
        entry.command = entry.command.replace("-h MASTER", &format!("-h {host} -p {port}"));
    }
}

/// The decision where the evidence does not even tell the question.
fn undecided() -> Decision {
    let mut decision = decide(&Server::new(Version::redis(7, 0, 0), None), &Request::full());
    decision.outcome = Outcome::Inconclusive;
    decision.reason = Reason::Unknown;
    decision.reply.clear();
    decision.bytes = 0;
    decision.full_resync = None;
    decision.master_log.clear();
    decision.replica_log.clear();
    decision.missing.clear();
    decision
}
