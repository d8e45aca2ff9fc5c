//! A full synchronisation that fails on the replica.
//!
//! Written by `readSyncBulkPayload`, `replication.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "sync-load-failed",
        side: Side::Replica,
        concern: Concern::Trouble,
        means: "The snapshot did not load. The replica has part of the data or none, and \
                 asks again.",
        remedy: Some(
            "Read the lines above for what stopped the load. The replica is empty or half full \
             now: keep clients away until it has synchronised.",
        ),
        before: &["loading-db"],
        after: &["connecting"],
        wordings: &[
            wording(
                "Failed trying to load the MASTER synchronization DB from disk",
                "2.6.0..6.2.16",
                "Failed trying to load the MASTER synchronization DB from disk",
            ),
            wording(
                "Failed trying to load the MASTER synchronization DB from disk: {error}",
                "7.0.0..7.0.15",
                "Failed trying to load the MASTER synchronization DB from disk: Connection \
                 refused",
            ),
            wording(
                "Failed trying to load the MASTER synchronization DB from disk, check server \
                 logs.",
                "7.2.0.., valkey 7.2",
                "Failed trying to load the MASTER synchronization DB from disk, check server \
                 logs.",
            ),
            wording(
                "Failed trying to load the PRIMARY synchronization DB from disk, check server \
                 logs.",
                "valkey 8.0..",
                "Failed trying to load the PRIMARY synchronization DB from disk, check server \
                 logs.",
            ),
            wording(
                "Failed trying to load the MASTER synchronization DB from socket",
                "6.0.0..6.0.15, 6.2.0..6.2.16",
                "Failed trying to load the MASTER synchronization DB from socket",
            ),
            wording(
                "Failed trying to load the MASTER synchronization DB from socket: {error}",
                "6.0.16..6.0.20, 7.0.0..7.0.15",
                "Failed trying to load the MASTER synchronization DB from socket: Connection \
                 refused",
            ),
            wording(
                "Failed trying to load the MASTER synchronization DB from socket, check \
                 server logs.",
                "7.2.0.., valkey 7.2",
                "Failed trying to load the MASTER synchronization DB from socket, check \
                 server logs.",
            ),
            wording(
                "Failed trying to load the PRIMARY synchronization DB from socket, check \
                 server logs.",
                "valkey 8.0..",
                "Failed trying to load the PRIMARY synchronization DB from socket, check \
                 server logs.",
            ),
            wording(
                "Replication stream EOF marker is broken",
                "6.0.0.., valkey 7.2..",
                "Replication stream EOF marker is broken",
            ),
        ],
    },
    Message {
        id: "transfer-lost",
        side: Side::Replica,
        concern: Concern::Trouble,
        means: "The link broke while the snapshot was coming.",
        remedy: Some(
            "Look at the master's log of the same second: output buffer limit, timeout, or a \
             failed child.",
        ),
        before: &["full-resync", "receiving"],
        after: &["connecting"],
        wordings: &[
            wording(
                "I/O error trying to sync with MASTER: {error}",
                "2.6.0.., valkey 7.2",
                "I/O error trying to sync with MASTER: Connection refused",
            ),
            wording(
                "I/O error trying to sync with PRIMARY: {error}",
                "valkey 8.0..",
                "I/O error trying to sync with PRIMARY: Connection refused",
            ),
            wording(
                "I/O error reading bulk count from MASTER: {error}",
                "2.6.0.., valkey 7.2",
                "I/O error reading bulk count from MASTER: Connection refused",
            ),
            wording(
                "I/O error reading bulk count from PRIMARY: {error}",
                "valkey 8.0..",
                "I/O error reading bulk count from PRIMARY: Connection refused",
            ),
        ],
    },
    Message {
        id: "master-aborted",
        side: Side::Replica,
        concern: Concern::Trouble,
        means: "Instead of a snapshot the master sent an error.",
        remedy: Some("The master's log tells why, mostly a failed BGSAVE."),
        before: &["full-resync"],
        after: &["connecting"],
        wordings: &[
            wording(
                "MASTER aborted replication with an error: {error}",
                "2.6.0.., valkey 7.2",
                "MASTER aborted replication with an error: Connection refused",
            ),
            wording(
                "PRIMARY aborted replication with an error: {error}",
                "valkey 8.0..",
                "PRIMARY aborted replication with an error: Connection refused",
            ),
        ],
    },
    Message {
        id: "bad-protocol",
        side: Side::Replica,
        concern: Concern::Trouble,
        means: "What came is no snapshot. Perhaps the address is not that of a master.",
        remedy: Some(
            "Check host and port, and whether something stands between that answers itself (a \
             proxy, TLS).",
        ),
        before: &[],
        after: &["connecting"],
        wordings: &[
            wording(
                "Bad protocol from MASTER, the first byte is not '$', are you sure the host \
                 and port are right?",
                "2.6.0..2.6.17",
                "Bad protocol from MASTER, the first byte is not '$', are you sure the host \
                 and port are right?",
            ),
            wording(
                "Bad protocol from MASTER, the first byte is not '$' (we received '{found}'), \
                 are you sure the host and port are right?",
                "2.8.0.., valkey 7.2",
                "Bad protocol from MASTER, the first byte is not '$' (we received '3d4c'), \
                 are you sure the host and port are right?",
            ),
            wording(
                "Bad protocol from PRIMARY, the first byte is not '$' (we received \
                 '{found}'), are you sure the host and port are right?",
                "valkey 8.0..",
                "Bad protocol from PRIMARY, the first byte is not '$' (we received '3d4c'), \
                 are you sure the host and port are right?",
            ),
            wording(
                "Bad protocol from MASTER: {found}",
                "keydb 6.3..",
                "Bad protocol from MASTER: 3d4c",
            ),
        ],
    },
    Message {
        id: "bulk-timeout",
        side: Side::Replica,
        concern: Concern::Trouble,
        means: "For `repl-timeout` seconds nothing of the snapshot came: the master was busy \
                 making it, or the network is too slow.",
        remedy: Some(
            "Raise repl-timeout on both sides above the time that the snapshot takes to be made.",
        ),
        before: &["full-resync", "receiving"],
        after: &["connecting"],
        wordings: &[
            wording(
                "Timeout receiving bulk data from MASTER...",
                "2.6.0-rc1..2.6.0-rc7",
                "Timeout receiving bulk data from MASTER...",
            ),
            wording(
                "Timeout receiving bulk data from MASTER... If the problem persists try to \
                 set the 'repl-timeout' parameter in redis.conf to a larger value.",
                "2.6.0.., valkey 7.2",
                "Timeout receiving bulk data from MASTER... If the problem persists try to \
                 set the 'repl-timeout' parameter in redis.conf to a larger value.",
            ),
            wording(
                "Timeout receiving bulk data from PRIMARY... If the problem persists try to \
                 set the 'repl-timeout' parameter in valkey.conf to a larger value.",
                "valkey 8.0..",
                "Timeout receiving bulk data from PRIMARY... If the problem persists try to \
                 set the 'repl-timeout' parameter in valkey.conf to a larger value.",
            ),
            wording(
                "Timeout receiving bulk data from MASTER... If the problem persists try to \
                 set the 'repl-timeout' parameter in keydb.conf to a larger value.",
                "keydb 5.0..",
                "Timeout receiving bulk data from MASTER... If the problem persists try to \
                 set the 'repl-timeout' parameter in keydb.conf to a larger value.",
            ),
        ],
    },
    Message {
        id: "sync-file-failed",
        side: Side::Replica,
        concern: Concern::Trouble,
        means: "The replica could not store the snapshot: disk full, no permission, no \
                 directory.",
        remedy: Some(
            "Free the disk of the replica and look at the rights of its directory; \
             repl-diskless-load needs none.",
        ),
        before: &["receiving"],
        after: &["connecting"],
        wordings: &[
            wording(
                "Opening the temp file needed for MASTER <-> SLAVE synchronization: {error}",
                "2.6.0..4.0.14, 5.0-rc1..5.0-rc5",
                "Opening the temp file needed for MASTER <-> SLAVE synchronization: \
                 Connection refused",
            ),
            wording(
                "Opening the temp file needed for MASTER <-> REPLICA synchronization: {error}",
                "5.0.0.., valkey 7.2",
                "Opening the temp file needed for MASTER <-> REPLICA synchronization: \
                 Connection refused",
            ),
            wording(
                "Opening the temp file needed for PRIMARY <-> REPLICA synchronization: {error}",
                "valkey 8.0..",
                "Opening the temp file needed for PRIMARY <-> REPLICA synchronization: \
                 Connection refused",
            ),
            wording(
                "Write error or short write writing to the DB dump file needed for MASTER <-> \
                 SLAVE synchronization: {error}",
                "2.6.0..4.0.14, 5.0-rc1..5.0-rc5",
                "Write error or short write writing to the DB dump file needed for MASTER <-> \
                 SLAVE synchronization: Connection refused",
            ),
            wording(
                "Write error or short write writing to the DB dump file needed for MASTER <-> \
                 REPLICA synchronization: {error}",
                "5.0.0.., valkey 7.2",
                "Write error or short write writing to the DB dump file needed for MASTER <-> \
                 REPLICA synchronization: Connection refused",
            ),
            wording(
                "Write error or short write writing to the DB dump file needed for PRIMARY \
                 <-> REPLICA synchronization: {error}",
                "valkey 8.0..",
                "Write error or short write writing to the DB dump file needed for PRIMARY \
                 <-> REPLICA synchronization: Connection refused",
            ),
            wording(
                "Failed trying to rename the temp DB into dump.rdb in MASTER <-> SLAVE \
                 synchronization: {error}",
                "2.6.0..4.0.14, 5.0-rc1..5.0-rc5",
                "Failed trying to rename the temp DB into dump.rdb in MASTER <-> SLAVE \
                 synchronization: Connection refused",
            ),
            wording(
                "Failed trying to rename the temp DB into dump.rdb in MASTER <-> REPLICA \
                 synchronization: {error}",
                "5.0.0..5.0.14",
                "Failed trying to rename the temp DB into dump.rdb in MASTER <-> REPLICA \
                 synchronization: Connection refused",
            ),
            wording(
                "Error truncating the RDB file received from the master for SYNC: {error}",
                "2.8.18.., valkey 7.2",
                "Error truncating the RDB file received from the master for SYNC: Connection \
                 refused",
            ),
            wording(
                "Error truncating the RDB file received from the primary for SYNC: {error}",
                "valkey 8.0..",
                "Error truncating the RDB file received from the primary for SYNC: Connection \
                 refused",
            ),
            wording(
                "Failed trying to sync the temp DB to disk in MASTER <-> REPLICA \
                 synchronization: {error}",
                "5.0.10..5.0.14, 6.0.9.., valkey 7.2",
                "Failed trying to sync the temp DB to disk in MASTER <-> REPLICA \
                 synchronization: Connection refused",
            ),
            wording(
                "Failed trying to sync the temp DB to disk in PRIMARY <-> REPLICA \
                 synchronization: {error}",
                "valkey 8.0..",
                "Failed trying to sync the temp DB to disk in PRIMARY <-> REPLICA \
                 synchronization: Connection refused",
            ),
            wording(
                "Failed trying to rename the temp DB into {file} in MASTER <-> REPLICA \
                 synchronization: {error}",
                "6.0.0.., valkey 7.2",
                "Failed trying to rename the temp DB into data.rdb in MASTER <-> REPLICA \
                 synchronization: Connection refused",
            ),
            wording(
                "Failed trying to rename the temp DB into {file} in PRIMARY <-> REPLICA \
                 synchronization: {error}",
                "valkey 8.0..",
                "Failed trying to rename the temp DB into data.rdb in PRIMARY <-> REPLICA \
                 synchronization: Connection refused",
            ),
            wording(
                "Failed trying to sync DB directory {file} in MASTER <-> REPLICA \
                 synchronization: {error}",
                "7.0.3.., valkey 7.2",
                "Failed trying to sync DB directory dump.rdb in MASTER <-> REPLICA \
                 synchronization: Connection refused",
            ),
            wording(
                "Failed trying to sync DB directory {file} in PRIMARY <-> REPLICA \
                 synchronization: {error}",
                "valkey 8.0..",
                "Failed trying to sync DB directory dump.rdb in PRIMARY <-> REPLICA \
                 synchronization: Connection refused",
            ),
            wording(
                "Write error or short write writing to the DB dump file needed for MASTER <-> \
                 SLAVE synchrnonization: {error}",
                "2.2.0..2.4.18",
                "Write error or short write writing to the DB dump file needed for MASTER <-> \
                 SLAVE synchrnonization: Connection refused",
            ),
        ],
    },
    Message {
        id: "child-killed-for-load",
        side: Side::Replica,
        concern: Concern::Notable,
        means: "The replica was saving its old data and stops that, so that the old snapshot \
                 cannot overwrite the new one.",
        remedy: None,
        before: &["flushing", "receiving"],
        after: &[],
        wordings: &[
            wording(
                "Replica is about to load the RDB file received from the master, but there is \
                 a pending RDB child running. Killing process {child_pid} and removing its \
                 temp file to avoid any race",
                "4.0.12..4.0.14, 5.0.1.., valkey 7.2",
                "Replica is about to load the RDB file received from the master, but there is \
                 a pending RDB child running. Killing process 1234 and removing its temp file \
                 to avoid any race",
            ),
            wording(
                "Replica is about to load the RDB file received from the primary, but there \
                 is a pending RDB child running. Killing process {child_pid} and removing its \
                 temp file to avoid any race",
                "valkey 8.0..",
                "Replica is about to load the RDB file received from the primary, but there \
                 is a pending RDB child running. Killing process 1234 and removing its temp \
                 file to avoid any race",
            ),
            wording(
                "Replica is about to load the RDB file received from the master, but there is \
                 a pending RDB child running. Cancelling RDB the save and removing its temp \
                 file to avoid any race",
                "keydb 6.0..",
                "Replica is about to load the RDB file received from the master, but there is \
                 a pending RDB child running. Cancelling RDB the save and removing its temp \
                 file to avoid any race",
            ),
        ],
    },
    Message {
        id: "received-file-removed",
        side: Side::Replica,
        concern: Concern::Notable,
        means: "The replica has persistence switched off and removes the file it got: a \
                 restart will begin empty.",
        remedy: Some(
            "Remember that a restart of this replica starts empty and needs a full \
             synchronisation.",
        ),
        before: &[],
        after: &["sync-finished"],
        wordings: &[
            wording(
                "Removing the RDB file obtained from the master. This replica has persistence \
                 disabled",
                "6.0.0.., valkey 7.2",
                "Removing the RDB file obtained from the master. This replica has persistence \
                 disabled",
            ),
            wording(
                "Removing the RDB file obtained from the primary. This replica has \
                 persistence disabled",
                "valkey 8.0..",
                "Removing the RDB file obtained from the primary. This replica has \
                 persistence disabled",
            ),
        ],
    },
    Message {
        id: "diskless-load-skipped",
        side: Side::Replica,
        concern: Concern::Routine,
        means: "A module does not allow loading straight from the link; the snapshot goes \
                 through a file.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "Skipping diskless-load because there are modules that don't handle read \
                 errors.",
                "6.0.0.., valkey 7.2..",
                "Skipping diskless-load because there are modules that don't handle read \
                 errors.",
            ),
            wording(
                "Skipping diskless-load because there are modules that are not aware of async \
                 replication.",
                "7.0.0.., valkey 7.2..",
                "Skipping diskless-load because there are modules that are not aware of async \
                 replication.",
            ),
        ],
    },
    Message {
        id: "aof-after-sync-failed",
        side: Side::Replica,
        concern: Concern::Trouble,
        means: "After the full synchronisation the append only file could not be switched on \
                 again.",
        remedy: Some("Free the disk of the replica: it ends itself if it cannot write its AOF."),
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "Failed enabling the AOF after successful master synchrnization! Trying it \
                 again in one second.",
                "2.6.0..2.6.9",
                "Failed enabling the AOF after successful master synchrnization! Trying it \
                 again in one second.",
            ),
            wording(
                "Failed enabling the AOF after successful master synchronization! Trying it \
                 again in one second.",
                "2.6.10..7.4.1, valkey 7.2",
                "Failed enabling the AOF after successful master synchronization! Trying it \
                 again in one second.",
            ),
            wording(
                "Failed enabling the AOF after successful primary synchronization! Trying it \
                 again in one second.",
                "valkey 8.0..",
                "Failed enabling the AOF after successful primary synchronization! Trying it \
                 again in one second.",
            ),
            wording(
                "FATAL: this slave instance finished the synchronization with its master, but \
                 the AOF can't be turned on. Exiting now.",
                "2.6.0..4.0.14, 5.0-rc1..5.0-rc5",
                "FATAL: this slave instance finished the synchronization with its master, but \
                 the AOF can't be turned on. Exiting now.",
            ),
            wording(
                "FATAL: this replica instance finished the synchronization with its master, \
                 but the AOF can't be turned on. Exiting now.",
                "5.0.0..7.4.1, valkey 7.2",
                "FATAL: this replica instance finished the synchronization with its master, \
                 but the AOF can't be turned on. Exiting now.",
            ),
            wording(
                "FATAL: this replica instance finished the synchronization with its primary, \
                 but the AOF can't be turned on. Exiting now.",
                "valkey 8.0..",
                "FATAL: this replica instance finished the synchronization with its primary, \
                 but the AOF can't be turned on. Exiting now.",
            ),
            wording(
                "Failed to enable AOF! Trying it again in one second.",
                "8.0-rc1..",
                "Failed to enable AOF! Trying it again in one second.",
            ),
            wording(
                "FATAL: AOF can't be turned on. Exiting now.",
                "8.0-rc1..",
                "FATAL: AOF can't be turned on. Exiting now.",
            ),
        ],
    },
    Message {
        id: "aof-after-sync",
        side: Side::Replica,
        concern: Concern::Routine,
        means: "The append only file is switched on again.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "MASTER <-> REPLICA sync: Starting AOF after a successful sync",
                "8.0-rc1..",
                "MASTER <-> REPLICA sync: Starting AOF after a successful sync",
            ),
            wording(
                "Restarting AOF after becoming master",
                "8.0-rc1..",
                "Restarting AOF after becoming master",
            ),
        ],
    },
];
