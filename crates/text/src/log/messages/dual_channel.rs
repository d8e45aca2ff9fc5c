//! A full synchronisation over two connections (Valkey 8, Redis 8).
//!
//! Written by `replication.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "rdb-channel-offered",
        side: Side::Master,
        concern: Concern::Notable,
        means: "The replica cannot continue and gets its snapshot over a connection of its \
                 own.",
        remedy: None,
        before: &["replica-asks"],
        after: &["rdb-channel-position", "bgsave-for-sync"],
        wordings: &[
            wording(
                "Replica {addr} is capable of dual channel synchronization, and partial sync \
                 isn't possible. Full sync will continue with dedicated RDB channel.",
                "valkey 8.0..",
                "Replica 10.0.0.2:6379 is capable of dual channel synchronization, and \
                 partial sync isn't possible. Full sync will continue with dedicated RDB \
                 channel.",
            ),
            wording(
                "Replica {addr} is capable of rdb channel synchronization, and partial sync \
                 isn't possible. Full sync will continue with dedicated rdb channel.",
                "8.0..",
                "Replica 10.0.0.2:6379 is capable of rdb channel synchronization, and partial \
                 sync isn't possible. Full sync will continue with dedicated rdb channel.",
            ),
        ],
    },
    Message {
        id: "rdb-channel-started",
        side: Side::Replica,
        concern: Concern::Notable,
        means: "The master told the replica to fetch the snapshot over a second connection. \
                 The refusal before it is part of the normal course.",
        remedy: None,
        before: &[],
        after: &["receiving", "partial-resync-requested"],
        wordings: &[
            wording(
                "PSYNC is not possible, initialize RDB channel.",
                "valkey 8.0..",
                "PSYNC is not possible, initialize RDB channel.",
            ),
            wording(
                "Starting to receive RDB and replication stream in parallel.",
                "8.0..",
                "Starting to receive RDB and replication stream in parallel.",
            ),
        ],
    },
    Message {
        id: "rdb-channel-position",
        side: Side::Master,
        concern: Concern::Notable,
        means: "The offset of the last byte that is in the snapshot.",
        remedy: None,
        before: &["rdb-channel-offered"],
        after: &[],
        wordings: &[wording(
            "Sending to replica {addr} RDB end offset {offset} and client-id {client_id}",
            "valkey 8.0..",
            "Sending to replica 10.0.0.2:6379 RDB end offset 8442 and client-id 2",
        )],
    },
    Message {
        id: "rdb-channel-streaming",
        side: Side::Any,
        concern: Concern::Routine,
        means: "What was written meanwhile is buffered and applied after the snapshot.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "Replication buffer limit reached, stopping buffering.",
                "valkey 8.0..",
                "Replication buffer limit reached, stopping buffering.",
            ),
            wording(
                "Successfully streamed replication data into memory",
                "valkey 8.0..",
                "Successfully streamed replication data into memory",
            ),
            wording(
                "Dual channel sync - psync established after rdb load",
                "valkey 8.0..",
                "Dual channel sync - psync established after rdb load",
            ),
            wording(
                "Starting to deliver RDB and replication stream to replica: {addr}",
                "8.0..",
                "Starting to deliver RDB and replication stream to replica: 10.0.0.2:6379",
            ),
            wording(
                "MASTER <-> REPLICA sync: Starting to stream replication buffer into the db \
                 ({bytes} bytes).",
                "8.0..",
                "MASTER <-> REPLICA sync: Starting to stream replication buffer into the db \
                 (4096 bytes).",
            ),
            wording(
                "MASTER <-> REPLICA sync: Successfully streamed replication buffer into the db",
                "8.0..",
                "MASTER <-> REPLICA sync: Successfully streamed replication buffer into the db",
            ),
            wording(
                "Replication buffer limit has been reached ({bytes} bytes), stopped buffering \
                 replication stream. Further accumulation may occur on master side.",
                "8.0..",
                "Replication buffer limit has been reached (4096 bytes), stopped buffering \
                 replication stream. Further accumulation may occur on master side.",
            ),
        ],
    },
    Message {
        id: "rdb-channel-failed",
        side: Side::Any,
        concern: Concern::Trouble,
        means: "The synchronisation over two connections was given up; the replica tries \
                 again.",
        remedy: Some("The replica tries again; look at both logs of that second."),
        before: &[],
        after: &["connecting"],
        wordings: &[
            wording(
                "Failed to stream local replication buffer into memory",
                "valkey 8.0..",
                "Failed to stream local replication buffer into memory",
            ),
            wording("Aborting dual channel sync", "valkey 8.0..", "Aborting dual channel sync"),
            wording(
                "Aborting dual channel sync. Main channel psync result {error}",
                "valkey 8.0..",
                "Aborting dual channel sync. Main channel psync result Connection refused",
            ),
            wording(
                "Aborting dual channel sync. Write error.",
                "valkey 8.0..",
                "Aborting dual channel sync. Write error.",
            ),
            wording(
                "Error condition on socket for dual channel replication: {error}",
                "valkey 8.0..",
                "Error condition on socket for dual channel replication: Connection refused",
            ),
            wording(
                "Sending command to primary in dual channel replication handshake: {error}",
                "valkey 8.0..",
                "Sending command to primary in dual channel replication handshake: Connection \
                 refused",
            ),
            wording(
                "Received unexpected $ENDOFF response: {error}",
                "valkey 8.0..",
                "Received unexpected $ENDOFF response: Connection refused",
            ),
            wording(
                "Server does not support sync with offset, dual channel sync approach cannot \
                 be used: {error}",
                "valkey 8.0..",
                "Server does not support sync with offset, dual channel sync approach cannot \
                 be used: Connection refused",
            ),
            wording(
                "Replica main channel failed to establish PSYNC within the grace period \
                 ({seconds} seconds). Freeing RDB client {client_id}.",
                "valkey 8.0..",
                "Replica main channel failed to establish PSYNC within the grace period (60 \
                 seconds). Freeing RDB client 2.",
            ),
            wording(
                "Unable to connect to Primary: {error}",
                "valkey 8.0..",
                "Unable to connect to Primary: Connection refused",
            ),
            wording(
                "Error while setting readable handler: {error}",
                "valkey 8.0..",
                "Error while setting readable handler: Connection refused",
            ),
            wording("Aborting rdb channel sync", "8.0..", "Aborting rdb channel sync"),
            wording(
                "Dual channel sync failed with error {error}",
                "valkey 8.1..",
                "Dual channel sync failed with error Connection refused",
            ),
            wording(
                "Can't clear main connection handler: {error} ({connection})",
                "valkey 8.0..",
                "Can't clear main connection handler: Connection refused (fd=7)",
            ),
        ],
    },
    Message {
        id: "rdb-channel-detail",
        side: Side::Any,
        concern: Concern::Routine,
        means: "A step of the synchronisation over two connections.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "Postpone RDB client id={client_id} ({addr}) free for {seconds} seconds",
                "valkey 8.0..",
                "Postpone RDB client id=2 (10.0.0.2:6379) free for 60 seconds",
            ),
            wording(
                "Attach replica rdb client {client_id} to repl buf block",
                "valkey 8.0..",
                "Attach replica rdb client 2 to repl buf block",
            ),
            wording(
                "Add rdb replica {addr} to waiting psync, with cid {client_id}, {error}",
                "valkey 8.0..",
                "Add rdb replica 10.0.0.2:6379 to waiting psync, with cid 2, Connection refused",
            ),
            wording(
                "Remove psync waiting replica {addr} with cid {client_id} from replicas rax.",
                "valkey 8.0..",
                "Remove psync waiting replica 10.0.0.2:6379 with cid 2 from replicas rax.",
            ),
            wording(
                "Remove psync waiting replica {addr} with cid {client_id}, repl buffer block \
                 {error}",
                "valkey 8.0..",
                "Remove psync waiting replica 10.0.0.2:6379 with cid 2, repl buffer block \
                 Connection refused",
            ),
            wording(
                "Received empty $ENDOFF response",
                "valkey 8.0..",
                "Received empty $ENDOFF response",
            ),
            wording(
                "Received first reply from primary using rdb connection.",
                "valkey 8.0..",
                "Received first reply from primary using rdb connection.",
            ),
        ],
    },
    Message {
        id: "replication-compression",
        side: Side::Any,
        concern: Concern::Notable,
        means: "The link is compressed, or closed to agree on another way of doing so.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "Replication compression enabled for replica {addr} (algo={algorithm})",
                "valkey 9.2-rc1",
                "Replication compression enabled for replica 10.0.0.2:6379 (algo=lz4)",
            ),
            wording(
                "Disconnecting replica {addr} to renegotiate replication compression (now \
                 {algorithm})",
                "valkey 9.2-rc1",
                "Disconnecting replica 10.0.0.2:6379 to renegotiate replication compression \
                 (now lz4)",
            ),
            wording(
                "Disconnecting from primary to renegotiate replication compression (now \
                 {algorithm})",
                "valkey 9.2-rc1",
                "Disconnecting from primary to renegotiate replication compression (now lz4)",
            ),
        ],
    },
];
