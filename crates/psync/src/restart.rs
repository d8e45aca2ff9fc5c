//! What a restart brings back: `loadDataFromDisk` in `server.c`.

use crate::epochs::{
    Behaviour, Identity, MasterRestart, ReplicaRestart, ScriptsInSnapshot, Since, behaviour,
};
use crate::roles::use_own_position;
use crate::{Backlog, HistoryId, LogLine, Request, Role, Server, Upstream, demote, request_of};
use autopsync_model::{AppliedOffset, Epoch, Position, ReplId, Version};
use std::fmt;

/// What a snapshot says of replication: its AUX fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SnapshotIdentity {
    /// `repl-id`, where it has forty characters.
    pub repl_id: Option<ReplId>,
    /// `repl-offset`: the last byte that the snapshot contains.
    pub repl_offset: Option<AppliedOffset>,
    /// `repl-stream-db`; −1 where a server could not tell.
    pub repl_stream_db: Option<i64>,
    /// Whether there are `lua` fields.
    pub has_scripts: bool,
}

/// How a restarted server comes to be a replica.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Attached {
    /// Its configuration names the master.
    #[default]
    ByConfig,
    /// It is a cluster node, and `nodes.conf` names the master.
    ByCluster,
    /// By a command, after it has loaded its data as a master.
    Later,
}

/// What a process is started with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct StartConfig {
    /// How it comes to be a replica.
    pub attached: Attached,
    /// Whether it loads an AOF instead of the snapshot.
    pub aof: bool,
}

/// Which scripts a server knows after it has loaded a snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScriptsAfterRestart {
    /// None.
    None,
    /// Those in the snapshot's `lua` fields.
    FromSnapshot,
    /// Loading fails an assertion, because one of them was known already.
    CrashOnDuplicate,
}

/// Why a restarted replica asks for what it asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RestartReason {
    /// Its position and its database were restored.
    Restored,
    /// Its position was restored; the database is 0 whatever the stream had (4.0.0 and 4.0.1).
    RestoredWithoutDatabase,
    /// The version has no positions (`SYNC` only).
    NoPositions,
    /// The version keeps no position over a restart (2.8 to 3.2).
    NotKept,
    /// It loaded an AOF.
    FromAof,
    /// It loaded its data as a master, and became a replica afterwards.
    RoleLearntLater,
    /// The snapshot has no `repl-id`.
    NoId,
    /// The snapshot has no usable `repl-offset`.
    NoOffset,
    /// The snapshot has no usable `repl-stream-db`.
    NoDatabase,
}

impl RestartReason {
    /// A stable id.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Restored => "restored",
            Self::RestoredWithoutDatabase => "restored-without-database",
            Self::NoPositions => "no-positions",
            Self::NotKept => "not-kept",
            Self::FromAof => "from-aof",
            Self::RoleLearntLater => "role-learnt-later",
            Self::NoId => "no-repl-id",
            Self::NoOffset => "no-repl-offset",
            Self::NoDatabase => "no-repl-stream-db",
        }
    }

    /// One sentence for a reader.
    #[must_use]
    pub const fn explanation(self) -> &'static str {
        match self {
            Self::Restored => {
                "The snapshot tells id, offset and database, and this version uses them."
            }
            Self::RestoredWithoutDatabase => {
                "The snapshot tells id and offset; this version resumes in database 0, whatever the stream had selected."
            }
            Self::NoPositions => "This version knows no replication offsets.",
            Self::NotKept => "This version keeps no replication position over a restart.",
            Self::FromAof => "The data came from the AOF, which restores no replication position.",
            Self::RoleLearntLater => {
                "The server loaded its data as a master and became a replica afterwards, with an id of its own."
            }
            Self::NoId => "The snapshot has no repl-id.",
            Self::NoOffset => "The snapshot has no usable repl-offset.",
            Self::NoDatabase => {
                "The snapshot has no usable repl-stream-db, without which this version restores nothing."
            }
        }
    }
}

impl fmt::Display for RestartReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

