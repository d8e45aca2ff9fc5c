//! 5.0, and 6.0 up to its second candidate: scripts replicate by effects; the words become *replica*.
//!
//! `loadDataFromDisk` in `server.c` of 5.0.4 also restores the position of a cluster node that `nodes.conf` calls
//! a replica; before, the node does not know its role when it loads.

use super::{Behaviour, RestartRules, Since, redis_4_0_6::ROW as BEFORE};
use autopsync_model::Epoch;

/// The row.
pub(super) const ROW: Behaviour = Behaviour {
    epoch: Epoch::P2v5,
    first: &["5.0.0", "6.0-rc1"],
    summary: "as 4.0.6; a restarted cluster replica keeps its position from 5.0.4",
    restart: RestartRules { cluster_role_known: Since::Release(5, 0, 4), ..BEFORE.restart },
    ..BEFORE
};
