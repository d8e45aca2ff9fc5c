//! Sub-commands. From 7.0 on they are commands of their own, whose names and arities are checked before anything runs
//! (`lookupCommand`, `src/server.c`; `src/commands/*.json`).

use super::CommandSpec;
use crate::{CommandError, Profile};

/// A sub-command and its arity, the container's name counted.
type Subcommand = (&'static str, i8);

/// The containers whose sub-commands can matter to data or scripts.
const CONTAINERS: [(&str, &[Subcommand]); 5] = [
    ("object", &[("encoding", 3), ("freq", 3), ("help", 2), ("idletime", 3), ("refcount", 3)]),
    (
        "script",
        &[
            ("debug", 3),
            ("exists", -3),
            ("flush", -2),
            ("help", 2),
            ("kill", 2),
            ("load", 3),
            ("show", 3),
        ],
    ),
    (
        "function",
        &[
            ("delete", 3),
            ("dump", 2),
            ("flush", -2),
            ("help", 2),
            ("kill", 2),
            ("list", -2),
            ("load", -3),
            ("restore", -3),
            ("stats", 2),
        ],
    ),
    (
        "xgroup",
        &[
            ("create", -5),
            ("createconsumer", 5),
            ("delconsumer", 5),
            ("destroy", 4),
            ("help", 2),
            ("setid", -5),
        ],
    ),
    ("xinfo", &[("consumers", 4), ("groups", 3), ("help", 2), ("stream", -3)]),
];

/// Refuses a sub-command that does not exist or has the wrong number of arguments, where the version looks.
pub(crate) fn check(
    spec: &CommandSpec,
    args: &[&[u8]],
    profile: &Profile,
) -> Result<(), CommandError> {
    if !spec.is_container() || !profile.replica.at_least(7, 0, 0) {
        return Ok(());
    }
    let Some((container, subcommands)) = CONTAINERS.iter().find(|(name, _)| *name == spec.name)
    else {
        return Ok(());
    };
    let Some(word) = args.get(1) else { return Ok(()) };
    let found = subcommands.iter().find(|(name, _)| name.as_bytes().eq_ignore_ascii_case(word));
    match found {
        Some((_, arity)) if CommandSpec::accepts(*arity, args.len()) => Ok(()),
        Some((name, _)) => Err(CommandError::with(format!(
            "ERR wrong number of arguments for '{container}|{name}' command"
        ))),
        None => Err(CommandError::with(
            [
                b"ERR unknown subcommand '",
                &word[..word.len().min(128)],
                b"'. Try ",
                container.to_uppercase().as_bytes(),
                b" HELP.",
            ]
            .concat(),
        )),
    }
}
