//! The master's answer to the replica: it continues.
//!
//! Written by `slaveTryPartialResynchronization`, `replication.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "partial-resync-succeeded",
        side: Side::Replica,
        concern: Concern::Notable,
        means: "The replica continues where it stopped.",
        remedy: None,
        before: &["partial-resync-requested"],
        after: &["replid-changed", "partial-resync-finished"],
        wordings: &[
            wording(
                "Successful partial resynchronization with master.",
                "2.8.0.., valkey 7.2",
                "Successful partial resynchronization with master.",
            ),
            wording(
                "Successful partial resynchronization with primary.",
                "valkey 8.0..",
                "Successful partial resynchronization with primary.",
            ),
        ],
    },
    Message {
        id: "replid-changed",
        side: Side::Replica,
        concern: Concern::Notable,
        means: "The master has a new id, because it was promoted: the replica takes it over \
                 and keeps the old one as its second id.",
        remedy: None,
        before: &["partial-resync-succeeded"],
        after: &["partial-resync-finished"],
        wordings: &[
            wording(
                "Master replication ID changed to {replid}",
                "4.0.0.., valkey 7.2",
                "Master replication ID changed to 10c7e1a9203f6ffaa24de9ce342e30b32ff908b8",
            ),
            wording(
                "Primary replication ID changed to {replid}",
                "valkey 8.0..",
                "Primary replication ID changed to 58d02c1b84c5f983e18fd9308ec8414ac2273798",
            ),
        ],
    },
    Message {
        id: "partial-resync-finished",
        side: Side::Replica,
        concern: Concern::Notable,
        means: "The link is up again without a full synchronisation.",
        remedy: None,
        before: &["partial-resync-succeeded"],
        after: &[],
        wordings: &[
            wording(
                "MASTER <-> SLAVE sync: Master accepted a Partial Resynchronization.",
                "2.8.0..4.0.14, 5.0-rc1..5.0-rc5",
                "MASTER <-> SLAVE sync: Master accepted a Partial Resynchronization.",
            ),
            wording(
                "MASTER <-> REPLICA sync: Master accepted a Partial Resynchronization.",
                "5.0.0.., valkey 7.2",
                "MASTER <-> REPLICA sync: Master accepted a Partial Resynchronization.",
            ),
            wording(
                "PRIMARY <-> REPLICA sync: Primary accepted a Partial Resynchronization.",
                "valkey 8.0..",
                "PRIMARY <-> REPLICA sync: Primary accepted a Partial Resynchronization.",
            ),
            wording(
                "Primary <-> REPLICA sync: Primary accepted a Partial Resynchronization{detail}",
                "valkey 8.0..",
                "Primary <-> REPLICA sync: Primary accepted a Partial Resynchronization, RDB \
                 load in background.",
            ),
            wording(
                "PRIMARY <-> REPLICA sync: Primary accepted a Partial Resynchronization{detail}",
                "valkey 8.1..",
                "PRIMARY <-> REPLICA sync: Primary accepted a Partial Resynchronization, RDB \
                 load in background.",
            ),
        ],
    },
];
