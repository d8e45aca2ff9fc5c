//! `PFDEBUG`, of which two forms change the value and do stand in streams.

use super::refuse;
use crate::{
    CommandError, Reply,
    algo::hyperloglog,
    args::is,
    context::{Context, flag},
    value::SmallBytes,
};

const NO_KEY: CommandError = CommandError::Refused("ERR The specified key does not exist");
const NO_DECODE: CommandError =
    CommandError::Unsupported("ERR PFDEBUG DECODE is not supported by this engine");

/// `PFDEBUG GETREG|DECODE|ENCODING|TODENSE key`
pub(super) fn pfdebug(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let (word, key) = (args[1], args[2]);
    let (string, _) = cx.edit::<SmallBytes>(key)?.ok_or(NO_KEY)?;
    let encoding = hyperloglog::check(string.as_slice()).map_err(refuse)?;
    let shown = word.split(|byte| *byte == 0).next().unwrap_or_default();
    if !["GETREG", "DECODE", "ENCODING", "TODENSE"].iter().any(|known| is(word, known)) {
        return Err(CommandError::with(
            [b"ERR Unknown PFDEBUG subcommand '", shown, b"'"].concat(),
        ));
    }
    if args.len() != 3 {
        let start = b"ERR Wrong number of arguments for the '";
        return Err(CommandError::with([&start[..], shown, b"' subcommand"].concat()));
    }
    if is(word, "ENCODING") {
        return Ok(Reply::Status(encoding.name()));
    }
    if is(word, "DECODE") {
        return Err(NO_DECODE);
    }
    let converted = string.with_vec(0, hyperloglog::to_dense).map_err(refuse)?;
    let reply = if is(word, "TODENSE") {
        flag(converted)
    } else {
        let registers = hyperloglog::registers_of(string.as_slice()).map_err(refuse)?;
        Reply::Array(registers.iter().map(|register| Reply::Int(i64::from(*register))).collect())
    };
    if converted {
        cx.changed(key);
    }
    Ok(reply)
}
