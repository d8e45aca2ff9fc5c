//! `RENAME` and `RENAMENX`.

use crate::{
    CommandError, Reply,
    context::{Context, flag},
    error::refusal,
};

/// `RENAME key newkey`: expiry and value travel, what the new name held is gone.
pub(super) fn rename(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    move_value(cx, args, true).map(|_| Reply::OK)
}

/// `RENAMENX key newkey`: only where the new name is free.
pub(super) fn renamenx(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    move_value(cx, args, false).map(flag)
}

fn move_value(cx: &mut Context<'_>, args: &[&[u8]], replace: bool) -> Result<bool, CommandError> {
    let (from, to) = (args[1], args[2]);
    let same = from == to;
    if same && !cx.at_least(3, 2, 0) {
        return Err(refusal::SAME_OBJECT);
    }
    if !cx.exists(from) {
        return Err(refusal::NO_SUCH_KEY);
    }
    if same {
        return Ok(false);
    }
    if !replace && cx.exists(to) {
        return Ok(false);
    }
    if let Some(entry) = cx.database_mut().remove(from) {
        cx.database_mut().set_with_expiry(to, entry.value, entry.expires_ms);
        cx.changed(from);
        cx.changed(to);
    }
    Ok(true)
}
