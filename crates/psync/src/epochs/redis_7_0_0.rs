//! 7.0 to 7.4, and Valkey 7.2: a restarted master may continue; scripts are neither saved nor loaded.
//!
//! `loadDataFromDisk` in `server.c` of 7.0.0 makes the saved id the second one; up to 7.0.11 the backlog stays for
//! any offset but 0, from 7.0.12 for a valid triple (redis#12088). `replication.c` of 7.0.0 keeps position,
//! replicas and backlog until the snapshot is complete; from 7.0.1 silence is told from an unexpected reply.

use super::{
    Behaviour, DropsReplicas, LinkRules, MasterRestart, RestartRules, SaveRules, ScriptsInSnapshot,
    Since, redis_6_2_7::ROW as BEFORE,
};
use autopsync_model::Epoch;

/// The row.
pub(super) const ROW: Behaviour = Behaviour {
    epoch: Epoch::P2v7,
    first: &["7.0.0", "7.2.0", "7.4.0", "valkey-7.2.5"],
    summary: "a restarted master may continue; a position is kept until the snapshot is complete",
    save: SaveRules { scripts: false, ..BEFORE.save },
    restart: RestartRules {
        master: MasterRestart::SecondId { backlog_by_triple: Since::Release(7, 0, 12) },
        scripts: ScriptsInSnapshot::Ignored,
        ..BEFORE.restart
    },
    link: LinkRules {
        keeps_position_until_snapshot: true,
        silence_is_tried_later: Since::Release(7, 0, 1),
        drops_replicas: DropsReplicas::AtSnapshot,
        ..BEFORE.link
    },
    ..BEFORE
};
