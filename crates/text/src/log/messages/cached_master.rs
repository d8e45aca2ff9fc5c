//! The position that a replica keeps while it has no link.
//!
//! Written by `replicationCacheMaster`, `replicationDiscardCachedMaster`, `replication.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "master-cached",
        side: Side::Replica,
        concern: Concern::Notable,
        means: "Position and selected database are kept for a partial resynchronisation. If \
                 this line is missing after a loss, they are gone.",
        remedy: None,
        before: &["master-lost"],
        after: &["connecting", "partial-resync-requested"],
        wordings: &[
            wording(
                "Caching the disconnected master state.",
                "2.8.0.., valkey 7.2",
                "Caching the disconnected master state.",
            ),
            wording(
                "Caching the disconnected primary state.",
                "valkey 8.0..",
                "Caching the disconnected primary state.",
            ),
        ],
    },
    Message {
        id: "cached-master-discarded",
        side: Side::Replica,
        concern: Concern::Notable,
        means: "The position is thrown away: after a full synchronisation was answered, in a \
                 promotion, or, before 4.0, at each change of master.",
        remedy: Some(
            "If a failover was meant: avoid sending REPLICAOF twice, because the second order \
             throws the position away.",
        ),
        before: &["full-resync", "master-cached"],
        after: &[],
        wordings: &[
            wording(
                "Discarding previously cached master state.",
                "2.8.0.., valkey 7.2",
                "Discarding previously cached master state.",
            ),
            wording(
                "Discarding previously cached primary state.",
                "valkey 8.0..",
                "Discarding previously cached primary state.",
            ),
        ],
    },
    Message {
        id: "cached-master-synthesized",
        side: Side::Replica,
        concern: Concern::Notable,
        means: "A master becomes a replica and keeps its own position for the request: a \
                 request with offset 1 afterwards comes from a node that never replicated.",
        remedy: None,
        before: &[],
        after: &["replicaof", "partial-resync-requested"],
        wordings: &[
            wording(
                "Before turning into a slave, using my master parameters to synthesize a \
                 cached master: I may be able to synchronize with the new master with just a \
                 partial transfer.",
                "4.0.0..4.0.14, 5.0-rc1..5.0-rc5",
                "Before turning into a slave, using my master parameters to synthesize a \
                 cached master: I may be able to synchronize with the new master with just a \
                 partial transfer.",
            ),
            wording(
                "Before turning into a replica, using my master parameters to synthesize a \
                 cached master: I may be able to synchronize with the new master with just a \
                 partial transfer.",
                "5.0.0..5.0.14, 6.0-rc1..6.0-rc2",
                "Before turning into a replica, using my master parameters to synthesize a \
                 cached master: I may be able to synchronize with the new master with just a \
                 partial transfer.",
            ),
            wording(
                "Before turning into a replica, using my own master parameters to synthesize \
                 a cached master: I may be able to synchronize with the new master with just \
                 a partial transfer.",
                "6.0.0.., valkey 7.2",
                "Before turning into a replica, using my own master parameters to synthesize \
                 a cached master: I may be able to synchronize with the new master with just \
                 a partial transfer.",
            ),
            wording(
                "Before turning into a replica, using my own primary parameters to synthesize \
                 a cached primary: I may be able to synchronize with the new primary with \
                 just a partial transfer.",
                "valkey 8.0..",
                "Before turning into a replica, using my own primary parameters to synthesize \
                 a cached primary: I may be able to synchronize with the new primary with \
                 just a partial transfer.",
            ),
        ],
    },
    Message {
        id: "cached-master-recovered",
        side: Side::Replica,
        concern: Concern::Notable,
        means: "A position was restored from a snapshot (KeyDB).",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "Cached master recovered from RDB for {addr}",
                "keydb 6.0..",
                "Cached master recovered from RDB for 10.0.0.2:6379",
            ),
            wording(
                "Creating cache clone of our master",
                "keydb 6.0..",
                "Creating cache clone of our master",
            ),
            wording(
                "RDB contains information on {count} masters",
                "keydb 6.0..",
                "RDB contains information on 2 masters",
            ),
            wording(
                "Warning: Only backing up first master's information in RDB",
                "keydb 5.0..6.0",
                "Warning: Only backing up first master's information in RDB",
            ),
        ],
    },
    Message {
        id: "cached-master-broken",
        side: Side::Replica,
        concern: Concern::Trouble,
        means: "The partial resynchronisation was granted and failed at its last step.",
        remedy: Some("Nothing can be done: a full synchronisation follows."),
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "Error resurrecting the cached master, impossible to add the readable \
                 handler: {error}",
                "2.8.0.., valkey 7.2",
                "Error resurrecting the cached master, impossible to add the readable \
                 handler: Connection refused",
            ),
            wording(
                "Error resurrecting the cached primary, impossible to add the readable \
                 handler: {error}",
                "valkey 8.0..",
                "Error resurrecting the cached primary, impossible to add the readable \
                 handler: Connection refused",
            ),
            wording(
                "Error resurrecting the cached master, impossible to add the writable \
                 handler: {error}",
                "2.8.0.., valkey 7.2",
                "Error resurrecting the cached master, impossible to add the writable \
                 handler: Connection refused",
            ),
            wording(
                "Error resurrecting the cached primary, impossible to add the writable \
                 handler: {error}",
                "valkey 8.0..",
                "Error resurrecting the cached primary, impossible to add the writable \
                 handler: Connection refused",
            ),
        ],
    },
    Message {
        id: "meaningful-offset",
        side: Side::Replica,
        concern: Concern::Trouble,
        means: "The final PINGs are not counted any more (6.0.0 to 6.0.3 only): the offset \
                 goes back. Nodes that counted them differently can continue in the middle of \
                 a command.",
        remedy: Some(
            "Upgrade from 6.0.0-6.0.3: this version can continue in the middle of a command. \
             Compare the data of both nodes now.",
        ),
        before: &[],
        after: &["partial-resync-requested"],
        wordings: &[wording(
            "Using the meaningful offset {offset} instead of {full_offset} to exclude the \
                 final PINGs ({bytes} bytes difference)",
            "6.0.0..6.0.3",
            "Using the meaningful offset 2037 instead of 2079 to exclude the final PINGs \
                 (42 bytes difference)",
        )],
    },
];