/// A restarted replica at the moment it connects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestartedReplica {
    /// What it asks for.
    pub request: Request,
    /// Its position, where it has one and the id is known.
    pub position: Option<Position>,
    /// The database in which the next command of the stream runs.
    pub db: u32,
    /// The scripts it knows.
    pub scripts: ScriptsAfterRestart,
    /// Why it asks for this.
    pub why: RestartReason,
    /// Its replication state.
    pub server: Server,
    /// What it wrote: the position it made, then the request.
    pub log: Vec<LogLine>,
}

/// Restarts a replica of a version on a snapshot.
#[must_use]
pub fn restart_replica(
    version: &Version,
    snapshot: &SnapshotIdentity,
    config: StartConfig,
) -> RestartedReplica {
    let rules = behaviour(Epoch::of(version));
    let known = match config.attached {
        Attached::ByConfig => true,
        Attached::ByCluster => rules.restart.cluster_role_known.holds_in(version),
        Attached::Later => false,
    };
    let (mut server, mut log, why) = match rules.identity {
        Identity::None => (Server::started(*version), Vec::new(), RestartReason::NoPositions),
        Identity::RunId => (Server::started(*version), Vec::new(), RestartReason::NotKept),
        Identity::ReplId if !known => learnt_later(version, snapshot, config, rules),
        Identity::ReplId => load_as_replica(version, snapshot, config, rules),
    };
    server.role = Role::Replica { link_up: false };
    let (request, line) = request_of(&server);
    log.extend(line);
    let upstream = server.upstream;
    RestartedReplica {
        request,
        position: upstream
            .and_then(|upstream| upstream.replid.known().map(|id| (id, upstream.offset)))
            .map(|(id, offset)| Position::new(id, offset)),
        db: upstream.map_or(0, |upstream| upstream.db),
        scripts: if config.aof {
            ScriptsAfterRestart::None
        } else {
            scripts_after_restart(version, snapshot.has_scripts, false)
        },
        why,
        server,
        log,
    }
}

/// A server that loads as a master and is told afterwards whom to follow.
fn learnt_later(
    version: &Version,
    snapshot: &SnapshotIdentity,
    config: StartConfig,
    rules: &Behaviour,
) -> (Server, Vec<LogLine>, RestartReason) {
    let loaded = restart_master(version, snapshot, config, 0);
    let kept = rules.restart.master == MasterRestart::KeepsId && loaded.replid.known().is_some();
    let changed = demote(&loaded);
    let why =
        if kept { RestartReason::RestoredWithoutDatabase } else { RestartReason::RoleLearntLater };
    (changed.server, changed.log, why)
}

/// A server that knows its master when it loads.
fn load_as_replica(
    version: &Version,
    snapshot: &SnapshotIdentity,
    config: StartConfig,
    rules: &Behaviour,
) -> (Server, Vec<LogLine>, RestartReason) {
    let mut server = Server::started(*version);
    let mut log = Vec::new();
    let why = match restorable(snapshot, config, rules.restart.replica) {
        Err(why) => why,
        Ok((upstream, why)) => {
            server.replid = upstream.replid;
            server.offset = Some(upstream.offset);
            log.extend(use_own_position(&mut server, rules));
            server.upstream = Some(upstream);
            why
        }
    };
    if config.attached == Attached::ByCluster {
        // clusterSetMaster runs once more: the position is made anew, in the only database of a cluster.
        if Since::Release(5, 0, 7).holds_in(version) {
            log.extend(crate::roles::discard(&mut server));
        }
        log.extend(use_own_position(&mut server, rules));
    }
    (server, log, why)
}

