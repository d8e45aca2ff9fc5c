//! A cluster node and what it knows of itself.
//!
//! Written by `cluster.c`, `cluster_legacy.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "cluster-identity",
        side: Side::Any,
        concern: Concern::Routine,
        means: "The node's own id in the cluster.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "No cluster configuration found, I'm {node_id}",
                "3.0.0.., valkey 7.2..",
                "No cluster configuration found, I'm e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a",
            ),
            wording(
                "Node configuration loaded, I'm {node_id}",
                "3.0.0.., valkey 7.2..",
                "Node configuration loaded, I'm e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a",
            ),
        ],
    },
    Message {
        id: "cluster-address",
        side: Side::Any,
        concern: Concern::Notable,
        means: "A node has another address now.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "Address updated for node {node_id}, now {addr}",
                "3.0.0..7.0.15, 7.2-rc1..7.2-rc2",
                "Address updated for node e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a, now \
                 10.0.0.2:6379",
            ),
            wording(
                "Address updated for node {node_id} ({node_name}), now {addr}",
                "7.2.0.., valkey 7.2..",
                "Address updated for node e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a (node-1), \
                 now 10.0.0.2:6379",
            ),
            wording(
                "IP address for this node updated to {ip}",
                "3.0.0.., valkey 7.2..",
                "IP address for this node updated to 10.0.0.2",
            ),
        ],
    },
    Message {
        id: "cluster-epoch",
        side: Side::Any,
        concern: Concern::Routine,
        means: "The configuration epoch was set: at the creation of the cluster, after a \
                 collision, or after a failover.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "configEpoch set to {epoch} after successful failover",
                "3.0.0.., valkey 7.2..",
                "configEpoch set to 12 after successful failover",
            ),
            wording(
                "New configEpoch set to {epoch}",
                "3.0.0.., valkey 7.2..",
                "New configEpoch set to 12",
            ),
            wording(
                "WARNING: configEpoch collision with node {node_id}. configEpoch set to {epoch}",
                "3.0.0..7.0.15, 7.2-rc1..7.2-rc2",
                "WARNING: configEpoch collision with node \
                 e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a. configEpoch set to 12",
            ),
            wording(
                "WARNING: configEpoch collision with node {node_id} ({node_name}). \
                 configEpoch set to {epoch}",
                "7.2.0.., valkey 7.2",
                "WARNING: configEpoch collision with node \
                 e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a (node-1). configEpoch set to 12",
            ),
            wording(
                "configEpoch collision with node {node_id} ({node_name}). configEpoch set to \
                 {epoch}",
                "valkey 8.0..",
                "configEpoch collision with node e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a \
                 (node-1). configEpoch set to 12",
            ),
            wording(
                "configEpoch set to {epoch} via CLUSTER SET-CONFIG-EPOCH",
                "3.0.0.., valkey 7.2..",
                "configEpoch set to 12 via CLUSTER SET-CONFIG-EPOCH",
            ),
            wording(
                "configEpoch updated after importing slot {slot}",
                "3.0.0.., valkey 7.2..",
                "configEpoch updated after importing slot 2",
            ),
        ],
    },
    Message {
        id: "cluster-slot-keys",
        side: Side::Any,
        concern: Concern::Notable,
        means: "Keys were found for a slot that another node has.",
        remedy: Some("Run a check of the slots: keys stand where they do not belong."),
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "I have keys for slot {slot}, but the slot is assigned to another node. \
                 Setting it to importing state.",
                "3.0.0.., valkey 7.2",
                "I have keys for slot 2, but the slot is assigned to another node. Setting it \
                 to importing state.",
            ),
            wording(
                "I have keys for slot {slot}, but the slot is assigned to another node. \
                 Deleting keys in the slot.",
                "valkey 8.0..",
                "I have keys for slot 2, but the slot is assigned to another node. Deleting \
                 keys in the slot.",
            ),
            wording(
                "I have keys for unassigned slot {slot}. Taking responsibility for it.",
                "3.0.0.., valkey 7.2..",
                "I have keys for unassigned slot 2. Taking responsibility for it.",
            ),
            wording(
                "Deleting keys in dirty slot {slot} on node {node_id} ({node_name}) in shard \
                 {shard_id}",
                "valkey 8.0..",
                "Deleting keys in dirty slot 2 on node \
                 e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a (node-1) in shard \
                 41fe768fd1e41a03b26b4d02c8a2d5a0b8b8a3c5",
            ),
        ],
    },
];
