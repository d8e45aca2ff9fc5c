//! Changes in the middle.

use crate::{CommandError, Reply, args, context::Context, error::refusal, value::List};

/// `LINSERT key BEFORE|AFTER pivot element`: at the first pivot from the head.
pub(super) fn linsert(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let (key, pivot) = (args[1], args[3]);
    let after = if args::is(args[2], "AFTER") {
        true
    } else if args::is(args[2], "BEFORE") {
        false
    } else {
        return Err(refusal::SYNTAX);
    };
    let Some((list, _)) = cx.edit::<List>(key)? else { return Ok(Reply::Int(0)) };
    let Some(at) = list.iter().position(|element| element == pivot) else {
        return Ok(Reply::Int(-1));
    };
    list.insert(at + usize::from(after), args[4]);
    let len = list.len();
    cx.changed(key);
    Ok(cx.count(len))
}

/// `LSET key index element`.
pub(super) fn lset(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    if cx.read::<List>(args[1])?.is_none() {
        return Err(refusal::NO_SUCH_KEY);
    }
    let mut index = args::integer(args[2])?;
    if cx.at_least(7, 2, 0) {
        // `listTypeReplaceAtIndex` (`src/t_list.c`) takes an `int`.
        index = i64::from(index as i32);
    }
    let Some((list, _)) = cx.edit::<List>(args[1])? else { return Err(refusal::NO_SUCH_KEY) };
    let index = args::index(index, list.len()).ok_or(refusal::OUT_OF_RANGE)?;
    list.set(index, args[3]);
    cx.changed(args[1]);
    Ok(Reply::OK)
}

/// `LREM key count element`: all of them, or so many from the head, or from the tail where negative.
pub(super) fn lrem(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let (key, element) = (args[1], args[3]);
    let count = args::integer(args[2])?;
    let Some((list, _)) = cx.edit::<List>(key)? else { return Ok(Reply::Int(0)) };
    let most = if count == 0 { u64::MAX } else { count.unsigned_abs() };
    let mut skip = 0;
    if count < 0 {
        let all = list.iter().filter(|other| *other == element).count() as u64;
        skip = all.saturating_sub(most);
    }
    let mut seen = 0;
    let removed = list.retain(|other| {
        if other != element {
            return true;
        }
        seen += 1;
        seen <= skip || seen - skip > most
    });
    if list.is_empty() {
        cx.delete(key);
    } else if removed > 0 {
        cx.changed(key);
    }
    Ok(cx.count(removed))
}

/// `LTRIM key start stop`: an empty range deletes the key.
pub(super) fn ltrim(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let (start, stop) = (args::integer(args[2])?, args::integer(args[3])?);
    let key = args[1];
    let Some((list, _)) = cx.edit::<List>(key)? else { return Ok(Reply::OK) };
    let len = list.len();
    let (from, to) = args::range(start, stop, len).unwrap_or((len, len));
    if from == 0 && to == len {
        return Ok(Reply::OK);
    }
    list.trim(from, len - to);
    if list.is_empty() {
        cx.delete(key);
    } else {
        cx.changed(key);
    }
    Ok(Reply::OK)
}