/// The position in a snapshot, as a version that knows its master restores it.
fn restorable(
    snapshot: &SnapshotIdentity,
    config: StartConfig,
    rule: ReplicaRestart,
) -> Result<(Upstream, RestartReason), RestartReason> {
    if config.aof {
        return Err(RestartReason::FromAof);
    }
    let id = snapshot.repl_id.ok_or(RestartReason::NoId)?;
    let offset = usable_offset(snapshot).ok_or(RestartReason::NoOffset)?;
    let upstream = Upstream { replid: HistoryId::Known(id), offset, db: 0 };
    match rule {
        ReplicaRestart::Nothing => Err(RestartReason::NotKept),
        ReplicaRestart::WithoutDatabase => Ok((upstream, RestartReason::RestoredWithoutDatabase)),
        ReplicaRestart::Triple => {
            let db = usable_database(snapshot).ok_or(RestartReason::NoDatabase)?;
            // A number that is no database leaves the selection at 0.
            let db = u32::try_from(db).unwrap_or(0);
            Ok((Upstream { db, ..upstream }, RestartReason::Restored))
        }
    }
}

/// The offset, unless it is absent or −1.
fn usable_offset(snapshot: &SnapshotIdentity) -> Option<AppliedOffset> {
    snapshot.repl_offset.filter(|offset| offset.get() != -1)
}

/// The database, unless it is absent or −1.
fn usable_database(snapshot: &SnapshotIdentity) -> Option<i64> {
    snapshot.repl_stream_db.filter(|db| *db != -1)
}

/// Restarts a master of a version on a snapshot.
///
/// `expired_bytes` are the bytes of the `DEL`s that a master of 7.0 and later puts into its backlog for the keys
/// it finds expired while loading.
#[must_use]
pub fn restart_master(
    version: &Version,
    snapshot: &SnapshotIdentity,
    config: StartConfig,
    expired_bytes: u64,
) -> Server {
    let mut server = Server::started(*version);
    if config.aof {
        return server;
    }
    let position = snapshot.repl_id.zip(usable_offset(snapshot));
    match behaviour(server.epoch()).restart.master {
        MasterRestart::Nothing => {}
        MasterRestart::KeepsId => {
            if let Some((id, offset)) = position {
                server.replid = id.into();
                server.offset = Some(offset);
            }
        }
        MasterRestart::SecondId { backlog_by_triple } => {
            let valid = position.filter(|_| usable_database(snapshot).is_some());
            let by_triple = backlog_by_triple.holds_in(version);
            begin_second_history(&mut server, valid, expired_bytes, by_triple);
        }
    }
    server
}

/// 7.0 and later: the saved history is the second one, and the backlog begins with what loading produced.
fn begin_second_history(
    server: &mut Server,
    saved: Option<(ReplId, AppliedOffset)>,
    expired_bytes: u64,
    by_triple: bool,
) {
    if let Some((id, offset)) = saved {
        server.replid2 = id.into();
        server.second_replid_offset = offset.next();
    }
    let base = saved.map_or(AppliedOffset::new(0), |(_, offset)| offset);
    let window = Backlog::window(base.next(), expired_bytes);
    let offset = window.end().applied();
    server.offset = Some(offset);
    let kept = if by_triple { saved.is_some() } else { offset.get() != 0 };
    server.backlog = Some(if kept { window } else { Backlog::absent() });
}

/// Returns which scripts a server knows after it has loaded a snapshot.
///
/// `knew_some` says whether it knew scripts of the snapshot before: never at a start, usually at the end of a
/// full synchronisation, for the table is not emptied. That is what crashes 4.0.4 and 4.0.5 (redis#4505).
#[must_use]
pub fn scripts_after_restart(
    version: &Version,
    snapshot_has_scripts: bool,
    knew_some: bool,
) -> ScriptsAfterRestart {
    match behaviour(Epoch::of(version)).restart.scripts {
        _ if !snapshot_has_scripts => ScriptsAfterRestart::None,
        ScriptsInSnapshot::Ignored => ScriptsAfterRestart::None,
        ScriptsInSnapshot::LoadedOnce if knew_some => ScriptsAfterRestart::CrashOnDuplicate,
        ScriptsInSnapshot::LoadedOnce | ScriptsInSnapshot::Loaded => {
            ScriptsAfterRestart::FromSnapshot
        }
    }
}
