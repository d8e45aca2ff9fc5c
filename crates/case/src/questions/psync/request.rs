//! What the replica asks for, from whatever it left.

use super::{Missing, PsyncQuestion};
use autopsync_model::{AppliedOffset, Place, Position, RequestedId, Version};
use autopsync_psync::{
    Request, RequestedOffset, RestartedReplica, Role, ScriptsAfterRestart, StartConfig,
    restart_replica,
};
use autopsync_text::{Info, Role as InfoRole};

/// Where a request comes from, in the order of trust.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestFrom {
    /// The user stated it.
    Flag,
    /// A restart from the snapshot.
    RdbRestart,
    /// An INFO dump.
    Info,
    /// A line of its log.
    Log,
}

impl RequestFrom {
    /// The word in a document.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Flag => "flag",
            Self::RdbRestart => "rdb-restart",
            Self::Info => "info",
            Self::Log => "log",
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
    /// Where it stands, where that is a line or a file.
    pub place: Option<Place>,
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
        return Some(RequestInEvidence {
            request,
            from: RequestFrom::Flag,
            place: None,
            restarted,
        });
    }
    let found = restarted
        .map(|restarted| RequestInEvidence {
            request: restarted.request.clone(),
            from: RequestFrom::RdbRestart,
            place: question.replica.snapshot().map(|s| Place::byte(0).in_source(s.source().name())),
            restarted: Some(restarted),
        })
        .or_else(|| from_info(question, version))
        .or_else(|| from_log(question, version));
    let nameless = || offset_without_id(question.replica.info()?, version);
    if let Some(offset) = found.is_none().then(nameless).flatten() {
        missing.push(Missing::new(
            "the run id that the replica follows",
            &format!("up to 3.2 its INFO tells its offset, {offset}, and not in which history"),
            &format!(
                "grep 'Full resync from master' in the replica's log, then --request RUN_ID:{}",
                offset.next()
            ),
        ));
    } else if found.is_none() && question.replica.snapshot().is_none() {
        missing.push(Missing::new(
            "the replica's position",
            "without it nobody knows what it asks for",
            "redis-cli -h REPLICA INFO replication, or its dump.rdb or log, or --request REPLID:NEXT_OFFSET",
        ));
    }
    found
}

/// Lists every request that the evidence tells, the most trusted first; where they differ, the evidence is of several
/// moments, or contradicts itself.
pub(super) fn candidates(
    question: &PsyncQuestion,
    version: Option<Version>,
) -> Vec<RequestInEvidence> {
    let mut ignored = Vec::new();
    let whole = find(question, version, &mut ignored);
    let mut all: Vec<RequestInEvidence> = whole.into_iter().collect();
    for other in [from_info(question, version), from_log(question, version)].into_iter().flatten() {
        if !all.iter().any(|known| known.from == other.from) {
            all.push(other);
        }
    }
    all
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
        || question.replica.config().is_some_and(|config| config.append_only == Some(true))
        || question.replica.info().is_some_and(|info| info.persistence().aof_enabled == Some(true));
    Some(restart_replica(
        &version,
        &snapshot.head().identity(),
        StartConfig { aof, ..StartConfig::default() },
    ))
}

/// What the node would ask once its link breaks; a master, once it is told to follow another.
fn from_info(question: &PsyncQuestion, version: Option<Version>) -> Option<RequestInEvidence> {
    let (source, info) = question.replica.info_file()?;
    if offset_without_id(info, version).is_some() {
        return None;
    }
    let server = super::master::server_of(info, version?)?;
    let request = super::state::request(&server);
    let field = match server.role {
        Role::Replica { .. } => "slave_repl_offset",
        Role::Master => "master_repl_offset",
    };
    let place = info.place_of(field).or_else(|| info.place_of("role"));
    Some(RequestInEvidence {
        request,
        from: RequestFrom::Info,
        place: place.map(|place| place.clone().in_source(source.name())),
        restarted: None,
    })
}

/// Returns the offset of a replica's dump that does not name the history: 2.8 to 3.2 print the one without the other.
fn offset_without_id(info: &Info, version: Option<Version>) -> Option<AppliedOffset> {
    let version = version?;
    let psync2 = version.at_least(4, 0, 0) || version.is_valkey();
    let said = info.replication();
    // One that never had a master prints the offset 1, and asks for everything.
    let offset = said.slave_repl_offset.filter(|offset| offset.get() > 1)?;
    (!psync2 && said.role == Some(InfoRole::Replica)).then_some(offset)
}

/// The last position that the log tells: a request that it made, or a synchronisation that was finished.
fn from_log(question: &PsyncQuestion, version: Option<Version>) -> Option<RequestInEvidence> {
    let (name, facts) = question.replica.log()?;
    let (position, applied) = facts.last_own()?;
    let mut request = Request::at(Position::new(position.replid?, applied));
    request.replica_version = version;
    request.psync2_capable = version.is_none_or(|v| v.at_least(4, 0, 0));
    Some(RequestInEvidence {
        request,
        from: RequestFrom::Log,
        place: Some(Place::line(position.line).in_source(name)),
        restarted: None,
    })
}
