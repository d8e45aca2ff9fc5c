//! 4.0.6 to 4.0.14: known scripts in a snapshot are tolerated.
//!
//! `luaCreateFunction` in `scripting.c` of 4.0.6.

use super::{Behaviour, RestartRules, ScriptsInSnapshot, redis_4_0_4::ROW as BEFORE};
use autopsync_model::Epoch;

/// The row.
pub(super) const ROW: Behaviour = Behaviour {
    epoch: Epoch::P2v406,
    first: &["4.0.6"],
    summary: "snapshots carry scripts, and known ones are tolerated",
    restart: RestartRules { scripts: ScriptsInSnapshot::Loaded, ..BEFORE.restart },
    ..BEFORE
};
