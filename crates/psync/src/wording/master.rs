//! What the server that is asked writes: `syncCommand` and `masterTryPartialResynchronization`.

use super::{Row, candidate, redis, valkey};

/// All messages of this file, for the tests of the tables.
#[cfg(test)]
pub(super) const ALL: &[(&str, &[Row])] = &[
    ("asks", ASKS),
    ("wrong offset", WRONG_OFFSET),
    ("full requested", FULL_REQUESTED),
    ("id mismatch", ID_MISMATCH),
    ("second id", SECOND_ID_EXCEEDED),
    ("outside backlog", OUTSIDE_BACKLOG),
    ("without backlog", WITHOUT_BACKLOG),
    ("ahead", AHEAD),
    ("accepted", ACCEPTED),
    ("failover received", FAILOVER_RECEIVED),
    ("backlog created", BACKLOG_CREATED),
    ("second channel", SECOND_CHANNEL),
];

/// A request passed the gates.
pub(crate) const ASKS: &[Row] = &[
    redis((2, 6, 0), '*', "Slave ask for synchronization"),
    redis((2, 8, 0), '*', "Slave asks for synchronization"),
    redis((2, 8, 18), '*', "Slave {replica} asks for synchronization"),
    candidate((3, 0), 0, '*', "Slave asks for synchronization"),
    candidate((3, 0), 2, '*', "Slave {replica} asks for synchronization"),
    candidate((5, 0), 6, '*', "Replica {replica} asks for synchronization"),
];

/// The offset is not a number, and the request ends there.
pub(crate) const WRONG_OFFSET: &[Row] =
    &[redis((6, 2, 7), '#', "Replica {replica} asks for synchronization but with a wrong offset")];

/// The request was `?`.
pub(crate) const FULL_REQUESTED: &[Row] = &[
    redis((2, 8, 0), '*', "Full resync requested by slave."),
    redis((2, 8, 18), '*', "Full resync requested by slave {replica}"),
    candidate((3, 0), 0, '*', "Full resync requested by slave."),
    candidate((3, 0), 2, '*', "Full resync requested by slave {replica}"),
    candidate((5, 0), 6, '*', "Full resync requested by replica {replica}"),
];

/// The id is none of the server's.
pub(crate) const ID_MISMATCH: &[Row] = &[
    redis(
        (2, 8, 0),
        '*',
        "Partial resynchronization not accepted: Runid mismatch (Client asked for '{asked}', I'm '{replid}')",
    ),
    candidate(
        (3, 0),
        0,
        '*',
        "Partial resynchronization not accepted: Runid mismatch (Client asked for runid '{asked}', my runid is '{replid}')",
    ),
    candidate(
        (4, 0),
        1,
        '*',
        "Partial resynchronization not accepted: Replication ID mismatch (Slave asked for '{asked}', my replication IDs are '{replid}' and '{replid2}')",
    ),
    candidate(
        (5, 0),
        6,
        '*',
        "Partial resynchronization not accepted: Replication ID mismatch (Replica asked for '{asked}', my replication IDs are '{replid}' and '{replid2}')",
    ),
];

/// The second id matches, and the byte belongs to the new history.
pub(crate) const SECOND_ID_EXCEEDED: &[Row] = &[candidate(
    (4, 0),
    1,
    '*',
    "Partial resynchronization not accepted: Requested offset for second ID was {next}, but I can reply up to {up_to}",
)];

/// The backlog does not hold the byte.
pub(crate) const OUTSIDE_BACKLOG: &[Row] = &[
    redis(
        (2, 8, 0),
        '*',
        "Unable to partial resync with the slave for lack of backlog (Slave request was: {next}).",
    ),
    redis(
        (2, 8, 18),
        '*',
        "Unable to partial resync with slave {replica} for lack of backlog (Slave request was: {next}).",
    ),
    candidate(
        (3, 0),
        0,
        '*',
        "Unable to partial resync with the slave for lack of backlog (Slave request was: {next}).",
    ),
    candidate(
        (3, 0),
        2,
        '*',
        "Unable to partial resync with slave {replica} for lack of backlog (Slave request was: {next}).",
    ),
    candidate(
        (5, 0),
        6,
        '*',
        "Unable to partial resync with replica {replica} for lack of backlog (Replica request was: {next}).",
    ),
    valkey(
        (9, 0, 0),
        '*',
        "Unable to partial resync with replica {replica} for lack of backlog (Replica request was {asked}:{next}, and I can only reply with the range [{first}, {end}]).",
    ),
];

