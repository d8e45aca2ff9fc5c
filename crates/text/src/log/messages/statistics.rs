//! Figures that are printed every few seconds at verbose or debug level.
//!
//! Written by `serverCron`, `server.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "db-statistics",
        side: Side::Any,
        concern: Concern::Chatter,
        means: "The keys of a database: comparable between a master and its replicas.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[wording(
            "DB {db}: {keys} keys ({expires} volatile) in {buckets} slots HT.",
            "2.6.0.., valkey 7.2..",
            "DB 2: 2 keys (2 volatile) in 2 slots HT.",
        )],
    },
    Message {
        id: "client-statistics",
        side: Side::Any,
        concern: Concern::Chatter,
        means: "Clients, replicas and memory.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "{clients} clients connected ({replicas} slaves), {used_memory} bytes in use",
                "2.6.0..4.0.14, 5.0-rc1..5.0-rc5",
                "0 clients connected (0 slaves), 835276 bytes in use",
            ),
            wording(
                "{clients} clients connected ({replicas} replicas), {used_memory} bytes in use",
                "5.0.0.., valkey 7.2",
                "2 clients connected (2 replicas), 2 bytes in use",
            ),
            wording(
                "Total: {clients} clients connected ({replicas} replicas), {used_memory} \
                 ({used_memory_human}) bytes in use",
                "valkey 8.0..",
                "Total: 2 clients connected (2 replicas), 2 (1.00M) bytes in use",
            ),
        ],
    },
];
