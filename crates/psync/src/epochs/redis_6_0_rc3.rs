//! 6.0-rc3 and -rc4: a master that becomes a replica trims final `PING`s from its offset.
//!
//! `replicationCacheMasterUsingMyself` in `replication.c` of 6.0-rc3.

use super::{Behaviour, LinkRules, MeaningfulOffset, redis_5_0_0::ROW as BEFORE};
use autopsync_model::Epoch;

/// The row.
pub(super) const ROW: Behaviour = Behaviour {
    epoch: Epoch::MeaningfulOffsetRc,
    first: &["6.0-rc3"],
    summary: "a demoted master trims final PINGs from its offset",
    link: LinkRules { meaningful_offset: MeaningfulOffset::AtDemotion, ..BEFORE.link },
    ..BEFORE
};
