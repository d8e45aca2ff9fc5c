//! CLUSTER FAILOVER.
//!
//! Written by `clusterCommand`, `manualFailoverCheckTimeout`, `cluster.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "manual-failover",
        side: Side::Replica,
        concern: Concern::Notable,
        means: "The replica was told to take over.",
        remedy: None,
        before: &[],
        after: &["manual-failover-offset", "election-delayed"],
        wordings: &[
            wording(
                "Manual failover user request accepted.",
                "3.0.0.., valkey 7.2.5..7.2.7, valkey 8.0.0-rc1..8.0.0-rc2",
                "Manual failover user request accepted.",
            ),
            wording(
                "Manual failover user request accepted (user request from '{by}').",
                "valkey 8.0..",
                "Manual failover user request accepted (user request from 'id=7 \
                 addr=10.0.0.9:44974 laddr=10.0.0.2:6379 fd=14 name=sentinel-8ee76e02-cmd \
                 age=74 idle=0 flags=x db=0 cmd=exec user=default').",
            ),
            wording(
                "Forced failover user request accepted.",
                "3.0.0.., valkey 7.2.5..7.2.7, valkey 8.0.0-rc1..8.0.0-rc2",
                "Forced failover user request accepted.",
            ),
            wording(
                "Forced failover user request accepted (user request from '{by}').",
                "valkey 8.0..",
                "Forced failover user request accepted (user request from 'id=7 \
                 addr=10.0.0.9:44974 laddr=10.0.0.2:6379 fd=14 name=sentinel-8ee76e02-cmd \
                 age=74 idle=0 flags=x db=0 cmd=exec user=default').",
            ),
            wording(
                "Taking over the master (user request).",
                "3.0.0.., valkey 7.2",
                "Taking over the master (user request).",
            ),
            wording(
                "Taking over the primary (user request).",
                "valkey 8.0.0-rc1..8.0.0-rc2",
                "Taking over the primary (user request).",
            ),
            wording(
                "Taking over the primary (user request from '{by}').",
                "valkey 8.0..",
                "Taking over the primary (user request from 'id=7 addr=10.0.0.9:44974 \
                 laddr=10.0.0.2:6379 fd=14 name=sentinel-8ee76e02-cmd age=74 idle=0 flags=x \
                 db=0 cmd=exec user=default').",
            ),
        ],
    },
    Message {
        id: "manual-failover-requested",
        side: Side::Master,
        concern: Concern::Notable,
        means: "A replica wants to take over: the master stops writes here.",
        remedy: None,
        before: &[],
        after: &["demoted"],
        wordings: &[
            wording(
                "Manual failover requested by slave {node_id}.",
                "3.0.0..4.0.14, 5.0-rc1..5.0-rc5",
                "Manual failover requested by slave e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a.",
            ),
            wording(
                "Manual failover requested by replica {node_id}.",
                "5.0.0..7.0.15, 7.2-rc1..7.2-rc2",
                "Manual failover requested by replica e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a.",
            ),
            wording(
                "Manual failover requested by replica {node_id} ({node_name}).",
                "7.2.0.., valkey 7.2..",
                "Manual failover requested by replica \
                 e6cd89fdcb009cc10dfc8a08d4ecfcaa3ec8086a (node-1).",
            ),
        ],
    },
    Message {
        id: "manual-failover-offset",
        side: Side::Replica,
        concern: Concern::Notable,
        means: "The master has stopped writes; this is its last offset.",
        remedy: None,
        before: &["manual-failover"],
        after: &["manual-failover-ready"],
        wordings: &[
            wording(
                "Received replication offset for paused master manual failover: {offset}",
                "3.0.0.., valkey 7.2",
                "Received replication offset for paused master manual failover: 8442",
            ),
            wording(
                "Received replication offset for paused primary manual failover: {offset}",
                "valkey 8.0..",
                "Received replication offset for paused primary manual failover: 8442",
            ),
        ],
    },
    Message {
        id: "manual-failover-ready",
        side: Side::Replica,
        concern: Concern::Notable,
        means: "The replica has everything up to the master's last offset: nothing is lost.",
        remedy: None,
        before: &["manual-failover-offset"],
        after: &["election-delayed"],
        wordings: &[
            wording(
                "All master replication stream processed, manual failover can start.",
                "3.0.0.., valkey 7.2",
                "All master replication stream processed, manual failover can start.",
            ),
            wording(
                "All primary replication stream processed, manual failover can start.",
                "valkey 8.0..",
                "All primary replication stream processed, manual failover can start.",
            ),
        ],
    },
    Message {
        id: "manual-failover-timeout",
        side: Side::Any,
        concern: Concern::Trouble,
        means: "The failover was not done in time and is given up.",
        remedy: Some(
            "Try again when the replica has caught up; CLUSTER FAILOVER FORCE loses what the \
             master has beyond.",
        ),
        before: &[],
        after: &[],
        wordings: &[wording(
            "Manual failover timed out.",
            "3.0.0.., valkey 7.2..",
            "Manual failover timed out.",
        )],
    },
];
