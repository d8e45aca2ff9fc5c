//! The options of `ZADD`.

use crate::{CommandError, args, context::Context};

/// What `ZADD` was told.
#[allow(clippy::struct_excessive_bools)] // Each is an option of its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct AddOptions {
    pub(super) only_new: bool,
    pub(super) only_present: bool,
    pub(super) only_greater: bool,
    pub(super) only_less: bool,
    pub(super) count_changes: bool,
    pub(super) increment: bool,
}

impl AddOptions {
    /// Reads them from the front of the arguments; tells how many there were.
    pub(super) fn read(&mut self, cx: &Context<'_>, rest: &[&[u8]]) -> usize {
        if !(cx.at_least(3, 0, 2)) {
            return 0;
        }
        let compares = cx.at_least(6, 2, 0);
        let taken = rest.iter().take_while(|option| {
            // No option is longer, and most scores do not begin with a letter.
            if option.len() > 4 || !option.first().is_some_and(u8::is_ascii_alphabetic) {
                return false;
            }
            for (word, known, slot) in [
                ("NX", true, &mut self.only_new),
                ("XX", true, &mut self.only_present),
                ("CH", true, &mut self.count_changes),
                ("INCR", true, &mut self.increment),
                ("GT", compares, &mut self.only_greater),
                ("LT", compares, &mut self.only_less),
            ] {
                if known && args::is(option, word) {
                    *slot = true;
                    return true;
                }
            }
            false
        });
        taken.count()
    }

    /// Refuses what contradicts itself.
    pub(super) fn check(self, pairs: usize) -> Result<(), CommandError> {
        if self.only_new && self.only_present {
            return Err(CommandError::Refused(
                "ERR XX and NX options at the same time are not compatible",
            ));
        }
        if [self.only_new, self.only_greater, self.only_less].iter().filter(|set| **set).count() > 1
        {
            return Err(CommandError::Refused(
                "ERR GT, LT, and/or NX options at the same time are not compatible",
            ));
        }
        if self.increment && pairs > 1 {
            return Err(CommandError::Refused(
                "ERR INCR option supports a single increment-element pair",
            ));
        }
        Ok(())
    }
}
