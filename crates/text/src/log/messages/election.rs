//! A replica stands for its failed master.
//!
//! Written by `clusterHandleSlaveFailover`, `cluster.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "election-delayed",
        side: Side::Replica,
        concern: Concern::Notable,
        means: "The replica will ask for votes; its rank among the replicas and its offset \
                 decide how soon.",
        remedy: None,
        before: &["cluster-fail"],
        after: &["election-started"],
        wordings: &[
            wording(
                "Start of election delayed for {ms} milliseconds (rank #{rank}, offset \
                 {offset}).",
                "3.0.0.., valkey 7.2..",
                "Start of election delayed for 2 milliseconds (rank #2, offset 8442).",
            ),
            wording(
                "Slave rank updated to #{rank}, added {ms} milliseconds of delay.",
                "3.0.0..4.0.14, 5.0-rc1..5.0-rc5",
                "Slave rank updated to #2, added 2 milliseconds of delay.",
            ),
            wording(
                "Replica rank updated to #{rank}, added {ms} milliseconds of delay.",
                "5.0.0.., valkey 7.2..",
                "Replica rank updated to #2, added 2 milliseconds of delay.",
            ),
        ],
    },
    Message {
        id: "election-started",
        side: Side::Replica,
        concern: Concern::Notable,
        means: "The replica asks for votes.",
        remedy: None,
        before: &["election-delayed"],
        after: &["election-won", "election-stalled"],
        wordings: &[wording(
            "Starting a failover election for epoch {epoch}.",
            "3.0.0.., valkey 7.2..",
            "Starting a failover election for epoch 12.",
        )],
    },
    Message {
        id: "election-stalled",
        side: Side::Replica,
        concern: Concern::Trouble,
        means: "The replica cannot take over, for this reason.",
        remedy: Some(
            "Look at the reason in the line: too old data, no majority of masters, or an \
             election that goes on.",
        ),
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "Currently unable to failover: {reason}",
                "3.0.0.., valkey 7.2..",
                "Currently unable to failover: text",
            ),
            wording(
                "Needed quorum: {quorum}. Number of votes received so far: {votes}",
                "7.2.0.., valkey 7.2..",
                "Needed quorum: 2. Number of votes received so far: 2",
            ),
        ],
    },
    Message {
        id: "election-won",
        side: Side::Replica,
        concern: Concern::Notable,
        means: "The majority voted for this replica: it is the master now. The change of its \
                 id follows.",
        remedy: None,
        before: &["election-started"],
        after: &["second-id-set"],
        wordings: &[
            wording(
                "Failover election won: I'm the new master.",
                "3.0.0.., valkey 7.2",
                "Failover election won: I'm the new master.",
            ),
            wording(
                "Failover election won: I'm the new primary.",
                "valkey 8.0..",
                "Failover election won: I'm the new primary.",
            ),
        ],
    },
    Message {
        id: "vote-granted",
        side: Side::Master,
        concern: Concern::Notable,
        means: "This master votes for the replica.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "Failover auth granted to {node_id} for epoch {epoch}",
                "3.0.0..7.0.15, 7.2-rc1..7.2-rc2",
                "Failover auth granted to e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a for epoch 12",
            ),
            wording(
                "Failover auth granted to {node_id} ({node_name}) for epoch {epoch}",
                "7.2.0.., valkey 7.2..",
                "Failover auth granted to e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a (node-1) \
                 for epoch 12",
            ),
        ],
    },
    Message {
        id: "vote-denied",
        side: Side::Master,
        concern: Concern::Notable,
        means: "This master does not vote for the replica, for this reason.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "Failover auth denied to {node_id}: {reason}",
                "3.0.0..7.2-rc2",
                "Failover auth denied to e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a: text",
            ),
            wording(
                "Failover auth denied to {node_id} ({node_name}): {reason}",
                "7.2.0.., valkey 7.2..",
                "Failover auth denied to e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a (node-1): \
                 text",
            ),
            wording(
                "Failover auth denied to {node_id} {node_name}: {reason}",
                "7.2.0.., valkey 7.2..",
                "Failover auth denied to e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a node-1: text",
            ),
            wording(
                "Failover auth denied to {node_id} ({node_name}) for epoch {epoch}: {reason}",
                "valkey 8.0..",
                "Failover auth denied to e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a (node-1) \
                 for epoch 12: text",
            ),
        ],
    },
];