/// There is no backlog; only Valkey 9 has words of its own for it.
pub(crate) const WITHOUT_BACKLOG: &[Row] = &[valkey(
    (9, 0, 0),
    '*',
    "Unable to partial resync with replica {replica} for lack of backlog (Replica request was: {asked}:{next}).",
)];

/// The byte asked for is past the last one produced; follows one of the two lines above.
pub(crate) const AHEAD: &[Row] = &[
    redis(
        (2, 8, 0),
        '#',
        "Warning: slave tried to PSYNC with an offset that is greater than the master replication offset.",
    ),
    redis(
        (2, 8, 18),
        '#',
        "Warning: slave {replica} tried to PSYNC with an offset that is greater than the master replication offset.",
    ),
    candidate(
        (3, 0),
        0,
        '#',
        "Warning: slave tried to PSYNC with an offset that is greater than the master replication offset.",
    ),
    candidate(
        (3, 0),
        2,
        '#',
        "Warning: slave {replica} tried to PSYNC with an offset that is greater than the master replication offset.",
    ),
    candidate(
        (5, 0),
        6,
        '#',
        "Warning: replica {replica} tried to PSYNC with an offset that is greater than the master replication offset.",
    ),
    valkey(
        (8, 0, 0),
        '#',
        "Warning: replica {replica} tried to PSYNC with an offset that is greater than the primary replication offset.",
    ),
    valkey(
        (9, 0, 0),
        '#',
        "Warning: replica {replica} tried to PSYNC with an offset ({next}) that is greater than the primary replication offset ({offset})",
    ),
];

/// The stream goes on.
pub(crate) const ACCEPTED: &[Row] = &[
    redis(
        (2, 8, 0),
        '*',
        "Partial resynchronization request accepted. Sending {bytes} bytes of backlog starting from offset {next}.",
    ),
    redis(
        (2, 8, 18),
        '*',
        "Partial resynchronization request from {replica} accepted. Sending {bytes} bytes of backlog starting from offset {next}.",
    ),
    candidate(
        (3, 0),
        0,
        '*',
        "Partial resynchronization request accepted. Sending {bytes} bytes of backlog starting from offset {next}.",
    ),
    candidate(
        (3, 0),
        2,
        '*',
        "Partial resynchronization request from {replica} accepted. Sending {bytes} bytes of backlog starting from offset {next}.",
    ),
];

/// `PSYNC … FAILOVER` arrived.
pub(crate) const FAILOVER_RECEIVED: &[Row] = &[
    redis((6, 2, 0), '#', "Failover request received for replid {asked}."),
    candidate((7, 2), 1, '*', "Failover request received for replid {asked}."),
];

/// A backlog was created for the first replica.
pub(crate) const BACKLOG_CREATED: &[Row] = &[redis(
    (6, 0, 4),
    '*',
    "Replication backlog created, my new replication IDs are '{replid}' and '{replid2}'",
)];

/// The full synchronisation will use a second connection.
pub(crate) const SECOND_CHANNEL: &[Row] = &[
    redis(
        (8, 0, 0),
        '*',
        "Replica {replica} is capable of rdb channel synchronization, and partial sync isn't possible. Full sync will continue with dedicated rdb channel.",
    ),
    valkey(
        (8, 0, 0),
        '*',
        "Replica {replica} is capable of dual channel synchronization, and partial sync isn't possible. Full sync will continue with dedicated RDB channel.",
    ),
];
