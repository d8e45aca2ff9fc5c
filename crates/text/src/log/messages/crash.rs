//! Crash reports.
//!
//! Written by `sigsegvHandler`, `logStackTrace`, `printCrashReport`, `debug.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "crash-report-start",
        side: Side::Any,
        concern: Concern::Trouble,
        means: "The process crashed. Up to the end mark, lines belong to the report.",
        remedy: Some(
            "Keep the whole report, from START to END; `autopsync logs` and the frames name the \
             known bug where there is one.",
        ),
        before: &[],
        after: &["crash-signal", "crash-section"],
        wordings: &[
            wording(
                "=== REDIS BUG REPORT START: Cut & paste starting from here ===",
                "2.6.0.., valkey 7.2..",
                "=== REDIS BUG REPORT START: Cut & paste starting from here ===",
            ),
            wording(
                "=== VALKEY BUG REPORT START: Cut & paste starting from here ===",
                "valkey 8.0..",
                "=== VALKEY BUG REPORT START: Cut & paste starting from here ===",
            ),
            wording(
                "=== KEYDB BUG REPORT START: Cut & paste starting from here ===",
                "keydb 6.0..",
                "=== KEYDB BUG REPORT START: Cut & paste starting from here ===",
            ),
        ],
    },
    Message {
        id: "crash-report-end",
        side: Side::Any,
        concern: Concern::Routine,
        means: "The end of the report.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "=== REDIS BUG REPORT END. Make sure to include from START to END. ===",
                "2.6.0.., valkey 7.2..",
                "=== REDIS BUG REPORT END. Make sure to include from START to END. ===",
            ),
            wording(
                "=== VALKEY BUG REPORT END. Make sure to include from START to END. ===",
                "2.6.0.., valkey 7.2..",
                "=== VALKEY BUG REPORT END. Make sure to include from START to END. ===",
            ),
            wording(
                "=== KEYDB BUG REPORT END. Make sure to include from START to END. ===",
                "keydb 6.0..",
                "=== KEYDB BUG REPORT END. Make sure to include from START to END. ===",
            ),
        ],
    },
    Message {
        id: "crash-signal",
        side: Side::Any,
        concern: Concern::Trouble,
        means: "The signal and the version that crashed: 11 a wrong address, 6 the process \
                 itself gave up, 7 memory or a mapped file.",
        remedy: Some(
            "11 and 7 are bugs or bad memory, 6 is an assertion, 9 is somebody else's. Upgrade \
             if the version is known for it; test the memory.",
        ),
        before: &["crash-report-start"],
        after: &[],
        wordings: &[
            wording(
                "Redis {version} crashed by signal: {signal}",
                "2.6.0..6.0.8",
                "Redis 4.0.4 crashed by signal: 11",
            ),
            wording(
                "Redis {version} crashed by signal: {signal}, si_code: {si_code}",
                "6.0.9..",
                "Redis 7.0.15 crashed by signal: 2, si_code: 2",
            ),
            wording(
                "Valkey {version} crashed by signal: {signal}, si_code: {si_code}",
                "valkey 7.2..",
                "Valkey 7.0.15 crashed by signal: 2, si_code: 2",
            ),
            wording(
                "KeyDB {version} crashed by signal: {signal}, si_code: {si_code}",
                "keydb 6.0..",
                "KeyDB 7.0.15 crashed by signal: 2, si_code: 2",
            ),
        ],
    },
    Message {
        id: "crash-address",
        side: Side::Any,
        concern: Concern::Notable,
        means: "The address that was touched, and the instruction that did.",
        remedy: None,
        before: &["crash-signal"],
        after: &[],
        wordings: &[
            wording(
                "SIGSEGV caused by address: {address}",
                "2.8.24, 3.0.6..3.0.7",
                "SIGSEGV caused by address: 0x7f1c00000010",
            ),
            wording(
                "Accessing address: {address}",
                "3.2.0.., valkey 7.2..",
                "Accessing address: 0xffffffffffffffff",
            ),
            wording(
                "Crashed running the instuction at: {address}",
                "3.2.0..4.0.6",
                "Crashed running the instuction at: 0x55c786357aeb",
            ),
            wording(
                "Crashed running the instruction at: {address}",
                "4.0.7.., valkey 7.2..",
                "Crashed running the instruction at: 0x7f1c00000010",
            ),
        ],
    },
    Message {
        id: "crash-killed-by",
        side: Side::Any,
        concern: Concern::Notable,
        means: "The process that sent the signal.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[wording(
            "Killed by PID: {killer_pid}, UID: {uid}",
            "6.0.9.., valkey 7.2..",
            "Killed by PID: 2, UID: 2",
        )],
    },
    Message {
        id: "crash-recursive",
        side: Side::Any,
        concern: Concern::Trouble,
        means: "The report itself crashed; only part of it is there.",
        remedy: Some("Keep the core dump: the report is incomplete."),
        before: &[],
        after: &[],
        wordings: &[wording(
            "Crashed running signal handler. Providing reduced version of recursive crash \
                 report.",
            "7.4.0.., valkey 8.0..",
            "Crashed running signal handler. Providing reduced version of recursive crash \
                 report.",
        )],
    },
    Message {
        id: "crash-section",
        side: Side::Any,
        concern: Concern::Routine,
        means: "A part of the report begins.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "------ {section} ------",
                "3.2.0.., valkey 7.2..",
                "------ STACK TRACE ------",
            ),
            wording("--- STACK TRACE", "2.6.0..3.0.7", "--- STACK TRACE"),
            wording("--- INFO OUTPUT", "2.6.0..3.0.7", "--- INFO OUTPUT"),
            wording("--- CLIENT LIST OUTPUT", "2.6.0..3.0.7", "--- CLIENT LIST OUTPUT"),
            wording("--- CURRENT CLIENT INFO", "2.6.0..3.0.7", "--- CURRENT CLIENT INFO"),
            wording("--- REGISTERS", "2.6.0..3.0.7", "--- REGISTERS"),
            wording("--- FAST MEMORY TEST", "2.8.0..3.0.7", "--- FAST MEMORY TEST"),
            wording(
                "=== ASSERTION FAILED CLIENT CONTEXT ===",
                "2.6.0.., valkey 7.2..",
                "=== ASSERTION FAILED CLIENT CONTEXT ===",
            ),
            wording(
                "=== ASSERTION FAILED OBJECT CONTEXT ===",
                "2.6.0.., valkey 7.2..",
                "=== ASSERTION FAILED OBJECT CONTEXT ===",
            ),
        ],
    },
    Message {
        id: "crash-frame",
        side: Side::Any,
        concern: Concern::Routine,
        means: "A frame of the stack.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[wording(
            "{binary}({function}+0x{distance})[0x{address}]",
            "2.6.0.., valkey 7.2..",
            "redis-server-4.0.4 127.0.0.1:21001(_serverAssert+0x7b)[0x0x7f1c00000010]",
        )],
    },
    Message {
        id: "crash-argument",
        side: Side::Any,
        concern: Concern::Routine,
        means: "An argument of the command that was running.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording("argv[{index}]: '{argument}'", "2.6.0.., valkey 7.2..", "argv[2]: 'LLEN'"),
            wording(
                r#"client->argv[{index}] = "{argument}" (refcount: {refs})"#,
                "2.6.0.., valkey 7.2..",
                r#"client->argv[2] = "6" (refcount: 1)"#,
            ),
        ],
    },
    Message {
        id: "crash-memory-test",
        side: Side::Any,
        concern: Concern::Notable,
        means: "What the test of the memory found.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "!!! MEMORY ERROR DETECTED! Check your memory ASAP !!!",
                "2.8.0..3.2.3",
                "!!! MEMORY ERROR DETECTED! Check your memory ASAP !!!",
            ),
            wording(
                "Fast memory test PASSED, however your memory can still be broken. Please run \
                 a memory test for several hours if possible.",
                "2.8.0..3.2.3",
                "Fast memory test PASSED, however your memory can still be broken. Please run \
                 a memory test for several hours if possible.",
            ),
        ],
    },
];
