//! The `EXPIRE` family.
//!
//! A replica stores past times as they are: only its master deletes (`checkAlreadyExpired`, `src/expire.c`, and
//! `commands.md` §2.2).

use crate::{
    CommandError, Reply, args,
    context::{Context, flag},
};

/// What a number of an expiry counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Seconds from now.
    Seconds,
    /// Milliseconds from now.
    Milliseconds,
    /// Seconds since 1970.
    AtSeconds,
    /// Milliseconds since 1970.
    AtMilliseconds,
}

impl Unit {
    const fn is_relative(self) -> bool {
        matches!(self, Self::Seconds | Self::Milliseconds)
    }

    const fn in_seconds(self) -> bool {
        matches!(self, Self::Seconds | Self::AtSeconds)
    }
}

/// Turns a number into milliseconds since 1970; `None` where it overflows and the version minds (6.2 and later).
pub(crate) fn absolute(cx: &mut Context<'_>, number: i64, unit: Unit) -> Option<i64> {
    let minds = cx.at_least(6, 2, 0);
    let now = if unit.is_relative() { cx.now_for_expiry() } else { 0 };
    let milliseconds = if unit.in_seconds() {
        match number.checked_mul(1000) {
            Some(product) => product,
            None if minds => return None,
            None => number.wrapping_mul(1000),
        }
    } else {
        number
    };
    match milliseconds.checked_add(now) {
        Some(sum) => Some(sum),
        None if minds && unit.is_relative() => None,
        None => Some(milliseconds.wrapping_add(now)),
    }
}

/// Says that an expiry is invalid, in the words of the version.
pub(crate) fn invalid(cx: &Context<'_>) -> CommandError {
    if cx.at_least(7, 0, 0) {
        CommandError::with(format!("ERR invalid expire time in '{}' command", cx.spec.name))
    } else {
        CommandError::with(format!("ERR invalid expire time in {}", cx.spec.name))
    }
}

/// `EXPIRE key seconds [NX|XX|GT|LT]`.
pub(super) fn expire(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    set(cx, args, Unit::Seconds)
}

/// `PEXPIRE key milliseconds [NX|XX|GT|LT]`.
pub(super) fn pexpire(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    set(cx, args, Unit::Milliseconds)
}

/// `EXPIREAT key seconds [NX|XX|GT|LT]`.
pub(super) fn expireat(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    set(cx, args, Unit::AtSeconds)
}

/// `PEXPIREAT key milliseconds [NX|XX|GT|LT]`.
pub(super) fn pexpireat(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    set(cx, args, Unit::AtMilliseconds)
}

/// When an expiry may be set (7.0 and later).
#[allow(clippy::struct_excessive_bools)] // Each is an option of its own.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Conditions {
    absent: bool,
    present: bool,
    later: bool,
    earlier: bool,
}

impl Conditions {
    /// Reads `NX`, `XX`, `GT` or `LT`; `false` where the argument is none of them.
    pub(crate) fn add(&mut self, option: &[u8]) -> bool {
        for (word, slot) in [
            ("NX", &mut self.absent),
            ("XX", &mut self.present),
            ("GT", &mut self.later),
            ("LT", &mut self.earlier),
        ] {
            if args::is(option, word) {
                *slot = true;
                return true;
            }
        }
        false
    }

    fn check(self) -> Result<(), CommandError> {
        if self.absent && (self.present || self.later || self.earlier) {
            return Err(CommandError::Refused(
                "ERR NX and XX, GT or LT options at the same time are not compatible",
            ));
        }
        if self.later && self.earlier {
            return Err(CommandError::Refused(
                "ERR GT and LT options at the same time are not compatible",
            ));
        }
        Ok(())
    }

    /// Tells whether a new expiry may take the place of the old one. No expiry counts as one that never comes.
    pub(crate) fn allow(self, old: Option<i64>, new: i64) -> bool {
        !((self.absent && old.is_some())
            || (self.present && old.is_none())
            || (self.later && old.is_none_or(|old| new <= old))
            || (self.earlier && old.is_some_and(|old| new >= old)))
    }
}

fn set(cx: &mut Context<'_>, args: &[&[u8]], unit: Unit) -> Result<Reply, CommandError> {
    let key = args[1];
    let mut conditions = Conditions::default();
    for option in &args[3..] {
        if !conditions.add(option) {
            let option = option.split(|byte| *byte == 0).next().unwrap_or_default();
            return Err(CommandError::with([b"ERR Unsupported option ", option].concat()));
        }
    }
    conditions.check()?;
    let number = args::integer(args[2])?;
    let at_ms = absolute(cx, number, unit).ok_or_else(|| invalid(cx))?;
    let Some(entry) = cx.database_mut().get_mut(key) else { return Ok(flag(false)) };
    let old = entry.expires().then_some(entry.expires_ms);
    if !conditions.allow(old, at_ms) {
        return Ok(flag(false));
    }
    entry.expires_ms = at_ms;
    cx.changed(key);
    Ok(flag(true))
}

/// `PERSIST key`.
pub(super) fn persist(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let expires = cx.expiry(args[1]).is_some();
    if expires {
        cx.set_expiry(args[1], None);
        cx.changed(args[1]);
    }
    Ok(flag(expires))
}
