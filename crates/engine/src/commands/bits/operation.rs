//! `BITOP`.

use crate::{
    CommandError, Reply,
    algo::bits::BitOp,
    context::Context,
    error::refusal,
    value::{SmallBytes, Value},
};

/// `BITOP operation destination source …`: an empty result removes the destination.
pub(super) fn bitop(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let known = |operation: &BitOp| !operation.since_8_2() || cx.redis_at_least(8, 2);
    let operation = BitOp::parse(args[1]).filter(known).ok_or(refusal::SYNTAX)?;
    let keys = &args[3..];
    if let Some(text) = operation.refuses(keys.len()) {
        return Err(CommandError::Refused(text));
    }
    let mut sources = Vec::with_capacity(keys.len());
    for key in keys {
        let source = cx.read::<SmallBytes>(key)?;
        sources.push(source.map(SmallBytes::as_slice).unwrap_or_default());
    }
    let result = operation.combine(&sources);
    let len = result.len();
    cx.store(args[2], (len > 0).then(|| Value::String(result.into())));
    Ok(cx.count(len))
}
