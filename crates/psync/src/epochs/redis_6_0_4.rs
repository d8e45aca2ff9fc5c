//! 6.0.4 to 6.2.6: no trimming any more; from 6.2 the word `FAILOVER`.
//!
//! `replication.c` of 6.0.4 (the meaningful offset removed, the link freed before the ids are shifted, redis#7320)
//! and of 6.2.0 (`syncCommand` understands a fourth word).

use super::{Behaviour, LinkRules, MeaningfulOffset, Since, redis_6_0_0::ROW as BEFORE};
use autopsync_model::Epoch;

/// The row.
pub(super) const ROW: Behaviour = Behaviour {
    epoch: Epoch::P2v6,
    first: &["6.0.4", "6.2.0"],
    summary: "offsets are not trimmed; 6.2 adds PSYNC … FAILOVER",
    failover_word: Since::Release(6, 2, 0),
    link: LinkRules {
        meaningful_offset: MeaningfulOffset::Never,
        frees_link_before_shift: Since::Always,
        ..BEFORE.link
    },
    ..BEFORE
};
