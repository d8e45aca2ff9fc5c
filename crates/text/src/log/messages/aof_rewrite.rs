//! The append only file rewritten or not writable.
//!
//! Written by `rewriteAppendOnlyFileBackground`, `backgroundRewriteDoneHandler`, `aof.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "aof-rewrite-started",
        side: Side::Any,
        concern: Concern::Routine,
        means: "A child rewrites the append only file. A snapshot for a replica has to wait \
                 for it.",
        remedy: None,
        before: &[],
        after: &["aof-rewrite-done"],
        wordings: &[wording(
            "Background append only file rewriting started by pid {child_pid}",
            "2.6.0.., valkey 7.2..",
            "Background append only file rewriting started by pid 1234",
        )],
    },
    Message {
        id: "aof-rewrite-done",
        side: Side::Any,
        concern: Concern::Routine,
        means: "The append only file was rewritten. Up to 6.2 the scripts known to replicas \
                 are forgotten here.",
        remedy: None,
        before: &["aof-rewrite-started"],
        after: &[],
        wordings: &[
            wording(
                "Background AOF rewrite terminated with success",
                "2.6.0.., valkey 7.2..",
                "Background AOF rewrite terminated with success",
            ),
            wording(
                "Background AOF rewrite finished successfully",
                "2.6.0.., valkey 7.2..",
                "Background AOF rewrite finished successfully",
            ),
            wording(
                "SYNC append only file rewrite performed",
                "2.6.0..7.0.0",
                "SYNC append only file rewrite performed",
            ),
        ],
    },
    Message {
        id: "aof-write-failed",
        side: Side::Any,
        concern: Concern::Trouble,
        means: "The append only file cannot be written; writes are refused from here on.",
        remedy: Some("Free the disk. The server refuses writes until the file can be written."),
        before: &[],
        after: &[],
        wordings: &[wording(
            "Error writing to the AOF file: {error}",
            "2.8.6.., valkey 7.2..",
            "Error writing to the AOF file: Connection refused",
        )],
    },
    Message {
        id: "replica-ignores-disk-error",
        side: Side::Replica,
        concern: Concern::Trouble,
        means: "The replica applies commands although it cannot write them to disk.",
        remedy: Some("Free the disk of the replica: what it applies now is gone after a restart."),
        before: &[],
        after: &[],
        wordings: &[wording(
            "Replica is applying a command even though it is unable to write to disk.",
            "7.0.0.., valkey 7.2..",
            "Replica is applying a command even though it is unable to write to disk.",
        )],
    },
    Message {
        id: "aof-rewrite-failed",
        side: Side::Any,
        concern: Concern::Trouble,
        means: "The append only file could not be rewritten.",
        remedy: Some(
            "Free memory and disk; the old file goes on growing until a rewrite succeeds.",
        ),
        before: &["aof-rewrite-started"],
        after: &[],
        wordings: &[
            wording(
                "Background AOF rewrite terminated with error",
                "2.4.0.., valkey 7.2..",
                "Background AOF rewrite terminated with error",
            ),
            wording(
                "Background AOF rewrite terminated by signal {signal}",
                "2.4.0.., valkey 7.2..",
                "Background AOF rewrite terminated by signal 2",
            ),
            wording(
                "Can't rewrite append only file in background: fork: {error}",
                "2.4.0.., valkey 7.2..",
                "Can't rewrite append only file in background: fork: Connection refused",
            ),
            wording(
                "Background AOF rewrite signal handler error",
                "2.4.0..6.2.16",
                "Background AOF rewrite signal handler error",
            ),
        ],
    },
    Message {
        id: "aof-fsync-slow",
        side: Side::Any,
        concern: Concern::Trouble,
        means: "The disk is too slow for the append only file: writes wait for it, and so do \
                 clients and replicas.",
        remedy: Some(
            "The disk is the bottleneck: move the file, or use appendfsync everysec with \
             no-appendfsync-on-rewrite.",
        ),
        before: &[],
        after: &[],
        wordings: &[wording(
            "Asynchronous AOF fsync is taking too long (disk is busy?). Writing the AOF \
                 buffer without waiting for fsync to complete, this may slow down {detail}",
            "2.4.0.., valkey 7.2..",
            "Asynchronous AOF fsync is taking too long (disk is busy?). Writing the AOF \
                 buffer without waiting for fsync to complete, this may slow down , RDB load \
                 in background.",
        )],
    },
];
