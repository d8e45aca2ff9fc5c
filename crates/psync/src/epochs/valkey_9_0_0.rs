//! Valkey 9: the refusals say more; nothing else changed.
//!
//! Recorded from 9.1.2: the line about a missing backlog names the id and the window, the warning both offsets.

use super::{Behaviour, valkey_8_0_0::ROW as BEFORE};
use autopsync_model::Epoch;

/// The row.
pub(super) const ROW: Behaviour = Behaviour {
    epoch: Epoch::V9,
    first: &["valkey-9.0.0"],
    summary: "as Valkey 8, with more words in the refusals",
    ..BEFORE
};
