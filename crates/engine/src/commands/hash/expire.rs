//! Expiry of fields. As with keys, a replica stores past times and deletes nothing (`commands.md` §1.6, §2.2).

use super::fields::fields;
use crate::{
    CommandError, Reply, args,
    caveat::Caveat,
    commands::generic::{Conditions, Unit, absolute, invalid},
    context::Context,
    value::Hash,
};

/// The latest expiry that a field may have in Redis (`HFE_MAX_ABS_TIME_MSEC`, `src/t_hash.c` 7.4).
const LATEST_MS: i64 = (1 << 46) - 1;

/// What the commands answer for a field that does not exist …
const NO_FIELD: i64 = -2;
/// … has no expiry …
const NO_EXPIRY: i64 = -1;
/// … or keeps what it had.
const KEPT: i64 = 0;

/// `HEXPIRE key seconds [NX|XX|GT|LT] FIELDS n field …`.
pub(super) fn hexpire(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    set(cx, args, Unit::Seconds)
}

/// `HPEXPIRE key milliseconds [NX|XX|GT|LT] FIELDS n field …`.
pub(super) fn hpexpire(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    set(cx, args, Unit::Milliseconds)
}

/// `HEXPIREAT key seconds [NX|XX|GT|LT] FIELDS n field …`.
pub(super) fn hexpireat(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    set(cx, args, Unit::AtSeconds)
}

/// `HPEXPIREAT key milliseconds [NX|XX|GT|LT] FIELDS n field …`.
pub(super) fn hpexpireat(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    set(cx, args, Unit::AtMilliseconds)
}

fn set(cx: &mut Context<'_>, args: &[&[u8]], unit: Unit) -> Result<Reply, CommandError> {
    let number = args::integer(args[2])?;
    if number < 0 {
        return Err(CommandError::Refused("ERR invalid expire time, must be >= 0"));
    }
    let mut conditions = Conditions::default();
    let taken = args[3..].iter().take_while(|option| conditions.add(option)).count();
    let fields = fields(&args[3 + taken..], 1)?;
    let at_ms = absolute(cx, number, unit)
        .filter(|at_ms| cx.is_valkey() || *at_ms <= LATEST_MS)
        .ok_or_else(|| invalid(cx))?;
    let mut replies = Vec::with_capacity(fields.len());
    let mut changed = false;
    let hash = cx.edit::<Hash>(args[1])?;
    let mut hash = hash.map(|(hash, _)| hash);
    for field in fields {
        replies.push(Reply::Int(match &mut hash {
            Some(hash) if hash.get(field).is_some() => {
                if conditions.allow(hash.expiry(field), at_ms) {
                    hash.set_expiry(field, Some(at_ms));
                    changed = true;
                    1
                } else {
                    KEPT
                }
            }
            _ => NO_FIELD,
        }));
    }
    if changed {
        cx.changed(args[1]);
    }
    Ok(Reply::Array(replies))
}

/// `HPERSIST key FIELDS n field …`.
pub(super) fn hpersist(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let fields = fields(&args[2..], 1)?;
    let mut changed = false;
    let mut hash = cx.edit::<Hash>(args[1])?.map(|(hash, _)| hash);
    let mut persist = |field: &&[u8]| match &mut hash {
        Some(hash) if hash.get(field).is_some() => {
            if hash.expiry(field).is_none() {
                return Reply::Int(NO_EXPIRY);
            }
            hash.set_expiry(field, None);
            changed = true;
            Reply::Int(1)
        }
        _ => Reply::Int(NO_FIELD),
    };
    let replies = fields.iter().map(&mut persist).collect();
    if changed {
        cx.changed(args[1]);
    }
    Ok(Reply::Array(replies))
}

fn tell(
    cx: &Context<'_>,
    args: &[&[u8]],
    in_unit: impl Fn(i64) -> i64,
) -> Result<Reply, CommandError> {
    let fields = fields(&args[2..], 1)?;
    let hash = cx.read::<Hash>(args[1])?;
    let tell = |field: &&[u8]| match hash {
        Some(hash) if hash.get(field).is_some() => hash.expiry(field).map_or(NO_EXPIRY, &in_unit),
        _ => NO_FIELD,
    };
    Ok(Reply::Array(fields.iter().map(tell).map(Reply::Int).collect()))
}

/// `HTTL key FIELDS n field …`.
pub(super) fn httl(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    cx.note_in_script(Caveat::ClockRead);
    let now = cx.state.now_ms;
    tell(cx, args, |ms| ms.saturating_sub(now).max(0).saturating_add(999) / 1000)
}

/// `HPTTL key FIELDS n field …`.
pub(super) fn hpttl(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    cx.note_in_script(Caveat::ClockRead);
    let now = cx.state.now_ms;
    tell(cx, args, |ms| ms.saturating_sub(now).max(0))
}

/// `HEXPIRETIME key FIELDS n field …`.
pub(super) fn hexpiretime(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    tell(cx, args, |ms| ms.saturating_add(999) / 1000)
}

/// `HPEXPIRETIME key FIELDS n field …`.
pub(super) fn hpexpiretime(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    tell(cx, args, |ms| ms)
}
