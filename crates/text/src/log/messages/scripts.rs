//! Scripts that run too long.
//!
//! Written by `luaMaskCountHook`, `scripting.c`; `scriptInterrupt`, `script.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[
    Message {
        id: "slow-script",
        side: Side::Any,
        concern: Concern::Trouble,
        means: "A script blocks the server; clients get -BUSY and a PSYNC is refused.",
        remedy: Some(
            "SCRIPT KILL ends it if it has not written; SHUTDOWN NOSAVE is the only way out if \
             it has.",
        ),
        before: &[],
        after: &["script-killed"],
        wordings: &[
            wording(
                "Lua slow script detected: still in execution after {ms} milliseconds. You \
                 can try killing the script using the SCRIPT KILL command.",
                "2.6.0..5.0.14",
                "Lua slow script detected: still in execution after 2 milliseconds. You can \
                 try killing the script using the SCRIPT KILL command.",
            ),
            wording(
                "Lua slow script detected: still in execution after {ms} milliseconds. You \
                 can try killing the script using the SCRIPT KILL command. Script SHA1 is: \
                 {script}",
                "6.0.0..6.2.16",
                "Lua slow script detected: still in execution after 2 milliseconds. You can \
                 try killing the script using the SCRIPT KILL command. Script SHA1 is: f_0123",
            ),
            wording(
                "Slow script detected: still in execution after {ms} milliseconds. You can \
                 try killing the script using the {command} command.",
                "7.0.0",
                "Slow script detected: still in execution after 2 milliseconds. You can try \
                 killing the script using the evalsha command.",
            ),
            wording(
                "Slow script detected: still in execution after {ms} milliseconds. You can \
                 try killing the script using the {command} command. Script name is: \
                 {script}.",
                "7.0.1.., valkey 7.2..",
                "Slow script detected: still in execution after 2 milliseconds. You can try \
                 killing the script using the evalsha command. Script name is: f_0123.",
            ),
        ],
    },
    Message {
        id: "script-killed",
        side: Side::Any,
        concern: Concern::Notable,
        means: "The script was killed.",
        remedy: None,
        before: &["slow-script"],
        after: &[],
        wordings: &[wording(
            "Lua script killed by user with SCRIPT KILL.",
            "2.6.0..6.2.16",
            "Lua script killed by user with SCRIPT KILL.",
        )],
    },
];
