//! Snapshots written to disk.
//!
//! Written by `rdbSaveBackground`, `rdbSave`, `backgroundSaveDoneHandlerDisk`, `rdb.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "save-point",
        side: Side::Any,
        concern: Concern::Routine,
        means: "A `save` rule of the configuration fired.",
        remedy: None,
        before: &[],
        after: &["child-started"],
        wordings: &[
            wording(
                "{changes} changes in {seconds} seconds. Saving...",
                "2.6.0.., valkey 7.2..",
                "2 changes in 60 seconds. Saving...",
            ),
            wording(
                "Background saving scheduled due to user request",
                "valkey 8.1..",
                "Background saving scheduled due to user request",
            ),
            wording(
                "Background saving scheduled to run after transaction execution",
                "valkey 8.1..",
                "Background saving scheduled to run after transaction execution",
            ),
        ],
    },
    Message {
        id: "child-started",
        side: Side::Master,
        concern: Concern::Notable,
        means: "A child writes a snapshot to disk. From 4.0.2 on it carries the position of \
                 this very moment.",
        remedy: None,
        before: &["bgsave-for-sync", "save-point"],
        after: &["child-saved", "child-succeeded"],
        wordings: &[
            wording(
                "Background saving started by pid {child_pid}",
                "2.6.0.., valkey 7.2..",
                "Background saving started by pid 317",
            ),
            wording("Background saving started", "keydb 6.0..", "Background saving started"),
        ],
    },
    Message {
        id: "child-transfer-started",
        side: Side::Master,
        concern: Concern::Notable,
        means: "A child sends a snapshot straight to replicas.",
        remedy: None,
        before: &["bgsave-for-sync"],
        after: &["child-succeeded"],
        wordings: &[
            wording(
                "Background RDB transfer started by pid {child_pid}",
                "2.8.18.., valkey 7.2",
                "Background RDB transfer started by pid 30372",
            ),
            wording(
                "Background RDB transfer started by pid {child_pid} to {target}",
                "valkey 8.0..",
                "Background RDB transfer started by pid 1234 to disk",
            ),
            wording(
                "Background RDB transfer started",
                "keydb 6.0..",
                "Background RDB transfer started",
            ),
        ],
    },
    Message {
        id: "child-saved",
        side: Side::Child,
        concern: Concern::Routine,
        means: "The snapshot is complete on disk.",
        remedy: None,
        before: &["child-started"],
        after: &["child-memory", "child-succeeded"],
        wordings: &[wording("DB saved on disk", "2.6.0.., valkey 7.2..", "DB saved on disk")],
    },
    Message {
        id: "child-succeeded",
        side: Side::Master,
        concern: Concern::Notable,
        means: "The child that wrote or sent a snapshot ended well.",
        remedy: None,
        before: &["child-started", "child-saved"],
        after: &["replica-online"],
        wordings: &[
            wording(
                "Background saving terminated with success",
                "2.6.0.., valkey 7.2..",
                "Background saving terminated with success",
            ),
            wording(
                "Background RDB transfer terminated with success",
                "2.8.18.., valkey 7.2..",
                "Background RDB transfer terminated with success",
            ),
            wording(
                "Snapshot replication done: success",
                "keydb 6.3..",
                "Snapshot replication done: success",
            ),
        ],
    },
    Message {
        id: "child-failed",
        side: Side::Master,
        concern: Concern::Trouble,
        means: "The child that wrote or sent a snapshot failed. The replicas that waited for \
                 it are dropped and must ask again.",
        remedy: Some(
            "Read the child's lines above; free memory and disk. Until a save succeeds a restart \
             goes back to the older file.",
        ),
        before: &["child-started"],
        after: &["bgsave-failed", "replica-lost"],
        wordings: &[
            wording("Background saving error", "2.6.0.., valkey 7.2..", "Background saving error"),
            wording(
                "Background saving terminated by signal {signal}",
                "2.6.0.., valkey 7.2..",
                "Background saving terminated by signal 2",
            ),
            wording(
                "Background transfer error",
                "2.8.18.., valkey 7.2",
                "Background transfer error",
            ),
            wording(
                "Background transfer terminated by signal {signal}",
                "2.8.18.., valkey 7.2",
                "Background transfer terminated by signal 2",
            ),
            wording(
                "Background RDB transfer error",
                "valkey 8.0..",
                "Background RDB transfer error",
            ),
            wording(
                "Background RDB transfer terminated by signal {signal}",
                "valkey 8.0..",
                "Background RDB transfer terminated by signal 2",
            ),
        ],
    },
    Message {
        id: "child-cancelled",
        side: Side::Any,
        concern: Concern::Notable,
        means: "A snapshot that was being written was given up.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "Received SIGUSR1 in child, exiting now.",
                "6.0.0.., valkey 7.2..",
                "Received SIGUSR1 in child, exiting now.",
            ),
            wording("Background saving cancelled", "keydb 6.0..", "Background saving cancelled"),
            wording("Background save cancelled", "keydb 6.0..", "Background save cancelled"),
            wording(
                "Background transfer terminated cancelled",
                "keydb 6.0..",
                "Background transfer terminated cancelled",
            ),
            wording(
                "Background saving will be aborted due to user request",
                "valkey 8.1..",
                "Background saving will be aborted due to user request",
            ),
            wording(
                "Scheduled background saving will be cancelled due to user request",
                "valkey 8.1..",
                "Scheduled background saving will be cancelled due to user request",
            ),
        ],
    },
    Message {
        id: "child-memory",
        side: Side::Child,
        concern: Concern::Routine,
        means: "How much memory the child cost by copy-on-write.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "RDB: {mb} MB of memory used by copy-on-write",
                "2.6.15..6.0.20, 6.2-rc1..6.2.16",
                "RDB: 0 MB of memory used by copy-on-write",
            ),
            wording(
                "AOF rewrite: {mb} MB of memory used by copy-on-write",
                "2.6.15..6.0.20, 6.2-rc1..6.2.16",
                "AOF rewrite: 2 MB of memory used by copy-on-write",
            ),
            wording(
                "Module fork: {mb} MB of memory used by copy-on-write",
                "6.0.0..6.0.20, 6.2-rc1..6.2.16",
                "Module fork: 2 MB of memory used by copy-on-write",
            ),
            wording(
                "Fork CoW for {what}: current {current_mb} MB, peak {mb} MB, average \
                 {average_mb} MB",
                "7.0.0.., valkey 7.2..",
                "Fork CoW for RDB: current 0 MB, peak 0 MB, average 0 MB",
            ),
        ],
    },
    Message {
        id: "fork-failed",
        side: Side::Any,
        concern: Concern::Trouble,
        means: "No child could be created, usually for lack of memory: no snapshot, no full \
                 synchronisation.",
        remedy: Some(
            "Free memory or set vm.overcommit_memory = 1: without a child there is no snapshot, \
             and no replica can synchronise.",
        ),
        before: &[],
        after: &["bgsave-failed"],
        wordings: &[wording(
            "Can't save in background: fork: {error}",
            "2.6.0.., valkey 7.2..",
            "Can't save in background: fork: Connection refused",
        )],
    },
    Message {
        id: "save-failed",
        side: Side::Any,
        concern: Concern::Trouble,
        means: "The snapshot could not be written to disk.",
        remedy: Some("Free space on the disk, and look at the directory's owner and rights."),
        before: &[],
        after: &["child-failed"],
        wordings: &[
            wording(
                "Failed opening .rdb for saving: {file}",
                "2.6.0..3.0.7, 3.2-rc1..3.2-rc3",
                "Failed opening .rdb for saving: dump.rdb",
            ),
            wording(
                "Failed opening the RDB file {file} (in server root dir {dir}) for saving: \
                 {error}",
                "3.2.0..6.2.16",
                "Failed opening the RDB file dump.rdb (in server root dir /data) for saving: \
                 Connection refused",
            ),
            wording(
                "Failed opening the temp RDB file {file} (in server root dir {dir}) for \
                 saving: {error}",
                "7.0.0.., valkey 7.2..",
                "Failed opening the temp RDB file dump.rdb (in server root dir /data) for \
                 saving: Connection refused",
            ),
            wording(
                "Write error saving DB on disk: {operation}",
                "2.6.0..7.0.2",
                "Write error saving DB on disk: write",
            ),
            wording(
                "Write error saving DB on disk({operation}): {error}",
                "7.0.3..7.0.15, 7.2-rc1",
                "Write error saving DB on disk(write): Connection refused",
            ),
            wording(
                "Write error while saving DB to the disk({operation}): {error}",
                "7.2.0.., valkey 7.2..",
                "Write error while saving DB to the disk(write): Connection refused",
            ),
            wording(
                "Error moving temp DB file on the final destination: {file}",
                "2.6.0..3.0.7, 3.2-rc1..3.2-rc3",
                "Error moving temp DB file on the final destination: dump.rdb",
            ),
            wording(
                "Error moving temp DB file {file} on the final destination {to_file} (in \
                 server root dir {dir}): {error}",
                "3.2.0.., valkey 7.2..",
                "Error moving temp DB file dump.rdb on the final destination 2 (in server \
                 root dir /data): Connection refused",
            ),
            wording(
                "Failed saving the DB: {error}",
                "2.2.0..2.4.18",
                "Failed saving the DB: Connection refused",
            ),
            wording(
                "Failed to fsync directory while saving DB: {error}",
                "7.2.0.., valkey 7.2..",
                "Failed to fsync directory while saving DB: Connection refused",
            ),
        ],
    },
];
