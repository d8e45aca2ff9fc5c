//! What the replica writes about its request and the answer: `slaveTryPartialResynchronization` and
//! `syncWithMaster`.

use super::{Row, candidate, redis, valkey};

/// All messages of this file, for the tests of the tables.
#[cfg(test)]
pub(super) const ALL: &[(&str, &[Row])] = &[
    ("trying", TRYING),
    ("no position", NO_POSITION),
    ("full resync", FULL_RESYNC),
    ("wrong syntax", WRONG_SYNTAX),
    ("successful", SUCCESSFUL),
    ("id changed", ID_CHANGED),
    ("accepted", ACCEPTED),
    ("try later", TRY_LATER),
    ("in error", IN_ERROR),
    ("unexpected", UNEXPECTED),
    ("silent", NO_REPLY),
    ("sync", RETRYING_WITH_SYNC),
    ("second channel", SECOND_CHANNEL),
    ("finished", FINISHED),
];

/// The request.
pub(crate) const TRYING: &[Row] =
    &[redis((2, 8, 0), '*', "Trying a partial resynchronization (request {asked}:{next}).")];

/// The request is `? -1`.
pub(crate) const NO_POSITION: &[Row] = &[
    redis((2, 8, 0), '*', "Partial resynchronization not possible (no cached master)"),
    valkey((8, 0, 0), '*', "Partial resynchronization not possible (no cached primary)"),
];

/// `+FULLRESYNC` was answered.
pub(crate) const FULL_RESYNC: &[Row] = &[
    redis((2, 8, 0), '*', "Full resync from master: {replid}:{offset}"),
    valkey((8, 0, 0), '*', "Full resync from primary: {replid}:{offset}"),
];

/// `+FULLRESYNC` cannot be read.
pub(crate) const WRONG_SYNTAX: &[Row] = &[
    redis((2, 8, 0), '#', "Master replied with wrong +FULLRESYNC syntax."),
    valkey((8, 0, 0), '#', "Primary replied with wrong +FULLRESYNC syntax."),
];

/// `+CONTINUE` was answered.
pub(crate) const SUCCESSFUL: &[Row] = &[
    redis((2, 8, 0), '*', "Successful partial resynchronization with master."),
    valkey((8, 0, 0), '*', "Successful partial resynchronization with primary."),
];

/// `+CONTINUE` names another id.
pub(crate) const ID_CHANGED: &[Row] = &[
    candidate((4, 0), 1, '#', "Master replication ID changed to {replid}"),
    candidate((7, 2), 1, '*', "Master replication ID changed to {replid}"),
    valkey((8, 0, 0), '*', "Primary replication ID changed to {replid}"),
];

/// The handshake is over.
pub(crate) const ACCEPTED: &[Row] = &[
    redis((2, 8, 0), '*', "MASTER <-> SLAVE sync: Master accepted a Partial Resynchronization."),
    candidate(
        (5, 0),
        6,
        '*',
        "MASTER <-> REPLICA sync: Master accepted a Partial Resynchronization.",
    ),
    valkey(
        (8, 0, 0),
        '*',
        "PRIMARY <-> REPLICA sync: Primary accepted a Partial Resynchronization.",
    ),
];

/// `-NOMASTERLINK` or `-LOADING` was answered, and the version knows them.
pub(crate) const TRY_LATER: &[Row] = &[
    candidate(
        (4, 0),
        1,
        '*',
        "Master is currently unable to PSYNC but should be in the future: {reply}",
    ),
    valkey(
        (8, 0, 0),
        '*',
        "Primary is currently unable to PSYNC but should be in the future: {reply}",
    ),
];

/// `-ERR` was answered.
pub(crate) const IN_ERROR: &[Row] = &[
    redis((2, 8, 0), '*', "Master does not support PSYNC or is in error state (reply: {reply})"),
    valkey((8, 0, 0), '*', "Primary does not support PSYNC or is in error state (reply: {reply})"),
];

/// Anything else was answered.
pub(crate) const UNEXPECTED: &[Row] = &[
    redis((2, 8, 0), '#', "Unexpected reply to PSYNC from master: {reply}"),
    valkey((8, 0, 0), '#', "Unexpected reply to PSYNC from primary: {reply}"),
];

/// Nothing was answered, and the version tells silence from an unexpected reply.
pub(crate) const NO_REPLY: &[Row] = &[
    redis((7, 0, 1), '#', "Master did not reply to PSYNC, will try later"),
    valkey((8, 0, 0), '#', "Primary did not reply to PSYNC, will try later"),
];

/// `SYNC` is sent next.
pub(crate) const RETRYING_WITH_SYNC: &[Row] = &[redis((2, 8, 0), '*', "Retrying with SYNC...")];

/// The snapshot comes over a second connection.
pub(crate) const SECOND_CHANNEL: &[Row] = &[
    redis((8, 0, 0), '*', "PSYNC is not possible, initialize RDB channel."),
    valkey((8, 0, 0), '*', "PSYNC is not possible, initialize RDB channel."),
];

/// The snapshot is loaded, and the stream follows.
pub(crate) const FINISHED: &[Row] = &[
    redis((2, 6, 0), '*', "MASTER <-> SLAVE sync: Finished with success"),
    candidate((5, 0), 6, '*', "MASTER <-> REPLICA sync: Finished with success"),
    valkey((8, 0, 0), '*', "PRIMARY <-> REPLICA sync: Finished with success"),
];
