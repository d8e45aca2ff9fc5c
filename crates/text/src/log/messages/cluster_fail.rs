//! Nodes taken for dead, and alive again.
//!
//! Written by `markNodeAsFailingIfNeeded`, `clearNodeFailureIfNeeded`, `cluster.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "cluster-possible-fail",
        side: Side::Any,
        concern: Concern::Notable,
        means: "This node, or another one by hearsay, cannot reach a node.",
        remedy: None,
        before: &[],
        after: &["cluster-fail"],
        wordings: &[
            wording(
                "*** NODE {node_id} possibly failing",
                "3.0.0.., valkey 7.2",
                "*** NODE e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a possibly failing",
            ),
            wording(
                "NODE {node_id} ({node_name}) possibly failing.",
                "valkey 8.0..",
                "NODE e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a (node-1) possibly failing.",
            ),
            wording(
                "Node {by_node} reported node {node_id} as not reachable.",
                "3.0.0..7.0.15, 7.2-rc1..7.2-rc2",
                "Node 7dc97cd72cf74483287692ab111c887a7c8a94e7 reported node \
                 e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a as not reachable.",
            ),
            wording(
                "Node {by_node} ({node_name}) reported node {node_id} ({node_name}) as not \
                 reachable.",
                "7.2.0.., valkey 7.2..",
                "Node 7dc97cd72cf74483287692ab111c887a7c8a94e7 (node-1) reported node \
                 e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a (node-1) as not reachable.",
            ),
        ],
    },
    Message {
        id: "cluster-reachable",
        side: Side::Any,
        concern: Concern::Routine,
        means: "A node can be reached again.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "Node {by_node} reported node {node_id} is back online.",
                "3.0.0..7.0.15, 7.2-rc1..7.2-rc2",
                "Node 7dc97cd72cf74483287692ab111c887a7c8a94e7 reported node \
                 e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a is back online.",
            ),
            wording(
                "Node {by_node} ({node_name}) reported node {node_id} ({node_name}) is back \
                 online.",
                "7.2.0.., valkey 7.2..",
                "Node 7dc97cd72cf74483287692ab111c887a7c8a94e7 (node-1) reported node \
                 e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a (node-1) is back online.",
            ),
        ],
    },
    Message {
        id: "cluster-fail",
        side: Side::Any,
        concern: Concern::Trouble,
        means: "The majority of masters cannot reach the node: it counts as failed, and a \
                 replica may take over. A node that flushes or loads a large data set looks \
                 like this too.",
        remedy: Some(
            "Look at the node that is said to fail: is it dead, or busy with a flush, a load or \
             a slow command?",
        ),
        before: &[],
        after: &["election-delayed", "cluster-fail-cleared"],
        wordings: &[
            wording(
                "Marking node {node_id} as failing (quorum reached).",
                "3.0.0..7.0.15, 7.2-rc1..7.2-rc2",
                "Marking node e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a as failing (quorum \
                 reached).",
            ),
            wording(
                "Marking node {node_id} ({node_name}) as failing (quorum reached).",
                "7.2.0.., valkey 7.2..",
                "Marking node e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a (node-1) as failing \
                 (quorum reached).",
            ),
            wording(
                "FAIL message received from {by_node} about {node_id}",
                "3.0.0..7.0.15, 7.2-rc1..7.2-rc2",
                "FAIL message received from 7dc97cd72cf74483287692ab111c887a7c8a94e7 about \
                 e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a",
            ),
            wording(
                "FAIL message received from {by_node} ({node_name}) about {node_id} \
                 ({node_name})",
                "7.2.0.., valkey 7.2..",
                "FAIL message received from 7dc97cd72cf74483287692ab111c887a7c8a94e7 (node-1) \
                 about e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a (node-1)",
            ),
        ],
    },
    Message {
        id: "cluster-fail-cleared",
        side: Side::Any,
        concern: Concern::Notable,
        means: "The failed node is back.",
        remedy: None,
        before: &["cluster-fail"],
        after: &[],
        wordings: &[
            wording(
                "Clear FAIL state for node {node_id}: {what} is reachable again.",
                "3.0.0..7.0.15, 7.2-rc1..7.2-rc2",
                "Clear FAIL state for node e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a: RDB is \
                 reachable again.",
            ),
            wording(
                "Clear FAIL state for node {node_id}: is reachable again and nobody is \
                 serving its slots after some time.",
                "3.0.0..7.0.15, 7.2-rc1..7.2-rc2",
                "Clear FAIL state for node e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a: is \
                 reachable again and nobody is serving its slots after some time.",
            ),
            wording(
                "Clear FAIL state for node {node_id} ({node_name}):{what} is reachable again.",
                "7.2.0.., valkey 7.2",
                "Clear FAIL state for node e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a \
                 (node-1):RDB is reachable again.",
            ),
            wording(
                "Clear FAIL state for node {node_id} ({node_name}): {what} is reachable again.",
                "valkey 8.0..",
                "Clear FAIL state for node e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a (node-1): \
                 RDB is reachable again.",
            ),
            wording(
                "Clear FAIL state for node {node_id} ({node_name}): is reachable again and \
                 nobody is serving its slots after some time.",
                "7.2.0.., valkey 7.2..",
                "Clear FAIL state for node e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a (node-1): \
                 is reachable again and nobody is serving its slots after some time.",
            ),
        ],
    },
];
