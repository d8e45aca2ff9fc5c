//! A process ends, in its own order.
//!
//! Written by `prepareForShutdown` and `finishShutdown`, `server.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "shutdown-signal",
        side: Side::Any,
        concern: Concern::Notable,
        means: "A signal asks the process to end.",
        remedy: None,
        before: &[],
        after: &["shutdown-requested"],
        wordings: &[
            wording(
                "Received SIGTERM, scheduling shutdown...",
                "2.6.0..2.8.13, 3.0.0-beta1..3.0.0-beta8",
                "Received SIGTERM, scheduling shutdown...",
            ),
            wording(
                "Received SIGINT scheduling shutdown...",
                "2.8.14.., valkey 7.2..",
                "Received SIGINT scheduling shutdown...",
            ),
            wording(
                "You insist... exiting now.",
                "2.8.14.., valkey 7.2..",
                "You insist... exiting now.",
            ),
            wording(
                "Received shutdown signal during loading, exiting now.",
                "5.0.5..6.2.16",
                "Received shutdown signal during loading, exiting now.",
            ),
            wording(
                "Received SIGTERM scheduling shutdown...",
                "2.8.14.., valkey 7.2..",
                "Received SIGTERM scheduling shutdown...",
            ),
            wording(
                "Received shutdown signal, scheduling shutdown...",
                "2.8.14.., valkey 7.2..",
                "Received shutdown signal, scheduling shutdown...",
            ),
        ],
    },
    Message {
        id: "shutdown-requested",
        side: Side::Any,
        concern: Concern::Notable,
        means: "The process ends, by command or by signal.",
        remedy: None,
        before: &[],
        after: &["final-save", "exiting"],
        wordings: &[
            wording(
                "User requested shutdown...",
                "2.6.0.., valkey 7.2..",
                "User requested shutdown...",
            ),
            wording(
                "User requested shutdown... (user request from '{by}')",
                "valkey 8.0..",
                "User requested shutdown... (user request from 'id=3 addr=127.0.0.1:38862 \
                 laddr=127.0.0.1:21358 fd=9 name=*redacted* user=*redacted* lib-name= \
                 lib-ver=')",
            ),
        ],
    },
    Message {
        id: "shutdown-waiting",
        side: Side::Master,
        concern: Concern::Notable,
        means: "The master has stopped writes and waits for its replicas to acknowledge \
                 everything (7.0+).",
        remedy: None,
        before: &["shutdown-requested"],
        after: &["replicas-in-sync", "replica-lagging"],
        wordings: &[wording(
            "Waiting for replicas before shutting down.",
            "7.0.0.., valkey 7.2..",
            "Waiting for replicas before shutting down.",
        )],
    },
    Message {
        id: "replica-lagging",
        side: Side::Master,
        concern: Concern::Trouble,
        means: "At the shutdown this replica has not acknowledged everything: what it lacks \
                 exists nowhere else.",
        remedy: Some(
            "Do not promote this replica if another is further. Raise shutdown-timeout to let it \
             catch up.",
        ),
        before: &["shutdown-waiting"],
        after: &[],
        wordings: &[wording(
            "Lagging replica {addr} reported offset {behind_bytes} behind master, \
                 lag={lag_seconds}, state={state}.",
            "7.0.0.., valkey 7.2..",
            "Lagging replica 10.0.0.2:6379 reported offset 2 behind master, lag=1, \
                 state=ok.",
        )],
    },
    Message {
        id: "replicas-in-sync",
        side: Side::Master,
        concern: Concern::Notable,
        means: "How many replicas have everything at the shutdown. All of them can continue \
                 afterwards if the snapshot is saved.",
        remedy: None,
        before: &["shutdown-waiting"],
        after: &[],
        wordings: &[wording(
            "{in_sync} of {replicas} replicas are in sync when shutting down.",
            "7.0.0.., valkey 7.2..",
            "1 of 1 replicas are in sync when shutting down.",
        )],
    },
    Message {
        id: "final-save",
        side: Side::Any,
        concern: Concern::Notable,
        means: "A last snapshot is written: the position in it is the last one.",
        remedy: None,
        before: &["shutdown-requested"],
        after: &["child-saved", "exiting"],
        wordings: &[wording(
            "Saving the final RDB snapshot before exiting.",
            "2.6.0.., valkey 7.2..",
            "Saving the final RDB snapshot before exiting.",
        )],
    },
    Message {
        id: "exiting",
        side: Side::Any,
        concern: Concern::Notable,
        means: "The end of the process.",
        remedy: None,
        before: &["final-save"],
        after: &["server-starting"],
        wordings: &[
            wording(
                "Redis is now ready to exit, bye bye...",
                "2.6.0.., valkey 7.2..",
                "Redis is now ready to exit, bye bye...",
            ),
            wording(
                "Valkey is now ready to exit, bye bye...",
                "2.8.6.., valkey 7.2..",
                "Valkey is now ready to exit, bye bye...",
            ),
            wording(
                "Sentinel is now ready to exit, bye bye...",
                "2.8.6.., valkey 7.2..",
                "Sentinel is now ready to exit, bye bye...",
            ),
            wording(
                "KeyDB is now ready to exit, bye bye...",
                "keydb 5.0..",
                "KeyDB is now ready to exit, bye bye...",
            ),
        ],
    },
    Message {
        id: "shutdown-failed",
        side: Side::Any,
        concern: Concern::Trouble,
        means: "The shutdown was given up or went on without a snapshot.",
        remedy: Some("Free the disk, or SHUTDOWN NOSAVE if the data may be lost."),
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "Error trying to save the DB, can't exit.",
                "2.6.0.., valkey 7.2..",
                "Error trying to save the DB, can't exit.",
            ),
            wording(
                "Error trying to save the DB. Exit anyway.",
                "7.0.0.., valkey 7.2..",
                "Error trying to save the DB. Exit anyway.",
            ),
            wording(
                "Errors trying to shut down the server. Check the logs for more information.",
                "7.0.0.., valkey 7.2..",
                "Errors trying to shut down the server. Check the logs for more information.",
            ),
            wording(
                "Shutdown manually aborted.",
                "7.0.0.., valkey 7.2..",
                "Shutdown manually aborted.",
            ),
        ],
    },
    Message {
        id: "shutdown-step",
        side: Side::Any,
        concern: Concern::Routine,
        means: "A step of the shutdown.",
        remedy: None,
        before: &[],
        after: &[],
        wordings: &[
            wording(
                "There is a child saving an .rdb. Killing it!",
                "2.6.0.., valkey 7.2..",
                "There is a child saving an .rdb. Killing it!",
            ),
            wording(
                "There is a child rewriting the AOF. Killing it!",
                "2.6.0.., valkey 7.2..",
                "There is a child rewriting the AOF. Killing it!",
            ),
            wording(
                "Calling fsync() on the AOF file.",
                "2.6.0.., valkey 7.2..",
                "Calling fsync() on the AOF file.",
            ),
            wording("Removing the pid file.", "2.6.0.., valkey 7.2..", "Removing the pid file."),
            wording(
                "Removing the unix socket file.",
                "2.6.0.., valkey 7.2..",
                "Removing the unix socket file.",
            ),
        ],
    },
];
