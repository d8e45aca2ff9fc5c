//! 2.8.0 to 2.8.21 and 3.0.0 to 3.0.3: `PSYNC` with run ids.
//!
//! `masterTryPartialResynchronization` in `replication.c` of 2.8.0: `+FULLRESYNC` is answered at once, with the
//! offset of that moment, even where the snapshot that follows was or will be taken at another one.

use super::{
    BadOffset, Behaviour, FullReply, Identity, LinkRules, Since, redis_2_6_0::ROW as BEFORE,
};
use autopsync_model::Epoch;

/// The row.
pub(super) const ROW: Behaviour = Behaviour {
    epoch: Epoch::P1a,
    first: &["2.8.0", "3.0.0"],
    summary: "run ids and a backlog; +FULLRESYNC tells the offset of the moment, not of the snapshot",
    identity: Identity::RunId,
    bad_offset: BadOffset::AfterIdThenFull,
    full_reply: FullReply::AtOnce,
    link: LinkRules { inherits_offset: Since::Release(2, 8, 4), ..BEFORE.link },
    ..BEFORE
};
