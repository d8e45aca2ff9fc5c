//! 2.8.22 to 2.8.24, 3.0.4 to 3.2.13: `+FULLRESYNC` is answered when the child is forked.
//!
//! `replicationSetupSlaveForFullResync` in `replication.c` of 2.8.22; `syncWithMaster` drops the server's own
//! replicas and its backlog when it must take another data set.

use super::{Behaviour, DropsReplicas, FullReply, LinkRules, redis_2_8_0::ROW as BEFORE};
use autopsync_model::Epoch;

/// The row.
pub(super) const ROW: Behaviour = Behaviour {
    epoch: Epoch::P1b,
    first: &["2.8.22", "3.0.4", "3.2.0"],
    summary: "+FULLRESYNC is answered at the fork, with the offset of the snapshot",
    full_reply: FullReply::AtFork,
    link: LinkRules { drops_replicas: DropsReplicas::AtAnswer, ..BEFORE.link },
    ..BEFORE
};
