//! The state of the backlog at a PSYNC, at debug level.
//!
//! Written by `addReplyReplicationBacklog`, `replication.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[Message {
    id: "psync-debug",
    side: Side::Master,
    concern: Concern::Routine,
    means: "A figure of the backlog at the moment of a PSYNC.",
    remedy: None,
    before: &[],
    after: &[],
    wordings: &[
        wording("[PSYNC] {figure}: {value}", "2.8.0.., valkey 7.2..", "[PSYNC] Backlog size: 2"),
        wording(
            "[PSYNC] Backlog history len is zero",
            "2.8.0.., valkey 7.2..",
            "[PSYNC] Backlog history len is zero",
        ),
    ],
}];
