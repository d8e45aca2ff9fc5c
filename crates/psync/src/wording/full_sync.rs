//! What the server that is asked writes about the snapshot of a full synchronisation: the cases of `syncCommand`
//! and the first line of `startBgsaveForReplication`.

use super::{Row, candidate, redis, valkey};

/// All messages of this file, for the tests of the tables.
#[cfg(test)]
pub(super) const ALL: &[(&str, &[Row])] = &[
    ("to disk", TO_DISK),
    ("to sockets", TO_SOCKETS),
    ("attaches", ATTACHES),
    ("cannot attach", CANNOT_ATTACH),
    ("socket save runs", SOCKET_SAVE_RUNS),
    ("delayed", DELAYED),
    ("other child", OTHER_CHILD),
];

/// A child is forked now and writes a file.
pub(crate) const TO_DISK: &[Row] = &[
    redis((2, 6, 0), '*', "Starting BGSAVE for SYNC"),
    redis((2, 8, 18), '*', "Starting BGSAVE for SYNC with target: disk"),
    candidate((3, 0), 0, '*', "Starting BGSAVE for SYNC"),
    candidate((3, 0), 2, '*', "Starting BGSAVE for SYNC with target: disk"),
    valkey((8, 0, 0), '*', "Starting BGSAVE for SYNC with target: disk using: normal sync"),
];

/// A child is forked now and writes to the replicas.
pub(crate) const TO_SOCKETS: &[Row] = &[
    redis((2, 8, 18), '*', "Starting BGSAVE for SYNC with target: slaves sockets"),
    candidate((5, 0), 6, '*', "Starting BGSAVE for SYNC with target: replicas sockets"),
    valkey(
        (8, 0, 0),
        '*',
        "Starting BGSAVE for SYNC with target: replicas sockets using: normal sync",
    ),
];

/// A child writes a file for another replica already.
pub(crate) const ATTACHES: &[Row] = &[redis((2, 6, 0), '*', "Waiting for end of BGSAVE for SYNC")];

/// A child writes a file, and not for a replica that this one could join.
pub(crate) const CANNOT_ATTACH: &[Row] = &[
    redis((2, 6, 0), '*', "Waiting for next BGSAVE for SYNC"),
    redis(
        (3, 2, 2),
        '*',
        "Can't attach the slave to the current BGSAVE. Waiting for next BGSAVE for SYNC",
    ),
    candidate(
        (5, 0),
        6,
        '*',
        "Can't attach the replica to the current BGSAVE. Waiting for next BGSAVE for SYNC",
    ),
];

/// A child writes to other replicas.
pub(crate) const SOCKET_SAVE_RUNS: &[Row] = &[
    redis((2, 8, 18), '*', "Waiting for next BGSAVE for SYNC"),
    redis((3, 2, 2), '*', "Current BGSAVE has socket target. Waiting for next BGSAVE for SYNC"),
];

/// The fork waits for more replicas.
pub(crate) const DELAYED: &[Row] = &[
    redis((2, 8, 18), '*', "Delay next BGSAVE for SYNC"),
    redis((3, 2, 2), '*', "Delay next BGSAVE for diskless SYNC"),
];

/// A child of another kind runs.
pub(crate) const OTHER_CHILD: &[Row] = &[
    redis(
        (3, 2, 2),
        '*',
        "No BGSAVE in progress, but an AOF rewrite is active. BGSAVE for replication delayed",
    ),
    redis(
        (6, 0, 0),
        '*',
        "No BGSAVE in progress, but another BG operation is active. BGSAVE for replication delayed",
    ),
];
