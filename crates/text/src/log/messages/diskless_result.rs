//! What each replica of a diskless transfer reported (2.8.18 to 5.0).
//!
//! Written by `rdbSaveToSlavesSockets`, `rdb.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "diskless-replica-received",
        side: Side::Child,
        concern: Concern::Notable,
        means: "A replica has received the whole snapshot from the child.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[wording(
            "Slave {addr} correctly received the streamed RDB file.",
            "2.8.18..5.0.14",
            "Slave 10.0.0.2:6379 correctly received the streamed RDB file.",
        )],
    },
    Message {
        id: "diskless-replica-failed",
        side: Side::Child,
        concern: Concern::Trouble,
        means: "A replica did not receive the snapshot; its connection is closed.",
        remedy: Some(
            "Look at that replica's log in the same second; raise repl-timeout if loading takes \
             long.",
        ),
        before: &[],
        after: &["replica-lost"],
        wordings: &[
            wording(
                "Closing slave {addr}: child->slave RDB transfer failed: {error}",
                "2.8.18..5.0.14",
                "Closing slave 10.0.0.2:6379: child->slave RDB transfer failed: Connection \
                 refused",
            ),
            wording(
                "Closing replica {addr}: child->replica RDB transfer failed: {error}",
                "keydb 5.0..5.3",
                "Closing replica 10.0.0.2:6379: child->replica RDB transfer failed: \
                 Connection refused",
            ),
        ],
    },
];
