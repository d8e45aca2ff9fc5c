//! The first lines of a process: banner, version, mode, readiness.
//!
//! Written by `main`, `server.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "server-starting",
        side: Side::Any,
        concern: Concern::Notable,
        means: "A process begins. Run id, blocked clients and every connection are new; what \
                 survives is what the loaded file carries.",
        remedy: None,
        before: &[],
        after: &["server-version", "server-mode"],
        wordings: &[
            wording(
                "oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo",
                "4.0.0..",
                "oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo",
            ),
            wording(
                "oO0OoO0OoO0Oo Valkey is starting oO0OoO0OoO0Oo",
                "valkey 7.2..",
                "oO0OoO0OoO0Oo Valkey is starting oO0OoO0OoO0Oo",
            ),
            wording(
                "oO0OoO0OoO0Oo KeyDB is starting oO0OoO0OoO0Oo",
                "keydb 5.0..",
                "oO0OoO0OoO0Oo KeyDB is starting oO0OoO0OoO0Oo",
            ),
        ],
    },
    Message {
        id: "server-version",
        side: Side::Any,
        concern: Concern::Notable,
        means: "Tells the version of the process that begins.",
        remedy: None,
        before: &["server-starting"],
        after: &["config-loaded", "db-loaded", "ready"],
        wordings: &[
            wording(
                "Server started, Redis version {version}",
                "2.6.0..3.2.13, 4.0-rc1..4.0-rc2",
                "Server started, Redis version 2.8.9",
            ),
            wording(
                "Redis {version} ({commit}/{modified}) {bits} bit, {mode} mode, port {port}, \
                 pid {pid} ready to start.",
                "2.8.18..3.2.13, 4.0-rc1..4.0-rc2",
                "Redis 7.0.15 (00000000/2) 2 bit, normal sync mode, port 2, pid 2 ready to \
                 start.",
            ),
            wording(
                "Redis version={version}, bits={bits}, commit={commit}, modified={modified}, \
                 pid={pid}, just started",
                "4.0.0..",
                "Redis version=4.0.0, bits=64, commit=00000000, modified=0, pid=657, just \
                 started",
            ),
            wording(
                "Valkey version={version}, bits={bits}, commit={commit}, modified={modified}, \
                 pid={pid}, just started",
                "valkey 7.2..",
                "Valkey version=8.0.1, bits=64, commit=00000000, modified=1, pid=304, just \
                 started",
            ),
            wording(
                "KeyDB version={version}, bits={bits}, commit={commit}, modified={modified}, \
                 pid={pid}, just started",
                "keydb 6.0..",
                "KeyDB version=7.0.15, bits=2, commit=00000000, modified=2, pid=2, just started",
            ),
        ],
    },
    Message {
        id: "server-mode",
        side: Side::Any,
        concern: Concern::Routine,
        means: "Tells whether the process runs alone, in a cluster or as a Sentinel, and on \
                 which port.",
        remedy: None,
        before: &["server-starting"],
        after: &[],
        wordings: &[wording(
            "Running mode={mode}, port={port}.",
            "4.0.0.., valkey 7.2..",
            "Running mode=standalone, port=21000.",
        )],
    },
    Message {
        id: "server-initialized",
        side: Side::Any,
        concern: Concern::Routine,
        means: "The process has set itself up and goes on to load its data.",
        remedy: None,
        before: &["server-mode"],
        after: &["rdb-loading", "db-loaded", "ready"],
        wordings: &[wording("Server initialized", "4.0.0.., valkey 7.2..", "Server initialized")],
    },
    Message {
        id: "ready",
        side: Side::Any,
        concern: Concern::Notable,
        means: "Loading is over and clients are accepted. A replica that begins now asks its \
                 master.",
        remedy: None,
        before: &["db-loaded"],
        after: &["connecting"],
        wordings: &[
            wording(
                "The server is now ready to accept connections on port {endpoint}",
                "2.6.0..3.2.13, 4.0-rc1..4.0-rc2",
                "The server is now ready to accept connections on port 21025",
            ),
            wording(
                "The server is now ready to accept connections at {endpoint}",
                "2.6.0..7.0.15",
                "The server is now ready to accept connections at 6379",
            ),
            wording("Ready to accept connections", "4.0.0..7.0.15", "Ready to accept connections"),
            wording(
                "Ready to accept connections {endpoint}",
                "7.2.0.., valkey 7.2..",
                "Ready to accept connections tcp",
            ),
        ],
    },
    Message {
        id: "monotonic-clock",
        side: Side::Any,
        concern: Concern::Routine,
        means: "Names the clock that the process measures durations with.",
        remedy: None,
        before: &["server-starting"],
        after: &[],
        wordings: &[wording(
            "monotonic clock: {clock}",
            "6.2.0.., valkey 7.2..",
            "monotonic clock: POSIX clock_gettime",
        )],
    },
];
