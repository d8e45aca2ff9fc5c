//! A replica has its snapshot and gets the stream.
//!
//! Written by `replicaPutOnline`, `updateSlavesWaitingBgsave`, `replication.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "replica-online",
        side: Side::Master,
        concern: Concern::Notable,
        means: "The full synchronisation of this replica is over on the master's side; it \
                 now gets the stream.",
        remedy: None,
        before: &["child-succeeded"],
        after: &[],
        wordings: &[
            wording(
                "Synchronization with slave succeeded",
                "2.6.0..2.8.17, 3.0.0-beta1..3.0.0-rc1",
                "Synchronization with slave succeeded",
            ),
            wording(
                "Synchronization with slave {addr} succeeded",
                "2.8.18..4.0.14, 5.0-rc1..5.0-rc5",
                "Synchronization with slave 127.0.0.1:21000 succeeded",
            ),
            wording(
                "Synchronization with replica {addr} succeeded",
                "5.0.0.., valkey 7.2..",
                "Synchronization with replica 127.0.0.1:21004 succeeded",
            ),
            wording("Putting replica online", "keydb 6.3..", "Putting replica online"),
        ],
    },
    Message {
        id: "replica-received-stream",
        side: Side::Master,
        concern: Concern::Notable,
        means: "The snapshot was streamed to this replica; the stream follows at its first \
                 acknowledgement.",
        remedy: None,
        before: &["child-succeeded"],
        after: &["replica-online"],
        wordings: &[
            wording(
                "Streamed RDB transfer with slave {addr} succeeded (socket). Waiting for \
                 REPLCONF ACK from slave to enable streaming",
                "2.8.18..4.0.14, 5.0-rc1..5.0-rc5",
                "Streamed RDB transfer with slave 10.0.0.2:6379 succeeded (socket). Waiting \
                 for REPLCONF ACK from slave to enable streaming",
            ),
            wording(
                "Streamed RDB transfer with replica {addr} succeeded (socket). Waiting for \
                 REPLCONF ACK from slave to enable streaming",
                "5.0.0..7.0.15",
                "Streamed RDB transfer with replica 127.0.0.1:21011 succeeded (socket). \
                 Waiting for REPLCONF ACK from slave to enable streaming",
            ),
            wording(
                "Streamed RDB transfer with replica {addr} succeeded (socket). Waiting for \
                 REPLCONF ACK from replica to enable streaming",
                "7.2.0.., valkey 7.2..",
                "Streamed RDB transfer with replica 127.0.0.1:22031 succeeded (socket). \
                 Waiting for REPLCONF ACK from replica to enable streaming",
            ),
        ],
    },
    Message {
        id: "rdb-only-replica-done",
        side: Side::Master,
        concern: Concern::Routine,
        means: "A client that only fetched a snapshot (`redis-cli --rdb`) has it. It is no \
                 replica.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "Close the connection with replica {addr} as RDB transfer is complete",
                "6.2.0..7.0.5",
                "Close the connection with replica 10.0.0.2:6379 as RDB transfer is complete",
            ),
            wording(
                "RDB transfer completed, rdb only replica ({addr}) should be disconnected asap",
                "7.0.6.., valkey 7.2..",
                "RDB transfer completed, rdb only replica (10.0.0.2:6379) should be \
                 disconnected asap",
            ),
        ],
    },
    Message {
        id: "diskless-done",
        side: Side::Master,
        concern: Concern::Notable,
        means: "The child has sent everything; tells how many of the replicas are still there.",
        remedy: None,
        before: &[],
        after: &["child-succeeded"],
        wordings: &[wording(
            "Diskless rdb transfer, done reading from pipe, {replicas} replicas still up.",
            "6.0.0.., valkey 7.2..",
            "Diskless rdb transfer, done reading from pipe, 1 replicas still up.",
        )],
    },
    Message {
        id: "diskless-aborted",
        side: Side::Master,
        concern: Concern::Trouble,
        means: "A diskless transfer broke off.",
        remedy: Some("Look at the replicas' logs of that moment."),
        before: &[],
        after: &["replica-lost"],
        wordings: &[
            wording(
                "Diskless rdb transfer, last replica dropped, killing fork child.",
                "6.0.0.., valkey 7.2..",
                "Diskless rdb transfer, last replica dropped, killing fork child.",
            ),
            wording(
                "Diskless rdb transfer, read error sending DB to replicas: {error}",
                "6.0.0.., valkey 7.2..",
                "Diskless rdb transfer, read error sending DB to replicas: Connection refused",
            ),
            wording(
                "Diskless rdb transfer, write error sending DB to replica: {error}",
                "6.0.0.., valkey 7.2..",
                "Diskless rdb transfer, write error sending DB to replica: Connection refused",
            ),
        ],
    },
    Message {
        id: "transfer-failed",
        side: Side::Master,
        concern: Concern::Trouble,
        means: "Sending the snapshot to a replica failed; its connection is closed.",
        remedy: Some(
            "Look at the replica's log of the same second: it closed, or the network did.",
        ),
        before: &["bgsave-for-sync"],
        after: &["replica-lost"],
        wordings: &[
            wording(
                "Write error sending DB to slave: {error}",
                "2.6.0..4.0.14, 5.0-rc1..5.0-rc5",
                "Write error sending DB to slave: Connection refused",
            ),
            wording(
                "Write error sending DB to replica: {error}",
                "5.0.0.., valkey 7.2..",
                "Write error sending DB to replica: Connection refused",
            ),
            wording(
                "Read error sending DB to slave: {error}",
                "2.6.0..4.0.14, 5.0-rc1..5.0-rc5",
                "Read error sending DB to slave: Connection refused",
            ),
            wording(
                "Read error sending DB to replica: {error}",
                "5.0.0.., valkey 7.2..",
                "Read error sending DB to replica: Connection refused",
            ),
            wording(
                "Write error sending RDB preamble to slave: {error}",
                "2.8.18..4.0.14, 5.0-rc1..5.0-rc5",
                "Write error sending RDB preamble to slave: Connection refused",
            ),
            wording(
                "Write error sending RDB preamble to replica: {error}",
                "5.0.0.., valkey 7.2..",
                "Write error sending RDB preamble to replica: Connection refused",
            ),
            wording(
                "Unable to register writable event for slave bulk transfer: {error}",
                "2.8.6..4.0.14, 5.0-rc1..5.0-rc5",
                "Unable to register writable event for slave bulk transfer: Connection refused",
            ),
            wording(
                "Unable to register writable event for replica bulk transfer: {error}",
                "5.0.0..6.2.16",
                "Unable to register writable event for replica bulk transfer: Connection \
                 refused",
            ),
            wording(
                "Sendfile error sending DB to replica: {error}",
                "6.0.4",
                "Sendfile error sending DB to replica: Connection refused",
            ),
        ],
    },
    Message {
        id: "fed-file-removed",
        side: Side::Master,
        concern: Concern::Routine,
        means: "The master keeps no snapshots and removes the one it fed its replicas with.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[wording(
            "Removing the RDB file used to feed replicas in a persistence-less instance",
            "6.0.0.., valkey 7.2..",
            "Removing the RDB file used to feed replicas in a persistence-less instance",
        )],
    },
    Message {
        id: "transfer-progress",
        side: Side::Master,
        concern: Concern::Routine,
        means: "How fast the snapshot goes to the replica (KeyDB).",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "Replication status: Transferred {value}",
                "keydb 6.3..",
                "Replication status: Transferred 2",
            ),
            wording(
                "Transferred {value} total ({detail}",
                "keydb 6.3..",
                "Transferred 2 total (, RDB load in background.",
            ),
        ],
    },
];
