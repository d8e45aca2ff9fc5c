//! Reading an append only file.
//!
//! Written by `loadSingleAppendOnlyFile`, `aof.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "aof-preamble",
        side: Side::Any,
        concern: Concern::Routine,
        means: "The append only file begins with a snapshot.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "Reading RDB preamble from AOF file...",
                "4.0.0.., valkey 7.2..",
                "Reading RDB preamble from AOF file...",
            ),
            wording(
                "Reading RDB base file on AOF loading...",
                "7.0.0.., valkey 7.2..",
                "Reading RDB base file on AOF loading...",
            ),
        ],
    },
    Message {
        id: "aof-tail",
        side: Side::Any,
        concern: Concern::Routine,
        means: "The snapshot at the head is read; the commands after it follow.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[wording(
            "Reading the remaining AOF tail...",
            "4.0.0.., valkey 7.2..",
            "Reading the remaining AOF tail...",
        )],
    },
    Message {
        id: "aof-short-read",
        side: Side::Any,
        concern: Concern::Trouble,
        means: "The append only file ends in the middle of a command; what was torn is \
                 missing from the data.",
        remedy: Some(
            "The last seconds before the crash are gone. If that is not acceptable, keep the \
             file and set aof-load-truncated no.",
        ),
        before: &[],
        after: &["aof-loaded"],
        wordings: &[
            wording(
                "!!! Warning: short read while loading the AOF file !!!",
                "2.8.15..6.2.16",
                "!!! Warning: short read while loading the AOF file !!!",
            ),
            wording(
                "!!! Warning: short read while loading the AOF file {file}!!!",
                "7.0.0.., valkey 7.2..",
                "!!! Warning: short read while loading the AOF file dump.rdb!!!",
            ),
            wording(
                "AOF loaded anyway because aof-load-truncated is enabled",
                "2.8.15..6.2.16",
                "AOF loaded anyway because aof-load-truncated is enabled",
            ),
            wording(
                "AOF {file} loaded anyway because aof-load-truncated is enabled",
                "7.0.0.., valkey 7.2..",
                "AOF dump.rdb loaded anyway because aof-load-truncated is enabled",
            ),
            wording(
                "!!! Truncating the AOF at offset {file} !!!",
                "2.8.16..6.2.16",
                "!!! Truncating the AOF at offset dump.rdb !!!",
            ),
            wording(
                "!!! Truncating the AOF {file} at offset {position} !!!",
                "7.0.0.., valkey 7.2..",
                "!!! Truncating the AOF dump.rdb at offset 2 !!!",
            ),
            wording(
                "Revert incomplete MULTI/EXEC transaction in AOF file",
                "4.0.12..6.2.16",
                "Revert incomplete MULTI/EXEC transaction in AOF file",
            ),
            wording(
                "Revert incomplete MULTI/EXEC transaction in AOF file {file}",
                "7.0.0.., valkey 7.2..",
                "Revert incomplete MULTI/EXEC transaction in AOF file dump.rdb",
            ),
        ],
    },
    Message {
        id: "aof-unreadable",
        side: Side::Any,
        concern: Concern::Trouble,
        means: "The append only file cannot be read; the process exits.",
        remedy: Some(
            "Copy the file, then let redis-check-aof tell where it breaks; `autopsync stream` \
             reads up to that place.",
        ),
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "Unknown command '{command}' reading the append only file",
                "2.6.0..6.2.16",
                "Unknown command 'evalsha' reading the append only file",
            ),
            wording(
                "Unknown command '{command}' reading the append only file {file}",
                "7.0.0.., valkey 7.2..",
                "Unknown command 'evalsha' reading the append only file dump.rdb",
            ),
            wording(
                "Bad file format reading the append only file: make a backup of your AOF \
                 file, then use ./redis-check-aof --fix {file}",
                "2.6.0..6.2.16",
                "Bad file format reading the append only file: make a backup of your AOF \
                 file, then use ./redis-check-aof --fix dump.rdb",
            ),
            wording(
                "Bad file format reading the append only file {file}: make a backup of your \
                 AOF file, then use ./redis-check-aof --fix {manifest}",
                "7.0.0..",
                "Bad file format reading the append only file dump.rdb: make a backup of your \
                 AOF file, then use ./redis-check-aof --fix appendonly.aof.manifest",
            ),
            wording(
                "Bad file format reading the append only file {file}: make a backup of your \
                 AOF file, then use ./valkey-check-aof --fix {manifest}",
                "valkey 7.2..",
                "Bad file format reading the append only file dump.rdb: make a backup of your \
                 AOF file, then use ./valkey-check-aof --fix appendonly.aof.manifest",
            ),
            wording(
                "Unexpected end of file reading the append only file{detail}",
                "2.4.0.., valkey 7.2..",
                "Unexpected end of file reading the append only file, RDB load in background.",
            ),
            wording(
                "Unrecoverable error reading the append only file{detail}",
                "2.4.0.., valkey 7.2..",
                "Unrecoverable error reading the append only file, RDB load in background.",
            ),
        ],
    },
    Message {
        id: "aof-migrated",
        side: Side::Any,
        concern: Concern::Notable,
        means: "An append only file of before 7.0 was moved into a directory.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[wording(
            "Successfully migrated an old-style AOF file ({file}) into the AOF directory \
                 ({dir}).",
            "7.0.0.., valkey 7.2..",
            "Successfully migrated an old-style AOF file (dump.rdb) into the AOF \
                 directory (/data).",
        )],
    },
    Message {
        id: "aof-file-created",
        side: Side::Any,
        concern: Concern::Routine,
        means: "A file of the multi-part append only file was created or opened.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "Creating AOF base file {file} on server start",
                "7.0.1.., valkey 7.2..",
                "Creating AOF base file dump.rdb on server start",
            ),
            wording(
                "Creating AOF incr file {file} on server start",
                "7.0.1.., valkey 7.2..",
                "Creating AOF incr file dump.rdb on server start",
            ),
            wording(
                "Opening AOF incr file {file} on server start",
                "7.0.1.., valkey 7.2..",
                "Opening AOF incr file dump.rdb on server start",
            ),
            wording(
                "Creating AOF incr file {file} on background rewrite",
                "7.0.0.., valkey 7.2..",
                "Creating AOF incr file dump.rdb on background rewrite",
            ),
        ],
    },
];
