//! 4.0.4 and 4.0.5: scripts are saved as `lua` fields.
//!
//! `rdbSaveRio` and `rdbLoadRio` in `rdb.c` of 4.0.4. Loading a script that is known already fails the assertion
//! in `luaCreateFunction`; the look-up added in 4.0.5 uses a key of another type and never finds it.

use super::{Behaviour, RestartRules, SaveRules, ScriptsInSnapshot, redis_4_0_3::ROW as BEFORE};
use autopsync_model::Epoch;

/// The row.
pub(super) const ROW: Behaviour = Behaviour {
    epoch: Epoch::P2v404,
    first: &["4.0.4"],
    summary: "snapshots carry scripts; one that is known already crashes the loader",
    save: SaveRules { scripts: true, ..BEFORE.save },
    restart: RestartRules { scripts: ScriptsInSnapshot::LoadedOnce, ..BEFORE.restart },
    ..BEFORE
};
