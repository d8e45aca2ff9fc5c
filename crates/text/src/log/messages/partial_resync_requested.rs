//! The replica asks to continue, or has nothing to continue from.
//!
//! Written by `slaveTryPartialResynchronization`, `replication.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "partial-resync-requested",
        side: Side::Replica,
        concern: Concern::Notable,
        means: "The request: the replica's history, and the first byte it lacks. It has \
                 applied one byte less than that number.",
        remedy: None,
        before: &["ping-answered"],
        after: &["partial-resync-succeeded", "full-resync", "partial-resync-deferred"],
        wordings: &[
            wording(
                "Trying a partial resynchronization (request {replid}:{next_offset}).",
                "2.8.0.., valkey 7.2..",
                "Trying a partial resynchronization (request \
                 08a105f97bac6fa8c8237dfde25bf1f8a6ead56e:1).",
            ),
            wording(
                "Trying a partial resynchronization using main channel (request \
                 {replid}:{next_offset}).",
                "valkey 8.0..",
                "Trying a partial resynchronization using main channel (request \
                 8cbe44fd13e701294f18f0818bb2b96f7e4bf235:8443).",
            ),
        ],
    },
    Message {
        id: "no-cached-master",
        side: Side::Replica,
        concern: Concern::Notable,
        means: "The replica has no position: it is new, or restarted without one, or threw \
                 it away. It asks for everything.",
        remedy: None,
        before: &["ping-answered"],
        after: &["full-resync"],
        wordings: &[
            wording(
                "Partial resynchronization not possible (no cached master)",
                "2.8.0.., valkey 7.2",
                "Partial resynchronization not possible (no cached master)",
            ),
            wording(
                "Partial resynchronization not possible (no cached primary)",
                "valkey 8.0..",
                "Partial resynchronization not possible (no cached primary)",
            ),
        ],
    },
    Message {
        id: "psync-unanswered",
        side: Side::Replica,
        concern: Concern::Trouble,
        means: "The request could not be sent or was not answered. The position is kept for \
                 the next attempt.",
        remedy: Some(
            "The position is kept. Look at why the master did not answer: slow commands, load, \
             network.",
        ),
        before: &[],
        after: &["connecting"],
        wordings: &[
            wording(
                "Unable to send PSYNC to master: {error}",
                "2.8.22..2.8.24, 3.0.4.., valkey 7.2",
                "Unable to send PSYNC to master: Connection refused",
            ),
            wording(
                "Unable to send PSYNC to primary: {error}",
                "valkey 8.0..",
                "Unable to send PSYNC to primary: Connection refused",
            ),
            wording(
                "Master did not reply to PSYNC, will try later",
                "7.0.1.., valkey 7.2",
                "Master did not reply to PSYNC, will try later",
            ),
            wording(
                "Primary did not reply to PSYNC, will try later",
                "valkey 8.0..",
                "Primary did not reply to PSYNC, will try later",
            ),
        ],
    },
];
