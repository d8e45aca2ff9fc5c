//! `HyperLogLog` (2.8.9 and later): commands over strings of a certain form, whose bytes [`crate::algo::hyperloglog`]
//! knows.

mod add;
mod count;
mod debug;
mod merge;
#[cfg(test)]
mod tests;

use super::{
    server::inert,
    spec::{ADMIN, ALL_KEYS, CommandSpec, INERT, KEY, Keys, READ, Since, WRITE, row},
};
use crate::{
    CommandError,
    algo::hyperloglog::{HllError, HllRules},
    context::Context,
};

pub(super) const TABLE: &[CommandSpec] = &[
    row("pfadd", -2, WRITE, KEY, SINCE, add::pfadd),
    row("pfcount", -2, READ, ALL_KEYS, SINCE, count::pfcount),
    row("pfmerge", -2, WRITE, ALL_KEYS, SINCE, merge::pfmerge),
    row("pfdebug", 3, WRITE | ADMIN, SECOND, SINCE, debug::pfdebug).before(&[((7, 0, 0), -3)]),
    row("pfselftest", 1, ADMIN | INERT, Keys::None, SINCE, inert),
];

const SINCE: Since = Since::redis(2, 8).patch(9);
const SECOND: Keys = Keys::At { first: 2, last: 2, step: 1 };

/// Returns the rules of the emulated version.
fn rules(cx: &Context<'_>) -> HllRules {
    let version = &cx.profile().replica;
    let limit = cx.profile().hll_sparse_max_bytes;
    HllRules::of(version.major, version.minor, version.patch, limit)
}

/// Says why a string is not what it should be.
const fn refuse(error: HllError) -> CommandError {
    CommandError::Refused(match error {
        HllError::NotHyperLogLog => "WRONGTYPE Key is not a valid HyperLogLog string value.",
        HllError::Corrupted => "INVALIDOBJ Corrupted HLL object detected",
    })
}
