//! Reading hashes.

use crate::{
    CommandError, Reply, args,
    caveat::Caveat,
    commands::generic::{ScanOptions, cursor, scan_reply},
    context::{Context, flag},
    error::refusal,
    value::Hash,
};

/// `HGET key field`.
pub(super) fn hget(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let value = cx.read::<Hash>(args[1])?.and_then(|hash| hash.get(args[2]));
    Ok(value.map_or(Reply::Nil, |value| cx.bulk(value)))
}

/// `HMGET key field …`.
pub(super) fn hmget(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let hash = cx.read::<Hash>(args[1])?;
    let value =
        |field: &&[u8]| hash.and_then(|hash| hash.get(field)).map_or(Reply::Nil, Reply::bulk);
    Ok(Reply::Array(args[2..].iter().map(value).collect()))
}

/// `HLEN key`.
pub(super) fn hlen(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let len = cx.read::<Hash>(args[1])?.map_or(0, Hash::len);
    Ok(cx.count(len))
}

/// `HSTRLEN key field`.
pub(super) fn hstrlen(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let value = cx.read::<Hash>(args[1])?.and_then(|hash| hash.get(args[2]));
    Ok(cx.count(value.map_or(0, <[u8]>::len)))
}

/// `HEXISTS key field`.
pub(super) fn hexists(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    Ok(flag(cx.read::<Hash>(args[1])?.is_some_and(|hash| hash.get(args[2]).is_some())))
}

/// Notes that a script sees an order that only the server knows, unless the reply is sorted for it.
fn note_order(cx: &mut Context<'_>, key: &[u8]) {
    let unknown = cx
        .read::<Hash>(key)
        .is_ok_and(|hash| hash.is_some_and(|hash| !hash.has_known_order() && hash.len() > 1));
    if unknown && !(cx.spec.sorts_for_script() && cx.profile().verbatim_scripts()) {
        cx.note_in_script(Caveat::HashOrder);
    }
}

/// Lists one half of each pair.
fn listed(
    cx: &mut Context<'_>,
    key: &[u8],
    half: impl Fn(&[u8], &[u8]) -> Reply,
) -> Result<Reply, CommandError> {
    let mut all = Vec::new();
    if let Some(hash) = cx.read::<Hash>(key)? {
        hash.for_each(|field, value| all.push(half(field, value)));
    }
    note_order(cx, key);
    Ok(Reply::Array(all))
}

/// `HKEYS key`.
pub(super) fn hkeys(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    listed(cx, args[1], |field, _| Reply::bulk(field))
}

/// `HVALS key`.
pub(super) fn hvals(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    listed(cx, args[1], |_, value| Reply::bulk(value))
}

/// `HGETALL key`.
pub(super) fn hgetall(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let mut pairs = Vec::new();
    if let Some(hash) = cx.read::<Hash>(args[1])?
        && cx.wants_reply
    {
        hash.for_each(|field, value| pairs.push((Reply::bulk(field), Reply::bulk(value))));
    }
    note_order(cx, args[1]);
    Ok(Reply::Map(pairs))
}

/// `HRANDFIELD key [count [WITHVALUES]]`: the first fields stand for random ones.
pub(super) fn hrandfield(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let count = args.get(2).map(|count| args::integer(count)).transpose()?;
    let with_values = match args.get(3..).unwrap_or_default() {
        [] => false,
        [word] if args::is(word, "WITHVALUES") => true,
        _ => return Err(refusal::SYNTAX),
    };
    let Some(hash) = cx.read::<Hash>(args[1])? else {
        return Ok(if count.is_some() { Reply::Array(Vec::new()) } else { Reply::Nil });
    };
    let mut fields = Vec::new();
    hash.for_each(|field, value| fields.push((Reply::bulk(field), Reply::bulk(value))));
    cx.note_in_script(Caveat::Random);
    let Some(count) = count else {
        return Ok(fields.into_iter().next().map_or(Reply::Nil, |(field, _)| field));
    };
    let wanted = (count.unsigned_abs() as usize).min(cx.state.limits.arguments as usize);
    let repeat = if count < 0 { wanted } else { wanted.min(fields.len()) };
    let mut replies = Vec::new();
    for (field, value) in fields.into_iter().cycle().take(repeat) {
        replies.push(field);
        if with_values {
            replies.push(value);
        }
    }
    Ok(Reply::Array(replies))
}

/// `HSCAN key cursor [MATCH pattern] [COUNT n] [NOVALUES]`: all at once.
pub(super) fn hscan(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    cursor(args[2])?;
    if cx.read::<Hash>(args[1])?.is_none() {
        return Ok(scan_reply(0, Vec::new()));
    }
    let options = ScanOptions::read(cx, &args[3..])?;
    let mut replies = Vec::new();
    if let Some(hash) = cx.read::<Hash>(args[1])? {
        hash.for_each(|field, value| {
            if options.matches(field) {
                replies.push(Reply::bulk(field));
                if !options.without_values {
                    replies.push(Reply::bulk(value));
                }
            }
        });
    }
    note_order(cx, args[1]);
    Ok(scan_reply(0, replies))
}
