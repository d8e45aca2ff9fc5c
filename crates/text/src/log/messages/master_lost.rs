//! The replica loses its link.
//!
//! Written by `replicationCacheMaster` and `freeClient`, `networking.c`; `replicationCron`, `replication.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "master-lost",
        side: Side::Replica,
        concern: Concern::Notable,
        means: "The link was up and is gone. Written as a master (`M`) it is part of a \
                 promotion.",
        remedy: Some(
            "Look at the master's log of the same second for the reason; the next lines show \
             whether the replica could continue.",
        ),
        before: &[],
        after: &["master-cached", "connecting", "reconnecting"],
        wordings: &[
            wording(
                "Connection with master lost.",
                "2.8.4.., valkey 7.2",
                "Connection with master lost.",
            ),
            wording(
                "Connection with primary lost.",
                "valkey 8.0..",
                "Connection with primary lost.",
            ),
        ],
    },
    Message {
        id: "master-timeout",
        side: Side::Replica,
        concern: Concern::Trouble,
        means: "For `repl-timeout` seconds the master sent nothing, not even a PING.",
        remedy: Some(
            "Look for slow commands, loading or a stopped process on the master, and for the \
             network; compare repl-timeout with repl-ping-replica-period.",
        ),
        before: &[],
        after: &["master-lost"],
        wordings: &[
            wording(
                "MASTER time out: no data nor PING received...",
                "2.6.0..2.6.17",
                "MASTER time out: no data nor PING received...",
            ),
            wording(
                "MASTER timeout: no data nor PING received...",
                "2.8.0.., valkey 7.2",
                "MASTER timeout: no data nor PING received...",
            ),
            wording(
                "PRIMARY timeout: no data nor PING received...",
                "valkey 8.0..",
                "PRIMARY timeout: no data nor PING received...",
            ),
        ],
    },
    Message {
        id: "master-read-error",
        side: Side::Replica,
        concern: Concern::Notable,
        means: "Reading from the master failed, or it closed the connection.",
        remedy: None,
        before: &[],
        after: &["master-lost"],
        wordings: &[
            wording(
                "Error reading from primary: {error}",
                "valkey 8.0..",
                "Error reading from primary: Connection refused",
            ),
            wording(
                "Provisional primary closed connection",
                "valkey 8.0..",
                "Provisional primary closed connection",
            ),
            wording(
                "Closing connection to MASTER because of an unrecoverable protocol error",
                "keydb 6.0..",
                "Closing connection to MASTER because of an unrecoverable protocol error",
            ),
        ],
    },
    Message {
        id: "inline-from-master",
        side: Side::Replica,
        concern: Concern::Trouble,
        means: "The stream is not where it should be: what came is no command. The position \
                 is thrown away, and the data are suspect.",
        remedy: Some(
            "The replica has lost its place in the stream or talks to something else: compare \
             both data sets (`autopsync diff`) before trusting it.",
        ),
        before: &[],
        after: &["cached-master-discarded"],
        wordings: &[
            wording(
                "WARNING: Receiving inline protocol from master, master stream corruption? \
                 Closing the master connection and discarding the cached master.",
                "6.0.4.., valkey 7.2",
                "WARNING: Receiving inline protocol from master, master stream corruption? \
                 Closing the master connection and discarding the cached master.",
            ),
            wording(
                "WARNING: Receiving inline protocol from primary, primary stream corruption? \
                 Closing the primary connection and discarding the cached primary.",
                "valkey 8.0..",
                "WARNING: Receiving inline protocol from primary, primary stream corruption? \
                 Closing the primary connection and discarding the cached primary.",
            ),
        ],
    },
];
