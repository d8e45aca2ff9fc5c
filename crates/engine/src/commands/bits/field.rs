//! `BITFIELD`, `BITFIELD_RO`.

use super::{longest, refuse};
use crate::{
    CommandError, Reply,
    algo::bits::{FieldOutcome, WideFields, parse_fields, run_fields, writes},
    context::Context,
    parse,
    value::SmallBytes,
};

const READ_ONLY: CommandError =
    CommandError::Refused("ERR BITFIELD_RO only supports the GET subcommand");

/// `BITFIELD key [GET type offset] [SET type offset value] [INCRBY type offset n] [OVERFLOW WRAP|SAT|FAIL] …`
///
/// The string is lengthened for all writes before the first, and stays so where they fail.
pub(super) fn bitfield(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    run(cx, args, true)
}

/// `BITFIELD_RO key [GET type offset] …`
pub(super) fn bitfield_ro(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    run(cx, args, false)
}

fn run(cx: &mut Context<'_>, args: &[&[u8]], may_write: bool) -> Result<Reply, CommandError> {
    let key = args[1];
    let wide = if cx.at_least(6, 0, 6) { WideFields::Whole } else { WideFields::AllOrNothing };
    let steps = parse_fields(&args[2..], longest(cx), parse::integer).map_err(refuse)?;
    let string = match writes(&steps) {
        true if !may_write => return Err(READ_ONLY),
        true => Some(cx.edit_or_create::<SmallBytes>(key)?.0),
        false => cx.edit::<SmallBytes>(key)?.map(|(string, _)| string),
    };
    let outcome = match string {
        Some(string) => {
            let before = string.len();
            let outcome = string.with_vec(0, |bytes| run_fields(&steps, bytes, wide));
            let made = string.len() - before;
            cx.state.note_growth(made);
            outcome
        }
        None => run_fields(&steps, &mut Vec::new(), wide),
    };
    if writes(&steps) {
        cx.changed(key);
    }
    Ok(reply(outcome))
}

fn reply(outcome: FieldOutcome) -> Reply {
    let replies = outcome.replies.into_iter().map(|reply| reply.map_or(Reply::Nil, Reply::Int));
    Reply::Array(replies.collect())
}
