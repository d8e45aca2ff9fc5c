//! Valkey 8: dual-channel full synchronisation, off by default.
//!
//! `syncCommand` in `replication.c` of Valkey 8.0.0: `+DUALCHANNELSYNC`, before anything else of a full
//! synchronisation happens.

use super::{Behaviour, SecondChannel, redis_7_0_0::ROW as BEFORE};
use autopsync_model::Epoch;

/// The row.
pub(super) const ROW: Behaviour = Behaviour {
    epoch: Epoch::V8,
    first: &["valkey-8.0.0"],
    summary: "as 7.2, with dual-channel full synchronisation, off by default",
    second_channel: SecondChannel::Dual,
    ..BEFORE
};
