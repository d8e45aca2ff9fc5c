//! The master makes a snapshot for replicas, or lets them wait for one.
//!
//! Written by `startBgsaveForReplication` and `syncCommand`, `replication.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "bgsave-for-sync",
        side: Side::Master,
        concern: Concern::Notable,
        means: "A child is created for the replicas that wait; the offset they are told is \
                 the master's at this line (from 2.8.22 and 3.0.4 on).",
        remedy: None,
        before: &["replica-asks", "full-resync-requested"],
        after: &["child-started", "child-transfer-started", "fork-failed"],
        wordings: &[
            wording(
                "Starting BGSAVE for SYNC",
                "2.6.0..2.8.17, 3.0.0-beta1..3.0.0-rc1",
                "Starting BGSAVE for SYNC",
            ),
            wording(
                "Starting BGSAVE for SYNC with target: {target}",
                "2.8.18.., valkey 7.2",
                "Starting BGSAVE for SYNC with target: disk",
            ),
            wording(
                "Starting BGSAVE for SYNC with target: {target} using: {mode}",
                "valkey 8.0..",
                "Starting BGSAVE for SYNC with target: disk using: normal sync",
            ),
            wording(
                "Starting BGSAVE for SYNC with target: replicas sockets (rdb-channel)",
                "8.0..",
                "Starting BGSAVE for SYNC with target: replicas sockets (rdb-channel)",
            ),
            wording(
                "Starting fast full sync with target: {target}",
                "keydb 6.3..",
                "Starting fast full sync with target: disk",
            ),
        ],
    },
    Message {
        id: "bgsave-wait",
        side: Side::Master,
        concern: Concern::Notable,
        means: "The replica has to wait for a child that is at work, either to share its \
                 snapshot or for the next one.",
        remedy: None,
        before: &["replica-asks"],
        after: &["bgsave-for-sync", "child-succeeded"],
        wordings: &[
            wording(
                "Waiting for end of BGSAVE for SYNC",
                "2.6.0.., valkey 7.2..",
                "Waiting for end of BGSAVE for SYNC",
            ),
            wording(
                "Waiting for next BGSAVE for SYNC",
                "2.6.0..3.2.1",
                "Waiting for next BGSAVE for SYNC",
            ),
            wording(
                "Can't attach the slave to the current BGSAVE. Waiting for next BGSAVE for SYNC",
                "3.2.2..4.0.14, 5.0-rc1..5.0-rc5",
                "Can't attach the slave to the current BGSAVE. Waiting for next BGSAVE for SYNC",
            ),
            wording(
                "Can't attach the replica to the current BGSAVE. Waiting for next BGSAVE for \
                 SYNC",
                "5.0.0.., valkey 7.2..",
                "Can't attach the replica to the current BGSAVE. Waiting for next BGSAVE for \
                 SYNC",
            ),
            wording(
                "Current BGSAVE has socket target. Waiting for next BGSAVE for SYNC",
                "3.2.2.., valkey 7.2..",
                "Current BGSAVE has socket target. Waiting for next BGSAVE for SYNC",
            ),
            wording(
                "Fast SYNC on next replication cycle",
                "keydb 6.3..",
                "Fast SYNC on next replication cycle",
            ),
        ],
    },
    Message {
        id: "bgsave-delay",
        side: Side::Master,
        concern: Concern::Routine,
        means: "The snapshot is put off: more replicas may come \
                 (`repl-diskless-sync-delay`), or another child is at work.",
        remedy: None,
        before: &["replica-asks"],
        after: &["bgsave-for-sync"],
        wordings: &[
            wording("Delay next BGSAVE for SYNC", "2.8.18..3.2.1", "Delay next BGSAVE for SYNC"),
            wording(
                "Delay next BGSAVE for diskless SYNC",
                "3.2.2.., valkey 7.2..",
                "Delay next BGSAVE for diskless SYNC",
            ),
            wording(
                "No BGSAVE in progress, but an AOF rewrite is active. BGSAVE for replication \
                 delayed",
                "3.2.2..5.0.14",
                "No BGSAVE in progress, but an AOF rewrite is active. BGSAVE for replication \
                 delayed",
            ),
            wording(
                "No BGSAVE in progress, but another BG operation is active. BGSAVE for \
                 replication delayed",
                "6.0.0.., valkey 7.2..",
                "No BGSAVE in progress, but another BG operation is active. BGSAVE for \
                 replication delayed",
            ),
            wording(
                "Can't bgsave while loading in active replication mode",
                "keydb 6.0..",
                "Can't bgsave while loading in active replication mode",
            ),
        ],
    },
    Message {
        id: "bgsave-no-position",
        side: Side::Master,
        concern: Concern::Trouble,
        means: "This node is a replica itself and has no link: it cannot tell the position \
                 of a snapshot, so it makes none.",
        remedy: Some(
            "Wait until the intermediate replica has its own link; then the sub-replicas get \
             theirs.",
        ),
        before: &[],
        after: &["bgsave-failed"],
        wordings: &[wording(
            "BGSAVE for replication: replication information not available, can't \
                 generate the RDB file right now. Try later.",
            "4.0.2.., valkey 7.2..",
            "BGSAVE for replication: replication information not available, can't \
                 generate the RDB file right now. Try later.",
        )],
    },
    Message {
        id: "bgsave-failed",
        side: Side::Master,
        concern: Concern::Trouble,
        means: "No snapshot for the replicas that wait; they are dropped and ask again.",
        remedy: Some(
            "Read the lines of the child above: memory, disk. The replicas come again by \
             themselves.",
        ),
        before: &["bgsave-for-sync", "child-failed"],
        after: &["replica-lost"],
        wordings: &[
            wording(
                "Replication failed, can't BGSAVE",
                "2.6.0..2.8.21, 3.0.0..3.0.3",
                "Replication failed, can't BGSAVE",
            ),
            wording(
                "BGSAVE for replication failed",
                "2.8.22..2.8.24, 3.0.4.., valkey 7.2..",
                "BGSAVE for replication failed",
            ),
            wording(
                "SYNC failed. BGSAVE failed",
                "2.6.0..2.8.21, 3.0.0..3.0.3",
                "SYNC failed. BGSAVE failed",
            ),
            wording(
                "SYNC failed. BGSAVE child returned an error",
                "2.6.0.., valkey 7.2..",
                "SYNC failed. BGSAVE child returned an error",
            ),
            wording(
                "SYNC failed. Can't open/stat DB after BGSAVE: {error}",
                "2.6.0.., valkey 7.2..",
                "SYNC failed. Can't open/stat DB after BGSAVE: Connection refused",
            ),
            wording(
                "Replication BUG: Count of keys sent does not match actual count. Aborting \
                 full sync.",
                "keydb 6.3..",
                "Replication BUG: Count of keys sent does not match actual count. Aborting \
                 full sync.",
            ),
            wording(
                "Snapshot replication done: failed",
                "keydb 6.3..",
                "Snapshot replication done: failed",
            ),
        ],
    },
];
