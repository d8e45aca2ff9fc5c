//! One bit: `SETBIT`, `GETBIT`.

use super::offset;
use crate::{
    CommandError, Reply,
    args::integer_or,
    context::{Context, flag},
    value::SmallBytes,
};

const NO_BIT: &str = "ERR bit is not an integer or out of range";

/// Returns where a bit stands: its byte, and the byte with this bit alone.
const fn place(offset: u64) -> (usize, u8) {
    ((offset >> 3) as usize, 0x80 >> (offset & 7))
}

/// `SETBIT key offset bit`: lengthens the string even for a bit that is not set.
pub(super) fn setbit(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let (byte, mask) = place(offset(cx, args[2], None)?);
    let on = match integer_or(args[3], NO_BIT)? {
        0 => false,
        1 => true,
        _ => return Err(CommandError::Refused(NO_BIT)),
    };
    let (string, _) = cx.edit_or_create::<SmallBytes>(args[1])?;
    string.grow(byte + 1);
    let byte = &mut string.as_mut_slice()[byte];
    let old = *byte & mask != 0;
    *byte = if on { *byte | mask } else { *byte & !mask };
    cx.changed(args[1]);
    Ok(flag(old))
}

/// `GETBIT key offset`
pub(super) fn getbit(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let (byte, mask) = place(offset(cx, args[2], None)?);
    let string = cx.read::<SmallBytes>(args[1])?;
    let byte = string.and_then(|string| string.as_slice().get(byte)).copied().unwrap_or(0);
    Ok(flag(byte & mask != 0))
}
