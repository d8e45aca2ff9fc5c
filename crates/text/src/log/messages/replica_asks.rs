//! A replica asks the master to synchronise: SYNC or PSYNC has passed the gates.
//!
//! Written by `syncCommand`, `replication.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "replica-asks",
        side: Side::Master,
        concern: Concern::Notable,
        means: "A replica sent SYNC or PSYNC and was not turned away at once. The decision \
                 is in the lines that follow.",
        remedy: None,
        before: &[],
        after: &[
            "full-resync-requested",
            "partial-resync-accepted",
            "partial-resync-refused-id",
            "partial-resync-refused-backlog",
        ],
        wordings: &[
            wording(
                "Slave ask for synchronization",
                "2.6.0..2.6.17",
                "Slave ask for synchronization",
            ),
            wording(
                "Slave asks for synchronization",
                "2.8.0..2.8.17, 3.0.0-beta1..3.0.0-rc1",
                "Slave asks for synchronization",
            ),
            wording(
                "Slave {addr} asks for synchronization",
                "2.8.18..4.0.14, 5.0-rc1..5.0-rc5",
                "Slave 127.0.0.1:21000 asks for synchronization",
            ),
            wording(
                "Replica {addr} asks for synchronization",
                "5.0.0.., valkey 7.2..",
                "Replica 127.0.0.1:21003 asks for synchronization",
            ),
        ],
    },
    Message {
        id: "replica-asks-wrong-offset",
        side: Side::Master,
        concern: Concern::Trouble,
        means: "The offset of the request is not a number; the request ends with an error.",
        remedy: Some("Find out who connects: no real replica asks so."),
        before: &["replica-asks"],
        after: &[],
        wordings: &[wording(
            "Replica {addr} asks for synchronization but with a wrong offset",
            "6.2.7.., valkey 7.2..",
            "Replica 10.0.0.2:6379 asks for synchronization but with a wrong offset",
        )],
    },
];
