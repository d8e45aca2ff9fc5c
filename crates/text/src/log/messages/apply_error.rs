//! A command of the stream fails on the replica.
//!
//! Written by `afterErrorReply`, `networking.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "apply-error",
        side: Side::Replica,
        concern: Concern::Trouble,
        means: "A command that the master executed failed here (or one of an append only \
                 file): the data are no longer the same. Up to 6.2.0 a missing script is not \
                 reported in this way.",
        remedy: Some(
            "The data sets differ from here on. Find the command's cause (a missing script, \
             another type of the key, a local write on the replica), then make a full \
             synchronisation.",
        ),
        before: &[],
        after: &["backlog-in-log"],
        wordings: &[
            wording(
                "== CRITICAL == This slave is sending an error to its master: '{error}' after \
                 processing the command '{command}'",
                "4.0.9..4.0.10, 5.0-rc1..5.0-rc3",
                "== CRITICAL == This slave is sending an error to its master: 'Connection \
                 refused' after processing the command 'evalsha'",
            ),
            wording(
                "== CRITICAL == This {sender} is sending an error to its {receiver}: \
                 '{error}' after processing the command '{command}'",
                "4.0.11.., valkey 7.2..",
                "== CRITICAL == This replica is sending an error to its master: 'value is not \
                 an integer or out of range' after processing the command 'incr'",
            ),
            wording(
                "== ERROR == This {sender} is sending an error to its {receiver}: '{error}' \
                 after processing the command '{command}'",
                "keydb 6.0..",
                "== ERROR == This replica is sending an error to its master: 'Connection \
                 refused' after processing the command 'evalsha'",
            ),
            wording(
                "== WARNING == This {sender} is rejecting a command from its {receiver}: \
                 '{error}' after processing the command '{command}'",
                "keydb 6.0..",
                "== WARNING == This replica is rejecting a command from its master: \
                 'Connection refused' after processing the command 'evalsha'",
            ),
            wording(
                "== NOTICE == This {sender} is rejecting a command from its {receiver}: \
                 '{error}' after processing the command '{command}'",
                "keydb 6.0..",
                "== NOTICE == This replica is rejecting a command from its master: \
                 'Connection refused' after processing the command 'evalsha'",
            ),
            wording(
                "Command didn't execute: {error}",
                "keydb 5.0..",
                "Command didn't execute: Connection refused",
            ),
        ],
    },
    Message {
        id: "apply-panic",
        side: Side::Any,
        concern: Concern::Trouble,
        means: "The process ends rather than send an error over a replication link \
                 (`propagation-error-behavior`).",
        remedy: Some(
            "The replica ended itself rather than diverge. Find the command's cause, then \
             synchronise it in full.",
        ),
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "This {sender} panicked sending an error to its {receiver} after processing \
                 the command '{command}'",
                "7.0.0.., valkey 7.2..",
                "This replica panicked sending an error to its master after processing the \
                 command 'evalsha'",
            ),
            wording(
                "Continuing is unsafe: replication protocol violation.",
                "5.0.0..5.0.2",
                "Continuing is unsafe: replication protocol violation.",
            ),
        ],
    },
    Message {
        id: "backlog-in-log",
        side: Side::Any,
        concern: Concern::Routine,
        means: "The last bytes of the stream before an error, or the note that they are not \
                 shown. The command that failed begins after them.",
        remedy: None,
        before: &["apply-error"],
        after: &[],
        wordings: &[
            wording(
                "Latest backlog is: '{backlog_tail}'",
                "6.0.2.., valkey 7.2..",
                r#"Latest backlog is: '"*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n"'"#,
            ),
            wording(
                "hide-user-data-from-log is on, skip logging backlog content to avoid \
                 spilling PII.",
                "7.4.0..",
                "hide-user-data-from-log is on, skip logging backlog content to avoid \
                 spilling PII.",
            ),
            wording(
                "hide-user-data-from-log is on, skip logging backlog content to avoid \
                 spilling user data.",
                "valkey 8.0..",
                "hide-user-data-from-log is on, skip logging backlog content to avoid \
                 spilling user data.",
            ),
        ],
    },
];
