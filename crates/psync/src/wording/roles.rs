//! What a server writes when its role, its link or its ids change: `replicationSetMaster`,
//! `replicationUnsetMaster`, `shiftReplicationId`, `replicationCacheMaster` and `freeClient`.

use super::{Row, candidate, redis, valkey};

/// All messages of this file, for the tests of the tables.
#[cfg(test)]
pub(super) const ALL: &[(&str, &[Row])] = &[
    ("link lost", LINK_LOST),
    ("cached", CACHED),
    ("discarded", DISCARDED),
    ("shifted", SHIFTED),
    ("master mode", MASTER_MODE),
    ("master mode by failover", MASTER_MODE_BY_FAILOVER),
    ("own position", OWN_POSITION),
    ("trimmed", TRIMMED),
];

/// The link broke after it had been up.
pub(crate) const LINK_LOST: &[Row] = &[
    redis((2, 8, 4), '#', "Connection with master lost."),
    candidate((7, 2), 1, '*', "Connection with master lost."),
    valkey((8, 0, 0), '*', "Connection with primary lost."),
];

/// The position is kept.
pub(crate) const CACHED: &[Row] = &[
    redis((2, 8, 0), '*', "Caching the disconnected master state."),
    valkey((8, 0, 0), '*', "Caching the disconnected primary state."),
];

/// The position is thrown away.
pub(crate) const DISCARDED: &[Row] = &[
    redis((2, 8, 0), '*', "Discarding previously cached master state."),
    valkey((8, 0, 0), '*', "Discarding previously cached primary state."),
];

/// The id becomes the second one.
pub(crate) const SHIFTED: &[Row] = &[
    candidate(
        (4, 0),
        1,
        '#',
        "Setting secondary replication ID to {replid2}, valid up to offset: {up_to}. New replication ID is {replid}",
    ),
    candidate(
        (7, 2),
        1,
        '*',
        "Setting secondary replication ID to {replid2}, valid up to offset: {up_to}. New replication ID is {replid}",
    ),
];

/// A promotion by command.
pub(crate) const MASTER_MODE: &[Row] = &[
    redis((2, 6, 0), '*', "MASTER MODE enabled (user request)"),
    redis((2, 8, 22), '*', "MASTER MODE enabled (user request from '{client}')"),
    candidate((3, 0), 0, '*', "MASTER MODE enabled (user request)"),
    redis((3, 0, 4), '*', "MASTER MODE enabled (user request from '{client}')"),
    valkey((8, 0, 0), '*', "PRIMARY MODE enabled (user request from '{client}')"),
];

/// A promotion by `PSYNC … FAILOVER`.
pub(crate) const MASTER_MODE_BY_FAILOVER: &[Row] = &[
    redis((6, 2, 0), '*', "MASTER MODE enabled (failover request from '{client}')"),
    valkey((8, 0, 0), '*', "PRIMARY MODE enabled (failover request from '{client}')"),
];

/// A master becomes a replica and makes a position of its own.
pub(crate) const OWN_POSITION: &[Row] = &[
    candidate(
        (4, 0),
        1,
        '*',
        "Before turning into a slave, using my master parameters to synthesize a cached master: I may be able to synchronize with the new master with just a partial transfer.",
    ),
    candidate(
        (5, 0),
        6,
        '*',
        "Before turning into a replica, using my master parameters to synthesize a cached master: I may be able to synchronize with the new master with just a partial transfer.",
    ),
    candidate(
        (6, 0),
        3,
        '*',
        "Before turning into a replica, using my own master parameters to synthesize a cached master: I may be able to synchronize with the new master with just a partial transfer.",
    ),
    valkey(
        (8, 0, 0),
        '*',
        "Before turning into a replica, using my own primary parameters to synthesize a cached primary: I may be able to synchronize with the new primary with just a partial transfer.",
    ),
];

/// Final `PING`s are trimmed from the offset.
pub(crate) const TRIMMED: &[Row] = &[
    candidate(
        (6, 0),
        3,
        '*',
        "Using the meaningful offset {meaningful} instead of {offset} to exclude the final PINGs ({delta} bytes difference)",
    ),
    redis((6, 0, 4), '*', super::SILENT),
];
