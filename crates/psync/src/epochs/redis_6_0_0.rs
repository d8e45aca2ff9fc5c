//! 6.0.0 to 6.0.3: a replica that loses its master trims as well.
//!
//! `replicationCacheMaster` in `replication.c` of 6.0.0. Links are closed asynchronously from here on; 6.0.0 and
//! 6.0.1 are said to lose the position with every one of them (redis#7205), but the queue of closing clients clears
//! the flag that would, and recorded servers of 6.0.1 keep their positions.

use super::{Behaviour, LinkRules, MeaningfulOffset, redis_6_0_rc3::ROW as BEFORE};
use autopsync_model::Epoch;

/// The row.
pub(super) const ROW: Behaviour = Behaviour {
    epoch: Epoch::MeaningfulOffset,
    first: &["6.0.0"],
    summary: "a replica that loses its link trims final PINGs too",
    link: LinkRules { meaningful_offset: MeaningfulOffset::AtLinkLossToo, ..BEFORE.link },
    ..BEFORE
};
