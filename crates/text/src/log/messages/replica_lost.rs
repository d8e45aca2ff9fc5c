//! The master loses a replica, and sometimes says why.
//!
//! Written by `freeClient` in `networking.c`, `replicationCron` in `replication.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "replica-timeout",
        side: Side::Master,
        concern: Concern::Trouble,
        means: "The replica was silent for `repl-timeout` seconds and is cut off. During a \
                 full synchronisation this means that loading or transfer took longer than \
                 that.",
        remedy: Some(
            "If it says full sync: raise repl-timeout above the time for transfer and load. If \
             streaming: look at the replica's load and the network.",
        ),
        before: &[],
        after: &["replica-lost"],
        wordings: &[
            wording(
                "Disconnecting timedout slave: {addr}",
                "2.8.0..2.8.17, 3.0.0-beta1..3.0.0-rc1, 2.8.18..4.0.14, 5.0-rc1..5.0-rc5",
                "Disconnecting timedout slave: 10.0.0.2:6379",
            ),
            wording(
                "Disconnecting timedout replica: {addr}",
                "5.0.0..6.0.14, 6.2.0..6.2.1",
                "Disconnecting timedout replica: 10.0.0.2:6379",
            ),
            wording(
                "Disconnecting timedout replica ({phase} sync): {addr}",
                "6.0.15..6.0.20, 6.2.2.., valkey 7.2..",
                "Disconnecting timedout replica (streaming sync): 10.0.0.2:6379",
            ),
        ],
    },
    Message {
        id: "replica-lost",
        side: Side::Master,
        concern: Concern::Notable,
        means: "The connection of a replica is closed. Without a line before it that says \
                 why, the peer closed it, or somebody did by command.",
        remedy: Some(
            "Look for the cause in the line before (timeout, output buffer) or in the replica's \
             log of the same second.",
        ),
        before: &["replica-timeout", "output-buffer-limit"],
        after: &["replica-asks"],
        wordings: &[
            wording(
                "Connection with slave {addr} lost.",
                "2.8.4..2.8.17, 3.0.0-beta1..3.0.0-rc1, 2.8.18..4.0.14, 5.0-rc1..5.0-rc5",
                "Connection with slave 127.0.0.1:0 lost.",
            ),
            wording(
                "Connection with replica {addr} lost.",
                "5.0.0.., valkey 7.2..",
                "Connection with replica 127.0.0.1:21003 lost.",
            ),
            wording(
                "Connection with slave client id #{client_id} lost.",
                "2.8.4..4.0.14, 5.0-rc1..5.0-rc5",
                "Connection with slave client id #8 lost.",
            ),
            wording(
                "Connection with replica client id #{client_id} lost.",
                "5.0.0.., valkey 7.2..",
                "Connection with replica client id #6 lost.",
            ),
        ],
    },
    Message {
        id: "rdb-channel-closed",
        side: Side::Master,
        concern: Concern::Routine,
        means: "The second connection of a full synchronisation, which carried the snapshot, \
                 is closed. That is how it ends.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "Replica {addr} rdb channel disconnected.",
                "valkey 8.0..",
                "Replica 10.0.0.2:6379 rdb channel disconnected.",
            ),
            wording(
                "Connection with replica (rdbchannel) {addr} lost.",
                "8.0..",
                "Connection with replica (rdbchannel) 10.0.0.2:6379 lost.",
            ),
        ],
    },
];
