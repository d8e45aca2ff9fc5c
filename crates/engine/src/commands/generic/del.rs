//! `DEL`, `UNLINK`, and removal on a condition.

use crate::{
    CommandError, Reply, args,
    context::{Context, flag},
    error::refusal,
    value::SmallBytes,
};

/// `DEL key …`, `UNLINK key …`.
pub(super) fn del(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let mut removed = 0;
    for key in &args[1..] {
        removed += usize::from(cx.delete(key));
    }
    Ok(cx.count(removed))
}

/// `DELIFEQ key value` (Valkey 9.0).
pub(super) fn delifeq(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let same = cx.read::<SmallBytes>(args[1])?.is_some_and(|value| value.as_slice() == args[2]);
    Ok(flag(same && cx.delete(args[1])))
}

/// `DELEX key [IFEQ|IFNE|IFDEQ|IFDNE value]` (Redis 8.4, Valkey 9.2). Without a condition it is `DEL`.
pub(super) fn delex(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let holds = match args {
        [_, _] => true,
        [_, key, condition, wanted] => {
            let value = cx.read::<SmallBytes>(key)?.map(SmallBytes::as_slice);
            let Some(value) = value else { return Ok(flag(false)) };
            if args::is(condition, "IFEQ") {
                value == *wanted
            } else if args::is(condition, "IFNE") {
                value != *wanted
            } else if cx.is_valkey() {
                return Err(refusal::SYNTAX);
            } else if args::is(condition, "IFDEQ") {
                crate::xxh3::hex(value).eq_ignore_ascii_case(wanted)
            } else if args::is(condition, "IFDNE") {
                !crate::xxh3::hex(value).eq_ignore_ascii_case(wanted)
            } else {
                return Err(refusal::SYNTAX);
            }
        }
        _ => return Err(crate::state::wrong_arity(cx.spec)),
    };
    Ok(flag(holds && cx.delete(args[1])))
}
