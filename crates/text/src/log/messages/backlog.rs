//! The replication backlog comes and goes.
//!
//! Written by `createReplicationBacklog`, `replicationCron`, `replication.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "backlog-created",
        side: Side::Master,
        concern: Concern::Notable,
        means: "The backlog begins here and with it a new history: the master has a new id \
                 and no second one. Whoever was in the old history needs everything.",
        remedy: None,
        before: &["full-resync-requested", "partial-resync-refused-id"],
        after: &["bgsave-for-sync"],
        wordings: &[wording(
            "Replication backlog created, my new replication IDs are '{replid}' and \
                 '{replid2}'",
            "6.0.4.., valkey 7.2..",
            "Replication backlog created, my new replication IDs are \
                 '066d1304ed05bd61fdd0ef2525ad35e536e35b22' and \
                 '0000000000000000000000000000000000000000'",
        )],
    },
    Message {
        id: "backlog-freed",
        side: Side::Master,
        concern: Concern::Trouble,
        means: "No replica was attached for `repl-backlog-ttl` seconds, so the backlog is \
                 gone; from 4.0.3 on the id changes too.",
        remedy: Some(
            "Raise repl-backlog-ttl (0 keeps it for ever) if replicas are often away that long.",
        ),
        before: &["replica-lost"],
        after: &["backlog-created"],
        wordings: &[
            wording(
                "Replication backlog freed after {seconds} seconds without connected slaves.",
                "2.8.0..4.0.14, 5.0-rc1..5.0-rc5",
                "Replication backlog freed after 1 seconds without connected slaves.",
            ),
            wording(
                "Replication backlog freed after {seconds} seconds without connected replicas.",
                "5.0.0.., valkey 7.2..",
                "Replication backlog freed after 1 seconds without connected replicas.",
            ),
        ],
    },
    Message {
        id: "backlog-resized",
        side: Side::Master,
        concern: Concern::Notable,
        means: "The backlog was made larger because replicas need it.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "Replication backlog is too small, resizing from {value} to {bytes} bytes",
                "keydb 6.0..",
                "Replication backlog is too small, resizing from 2 to 4096 bytes",
            ),
            wording(
                "Reclaiming {bytes} replication backlog bytes",
                "keydb 6.0..",
                "Reclaiming 4096 replication backlog bytes",
            ),
            wording(
                "Disk Backed Replication Allocated",
                "keydb 6.3..",
                "Disk Backed Replication Allocated",
            ),
            wording(
                "Failed to create disk backlog, will use memory only",
                "keydb 6.3..",
                "Failed to create disk backlog, will use memory only",
            ),
            wording(
                "Switching to disk backed replication backlog due to exceeding memory limits",
                "keydb 6.3..",
                "Switching to disk backed replication backlog due to exceeding memory limits",
            ),
            wording(
                "Returning to memory backed replication backlog",
                "keydb 6.3..",
                "Returning to memory backed replication backlog",
            ),
        ],
    },
];
