//! 6.2.7 and later 6.2: an unreadable offset is refused.
//!
//! `syncCommand` in `replication.c` of 6.2.7 reads the offset itself and returns after the error.

use super::{BadOffset, Behaviour, Since, redis_6_0_4::ROW as BEFORE};
use autopsync_model::Epoch;

/// The row.
pub(super) const ROW: Behaviour = Behaviour {
    epoch: Epoch::P2v627,
    first: &["6.2.7"],
    summary: "an unreadable offset is refused without a full synchronisation",
    bad_offset: BadOffset::Refused,
    failover_word: Since::Always,
    ..BEFORE
};
