//! The options of `SET`, `GETEX`, `MSETEX` and the hash commands that borrow them.

use crate::{
    CommandError, args,
    commands::generic::{Unit, absolute, invalid},
    context::Context,
    error::refusal,
};

/// What becomes of an expiry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum ExpiryChoice<'a> {
    /// Nothing was said.
    #[default]
    Unsaid,
    /// It stays (`KEEPTTL`).
    Keep,
    /// It goes (`PERSIST`).
    Clear,
    /// It is set to this argument.
    To(Unit, &'a [u8]),
}

impl<'a> ExpiryChoice<'a> {
    /// Reads `EX`, `PX`, `EXAT` or `PXAT` with its argument, or `KEEPTTL` or `PERSIST`, where the option is one that
    /// the version knows; tells how many arguments that took, 0 where it is something else.
    ///
    /// # Errors
    /// A syntax error where it contradicts an earlier one. The same one may be repeated; the last counts.
    pub(crate) fn read(
        &mut self,
        cx: &Context<'_>,
        rest: &[&'a [u8]],
    ) -> Result<usize, CommandError> {
        let [option, after @ ..] = rest else { return Ok(0) };
        let modern = cx.at_least(6, 2, 0) || cx.spec.name != "set";
        let unit = match () {
            () if args::is(option, "EX") => Unit::Seconds,
            () if args::is(option, "PX") => Unit::Milliseconds,
            () if modern && args::is(option, "EXAT") => Unit::AtSeconds,
            () if modern && args::is(option, "PXAT") => Unit::AtMilliseconds,
            () if args::is(option, "KEEPTTL") && cx.at_least(6, 0, 0) => {
                return self.settle(Self::Keep).map(|()| 1);
            }
            () if args::is(option, "PERSIST") => return self.settle(Self::Clear).map(|()| 1),
            () => return Ok(0),
        };
        let value = after.first().ok_or(refusal::SYNTAX)?;
        self.settle(Self::To(unit, value)).map(|()| 2)
    }

    fn settle(&mut self, choice: Self) -> Result<(), CommandError> {
        let agrees = match (*self, choice) {
            (Self::Unsaid, _) => true,
            (Self::To(old, _), Self::To(new, _)) => old == new,
            (old, new) => old == new,
        };
        if !agrees {
            return Err(refusal::SYNTAX);
        }
        *self = choice;
        Ok(())
    }

    /// Turns a set expiry into milliseconds since 1970; `None` where none is set.
    pub(crate) fn at_ms(self, cx: &mut Context<'_>) -> Result<Option<i64>, CommandError> {
        let Self::To(unit, number) = self else { return Ok(None) };
        let number = args::integer(number)?;
        if number <= 0 {
            return Err(invalid(cx));
        }
        let at_ms = absolute(cx, number, unit).filter(|ms| *ms > 0 || !cx.at_least(6, 2, 0));
        at_ms.map(Some).ok_or_else(|| invalid(cx))
    }
}

/// A condition on the value that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Condition<'a> {
    /// There is no key.
    Absent,
    /// There is a key.
    Present,
    /// The value is this.
    Equal(&'a [u8]),
    /// The value is not this, or there is none.
    Unequal(&'a [u8]),
    /// The value's digest is this.
    DigestEqual(&'a [u8]),
    /// The value's digest is not this, or there is no value.
    DigestUnequal(&'a [u8]),
}

/// The options of `SET`.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct SetOptions<'a> {
    pub(crate) condition: Option<Condition<'a>>,
    pub(crate) expiry: ExpiryChoice<'a>,
    /// Answer with the old value.
    pub(crate) get: bool,
}

impl<'a> SetOptions<'a> {
    /// Reads them.
    pub(crate) fn read(cx: &Context<'_>, options: &[&'a [u8]]) -> Result<Self, CommandError> {
        let mut read = Self::default();
        let mut rest = options;
        while let [option, after @ ..] = rest {
            if args::is(option, "GET") && cx.at_least(6, 2, 0) {
                read.get = true;
                rest = after;
                continue;
            }
            let taken = match read.expiry.read(cx, rest)? {
                0 => read.condition(cx, rest)?,
                taken => taken,
            };
            rest = &rest[taken..];
        }
        if read.expiry == ExpiryChoice::Clear {
            return Err(refusal::SYNTAX);
        }
        let both = read.get && read.condition == Some(Condition::Absent);
        if both && !cx.at_least(7, 0, 0) {
            return Err(refusal::SYNTAX);
        }
        Ok(read)
    }

    fn condition(&mut self, cx: &Context<'_>, rest: &[&'a [u8]]) -> Result<usize, CommandError> {
        let [option, after @ ..] = rest else { return Err(refusal::SYNTAX) };
        let compares = cx.redis_at_least(8, 4) || cx.valkey_at_least(8, 1);
        let differs = cx.redis_at_least(8, 4) || cx.valkey_at_least(9, 2);
        let value = after.first().copied();
        let (condition, taken) = match value {
            _ if args::is(option, "NX") => (Condition::Absent, 1),
            _ if args::is(option, "XX") => (Condition::Present, 1),
            Some(value) if compares && args::is(option, "IFEQ") => (Condition::Equal(value), 2),
            Some(value) if differs && args::is(option, "IFNE") => (Condition::Unequal(value), 2),
            Some(value) if cx.redis_at_least(8, 4) && args::is(option, "IFDEQ") => {
                (Condition::DigestEqual(value), 2)
            }
            Some(value) if cx.redis_at_least(8, 4) && args::is(option, "IFDNE") => {
                (Condition::DigestUnequal(value), 2)
            }
            _ => return Err(refusal::SYNTAX),
        };
        if self.condition.is_some_and(|old| old != condition) {
            return Err(refusal::SYNTAX);
        }
        self.condition = Some(condition);
        Ok(taken)
    }
}
