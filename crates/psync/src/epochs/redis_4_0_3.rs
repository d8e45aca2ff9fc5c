//! 4.0.3: the triple in all save paths.
//!
//! `rdbPopulateSaveInfo` and `bgsaveCommand` in `rdb.c` of 4.0.3: a master writes database 0 instead of −1, and
//! nothing without a backlog; a replica without link writes the database of its cached master. Scripts are not
//! saved yet, although the release notes say so.

use super::{Behaviour, SaveRules, Saved, redis_4_0_2::ROW as BEFORE};
use autopsync_model::Epoch;

/// The row.
pub(super) const ROW: Behaviour = Behaviour {
    epoch: Epoch::P2v403,
    first: &["4.0.3"],
    summary: "snapshots tell the triple in every save path; scripts are not saved",
    save: SaveRules {
        bgsave_command: Saved::Triple,
        writes_minus_one: false,
        cached_master_suffices: true,
        ..BEFORE.save
    },
    ..BEFORE
};
