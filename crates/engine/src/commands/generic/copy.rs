//! `MOVE` and `COPY`.

use crate::{
    CommandError, Reply, args,
    context::{Context, flag},
    error::refusal,
    keyspace::NO_EXPIRY,
};

/// Reads the number of a database.
fn database(cx: &Context<'_>, argument: &[u8], text: &'static str) -> Result<u32, CommandError> {
    let number = args::integer_or(argument, text)?;
    u32::try_from(number).ok().filter(|number| *number < cx.profile().databases).ok_or(
        CommandError::Refused(if cx.at_least(6, 2, 0) {
            "ERR DB index is out of range"
        } else {
            "ERR index out of range"
        }),
    )
}

/// `MOVE key db`.
pub(super) fn move_(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let key = args[1];
    let text = if cx.at_least(6, 2, 0) {
        "ERR value is not an integer or out of range"
    } else {
        "ERR index out of range"
    };
    let target = database(cx, args[2], text)?;
    let source = cx.state.keyspace.selected();
    if source == target {
        return Err(refusal::SAME_OBJECT);
    }
    if !cx.exists(key) || cx.state.keyspace.get(target).is_some_and(|db| db.contains(key)) {
        return Ok(flag(false));
    }
    let Some(entry) = cx.database_mut().remove(key) else { return Ok(flag(false)) };
    let expires_ms = if keeps_expiry(cx) { entry.expires_ms } else { NO_EXPIRY };
    cx.state.keyspace.get_mut(target).set_with_expiry(key, entry.value, expires_ms);
    cx.changed(key);
    cx.changed_in(target, key);
    Ok(flag(true))
}

/// The expiry was lost before 2.8.23 and in 3.0 before 3.0.5.
fn keeps_expiry(cx: &Context<'_>) -> bool {
    cx.at_least(3, 0, 5) || (cx.at_least(2, 8, 23) && !cx.at_least(3, 0, 0))
}

/// `COPY source destination [DB n] [REPLACE]`: the expiry is copied as well.
pub(super) fn copy(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let source = cx.state.keyspace.selected();
    let (mut target, mut replace) = (source, false);
    let mut rest = args[3..].iter();
    while let Some(option) = rest.next() {
        if args::is(option, "REPLACE") {
            replace = true;
        } else if args::is(option, "DB")
            && let Some(number) = rest.next()
        {
            target = database(cx, number, refusal::INTEGER_TEXT)?;
        } else {
            return Err(refusal::SYNTAX);
        }
    }
    let (from, to) = (args[1], args[2]);
    if source == target && from == to {
        return Err(refusal::SAME_OBJECT);
    }
    let Some(entry) = cx.database().get(from) else { return Ok(flag(false)) };
    if !replace && cx.state.keyspace.get(target).is_some_and(|db| db.contains(to)) {
        return Ok(flag(false));
    }
    let bytes = entry.value.heap_bytes();
    cx.state.charge(bytes)?;
    let Some(entry) = cx.database().get(from) else { return Ok(flag(false)) };
    let (value, expires_ms) = (entry.value.clone(), entry.expires_ms);
    cx.state.keyspace.get_mut(target).set_with_expiry(to, value, expires_ms);
    cx.changed_in(target, to);
    Ok(flag(true))
}
