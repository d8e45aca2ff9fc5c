//! `FLUSHDB`, `FLUSHALL`, `SWAPDB`.

use crate::{
    CommandError, Reply, args, context::Context, error::refusal, keyspace::Database,
    touched::Extent,
};

/// `FLUSHDB [ASYNC|SYNC]`.
pub(super) fn flushdb(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    check_mode(cx, args)?;
    *cx.database_mut() = Database::default();
    let number = cx.state.keyspace.selected();
    cx.changed_much(Extent::Database(number));
    Ok(Reply::OK)
}

/// `FLUSHALL [ASYNC|SYNC]`: all databases; functions and scripts stay.
pub(super) fn flushall(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    check_mode(cx, args)?;
    cx.state.keyspace.clear();
    cx.changed_much(Extent::All);
    Ok(Reply::OK)
}

fn check_mode(cx: &Context<'_>, args: &[&[u8]]) -> Result<(), CommandError> {
    match args {
        [_] => Ok(()),
        [_, mode] if args::is(mode, "ASYNC") => Ok(()),
        [_, mode] if args::is(mode, "SYNC") && cx.at_least(6, 2, 0) => Ok(()),
        _ => Err(refusal::SYNTAX),
    }
}

/// `SWAPDB a b`: contents and expiries change places; the selected number stays.
pub(super) fn swapdb(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let first = args::integer_or(args[1], "ERR invalid first DB index")?;
    let second = args::integer_or(args[2], "ERR invalid second DB index")?;
    let (first, second) = (number(cx, first)?, number(cx, second)?);
    cx.state.keyspace.swap(first, second);
    cx.changed_much(Extent::Swapped(first, second));
    Ok(Reply::OK)
}

/// Checks the number of a database against the replica's `databases`.
fn number(cx: &Context<'_>, number: i64) -> Result<u32, CommandError> {
    u32::try_from(number)
        .ok()
        .filter(|number| *number < cx.profile().databases)
        .ok_or(CommandError::Refused("ERR DB index is out of range"))
}
