//! The state of the server that is asked, from whatever it left.

use super::Missing;
use crate::{
    StreamEvidence,
    assembly::LogFacts,
    node::{PlacedBy, Side},
};
use autopsync_model::{NextOffset, Place, Version};
use autopsync_psync::{
    Backlog, HistoryId, Missing as Unknown, Role, Server, StartConfig, Upstream, restart_master,
};
use autopsync_text::{Info, Role as InfoRole, log::Whose};

/// Where the state of the server that is asked comes from, in the order of trust.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MasterFrom {
    /// An INFO dump.
    Info,
    /// A dump of its backlog.
    Backlog,
    /// A restart from its snapshot.
    RdbRestart,
    /// Lines of its log: its offset was at least this.
    Log,
}

impl MasterFrom {
    /// The word in a document.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Backlog => "backlog",
            Self::RdbRestart => "rdb-restart",
            Self::Log => "log",
        }
    }
}

/// The state of the server that is asked, and its origin.
#[derive(Debug, Clone)]
pub struct MasterInEvidence {
    /// The state.
    pub server: Server,
    /// How it is known.
    pub from: MasterFrom,
    /// Where it stands.
    pub place: Option<Place>,
}

/// Finds the state: INFO first, then what a backlog says of itself, then what a restart from a snapshot would give.
pub(super) fn find(
    side: &Side,
    version: Option<Version>,
    missing: &mut Vec<Missing>,
) -> Option<MasterInEvidence> {
    if side.is_empty() {
        missing.push(Missing::new(
            "the master's state",
            "its ids and the window of its backlog decide",
            "redis-cli -h MASTER INFO",
        ));
        return None;
    }
    let Some(version) = version else {
        missing.push(Missing::new(
            "the master's version",
            "the rules and the texts differ between versions",
            "redis-cli -h MASTER INFO server, or --master-version",
        ));
        return None;
    };
    let told = |server, from, place| Some(MasterInEvidence { server, from, place: Some(place) });
    let from_info = side.info_file().and_then(|(source, info)| {
        let field = info.place_of("master_repl_offset").or_else(|| info.place_of("role"))?;
        let place = field.clone().in_source(source.name());
        told(server_of(info, version)?, MasterFrom::Info, place)
    });
    let from_stream = || {
        let stream = side.streams().filter(|s| s.placed_by() != PlacedBy::Nobody).last()?;
        let place = Place::byte(0).in_source(stream.source().name());
        told(of_backlog(stream, version), MasterFrom::Backlog, place)
    };
    let from_snapshot = || {
        let snapshot = side.snapshot()?;
        let identity = snapshot.head().identity();
        let server = restart_master(&version, &identity, StartConfig::default(), 0);
        told(server, MasterFrom::RdbRestart, Place::byte(0).in_source(snapshot.source().name()))
    };
    let from_log = || {
        let (name, facts) = side.log()?;
        let (server, line) = of_log(facts, version)?;
        told(server, MasterFrom::Log, Place::line(line).in_source(name))
    };
    let found = from_info.or_else(from_stream).or_else(from_snapshot).or_else(from_log);
    if found.is_none() {
        missing.push(Missing::new(
            "the master's replication section",
            "its ids and the window of its backlog decide",
            "redis-cli -h MASTER INFO replication",
        ));
    }
    found
}

/// Reads a server's state off its INFO dump. `None` where the dump has no replication section.
pub(crate) fn server_of(info: &Info, version: Version) -> Option<Server> {
    let said = info.replication();
    let role = said.role?;
    let psync2 = version.at_least(4, 0, 0) || version.is_valkey();
    let own = if psync2 { said.master_replid } else { info.server().run_id };
    let mut server = Server::new(version, own);
    server.role = match role {
        InfoRole::Replica => Role::Replica { link_up: said.master_link_up == Some(true) },
        InfoRole::Master | InfoRole::Sentinel => Role::Master,
    };
    server.offset = said.master_repl_offset;
    server.replid2 = said.master_replid2.map_or(server.replid2, HistoryId::Known);
    server.second_replid_offset = said.second_repl_offset.unwrap_or(server.second_replid_offset);
    server.backlog = said.backlog.active.map(|active| {
        if !active {
            return Backlog::absent();
        }
        Backlog {
            active,
            first: said.backlog.first_byte_offset.unwrap_or(NextOffset::new(0)),
            histlen: said.backlog.histlen.unwrap_or(0),
            size: said.backlog.size,
        }
    });
    let persistence = info.persistence();
    server.loading = persistence.loading == Some(true) || persistence.async_loading == Some(true);
    server.failing_over =
        said.master_failover_state.as_deref().is_some_and(|state| state != "no-failover");
    server.replicas = said.connected_slaves;
    server.meaningful_offset = said.master_repl_meaningful_offset;
    // Up to 3.2 a replica prints neither its master's id nor anything else that would name the history. One that
    // never had a master prints the offset 1.
    let upstream =
        (role == InfoRole::Replica && psync2).then_some(said.slave_repl_offset).flatten();
    server.upstream = upstream.filter(|offset| offset.get() > 1).map(|offset| Upstream {
        replid: own.into(),
        offset,
        db: 0,
    });
    Some(server)
}

/// Reads off a log what it tells of ids and offsets; the backlog stays unknown.
fn of_log(facts: &LogFacts, version: Version) -> Option<(Server, u64)> {
    let own = || {
        facts
            .positions
            .iter()
            .rev()
            .map(|(position, _)| position)
            .filter(|position| position.whose == Whose::Writer)
    };
    let named = own().find(|position| position.replid.is_some())?;
    let mut server = Server::new(version, named.replid);
    server.replid2 = named.replid2.map_or(HistoryId::Unknown, HistoryId::Known);
    server.second_replid_offset = named.second_replid_offset.unwrap_or(server.second_replid_offset);
    // An offset without an id belongs to the id before it.
    let placed =
        own().take_while(|position| position.line >= named.line).find(|at| at.applied.is_some());
    server.offset = placed.and_then(|position| position.applied);
    Some((server, placed.unwrap_or(named).line))
}

/// Reads a server's state off a dump of its backlog.
fn of_backlog(evidence: &StreamEvidence, version: Version) -> Server {
    let stream = evidence.stream();
    let mut server = Server::new(version, stream.origin().replid);
    let bytes = stream.bytes().len() as u64;
    server.backlog = Some(Backlog::window(stream.first_offset(), bytes));
    server.offset = Some(stream.last_offset());
    if let Some(second) = evidence.second_id() {
        server.replid2 = HistoryId::Known(second.replid);
        server.second_replid_offset = second.ends_before;
    } else if stream.origin().replid.is_some() {
        server.replid2 = HistoryId::Unknown;
    }
    server
}

/// Says how a field that a decision needs can be had.
pub(super) fn missing_field(missing: Unknown) -> Missing {
    let (what, why) = match missing {
        Unknown::Replid => ("the master's replication id", "the request is compared with it"),
        Unknown::SecondReplid => {
            ("the master's second id", "an older id may be accepted up to its offset")
        }
        Unknown::Offset => ("the master's offset", "a request must not be ahead of it"),
        Unknown::Backlog => {
            ("the master's backlog", "it must hold the first byte that is asked for")
        }
    };
    Missing::new(what, why, "redis-cli -h MASTER INFO replication")
}

/// What would tell a replica that is ahead from evidence of the master that is older than the replica's.
pub(super) fn later_state() -> Missing {
    Missing::new(
        "the master's state at or after the request",
        "a replica is rarely ahead of its master in one history: the master's evidence may be the older of the two",
        "redis-cli -h MASTER INFO replication",
    )
}
