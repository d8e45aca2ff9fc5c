//! Orders that change a role.
//!
//! Written by `replicaofCommand`, `replicationSetMaster`, `replicationUnsetMaster`, `replication.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "replicaof",
        side: Side::Any,
        concern: Concern::Notable,
        means: "The node was told to follow this master. The client that gave the order \
                 stands beside it; a Sentinel's is named `sentinel-…-cmd`.",
        remedy: Some(
            "If nobody ordered it: see who connected (the client in the line), and treat an \
             unknown address as an intrusion.",
        ),
        before: &["cached-master-synthesized", "cached-master-discarded"],
        after: &["connecting", "config-rewritten"],
        wordings: &[
            wording(
                "SLAVE OF {addr} enabled (user request)",
                "2.6.0..2.8.21, 3.0.0..3.0.3",
                "SLAVE OF 10.0.0.2:6379 enabled (user request)",
            ),
            wording(
                "SLAVE OF {addr} enabled (user request from '{by}')",
                "2.8.22..2.8.24, 3.0.4..4.0.14, 5.0-rc1..5.0-rc5",
                "SLAVE OF 127.0.0.1:21001 enabled (user request from 'id=2 \
                 addr=127.0.0.1:32984 fd=7 name= age=4 idle=0 flags=N db=0 sub=0 psub=0 \
                 multi=-1 qbuf=0 qbuf-free=32768 obl=0 oll=0 omem=0 events=r cmd=slaveof')",
            ),
            wording(
                "REPLICAOF {addr} enabled (user request from '{by}')",
                "5.0.0.., valkey 7.2..",
                "REPLICAOF 127.0.0.1:21184 enabled (user request from 'id=3 \
                 addr=127.0.0.1:43946 fd=9 name= age=3 idle=0 flags=N db=0 sub=0 psub=0 \
                 multi=-1 qbuf=43 qbuf-free=32725 obl=0 oll=0 omem=0 events=r cmd=slaveof')",
            ),
        ],
    },
    Message {
        id: "replicaof-unchanged",
        side: Side::Replica,
        concern: Concern::Routine,
        means: "The order names the master that the node follows already.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "SLAVE OF would result into synchronization with the master we are already \
                 connected with. No operation performed.",
                "2.6.0..4.0.14, 5.0-rc1..5.0-rc5",
                "SLAVE OF would result into synchronization with the master we are already \
                 connected with. No operation performed.",
            ),
            wording(
                "REPLICAOF would result into synchronization with the master we are already \
                 connected with. No operation performed.",
                "5.0.0.., valkey 7.2",
                "REPLICAOF would result into synchronization with the master we are already \
                 connected with. No operation performed.",
            ),
            wording(
                "REPLICAOF would result into synchronization with the primary we are already \
                 connected with. No operation performed.",
                "valkey 8.0..",
                "REPLICAOF would result into synchronization with the primary we are already \
                 connected with. No operation performed.",
            ),
        ],
    },
    Message {
        id: "master-mode",
        side: Side::Any,
        concern: Concern::Notable,
        means: "The node was promoted, by command or by a master that hands over.",
        remedy: Some(
            "If no failover was meant, find out who ordered it: two masters may take writes now.",
        ),
        before: &["second-id-set", "cached-master-discarded"],
        after: &[],
        wordings: &[
            wording(
                "MASTER MODE enabled (user request)",
                "2.6.0..2.8.21, 3.0.0..3.0.3",
                "MASTER MODE enabled (user request)",
            ),
            wording(
                "MASTER MODE enabled (user request from '{by}')",
                "2.8.22..2.8.24, 3.0.4.., valkey 7.2",
                "MASTER MODE enabled (user request from 'id=2 addr=127.0.0.1:35810 fd=9 name= \
                 age=0 idle=0 flags=N db=0 sub=0 psub=0 multi=-1 qbuf=0 qbuf-free=32768 obl=0 \
                 oll=0 omem=0 events=r cmd=slaveof')",
            ),
            wording(
                "PRIMARY MODE enabled (user request from '{by}')",
                "valkey 8.0..",
                "PRIMARY MODE enabled (user request from 'id=7 addr=10.0.0.9:44974 \
                 laddr=10.0.0.2:6379 fd=14 name=sentinel-8ee76e02-cmd age=74 idle=0 flags=x \
                 db=0 cmd=exec user=default')",
            ),
            wording(
                "MASTER MODE enabled (failover request from '{by}')",
                "6.2.0.., valkey 7.2",
                "MASTER MODE enabled (failover request from 'id=7 addr=10.0.0.9:44974 \
                 laddr=10.0.0.2:6379 fd=14 name=sentinel-8ee76e02-cmd age=74 idle=0 flags=x \
                 db=0 cmd=exec user=default')",
            ),
            wording(
                "PRIMARY MODE enabled (failover request from '{by}')",
                "valkey 8.0..",
                "PRIMARY MODE enabled (failover request from 'id=7 addr=10.0.0.9:44974 \
                 laddr=10.0.0.2:6379 fd=14 name=sentinel-8ee76e02-cmd age=74 idle=0 flags=x \
                 db=0 cmd=exec user=default')",
            ),
        ],
    },
    Message {
        id: "second-id-set",
        side: Side::Any,
        concern: Concern::Notable,
        means: "A promotion: the node gets a new id and keeps the old one as its second, \
                 valid for requests up to this offset. It has applied at least one byte less.",
        remedy: Some(
            "Keep this line: replicas of the old master can continue up to that offset and not a \
             byte further.",
        ),
        before: &["election-won", "master-lost"],
        after: &["master-mode"],
        wordings: &[wording(
            "Setting secondary replication ID to {replid2}, valid up to offset: \
                 {second_replid_offset}. New replication ID is {replid}",
            "4.0.0.., valkey 7.2..",
            "Setting secondary replication ID to \
                 145853186e38c7b1de5bfc6f4b7bde8296c57875, valid up to offset: 3625. New \
                 replication ID is 3564e1eeaa3ee85078ab5bbf1d09925fc9b442c0",
        )],
    },
    Message {
        id: "replid-reset",
        side: Side::Any,
        concern: Concern::Notable,
        means: "DEBUG gave the node a new id without a second one: every replica needs \
                 everything.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[wording(
            "Changing replication IDs after receiving DEBUG change-repl-id",
            "4.0.6.., valkey 7.2..",
            "Changing replication IDs after receiving DEBUG change-repl-id",
        )],
    },
    Message {
        id: "active-replica-mixed",
        side: Side::Any,
        concern: Concern::Trouble,
        means: "An active replica is linked with a plain one (KeyDB): expiry and merging \
                 differ between them.",
        remedy: Some("Use either active replicas or plain ones."),
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "Connections between active replicas and traditional replicas is deprecated. \
                 This will be refused in future versions.",
                "keydb 5.0..",
                "Connections between active replicas and traditional replicas is deprecated. \
                 This will be refused in future versions.",
            ),
            wording(
                "Warning: replica {addr} does not support active expiration. This client may \
                 not correctly process key expirations.",
                "keydb 5.0..",
                "Warning: replica 10.0.0.2:6379 does not support active expiration. This \
                 client may not correctly process key expirations.",
            ),
        ],
    },
];
