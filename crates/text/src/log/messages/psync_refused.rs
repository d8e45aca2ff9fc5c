//! The master answers PSYNC with an error.
//!
//! Written by `slaveTryPartialResynchronization`, `replication.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "partial-resync-deferred",
        side: Side::Replica,
        concern: Concern::Notable,
        means: "The master cannot answer now (it is loading, or its own link is down). The \
                 position is kept, the replica asks again.",
        remedy: Some("Wait: the master is loading or has itself no link. Look there if it lasts."),
        before: &["partial-resync-requested"],
        after: &["connecting"],
        wordings: &[
            wording(
                "Master is currently unable to PSYNC but should be in the future: {error}",
                "4.0.0.., valkey 7.2",
                "Master is currently unable to PSYNC but should be in the future: \
                 -NOMASTERLINK Can't SYNC while not connected with my master",
            ),
            wording(
                "Primary is currently unable to PSYNC but should be in the future: {error}",
                "valkey 8.0..",
                "Primary is currently unable to PSYNC but should be in the future: Connection \
                 refused",
            ),
        ],
    },
    Message {
        id: "psync-unsupported",
        side: Side::Replica,
        concern: Concern::Trouble,
        means: "The master answered with an error, which the replica takes for a master \
                 without PSYNC. Up to 6.2 the position is lost.",
        remedy: Some(
            "Read the error in the reply. Up to 6.2 the position is lost by it, and a full \
             synchronisation follows.",
        ),
        before: &["partial-resync-requested"],
        after: &["psync-retry-sync"],
        wordings: &[
            wording(
                "Master does not support PSYNC or is in error state (reply: {error})",
                "2.8.0.., valkey 7.2",
                "Master does not support PSYNC or is in error state (reply: Connection refused)",
            ),
            wording(
                "Primary does not support PSYNC or is in error state (reply: {error})",
                "valkey 8.0..",
                "Primary does not support PSYNC or is in error state (reply: Connection \
                 refused)",
            ),
        ],
    },
    Message {
        id: "psync-error",
        side: Side::Replica,
        concern: Concern::Trouble,
        means: "The master's answer is none that the protocol knows. Up to 6.2 the position \
                 is lost.",
        remedy: Some(
            "Read the reply: it came from something that is no master, or is in trouble. Up to \
             6.2 the position is lost.",
        ),
        before: &["partial-resync-requested"],
        after: &["psync-retry-sync"],
        wordings: &[
            wording(
                "Unexpected reply to PSYNC from master: {error}",
                "2.8.0.., valkey 7.2",
                "Unexpected reply to PSYNC from master: Connection refused",
            ),
            wording(
                "Unexpected reply to PSYNC from primary: {error}",
                "valkey 8.0..",
                "Unexpected reply to PSYNC from primary: Connection refused",
            ),
        ],
    },
    Message {
        id: "psync-retry-sync",
        side: Side::Replica,
        concern: Concern::Trouble,
        means: "The replica falls back to the old SYNC. It will not know its offset.",
        remedy: Some(
            "The old SYNC gives no offset: after this synchronisation no partial one is possible \
             until the next full one with PSYNC.",
        ),
        before: &["psync-unsupported", "psync-error"],
        after: &["receiving"],
        wordings: &[wording(
            "Retrying with SYNC...",
            "2.8.0.., valkey 7.2..",
            "Retrying with SYNC...",
        )],
    },
];
