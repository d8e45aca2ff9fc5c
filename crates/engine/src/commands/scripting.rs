//! Scripts and functions.

use super::{
    keys,
    spec::{CONTAINER, CommandSpec, Keys, NOSCRIPT, READ, Since, row},
};
use crate::{
    CommandError, Reply, args,
    context::{Context, flag},
    error::refusal,
    functions::Library,
    scripts::{self, Sha1Hex},
};

pub(super) const TABLE: &[CommandSpec] = &[
    row("eval", -3, NOSCRIPT, KEYS, Since::redis(2, 6), eval),
    row("evalsha", -3, NOSCRIPT, KEYS, Since::redis(2, 6), evalsha),
    row("eval_ro", -3, NOSCRIPT | READ, KEYS, Since::redis(7, 0), eval),
    row("evalsha_ro", -3, NOSCRIPT | READ, KEYS, Since::redis(7, 0), evalsha),
    row("script", -2, NOSCRIPT | CONTAINER, Keys::None, Since::redis(2, 6), script),
    row("function", -2, NOSCRIPT | CONTAINER, Keys::None, Since::redis(7, 0), function),
    row("fcall", -3, NOSCRIPT, KEYS, Since::redis(7, 0), fcall),
    row("fcall_ro", -3, NOSCRIPT | READ, KEYS, Since::redis(7, 0), fcall),
];

const KEYS: Keys = Keys::Movable(keys::eval);

/// Arguments of a command, and a part of them.
type Args<'s, 'a> = &'s [&'a [u8]];

/// Divides what follows a script into keys and arguments.
fn split<'s, 'a>(
    cx: &Context<'_>,
    args: Args<'s, 'a>,
) -> Result<(Args<'s, 'a>, Args<'s, 'a>), CommandError> {
    let count = args::integer(args[2])?;
    let rest = &args[3..];
    if count < 0 && cx.at_least(2, 8, 0) {
        return Err(CommandError::Refused("ERR Number of keys can't be negative"));
    }
    rest.split_at_checked(usize::try_from(count).unwrap_or(0))
        .ok_or(CommandError::Refused("ERR Number of keys can't be greater than number of args"))
}

/// `EVAL script n key … argument …`.
fn eval(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let (keys, argv) = split(cx, args)?;
    let sha1 = scripts::load(cx.state, args[1])?;
    scripts::run(cx, &sha1, keys, argv)
}

/// `EVALSHA sha1 n key … argument …`. An unknown script is lost data, and no version stops at it.
fn evalsha(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let unknown = CommandError::NoScript(if cx.valkey_at_least(9, 1) {
        "NOSCRIPT No matching script."
    } else {
        "NOSCRIPT No matching script. Please use EVAL."
    });
    let sha1 = Sha1Hex::parse(args[1]);
    // Up to 2.6 and from 3.0 on the length of the digest is looked at before anything else; no reply differs by it.
    let (keys, argv) = match (sha1.is_some(), split(cx, args)) {
        (false, _) => return Err(unknown),
        (true, split) => split?,
    };
    match sha1 {
        Some(sha1) if cx.state.scripts.knows(sha1.as_slice()) => {
            scripts::run(cx, &sha1, keys, argv)
        }
        _ => Err(unknown),
    }
}

/// `SCRIPT LOAD|EXISTS|FLUSH|KILL|DEBUG`.
fn script(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    match args[1..] {
        [word, body] if args::is(word, "LOAD") => {
            scripts::load(cx.state, body).map(|sha1| Reply::bulk(sha1.as_slice()))
        }
        [word, ref digests @ ..] if args::is(word, "EXISTS") && !digests.is_empty() => {
            let known = |digest: &&[u8]| {
                flag(
                    Sha1Hex::parse(digest)
                        .is_some_and(|sha1| cx.state.scripts.knows(sha1.as_slice())),
                )
            };
            Ok(Reply::Array(digests.iter().map(known).collect()))
        }
        [word] if args::is(word, "FLUSH") => {
            cx.state.scripts.flush();
            Ok(Reply::OK)
        }
        [word, mode] if args::is(word, "FLUSH") && cx.at_least(6, 2, 0) => {
            if !args::is(mode, "ASYNC") && !args::is(mode, "SYNC") {
                return Err(CommandError::Refused(
                    "ERR SCRIPT FLUSH only support SYNC|ASYNC option",
                ));
            }
            cx.state.scripts.flush();
            Ok(Reply::OK)
        }
        [word] if args::is(word, "KILL") => {
            Err(CommandError::Refused("NOTBUSY No scripts in execution right now."))
        }
        [word, _] if args::is(word, "DEBUG") => Ok(Reply::OK),
        _ => Err(unknown_subcommand(cx, args)),
    }
}

fn unknown_subcommand(cx: &Context<'_>, args: &[&[u8]]) -> CommandError {
    let name = cx.spec.name.to_uppercase();
    let word = &args[1][..args[1].len().min(128)];
    let text = if cx.at_least(7, 0, 0) {
        [b"ERR unknown subcommand '", word, b"'. Try ", name.as_bytes(), b" HELP."].concat()
    } else {
        let name = name.as_bytes();
        [
            &b"ERR Unknown subcommand or wrong number of arguments for '"[..],
            word,
            b"'. Try ",
            name,
            b" HELP.",
        ]
        .concat()
    };
    CommandError::with(text)
}

/// `FUNCTION LOAD|DELETE|FLUSH|RESTORE|…`: kept as a listing.
fn function(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let functions = &mut cx.state.functions;
    match args[1..] {
        [word, ref rest @ ..] if args::is(word, "LOAD") && !rest.is_empty() => {
            let (replace, code) = match rest {
                [code] => (false, code),
                [option, code] if args::is(option, "REPLACE") => (true, code),
                [option, ..] => {
                    let text = [b"ERR Unknown option given: ", *option].concat();
                    return Err(CommandError::with(text));
                }
                [] => return Err(refusal::SYNTAX),
            };
            let library = Library::parse(code)
                .ok_or(CommandError::Refused("ERR Missing library metadata"))?;
            let name = library.name.clone();
            if !functions.insert(library, replace) {
                let text = [b"ERR Library '", &*name, b"' already exists"].concat();
                return Err(CommandError::with(text));
            }
            Ok(Reply::Bulk(name))
        }
        [word, name] if args::is(word, "DELETE") => {
            if functions.remove(name) {
                Ok(Reply::OK)
            } else {
                Err(CommandError::Refused("ERR Library not found"))
            }
        }
        [word, ref rest @ ..] if args::is(word, "FLUSH") => match rest {
            [] => {
                functions.clear();
                Ok(Reply::OK)
            }
            [mode] if args::is(mode, "SYNC") || args::is(mode, "ASYNC") => {
                functions.clear();
                Ok(Reply::OK)
            }
            _ => Err(CommandError::Refused("ERR FUNCTION FLUSH only supports SYNC|ASYNC option")),
        },
        [word, payload, ref rest @ ..] if args::is(word, "RESTORE") => {
            super::generic::restore_functions(cx, payload, rest)
        }
        [word, ..]
            if ["LIST", "STATS", "DUMP", "KILL", "HELP"].iter().any(|w| args::is(word, w)) =>
        {
            Ok(Reply::Nil)
        }
        _ => Err(unknown_subcommand(cx, args)),
    }
}

/// `FCALL function n key … argument …`: a master sends effects instead.
fn fcall(_: &mut Context<'_>, _: &[&[u8]]) -> Result<Reply, CommandError> {
    Err(CommandError::Unsupported("functions do not run in a replay: a master sends their effects"))
}
