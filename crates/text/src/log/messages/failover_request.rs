//! PSYNC with FAILOVER arrives at the replica that shall take over.
//!
//! Written by `syncCommand`, `replication.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[Message {
    id: "failover-request-received",
    side: Side::Replica,
    concern: Concern::Notable,
    means: "The master hands its role over to this node, which must be in the history \
                 named.",
    remedy: None,
    before: &[],
    after: &["master-mode"],
    wordings: &[wording(
        "Failover request received for replid {replid}.",
        "6.2.0.., valkey 7.2..",
        "Failover request received for replid 8cbe44fd13e701294f18f0818bb2b96f7e4bf235.",
    )],
}];
