//! Cluster nodes that change sides.
//!
//! Written by `clusterUpdateSlotsConfigWith`, `clusterHandleSlaveMigration`, `cluster.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "demoted",
        side: Side::Any,
        concern: Concern::Notable,
        means: "The node lost its slots to another one and follows that now.",
        remedy: Some("Save what this node wrote alone before it synchronises, if it was cut off."),
        before: &[],
        after: &["cached-master-synthesized"],
        wordings: &[
            wording(
                "Configuration change detected. Reconfiguring myself as a replica of {node_id}",
                "3.0.0..7.0.15, 7.2-rc1..7.2-rc2",
                "Configuration change detected. Reconfiguring myself as a replica of \
                 e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a",
            ),
            wording(
                "Configuration change detected. Reconfiguring myself as a replica of \
                 {node_id} ({node_name})",
                "7.2.0.., valkey 7.2",
                "Configuration change detected. Reconfiguring myself as a replica of \
                 e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a (node-1)",
            ),
            wording(
                "Configuration change detected. Reconfiguring myself as a replica of node \
                 {node_id} ({node_name}) in shard {shard_id}",
                "valkey 8.0..",
                "Configuration change detected. Reconfiguring myself as a replica of node \
                 e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a (node-1) in shard \
                 41fe768fd1e41a03b26b4d02c8a2d5a0b8b8a3c5",
            ),
            wording(
                "Lost my last slot during slot migration. Reconfiguring myself as a replica \
                 of {node_id} ({node_name}) in shard {shard_id}",
                "valkey 8.0..",
                "Lost my last slot during slot migration. Reconfiguring myself as a replica \
                 of e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a (node-1) in shard \
                 41fe768fd1e41a03b26b4d02c8a2d5a0b8b8a3c5",
            ),
            wording(
                "My last slot was migrated to node {node_id} ({node_name}) in shard \
                 {shard_id}. I am now an empty primary.",
                "valkey 8.0..",
                "My last slot was migrated to node e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a \
                 (node-1) in shard 41fe768fd1e41a03b26b4d02c8a2d5a0b8b8a3c5. I am now an \
                 empty primary.",
            ),
        ],
    },
    Message {
        id: "cluster-master-changed",
        side: Side::Replica,
        concern: Concern::Notable,
        means: "The replica follows another master: an orphaned one, or its master's master.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "I'm a sub-replica! Reconfiguring myself as a replica of grandmaster {node_id}",
                "7.0.0..7.0.15, 7.2-rc1..7.2-rc2",
                "I'm a sub-replica! Reconfiguring myself as a replica of grandmaster \
                 e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a",
            ),
            wording(
                "Migrating to orphaned master {node_id}",
                "3.0.0.., valkey 7.2",
                "Migrating to orphaned master e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a",
            ),
            wording(
                "I'm a sub-replica! Reconfiguring myself as a replica of grandmaster \
                 {node_id} ({node_name})",
                "7.2.0.., valkey 7.2",
                "I'm a sub-replica! Reconfiguring myself as a replica of grandmaster \
                 e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a (node-1)",
            ),
            wording(
                "Migrating to orphaned primary {node_id} ({node_name}) in shard {shard_id}",
                "valkey 8.0..",
                "Migrating to orphaned primary e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a \
                 (node-1) in shard 41fe768fd1e41a03b26b4d02c8a2d5a0b8b8a3c5",
            ),
            wording(
                "I'm a sub-replica! Reconfiguring myself as a replica of {node_id} from \
                 {from_node}",
                "valkey 8.0..",
                "I'm a sub-replica! Reconfiguring myself as a replica of \
                 e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a from \
                 7dc97cd72cf74483287692ab111c887a7c8a94e7",
            ),
        ],
    },
    Message {
        id: "cluster-failover-seen",
        side: Side::Any,
        concern: Concern::Notable,
        means: "Slots went over to another node.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "A failover occurred in shard {shard_id}; node {node_id} ({node_name}) lost \
                 {slots} slot(s) to node {to_node} ({node_name}) with a config epoch of \
                 {epoch}",
                "7.4.0..",
                "A failover occurred in shard 41fe768fd1e41a03b26b4d02c8a2d5a0b8b8a3c5; node \
                 e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a (node-1) lost 2 slot(s) to node \
                 93c01f03ad2170a42de960669659edfa24212736 (node-1) with a config epoch of 12",
            ),
            wording(
                "A failover occurred in shard {shard_id}; node {node_id} ({node_name}) failed \
                 over to node {to_node} ({node_name}) with a config epoch of {epoch}",
                "valkey 8.0..",
                "A failover occurred in shard 41fe768fd1e41a03b26b4d02c8a2d5a0b8b8a3c5; node \
                 e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a (node-1) failed over to node \
                 93c01f03ad2170a42de960669659edfa24212736 (node-1) with a config epoch of 12",
            ),
            wording(
                "Node {node_id} ({node_name}) is no longer master of shard {shard_id}; \
                 removed all {slots} slot(s) it used to own",
                "7.4.0..",
                "Node e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a (node-1) is no longer master \
                 of shard 41fe768fd1e41a03b26b4d02c8a2d5a0b8b8a3c5; removed all 2 slot(s) it \
                 used to own",
            ),
            wording(
                "Node {node_id} ({node_name}) is no longer primary of shard {shard_id}; \
                 removed all {slots} slot(s) it used to own",
                "valkey 8.0..",
                "Node e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a (node-1) is no longer primary \
                 of shard 41fe768fd1e41a03b26b4d02c8a2d5a0b8b8a3c5; removed all 2 slot(s) it \
                 used to own",
            ),
            wording(
                "Node {node_id} ({node_name}) is now part of shard {shard_id}",
                "7.4.0.., valkey 8.0..",
                "Node e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a (node-1) is now part of shard \
                 41fe768fd1e41a03b26b4d02c8a2d5a0b8b8a3c5",
            ),
            wording(
                "Node {node_id} ({node_name}) is now a replica of node {to_node} \
                 ({node_name}) in shard {shard_id}",
                "valkey 8.0..",
                "Node e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a (node-1) is now a replica of \
                 node 93c01f03ad2170a42de960669659edfa24212736 (node-1) in shard \
                 41fe768fd1e41a03b26b4d02c8a2d5a0b8b8a3c5",
            ),
        ],
    },
];
