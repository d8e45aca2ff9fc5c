//! Assertions and panics.
//!
//! Written by `_serverAssert`, `_serverPanic`, `debug.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "assertion-failed",
        side: Side::Any,
        concern: Concern::Trouble,
        means: "An assertion of the server failed; the process ends. Expression, file and \
                 line identify the bug.",
        remedy: Some(
            "Search the expression and file in the issues of the server; upgrade; keep snapshot \
             and AOF as they are.",
        ),
        before: &[],
        after: &["crash-report-start"],
        wordings: &[
            wording(
                "Failed assertion: {expression} ({source_file}:{source_line})",
                "2.6.0..6.0.20",
                "Failed assertion: retval == DICT_OK (scripting.c:1155)",
            ),
            wording(
                "=== ASSERTION FAILED ===",
                "2.6.0..7.2.6, 7.4.0.., valkey 7.2, valkey 8.0..",
                "=== ASSERTION FAILED ===",
            ),
            wording(
                "=== RECURSIVE ASSERTION FAILED ===",
                "7.4.0.., valkey 8.0..",
                "=== RECURSIVE ASSERTION FAILED ===",
            ),
            wording(
                "==> {source_file}:{source_line} '{expression}' is not true",
                "2.6.0.., valkey 7.2..",
                "==> scripting.c:1155 'retval == DICT_OK' is not true",
            ),
        ],
    },
    Message {
        id: "panic",
        side: Side::Any,
        concern: Concern::Trouble,
        means: "The server found itself in a state that cannot be, and ends.",
        remedy: Some(
            "Search the text in the issues of the server; keep snapshot and AOF as they are.",
        ),
        before: &[],
        after: &["crash-report-start"],
        wordings: &[
            wording(
                "!!! Software Failure. Press left mouse button to continue",
                "2.6.0.., valkey 7.2..",
                "!!! Software Failure. Press left mouse button to continue",
            ),
            wording(
                "Guru Meditation: {message} #{source_file}:{source_line}",
                "2.6.0.., valkey 7.2..",
                "Guru Meditation: OOM #scripting.c:1155",
            ),
        ],
    },
    Message {
        id: "panic-frame",
        side: Side::Any,
        concern: Concern::Routine,
        means: "The dashes around a panic.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[wording(
            "------------------------------------------------",
            "2.6.0.., valkey 7.2..",
            "------------------------------------------------",
        )],
    },
    Message {
        id: "out-of-memory",
        side: Side::Any,
        concern: Concern::Trouble,
        means: "No memory is left; the process ends.",
        remedy: Some(
            "Set maxmemory below what the machine has, with room for replica buffers and a \
             forked child.",
        ),
        before: &[],
        after: &[],
        wordings: &[wording(
            "Out Of Memory allocating {bytes} bytes!",
            "2.6.0.., valkey 7.2..",
            "Out Of Memory allocating 4096 bytes!",
        )],
    },
    Message {
        id: "watchdog",
        side: Side::Any,
        concern: Concern::Notable,
        means: "The software watchdog found the server blocked. Its stack follows; this is \
                 no crash.",
        remedy: Some("The stack shows what held the server up."),
        before: &[],
        after: &[],
        wordings: &[wording(
            "--- WATCHDOG TIMER EXPIRED ---",
            "2.6..",
            "--- WATCHDOG TIMER EXPIRED ---",
        )],
    },
];
