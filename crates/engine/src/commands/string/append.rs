//! Writing into strings.

use crate::{CommandError, Reply, args, context::Context, error::refusal, value::SmallBytes};

/// Refuses what would be longer than a string may be. A master's own commands are not refused by new servers
/// (`mustObeyClient`), which then take the memory or die; this engine has its limit there.
pub(super) fn check_length(cx: &Context<'_>, len: u64) -> Result<(), CommandError> {
    if len <= cx.profile().proto_max_bulk_len.min(cx.state.limits.string_bytes) {
        Ok(())
    } else if cx.at_least(6, 0, 0) {
        Err(refusal::TOO_LONG)
    } else {
        Err(refusal::TOO_LONG_512)
    }
}

/// `APPEND key value`: creates the key even for an empty value.
pub(super) fn append(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let old = cx.read::<SmallBytes>(args[1])?.map_or(0, SmallBytes::len);
    check_length(cx, (old as u64).saturating_add(args[2].len() as u64))?;
    let (value, _) = cx.edit_or_create::<SmallBytes>(args[1])?;
    value.extend(args[2]);
    let len = value.len();
    cx.changed(args[1]);
    Ok(cx.count(len))
}

/// `SETRANGE key offset value`: fills a gap with NUL bytes; an empty value does nothing.
pub(super) fn setrange(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let (key, value) = (args[1], args[3]);
    let offset = args::integer(args[2])?;
    let Ok(offset) = u64::try_from(offset) else {
        return Err(CommandError::Refused("ERR offset is out of range"));
    };
    let old = cx.read::<SmallBytes>(key)?.map_or(0, SmallBytes::len);
    if value.is_empty() {
        return Ok(cx.count(old));
    }
    let end = offset.saturating_add(value.len() as u64);
    check_length(cx, end)?;
    cx.state.charge(usize::try_from(end).unwrap_or(usize::MAX).saturating_sub(old))?;
    let (string, _) = cx.edit_or_create::<SmallBytes>(key)?;
    let (start, end) = (offset as usize, end as usize);
    string.grow(end);
    string.as_mut_slice()[start..end].copy_from_slice(value);
    let len = string.len();
    cx.changed(key);
    Ok(cx.count(len))
}
