//! What a server says of a snapshot while it loads it.
//!
//! Written by `rdbLoadRioWithLoadingCtx`, `rdb.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "rdb-loading",
        side: Side::Any,
        concern: Concern::Routine,
        means: "A snapshot is being read. The version is that of the server that wrote it.",
        remedy: None,
        before: &["loading-db"],
        after: &["rdb-age"],
        wordings: &[
            wording(
                "Loading RDB produced by version {version}",
                "6.0.0..",
                "Loading RDB produced by version 6.0.1",
            ),
            wording(
                "Loading RDB produced by Redis version {version}",
                "valkey 7.2..",
                "Loading RDB produced by Redis version 7.0.15",
            ),
            wording(
                "Loading RDB produced by valkey version {version}",
                "valkey 7.2",
                "Loading RDB produced by valkey version 7.0.15",
            ),
            wording(
                "Loading RDB produced by Valkey version {version}",
                "valkey 8.0..",
                "Loading RDB produced by Valkey version 8.0.1",
            ),
        ],
    },
    Message {
        id: "rdb-age",
        side: Side::Any,
        concern: Concern::Routine,
        means: "How old the snapshot is by this machine's clock: now less its `ctime`. A \
                 full synchronisation loads one that is seconds old.",
        remedy: None,
        before: &["rdb-loading"],
        after: &[],
        wordings: &[wording(
            "RDB age {age_seconds} seconds",
            "6.0.0.., valkey 7.2..",
            "RDB age 0 seconds",
        )],
    },
    Message {
        id: "rdb-memory",
        side: Side::Any,
        concern: Concern::Routine,
        means: "The memory that the writer of the snapshot used.",
        remedy: None,
        before: &["rdb-age"],
        after: &[],
        wordings: &[wording(
            "RDB memory usage when created {mb} Mb",
            "6.0.0.., valkey 7.2..",
            "RDB memory usage when created 0.92 Mb",
        )],
    },
    Message {
        id: "rdb-in-aof",
        side: Side::Any,
        concern: Concern::Notable,
        means: "The snapshot is the head of an append only file: its replication position is \
                 not used.",
        remedy: None,
        before: &["rdb-loading"],
        after: &[],
        wordings: &[
            wording("RDB has an AOF tail", "6.0.0.., valkey 7.2..", "RDB has an AOF tail"),
            wording("RDB is base AOF", "7.0.0.., valkey 7.2..", "RDB is base AOF"),
        ],
    },
    Message {
        id: "rdb-aux-unknown",
        side: Side::Any,
        concern: Concern::Routine,
        means: "The snapshot carries a field that this server does not know. It is skipped.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording("RDB '{key}': {value}", "3.2.0.., valkey 7.2..", "RDB 'user:1': 2"),
            wording(
                "Unrecognized RDB AUX field: '{key}'",
                "3.2.0.., valkey 7.2..",
                "Unrecognized RDB AUX field: 'user:1'",
            ),
        ],
    },
    Message {
        id: "rdb-done",
        side: Side::Any,
        concern: Concern::Notable,
        means: "The snapshot is loaded; counts the keys taken over and those left out \
                 because they had expired.",
        remedy: None,
        before: &["rdb-loading"],
        after: &["sync-finished", "db-loaded"],
        wordings: &[
            wording(
                "Done loading RDB, keys loaded: {keys}, keys expired: {expired}, empty keys \
                 skipped: {empty}.",
                "6.2.6.., valkey 7.2..",
                "Done loading RDB, keys loaded: 2, keys expired: 2, empty keys skipped: 2.",
            ),
            wording(
                "Done loading RDB, keys loaded: {keys}, keys expired: {expired}.",
                "6.2.6.., valkey 7.2..",
                "Done loading RDB, keys loaded: 0, keys expired: 0.",
            ),
            wording(
                "Done loading RDB, keys loaded: {keys}, keys expired: {expired}, all fields \
                 expired hashes: {empty}.",
                "valkey 9.0..",
                "Done loading RDB, keys loaded: 0, keys expired: 0, all fields expired \
                 hashes: 0.",
            ),
        ],
    },
    Message {
        id: "rdb-empty-key",
        side: Side::Any,
        concern: Concern::Notable,
        means: "A key without elements stood in the snapshot and was left out.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[wording(
            "rdbLoadObject skipping empty key: {key}",
            "6.2.6.., valkey 7.2..",
            "rdbLoadObject skipping empty key: user:1",
        )],
    },
    Message {
        id: "rdb-checksum-off",
        side: Side::Any,
        concern: Concern::Notable,
        means: "The snapshot was written without a checksum, so damage would go unseen.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[wording(
            "RDB file was saved with checksum disabled: no check performed.",
            "2.6.0.., valkey 7.2..",
            "RDB file was saved with checksum disabled: no check performed.",
        )],
    },
];
