//! What the replica asks for, from whatever it left.

use super::{Missing, PsyncQuestion};
use autopsync_model::{RequestedId, Version};
use autopsync_psync::{
    Request, RequestedOffset, RestartedReplica, ScriptsAfterRestart, StartConfig, request_of,
    restart_replica,
};

/// Where a request comes from, in the order of trust.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestFrom {
    /// The user stated it.
    Flag,
    /// A restart from the snapshot.
    RdbRestart,
    /// An INFO dump.
    Info,
}

impl RequestFrom {
    /// The word in a document.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Flag => "flag",
            Self::RdbRestart => "rdb-restart",
            Self::Info => "info",
        }
    }
}

/// A request and its origin.
#[derive(Debug, Clone)]
pub struct RequestInEvidence {
    /// What is asked.
    pub request: Request,
    /// How that is known.
    pub from: RequestFrom,
    /// What a restart kept, where the replica's snapshot is at hand; its reason says why it asks for just this.
    pub restarted: Option<RestartedReplica>,
}

impl RequestInEvidence {
    /// Tells whether the replica knows the scripts of its snapshot when the stream goes on.
    pub(super) fn keeps_scripts(&self) -> bool {
        self.restarted
            .as_ref()
            .is_none_or(|r| matches!(r.scripts, ScriptsAfterRestart::FromSnapshot))
    }
}

/// Finds the request.
pub(super) fn find(
    question: &PsyncQuestion,
    version: Option<Version>,
    missing: &mut Vec<Missing>,
) -> Option<RequestInEvidence> {
    let restarted = restart(question, version, missing);
    if let Some((id, next)) = &question.request {
        // How lenient the number is read is the master's affair.
        let parser = question
            .master_version
            .or_else(|| question.master.version())
            .unwrap_or(Version::redis(7, 0, 0));
        let request = stated(id, next, &parser, version);
        return Some(RequestInEvidence { request, from: RequestFrom::Flag, restarted });
    }
    if let Some(restarted) = restarted {
        let request = restarted.request.clone();
        return Some(RequestInEvidence {
            request,
            from: RequestFrom::RdbRestart,
            restarted: Some(restarted),
        });
    }
    let found = from_info(question, version);
    if found.is_none() && question.replica.snapshot().is_none() {
        missing.push(Missing::new(
            "the replica's position",
            "without it nobody knows what it asks for",
            "redis-cli -h REPLICA INFO replication, or its dump.rdb, or --request REPLID:NEXT_OFFSET",
        ));
    }
    found
}

fn stated(id: &str, next: &str, parser: &Version, replica: Option<Version>) -> Request {
    let mut request = Request::full();
    request.id = RequestedId::new(id);
    request.next = RequestedOffset::parse(next, parser);
    request.replica_version = replica;
    if let Some(replica) = replica {
        request.psync2_capable = replica.at_least(4, 0, 0);
    }
    request
}

fn restart(
    question: &PsyncQuestion,
    version: Option<Version>,
    missing: &mut Vec<Missing>,
) -> Option<RestartedReplica> {
    let snapshot = question.replica.snapshot()?;
    let Some(version) = version else {
        missing.push(Missing::new(
            "the replica's version",
            "it decides which fields of the snapshot a restart restores",
            "redis-cli -h REPLICA INFO server, or --replica-version",
        ));
        return None;
    };
    let aof = question.replica_aof
        || question.replica.info().is_some_and(|info| info.persistence().aof_enabled == Some(true));
    Some(restart_replica(
        &version,
        &snapshot.head().identity(),
        StartConfig { aof, ..StartConfig::default() },
    ))
}

fn from_info(question: &PsyncQuestion, version: Option<Version>) -> Option<RequestInEvidence> {
    let info = question.replica.info()?;
    let server = super::master::server_of(info, version?)?;
    let (request, _) = request_of(&server);
    Some(RequestInEvidence { request, from: RequestFrom::Info, restarted: None })
}
