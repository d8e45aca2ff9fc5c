//! `GETRANGE`.

use crate::{CommandError, Reply, args, context::Context, value::SmallBytes};

/// `GETRANGE key start end`, `SUBSTR key start end`.
pub(super) fn getrange(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let (start, end) = (args::integer(args[2])?, args::integer(args[3])?);
    let Some(value) = cx.read::<SmallBytes>(args[1])? else { return Ok(cx.bulk(b"")) };
    let bytes = value.as_slice();
    let len = bytes.len() as i64;
    if len == 0 || (start < 0 && end < 0 && start > end) {
        return Ok(cx.bulk(b""));
    }
    let inside = |index: i64| if index < 0 { index.saturating_add(len).max(0) } else { index };
    let (start, end) = (inside(start), inside(end).min(len - 1));
    Ok(if start > end { cx.bulk(b"") } else { cx.bulk(&bytes[start as usize..=end as usize]) })
}
