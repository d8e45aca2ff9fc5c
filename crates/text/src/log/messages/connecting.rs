//! A replica connects to its master.
//!
//! Written by `connectWithMaster`, `replicationCron`, `replication.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "connecting",
        side: Side::Replica,
        concern: Concern::Notable,
        means: "The replica begins an attempt to connect.",
        remedy: None,
        before: &[],
        after: &["sync-started"],
        wordings: &[
            wording(
                "Connecting to MASTER...",
                "2.6.0..2.6.16, 2.8.0-rc1..2.8.0-rc6",
                "Connecting to MASTER...",
            ),
            wording(
                "Connecting to MASTER {addr}",
                "2.6.17.., valkey 7.2",
                "Connecting to MASTER 127.0.0.1:21000",
            ),
            wording(
                "Connecting to PRIMARY {addr}",
                "valkey 8.0..",
                "Connecting to PRIMARY 127.0.0.1:21050",
            ),
        ],
    },
    Message {
        id: "reconnecting",
        side: Side::Replica,
        concern: Concern::Notable,
        means: "The replica tries again at once after the link was lost or a handshake \
                 failed (6.2+).",
        remedy: None,
        before: &["master-lost"],
        after: &["sync-started"],
        wordings: &[
            wording(
                "Reconnecting to MASTER {addr}",
                "6.2.0.., valkey 7.2",
                "Reconnecting to MASTER 127.0.0.1:21007",
            ),
            wording(
                "Reconnecting to MASTER {addr} after failure",
                "6.2.0.., valkey 7.2",
                "Reconnecting to MASTER 10.0.0.2:6379 after failure",
            ),
            wording(
                "Reconnecting to PRIMARY {addr}",
                "valkey 8.0..",
                "Reconnecting to PRIMARY 127.0.0.1:22023",
            ),
            wording(
                "Reconnecting to PRIMARY {addr} after failure",
                "valkey 8.0..",
                "Reconnecting to PRIMARY 10.0.0.2:6379 after failure",
            ),
        ],
    },
    Message {
        id: "sync-started",
        side: Side::Replica,
        concern: Concern::Routine,
        means: "The connection is being set up. The words are misleading: a partial \
                 resynchronisation begins with them too.",
        remedy: None,
        before: &["connecting"],
        after: &["connected", "connect-failed"],
        wordings: &[
            wording(
                "MASTER <-> SLAVE sync started",
                "2.6.0..4.0.14, 5.0-rc1..5.0-rc5",
                "MASTER <-> SLAVE sync started",
            ),
            wording(
                "MASTER <-> REPLICA sync started",
                "5.0.0.., valkey 7.2",
                "MASTER <-> REPLICA sync started",
            ),
            wording(
                "PRIMARY <-> REPLICA sync started",
                "valkey 8.0..",
                "PRIMARY <-> REPLICA sync started",
            ),
        ],
    },
    Message {
        id: "connected",
        side: Side::Replica,
        concern: Concern::Routine,
        means: "The connection to the master is there; the handshake begins.",
        remedy: None,
        before: &["sync-started"],
        after: &["ping-answered", "ping-refused"],
        wordings: &[wording(
            "Non blocking connect for SYNC fired the event.",
            "2.6.0.., valkey 7.2..",
            "Non blocking connect for SYNC fired the event.",
        )],
    },
    Message {
        id: "connect-failed",
        side: Side::Replica,
        concern: Concern::Trouble,
        means: "The master could not be reached: refused, no route, no such name, or the \
                 handshake broke off.",
        remedy: Some(
            "Try the address and port from the replica's host; look at bind, protected-mode, \
             firewalls, TLS and the name's resolution.",
        ),
        before: &["sync-started"],
        after: &["connecting"],
        wordings: &[
            wording(
                "Unable to connect to MASTER: {error}",
                "2.6.0.., valkey 7.2",
                "Unable to connect to MASTER: Connection refused",
            ),
            wording(
                "Unable to connect to PRIMARY: {error}",
                "valkey 8.0..",
                "Unable to connect to PRIMARY: Connection refused",
            ),
            wording(
                "Error condition on socket for SYNC: {error}",
                "2.6.0.., valkey 7.2..",
                "Error condition on socket for SYNC: Connection refused",
            ),
            wording(
                "Can't create readable event for SYNC",
                "2.6.0..5.0.14",
                "Can't create readable event for SYNC",
            ),
            wording(
                "Can't create readable event for SYNC: {error} ({connection})",
                "2.6.8.., valkey 7.2..",
                "Can't create readable event for SYNC: Connection refused (fd=7)",
            ),
        ],
    },
    Message {
        id: "connect-timeout",
        side: Side::Replica,
        concern: Concern::Trouble,
        means: "The master did not answer within `repl-timeout`.",
        remedy: Some(
            "Packets are dropped between the two: look at firewalls and at whether the master's \
             host is alive.",
        ),
        before: &["sync-started"],
        after: &["connecting"],
        wordings: &[
            wording(
                "Timeout connecting to the MASTER...",
                "2.6.0.., valkey 7.2",
                "Timeout connecting to the MASTER...",
            ),
            wording(
                "Timeout connecting to the PRIMARY...",
                "valkey 8.0..",
                "Timeout connecting to the PRIMARY...",
            ),
        ],
    },
];
