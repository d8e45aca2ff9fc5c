//! Data loaded at the start, and where they came from.
//!
//! Written by `loadDataFromDisk`, `server.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "db-loaded",
        side: Side::Any,
        concern: Concern::Notable,
        means: "The data come from a snapshot. A replica, and from 7.0 on a master, takes \
                 its position from it.",
        remedy: None,
        before: &["server-version"],
        after: &["ready", "connecting"],
        wordings: &[wording(
            "DB loaded from disk: {seconds} seconds",
            "2.6.0.., valkey 7.2..",
            "DB loaded from disk: 0.000 seconds",
        )],
    },
    Message {
        id: "aof-loaded",
        side: Side::Any,
        concern: Concern::Notable,
        means: "The data come from the append only file. No replication position is restored \
                 from one: the node asks for a full synchronisation, or gets a new id.",
        remedy: None,
        before: &["server-version"],
        after: &["ready", "no-cached-master"],
        wordings: &[
            wording(
                "DB loaded from append only file: {seconds} seconds",
                "2.6.0..6.2.16, 7.0.1.., valkey 7.2..",
                "DB loaded from append only file: 60 seconds",
            ),
            wording(
                "DB loaded from base file {file}: {seconds} seconds",
                "7.0.0.., valkey 7.2..",
                "DB loaded from base file dump.rdb: 60 seconds",
            ),
            wording(
                "DB loaded from incr file {file}: {seconds} seconds",
                "7.0.0.., valkey 7.2..",
                "DB loaded from incr file dump.rdb: 60 seconds",
            ),
        ],
    },
    Message {
        id: "data-reloaded",
        side: Side::Any,
        concern: Concern::Trouble,
        means: "A DEBUG command replaced the data set. It has no replication position.",
        remedy: Some("Find out who ran DEBUG RELOAD; do not on a master that has replicas."),
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "DB reloaded by DEBUG RELOAD",
                "2.6.0.., valkey 7.2..",
                "DB reloaded by DEBUG RELOAD",
            ),
            wording(
                "Append Only File loaded by DEBUG LOADAOF",
                "2.6.0.., valkey 7.2..",
                "Append Only File loaded by DEBUG LOADAOF",
            ),
        ],
    },
];
