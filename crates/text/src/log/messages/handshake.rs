//! The handshake before PSYNC: PING, AUTH, REPLCONF.
//!
//! Written by `syncWithMaster`, `replication.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "ping-answered",
        side: Side::Replica,
        concern: Concern::Routine,
        means: "The master answers; replication goes on.",
        remedy: None,
        before: &["connected"],
        after: &["partial-resync-requested", "no-cached-master"],
        wordings: &[
            wording(
                "Master replied to PING, replication can continue...",
                "2.6.0.., valkey 7.2",
                "Master replied to PING, replication can continue...",
            ),
            wording(
                "Primary replied to PING, replication can continue...",
                "valkey 8.0..",
                "Primary replied to PING, replication can continue...",
            ),
        ],
    },
    Message {
        id: "ping-refused",
        side: Side::Replica,
        concern: Concern::Trouble,
        means: "The master answered PING with an error, or not at all: it is loading, \
                 protected, out of clients, or no Redis.",
        remedy: Some(
            "The error says why: a password, an ACL, protected mode, or a node that is no \
             master.",
        ),
        before: &["connected"],
        after: &["connecting"],
        wordings: &[
            wording(
                "Error reply to PING from master: '{error}'",
                "2.6.11.., valkey 7.2",
                "Error reply to PING from master: '-Reading from master: Connection reset by \
                 peer'",
            ),
            wording(
                "Error reply to PING from primary: '{error}'",
                "valkey 8.0..",
                "Error reply to PING from primary: 'Connection refused'",
            ),
            wording(
                "Unexpected reply to PING from master.",
                "2.6.0..2.6.10",
                "Unexpected reply to PING from master.",
            ),
            wording(
                "I/O error reading PING reply from master: {error}",
                "2.6.0..2.8.21, 3.0.0..3.0.3",
                "I/O error reading PING reply from master: Connection refused",
            ),
        ],
    },
    Message {
        id: "auth-failed",
        side: Side::Replica,
        concern: Concern::Trouble,
        means: "The master refuses the password or the user (`masterauth`, `masteruser`). \
                 The replica tries for ever.",
        remedy: Some(
            "Set masterauth (and masteruser with ACLs) on the replica to what the master \
             expects; the user needs +psync +replconf +ping.",
        ),
        before: &["ping-answered"],
        after: &["connecting"],
        wordings: &[
            wording(
                "Unable to AUTH to MASTER: {error}",
                "2.6.0.., valkey 7.2",
                "Unable to AUTH to MASTER: Connection refused",
            ),
            wording(
                "Unable to AUTH to PRIMARY: {error}",
                "valkey 8.0..",
                "Unable to AUTH to PRIMARY: Connection refused",
            ),
            wording(
                "Cannot AUTH to MASTER, is the masterauth password correct?",
                "2.6.0-rc1..2.6.0-rc5",
                "Cannot AUTH to MASTER, is the masterauth password correct?",
            ),
            wording(
                "Unable to AUTH to Primary: {error}",
                "valkey 8.0..",
                "Unable to AUTH to Primary: Connection refused",
            ),
            wording(
                "Primary did not respond to auth command during SYNC handshake",
                "valkey 8.0..",
                "Primary did not respond to auth command during SYNC handshake",
            ),
            wording(
                "I/O error reading auth result from MASTER: {error}",
                "2.0.0..2.4.18",
                "I/O error reading auth result from MASTER: Connection refused",
            ),
        ],
    },
    Message {
        id: "replconf-refused",
        side: Side::Replica,
        concern: Concern::Notable,
        means: "The master does not know this option of REPLCONF: it is older, or refuses \
                 commands before AUTH.",
        remedy: None,
        before: &["ping-answered"],
        after: &[],
        wordings: &[
            wording(
                "(non critical): Master does not understand REPLCONF {option}: {error}",
                "2.6.0..2.6.17",
                "(non critical): Master does not understand REPLCONF capa: Connection refused",
            ),
            wording(
                "(Non critical) Master does not understand REPLCONF {option}: {error}",
                "2.8.0.., valkey 7.2",
                "(Non critical) Master does not understand REPLCONF capa: Connection refused",
            ),
            wording(
                "(Non critical) Primary does not understand REPLCONF {option}: {error}",
                "valkey 8.0..",
                "(Non critical) Primary does not understand REPLCONF capa: Connection refused",
            ),
            wording(
                "Primary does not understand REPLCONF {option}: {error}",
                "valkey 8.0..",
                "Primary does not understand REPLCONF capa: Connection refused",
            ),
            wording(
                "non-fatal: Master doesn't understand REPLCONF {option}",
                "keydb 5.0..",
                "non-fatal: Master doesn't understand REPLCONF capa",
            ),
            wording(
                "Master does not support REPLPING, sending PING instead...",
                "keydb 6.3..",
                "Master does not support REPLPING, sending PING instead...",
            ),
        ],
    },
    Message {
        id: "handshake-failed",
        side: Side::Replica,
        concern: Concern::Trouble,
        means: "The handshake broke off, and begins again with a new connection.",
        remedy: Some(
            "Look at the master's log of the same second, and whether the port is that of a \
             server of this kind (TLS or plain).",
        ),
        before: &["connected"],
        after: &["connecting"],
        wordings: &[
            wording(
                "Sending command to master in replication handshake: {error}",
                "2.8.22..2.8.24, 3.0.4.., valkey 7.2",
                "Sending command to master in replication handshake: Connection refused",
            ),
            wording(
                "Sending command to primary in replication handshake: {error}",
                "valkey 8.0..",
                "Sending command to primary in replication handshake: Connection refused",
            ),
            wording(
                "I/O error writing to MASTER: {error}",
                "2.6.0.., valkey 7.2",
                "I/O error writing to MASTER: Connection refused",
            ),
            wording(
                "I/O error writing to PRIMARY: {error}",
                "valkey 8.0..",
                "I/O error writing to PRIMARY: Connection refused",
            ),
            wording(
                "Failed to read response from the server: {error}",
                "7.0.1.., valkey 7.2..",
                "Failed to read response from the server: Success",
            ),
            wording(
                "Master did not respond to command during SYNC handshake",
                "7.0.1.., valkey 7.2",
                "Master did not respond to command during SYNC handshake",
            ),
            wording(
                "Primary did not respond to command during SYNC handshake",
                "valkey 8.0..",
                "Primary did not respond to command during SYNC handshake",
            ),
            wording(
                "syncWithMaster(): state machine error, state should be RECEIVE_PSYNC but is \
                 {state}",
                "2.8.22..2.8.24, 3.0.4.., valkey 7.2",
                "syncWithMaster(): state machine error, state should be RECEIVE_PSYNC but is ok",
            ),
            wording(
                "syncWithPrimary(): state machine error, state should be RECEIVE_PSYNC but is \
                 {state}",
                "valkey 8.0..",
                "syncWithPrimary(): state machine error, state should be RECEIVE_PSYNC but is \
                 ok",
            ),
            wording(
                "I/O error writing to Primary: {error}",
                "valkey 8.0..",
                "I/O error writing to Primary: Connection refused",
            ),
            wording(
                "Primary did not respond to replconf command during SYNC handshake",
                "valkey 8.0..",
                "Primary did not respond to replconf command during SYNC handshake",
            ),
            wording(
                "Master replied with a UUID we don't understand",
                "keydb 5.0..",
                "Master replied with a UUID we don't understand",
            ),
        ],
    },
];
