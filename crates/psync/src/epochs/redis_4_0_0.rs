//! 4.0.0 and 4.0.1: replication ids, handed on at promotion and kept over a restart.
//!
//! `rdbSaveInfoAuxFields` in `rdb.c` of 4.0.1 writes id and offset into every snapshot, and a database only into
//! those of a full synchronisation: a master's is −1 (the initial value of `rdbSaveInfo`), a chained replica's is
//! the link's unless that is 0. `loadDataFromDisk` in `server.c` restores id and offset whatever the role.

use super::{
    BadOffset, Behaviour, Identity, LinkRules, MasterRestart, NewBacklog, ReplicaRestart,
    RestartRules, SaveRules, Saved, SavedDb, redis_2_8_22::ROW as BEFORE,
};
use autopsync_model::Epoch;

/// The row.
pub(super) const ROW: Behaviour = Behaviour {
    epoch: Epoch::P2v400,
    first: &["4.0.0"],
    summary: "two replication ids; snapshots tell id and offset, never a usable database",
    identity: Identity::ReplId,
    bad_offset: BadOffset::ThenFull,
    new_backlog: NewBacklog::NewId,
    save: SaveRules {
        ordinary: Saved::IdAndOffset(SavedDb::Never),
        bgsave_command: Saved::IdAndOffset(SavedDb::Never),
        replication: Saved::IdAndOffset(SavedDb::OfTheLink),
        aof_head: Saved::IdAndOffset(SavedDb::Never),
        ..BEFORE.save
    },
    restart: RestartRules {
        replica: ReplicaRestart::WithoutDatabase,
        master: MasterRestart::KeepsId,
        ..BEFORE.restart
    },
    link: LinkRules { tries_later: true, ..BEFORE.link },
    ..BEFORE
};
