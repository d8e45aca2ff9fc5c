//! A snapshot that does not load, and why.
//!
//! Written by `rdbLoadRioWithLoadingCtx` and `rdbReportError`, `rdb.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "rdb-checksum-wrong",
        side: Side::Any,
        concern: Concern::Trouble,
        means: "The snapshot is damaged: what was read does not give its checksum.",
        remedy: Some(
            "Do not delete the file: `autopsync inspect` shows where it is damaged and what can \
             be read. Restore another copy, and test disk and memory.",
        ),
        before: &[],
        after: &["sync-load-failed", "db-load-failed"],
        wordings: &[
            wording(
                "Wrong RDB checksum. Aborting now.",
                "2.6.0..5.0.14, 6.0-rc1..6.0-rc4",
                "Wrong RDB checksum. Aborting now.",
            ),
            wording(
                "Wrong RDB checksum expected: ({expected}) but got ({found}). Aborting now.",
                "6.0.0.., valkey 7.2..",
                "Wrong RDB checksum expected: (1f2e) but got (3d4c). Aborting now.",
            ),
        ],
    },
    Message {
        id: "rdb-not-an-rdb",
        side: Side::Any,
        concern: Concern::Trouble,
        means: "What should be a snapshot is none: another file, an empty transfer, or the \
                 payload of an intruder.",
        remedy: Some(
            "Look at the first bytes of the file; on a replica, whether the other side is a \
             server at all. If it came from a stranger, treat it as an intrusion.",
        ),
        before: &["loading-db"],
        after: &["sync-load-failed"],
        wordings: &[wording(
            "Wrong signature trying to load DB from file",
            "2.6.0.., valkey 7.2..",
            "Wrong signature trying to load DB from file",
        )],
    },
    Message {
        id: "rdb-version-unsupported",
        side: Side::Any,
        concern: Concern::Trouble,
        means: "The snapshot was written by a newer server than this one. A replica must not \
                 be older than its master.",
        remedy: Some(
            "Upgrade the replica before the master. `autopsync inspect --loadable-by` tells \
             beforehand which versions load a file.",
        ),
        before: &["loading-db"],
        after: &["sync-load-failed"],
        wordings: &[wording(
            "Can't handle RDB format version {rdb_version}",
            "2.6.0.., valkey 7.2..",
            "Can't handle RDB format version 2",
        )],
    },
    Message {
        id: "rdb-short-read",
        side: Side::Any,
        concern: Concern::Trouble,
        means: "The snapshot ends too early or memory ran out; the process exits.",
        remedy: Some(
            "`autopsync inspect` tells where the file ends. Restore a complete copy, or let the \
             replica fetch a new one; look for a full disk.",
        ),
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "Short read or OOM loading DB. Unrecoverable error, aborting now.",
                "2.6.0.., valkey 7.2..",
                "Short read or OOM loading DB. Unrecoverable error, aborting now.",
            ),
            wording(
                "Terminating server after rdb file reading failure.",
                "6.0.0.., valkey 7.2..",
                "Terminating server after rdb file reading failure.",
            ),
        ],
    },
    Message {
        id: "rdb-duplicate-key",
        side: Side::Any,
        concern: Concern::Trouble,
        means: "A key stands twice in the snapshot.",
        remedy: Some(
            "Inspect the file with `autopsync inspect`; make a new snapshot from a healthy node.",
        ),
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "RDB has duplicated key '{key}' in DB {db}",
                "6.0.0.., valkey 7.2..",
                "RDB has duplicated key 'user:1' in DB 2",
            ),
            wording(
                "Loading DB, duplicated key ({key}) found! Unrecoverable error, exiting now.",
                "2.2.0..2.2.15",
                "Loading DB, duplicated key (user:1) found! Unrecoverable error, exiting now.",
            ),
        ],
    },
    Message {
        id: "rdb-corrupt",
        side: Side::Any,
        concern: Concern::Trouble,
        means: "The snapshot is damaged, and this is what was wrong with it.",
        remedy: Some(
            "Keep the file and run `autopsync inspect` on it: it names the place and what is \
             left. On a replica, look for a bad network card or memory on both sides, and for a \
             version that cannot read what the master writes.",
        ),
        before: &[],
        after: &["sync-load-failed", "db-load-failed"],
        wordings: &[
            wording(
                "Internal error in RDB reading offset {position}, function at \
                 rdb.c:{source_line} -> {reason}",
                "6.0.0.., valkey 7.2..",
                "Internal error in RDB reading offset 2, function at rdb.c:1155 -> text",
            ),
            wording(
                "Internal error in RDB reading function at rdb.c:{source_line} -> {reason}",
                "3.2.2..5.0.14",
                "Internal error in RDB reading function at rdb.c:1155 -> text",
            ),
            wording(
                "Corrupt RDB detected at rdb.c:{source_line} ({reason}). Running \
                 'redis-check-rdb {file}'",
                "3.2.0..3.2.1",
                "Corrupt RDB detected at rdb.c:1155 (text). Running 'redis-check-rdb dump.rdb'",
            ),
            wording("failed reading hash {found}", "7.4.0..", "failed reading hash 3d4c"),
            wording(
                "rdbGenericLoadStringObject failed allocating {bytes} bytes",
                "6.2.0.., valkey 7.2..",
                "rdbGenericLoadStringObject failed allocating 4096 bytes",
            ),
            wording(
                "rdbLoadLzfStringObject failed allocating {bytes} bytes",
                "6.2.0.., valkey 7.2..",
                "rdbLoadLzfStringObject failed allocating 4096 bytes",
            ),
            wording(
                "Corrupt subexpire entry in RDB{detail}",
                "keydb 5.0..",
                "Corrupt subexpire entry in RDB, RDB load in background.",
            ),
        ],
    },
    Message {
        id: "db-load-failed",
        side: Side::Any,
        concern: Concern::Trouble,
        means: "The data file could not be loaded at the start; the process exits.",
        remedy: Some(
            "Read the lines above for the cause. Do not start the server with an empty \
             directory: its replicas would follow.",
        ),
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "Fatal error: can't open the RDB file {file} for reading: {error}",
                "7.2.0.., valkey 7.2..",
                "Fatal error: can't open the RDB file dump.rdb for reading: Connection refused",
            ),
            wording(
                "Fatal error loading the DB. Exiting.",
                "2.6.0..2.6.11",
                "Fatal error loading the DB. Exiting.",
            ),
            wording(
                "Fatal error loading the DB: {error}. Exiting.",
                "2.6.12..7.0.15",
                "Fatal error loading the DB: Connection refused. Exiting.",
            ),
            wording(
                "Fatal error loading the DB, check server logs. Exiting.",
                "7.2.0.., valkey 7.2..",
                "Fatal error loading the DB, check server logs. Exiting.",
            ),
        ],
    },
    Message {
        id: "rdb-socket-failed",
        side: Side::Replica,
        concern: Concern::Trouble,
        means: "Loading straight from the connection failed: the link was lost in the \
                 middle, or what came was damaged.",
        remedy: Some(
            "The replica tries again. If it repeats, look at the master's log of the same \
             moment, and use a disk for loading (repl-diskless-load disabled).",
        ),
        before: &[],
        after: &["sync-load-failed"],
        wordings: &[
            wording(
                "{error}. Failure loading rdb format from socket, assuming connection error, \
                 resuming operation.",
                "6.0.0.., valkey 7.2..",
                "Connection refused. Failure loading rdb format from socket, assuming \
                 connection error, resuming operation.",
            ),
            wording(
                "{error}. Failure loading rdb format",
                "6.2.0.., valkey 7.2..",
                "Connection refused. Failure loading rdb format",
            ),
        ],
    },
    Message {
        id: "rdb-too-many-databases",
        side: Side::Any,
        concern: Concern::Trouble,
        means: "The file has more databases than this server is configured for; the process \
                 exits.",
        remedy: Some("Set `databases` as high as on the server that wrote the file."),
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "FATAL: Data file was created with a Redis server configured to handle more \
                 than {databases} databases. Exiting",
                "2.6.0.., valkey 7.2",
                "FATAL: Data file was created with a Redis server configured to handle more \
                 than 2 databases. Exiting",
            ),
            wording(
                "FATAL: Data file was created with a Valkey server configured to handle more \
                 than {databases} databases. Exiting",
                "valkey 8.0..",
                "FATAL: Data file was created with a Valkey server configured to handle more \
                 than 2 databases. Exiting",
            ),
            wording(
                "FATAL: Data file was created with a KeyDB server configured to handle more \
                 than {databases} databases. Exiting",
                "keydb 6.0..",
                "FATAL: Data file was created with a KeyDB server configured to handle more \
                 than 2 databases. Exiting",
            ),
            wording(
                "FATAL: Data file was created with a server configured to handle more than \
                 {databases} databases. Exiting",
                "valkey 8.0..",
                "FATAL: Data file was created with a server configured to handle more than 2 \
                 databases. Exiting",
            ),
        ],
    },
    Message {
        id: "rdb-module-missing",
        side: Side::Any,
        concern: Concern::Trouble,
        means: "The file holds data of a module that is not loaded here.",
        remedy: Some(
            "Load the module before the data: loadmodule in the configuration, in a version at \
             least as new.",
        ),
        before: &[],
        after: &["db-load-failed", "sync-load-failed"],
        wordings: &[
            wording(
                "The RDB file contains module data I can't load: no matching module '{module}'",
                "4.0.0..6.0.20",
                "The RDB file contains module data I can't load: no matching module 'graph'",
            ),
            wording(
                "The RDB file contains AUX module data I can't load: no matching module \
                 '{module}'",
                "5.0.0.., valkey 7.2..",
                "The RDB file contains AUX module data I can't load: no matching module 'graph'",
            ),
            wording(
                "The RDB file contains AUX module data I can't load for the module \
                 '{module}'. {reason}",
                "5.0.0..5.0.14",
                "The RDB file contains AUX module data I can't load for the module 'graph'. \
                 text",
            ),
            wording(
                "The RDB file contains module data for the module '{module}' that is not \
                 terminated by the proper module value EOF marker",
                "4.0.0..5.0.14",
                "The RDB file contains module data for the module 'graph' that is not \
                 terminated by the proper module value EOF marker",
            ),
            wording(
                "The RDB file contains module AUX data for the module '{module}' that is not \
                 terminated by the proper module value EOF marker",
                "5.0.13.., valkey 7.2..",
                "The RDB file contains module AUX data for the module 'graph' that is not \
                 terminated by the proper module value EOF marker",
            ),
            wording(
                "The RDB file contains module data for the module type '{module}', that the \
                 responsible module is not able to load. Check for modules log above for \
                 additional clues.",
                "4.0.0..5.0.14",
                "The RDB file contains module data for the module type 'graph', that the \
                 responsible module is not able to load. Check for modules log above for \
                 additional clues.",
            ),
            wording(
                "The RDB file contains module AUX data for the module type '{module}', that \
                 the responsible module is not able to load. Check for modules log above for \
                 additional clues.",
                "5.0.13.., valkey 7.2..",
                "The RDB file contains module AUX data for the module type 'graph', that the \
                 responsible module is not able to load. Check for modules log above for \
                 additional clues.",
            ),
            wording(
                "The RDB file contains module AUX data, but the module '{module}' doesn't \
                 seem to support it.",
                "5.0.13.., valkey 7.2..",
                "The RDB file contains module AUX data, but the module 'graph' doesn't seem \
                 to support it.",
            ),
        ],
    },
    Message {
        id: "rdb-function-rejected",
        side: Side::Any,
        concern: Concern::Trouble,
        means: "A function library of the snapshot was refused.",
        remedy: Some(
            "Load the library by hand on this version to see the error; mend or delete it on the \
             master.",
        ),
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "Failed creating function, {error}",
                "7.0.0.., valkey 7.2..",
                "Failed creating function, Connection refused",
            ),
            wording(
                "Failed loading library, {error}",
                "7.0.0.., valkey 7.2..",
                "Failed loading library, Connection refused",
            ),
        ],
    },
];
