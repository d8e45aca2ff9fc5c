//! The snapshot replaces the replica's data.
//!
//! Written by `readSyncBulkPayload`, `replication.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "flushing",
        side: Side::Replica,
        concern: Concern::Notable,
        means: "The old data set is thrown away.",
        remedy: None,
        before: &["receiving"],
        after: &["loading-db"],
        wordings: &[
            wording(
                "MASTER <-> SLAVE sync: Flushing old data",
                "2.8.3..4.0.14, 5.0-rc1..5.0-rc5",
                "MASTER <-> SLAVE sync: Flushing old data",
            ),
            wording(
                "MASTER <-> REPLICA sync: Flushing old data",
                "5.0.0.., valkey 7.2",
                "MASTER <-> REPLICA sync: Flushing old data",
            ),
            wording(
                "PRIMARY <-> REPLICA sync: Flushing old data",
                "valkey 8.0..",
                "PRIMARY <-> REPLICA sync: Flushing old data",
            ),
            wording(
                "RDB signature and version check passed. Flushing old data",
                "valkey 9.0..",
                "RDB signature and version check passed. Flushing old data",
            ),
        ],
    },
    Message {
        id: "keeping-old",
        side: Side::Replica,
        concern: Concern::Notable,
        means: "The replica keeps its data and merges the master's into them (KeyDB, active \
                 replica).",
        remedy: None,
        before: &["receiving"],
        after: &[],
        wordings: &[wording(
            "MASTER <-> REPLICA sync: Keeping old data",
            "keydb 5.0..",
            "MASTER <-> REPLICA sync: Keeping old data",
        )],
    },
    Message {
        id: "loading-db",
        side: Side::Replica,
        concern: Concern::Notable,
        means: "The snapshot is read into memory; the replica does not serve meanwhile.",
        remedy: None,
        before: &["receiving"],
        after: &["rdb-loading", "sync-finished", "sync-load-failed"],
        wordings: &[
            wording(
                "MASTER <-> SLAVE sync: Loading DB in memory",
                "2.6.0..4.0.14, 5.0-rc1..5.0-rc5",
                "MASTER <-> SLAVE sync: Loading DB in memory",
            ),
            wording(
                "MASTER <-> REPLICA sync: Loading DB in memory",
                "5.0.0.., valkey 7.2",
                "MASTER <-> REPLICA sync: Loading DB in memory",
            ),
            wording(
                "PRIMARY <-> REPLICA sync: Loading DB in memory",
                "valkey 8.0..",
                "PRIMARY <-> REPLICA sync: Loading DB in memory",
            ),
        ],
    },
    Message {
        id: "sync-finished",
        side: Side::Replica,
        concern: Concern::Notable,
        means: "The full synchronisation is complete: the replica has the master's id and \
                 the snapshot's offset, and no second id.",
        remedy: None,
        before: &["loading-db"],
        after: &[],
        wordings: &[
            wording(
                "MASTER <-> SLAVE sync: Finished with success",
                "2.6.0..4.0.14, 5.0-rc1..5.0-rc5",
                "MASTER <-> SLAVE sync: Finished with success",
            ),
            wording(
                "MASTER <-> REPLICA sync: Finished with success",
                "5.0.0.., valkey 7.2",
                "MASTER <-> REPLICA sync: Finished with success",
            ),
            wording(
                "PRIMARY <-> REPLICA sync: Finished with success",
                "valkey 8.0..",
                "PRIMARY <-> REPLICA sync: Finished with success",
            ),
            wording("Fast sync complete", "keydb 6.3..", "Fast sync complete"),
        ],
    },
    Message {
        id: "swapdb-load",
        side: Side::Replica,
        concern: Concern::Routine,
        means: "With `repl-diskless-load swapdb` the old data stay until the new ones are \
                 there.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "MASTER <-> REPLICA sync: Swapping active DB with loaded DB",
                "7.0.0.., valkey 7.2",
                "MASTER <-> REPLICA sync: Swapping active DB with loaded DB",
            ),
            wording(
                "PRIMARY <-> REPLICA sync: Swapping active DB with loaded DB",
                "valkey 8.0..",
                "PRIMARY <-> REPLICA sync: Swapping active DB with loaded DB",
            ),
            wording(
                "MASTER <-> REPLICA sync: Discarding old DB in background",
                "7.0.0.., valkey 7.2",
                "MASTER <-> REPLICA sync: Discarding old DB in background",
            ),
            wording(
                "PRIMARY <-> REPLICA sync: Discarding old DB in background",
                "valkey 8.0..",
                "PRIMARY <-> REPLICA sync: Discarding old DB in background",
            ),
            wording(
                "MASTER <-> REPLICA sync: Discarding temporary DB in background",
                "7.0.0.., valkey 7.2",
                "MASTER <-> REPLICA sync: Discarding temporary DB in background",
            ),
            wording(
                "PRIMARY <-> REPLICA sync: Discarding temporary DB in background",
                "valkey 8.0..",
                "PRIMARY <-> REPLICA sync: Discarding temporary DB in background",
            ),
            wording(
                "PRIMARY <-> REPLICA sync: Discarding the half-loaded data",
                "valkey 8.0..",
                "PRIMARY <-> REPLICA sync: Discarding the half-loaded data",
            ),
        ],
    },
];
