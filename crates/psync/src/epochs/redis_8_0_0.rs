//! Redis 8: a full synchronisation may use a second connection, off by default.
//!
//! `syncCommand` in `replication.c` of the 8.0 line: `+RDBCHANNELSYNC <client-id>` on the main connection.

use super::{Behaviour, SecondChannel, redis_7_0_0::ROW as BEFORE};
use autopsync_model::Epoch;

/// The row.
pub(super) const ROW: Behaviour = Behaviour {
    epoch: Epoch::R8,
    first: &["8.0.0"],
    summary: "as 7.0, with a second connection for snapshots, off by default",
    second_channel: SecondChannel::Rdb,
    ..BEFORE
};
