//! The snapshot arrives.
//!
//! Written by `readSyncBulkPayload`, `replication.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "receiving",
        side: Side::Replica,
        concern: Concern::Notable,
        means: "The snapshot comes over the link: of a known length from a file, or streamed \
                 up to a mark.",
        remedy: None,
        before: &["full-resync"],
        after: &["flushing", "loading-db", "transfer-lost"],
        wordings: &[
            wording(
                "MASTER <-> SLAVE sync: receiving {bytes} bytes from master",
                "2.6.0..4.0.14, 5.0-rc1..5.0-rc5",
                "MASTER <-> SLAVE sync: receiving 18 bytes from master",
            ),
            wording(
                "MASTER <-> REPLICA sync: receiving {bytes} bytes from master",
                "5.0.0..5.0.14",
                "MASTER <-> REPLICA sync: receiving 175 bytes from master",
            ),
            wording(
                "MASTER <-> REPLICA sync: receiving {bytes} bytes from master {destination}",
                "6.0.0.., valkey 7.2",
                "MASTER <-> REPLICA sync: receiving 4096 bytes from master to disk",
            ),
            wording(
                "PRIMARY <-> REPLICA sync: receiving {bytes} bytes from primary {destination}",
                "valkey 8.0..",
                "PRIMARY <-> REPLICA sync: receiving 4096 bytes from primary to disk",
            ),
            wording(
                "MASTER <-> SLAVE sync: receiving streamed RDB from master",
                "2.8.18..4.0.14, 5.0-rc1..5.0-rc5",
                "MASTER <-> SLAVE sync: receiving streamed RDB from master",
            ),
            wording(
                "MASTER <-> REPLICA sync: receiving streamed RDB from master",
                "5.0.0..5.0.14",
                "MASTER <-> REPLICA sync: receiving streamed RDB from master",
            ),
            wording(
                "MASTER <-> REPLICA sync: receiving streamed RDB from master with EOF \
                 {destination}",
                "6.0.0.., valkey 7.2",
                "MASTER <-> REPLICA sync: receiving streamed RDB from master with EOF to disk",
            ),
            wording(
                "PRIMARY <-> REPLICA sync: receiving streamed RDB from primary with EOF \
                 {destination}",
                "valkey 8.0..",
                "PRIMARY <-> REPLICA sync: receiving streamed RDB from primary with EOF to disk",
            ),
            wording(
                "Replica bio thread: PRIMARY <-> REPLICA sync: receiving {bytes} bytes from \
                 primary {destination}",
                "valkey 9.0..",
                "Replica bio thread: PRIMARY <-> REPLICA sync: receiving 4096 bytes from \
                 primary to disk",
            ),
            wording(
                "Replica bio thread: PRIMARY <-> REPLICA sync: receiving streamed RDB from \
                 primary with EOF {destination}",
                "valkey 9.0..",
                "Replica bio thread: PRIMARY <-> REPLICA sync: receiving streamed RDB from \
                 primary with EOF to disk",
            ),
            wording(
                "Receiving {bytes} bytes data dump from MASTER",
                "2.0.0..2.2.0-alpha4",
                "Receiving 4096 bytes data dump from MASTER",
            ),
        ],
    },
    Message {
        id: "download-in-thread",
        side: Side::Replica,
        concern: Concern::Routine,
        means: "A thread of its own receives the snapshot.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "Replica main thread creating Bio thread to save RDB to disk",
                "valkey 9.0..",
                "Replica main thread creating Bio thread to save RDB to disk",
            ),
            wording(
                "Replica main thread detected RDB download completion in Bio thread",
                "valkey 9.0..",
                "Replica main thread detected RDB download completion in Bio thread",
            ),
        ],
    },
    Message {
        id: "rdb-downloaded",
        side: Side::Replica,
        concern: Concern::Notable,
        means: "The snapshot has arrived.",
        remedy: None,
        before: &["receiving"],
        after: &["loading-db"],
        wordings: &[
            wording(
                "Replica bio thread: Done downloading RDB",
                "valkey 9.0..",
                "Replica bio thread: Done downloading RDB",
            ),
            wording(
                "Loading the RDB and finalizing primary-replica sync...",
                "valkey 9.0..",
                "Loading the RDB and finalizing primary-replica sync...",
            ),
        ],
    },
];
