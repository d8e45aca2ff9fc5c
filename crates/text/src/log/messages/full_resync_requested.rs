//! The master learns that the replica wants everything.
//!
//! Written by `masterTryPartialResynchronization`, `replication.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[Message {
    id: "full-resync-requested",
    side: Side::Master,
    concern: Concern::Notable,
    means: "The request was `PSYNC ? -1`: the replica has no position of its own to \
                 continue from.",
    remedy: None,
    before: &["replica-asks"],
    after: &["bgsave-for-sync", "bgsave-wait", "backlog-created"],
    wordings: &[
        wording(
            "Full resync requested by slave.",
            "2.8.0..2.8.17, 3.0.0-beta1..3.0.0-rc1",
            "Full resync requested by slave.",
        ),
        wording(
            "Full resync requested by slave {addr}",
            "2.8.18..4.0.14, 5.0-rc1..5.0-rc5",
            "Full resync requested by slave 127.0.0.1:21001",
        ),
        wording(
            "Full resync requested by replica {addr}",
            "5.0.0.., valkey 7.2..",
            "Full resync requested by replica 127.0.0.1:21004",
        ),
        wording(
            "Full resync requested by replica {addr} (rdb-channel)",
            "8.0..",
            "Full resync requested by replica 10.0.0.2:6379 (rdb-channel)",
        ),
    ],
}];
