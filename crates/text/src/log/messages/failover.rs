//! The FAILOVER command (6.2+).
//!
//! Written by `failoverCommand`, `replication.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "failover-requested",
        side: Side::Master,
        concern: Concern::Notable,
        means: "The master shall hand over to a replica.",
        remedy: None,
        before: &[],
        after: &["failover-target-synced", "failover-forced", "failover-aborted"],
        wordings: &[
            wording(
                "FAILOVER requested to {addr}.",
                "6.2.0.., valkey 7.2..",
                "FAILOVER requested to 10.0.0.2:6379.",
            ),
            wording(
                "FAILOVER requested to any replica.",
                "6.2.0.., valkey 7.2..",
                "FAILOVER requested to any replica.",
            ),
        ],
    },
    Message {
        id: "failover-target-synced",
        side: Side::Master,
        concern: Concern::Notable,
        means: "The replica has everything; the roles change without loss.",
        remedy: None,
        before: &["failover-requested"],
        after: &["replicaof", "connecting"],
        wordings: &[wording(
            "Failover target {addr} is synced, failing over.",
            "6.2.0.., valkey 7.2..",
            "Failover target 10.0.0.2:6379 is synced, failing over.",
        )],
    },
    Message {
        id: "failover-forced",
        side: Side::Master,
        concern: Concern::Trouble,
        means: "The replica did not catch up in time and takes over anyway: what it lacks is \
                 lost.",
        remedy: Some("Compare the nodes: the target was promoted before it had everything."),
        before: &["failover-requested"],
        after: &[],
        wordings: &[wording(
            "FAILOVER to {addr} time out exceeded, failing over.",
            "6.2.0.., valkey 7.2..",
            "FAILOVER to 10.0.0.2:6379 time out exceeded, failing over.",
        )],
    },
    Message {
        id: "failover-aborted",
        side: Side::Master,
        concern: Concern::Trouble,
        means: "The roles stay as they are.",
        remedy: Some("Read the reason; the old master takes writes again."),
        before: &["failover-requested"],
        after: &[],
        wordings: &[
            wording(
                "FAILOVER to {addr} aborted: {error}",
                "6.2.0.., valkey 7.2..",
                "FAILOVER to 10.0.0.2:6379 aborted: Connection refused",
            ),
            wording(
                "FAILOVER to any replica aborted: {error}",
                "6.2.0.., valkey 7.2..",
                "FAILOVER to any replica aborted: Connection refused",
            ),
        ],
    },
];
