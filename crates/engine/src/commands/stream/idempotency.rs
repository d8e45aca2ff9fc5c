//! Metadata of idempotent producers (8.6): accepted, and not kept, for nothing that a replica does depends on it.

use super::ids;
use crate::{
    CommandError, Reply,
    args::{integer, is},
    context::Context,
    error::refusal,
    value::Stream,
};

/// `XCFGSET key [IDMP-DURATION seconds] [IDMP-MAXSIZE n]`
pub(super) fn xcfgset(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let mut options = &args[2..];
    while let [word, value, rest @ ..] = options {
        if !is(word, "IDMP-DURATION") && !is(word, "IDMP-MAXSIZE") {
            return Err(refusal::SYNTAX);
        }
        integer(value)?;
        options = rest;
    }
    if !options.is_empty() {
        return Err(refusal::SYNTAX);
    }
    accept(cx, args[1])
}

/// `XIDMPRECORD key producer request id`
pub(super) fn xidmprecord(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    ids::strict(args[4], 0)?;
    accept(cx, args[1])
}

fn accept(cx: &mut Context<'_>, key: &[u8]) -> Result<Reply, CommandError> {
    cx.read::<Stream>(key)?.ok_or(refusal::NO_SUCH_KEY)?;
    cx.changed(key);
    Ok(Reply::OK)
}
