//! One bit: `SETBIT`, `GETBIT`.

use super::{longest, refuse};
use crate::{
    CommandError, Reply,
    algo::bits::{get_bit, parse_bit, parse_offset, set_bit},
    context::{Context, flag},
    parse,
    value::SmallBytes,
};

fn offset(cx: &Context<'_>, text: &[u8]) -> Result<u64, CommandError> {
    parse_offset(text, None, longest(cx), parse::integer).map_err(refuse)
}

/// `SETBIT key offset bit`: lengthens the string even for a bit that is not set.
pub(super) fn setbit(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let offset = offset(cx, args[2])?;
    let on = parse_bit(args[3], parse::integer).map_err(refuse)?;
    let (string, _) = cx.edit_or_create::<SmallBytes>(args[1])?;
    let before = string.len();
    let change = string.with_vec(0, |bytes| set_bit(bytes, offset, on));
    let made = string.len() - before;
    cx.state.note_growth(made);
    cx.changed(args[1]);
    Ok(flag(change.old))
}

/// `GETBIT key offset`
pub(super) fn getbit(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let offset = offset(cx, args[2])?;
    let string = cx.read::<SmallBytes>(args[1])?;
    Ok(flag(string.is_some_and(|string| get_bit(string.as_slice(), offset))))
}
