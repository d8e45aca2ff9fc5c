//! 4.0.2: the triple (database, id, offset) in snapshots that can tell it.
//!
//! `rdbPopulateSaveInfo` in `rdb.c` of 4.0.2, which the `BGSAVE` command does not call yet; a master may write −1
//! for the database, which the loader then refuses. `slaveTryPartialResynchronization` creates the backlog that a
//! restarted replica lacks.

use super::{
    Behaviour, LinkRules, MasterRestart, ReplicaRestart, RestartRules, SaveRules, Saved,
    redis_4_0_0::ROW as BEFORE,
};
use autopsync_model::Epoch;

/// The row.
pub(super) const ROW: Behaviour = Behaviour {
    epoch: Epoch::P2v402,
    first: &["4.0.2"],
    summary: "snapshots tell the database too, in some save paths",
    save: SaveRules {
        ordinary: Saved::Triple,
        bgsave_command: Saved::Nothing,
        replication: Saved::Triple,
        aof_head: Saved::Nothing,
        writes_minus_one: true,
        ..BEFORE.save
    },
    restart: RestartRules {
        replica: ReplicaRestart::Triple,
        master: MasterRestart::Nothing,
        ..BEFORE.restart
    },
    link: LinkRules { backlog_on_continue: true, ..BEFORE.link },
    ..BEFORE
};
