//! Strings as rows of bits, whose arithmetic [`crate::algo::bits`] knows.

mod bit;
mod field;
mod operation;
mod range;
#[cfg(test)]
mod tests;

use super::spec::{CommandSpec, KEY, Keys, READ, Since, WRITE, row};
use crate::{CommandError, algo::bits::BitError, context::Context, error::refusal};

pub(super) const TABLE: &[CommandSpec] = &[
    row("setbit", 4, WRITE, KEY, Since::redis(2, 2), bit::setbit),
    row("getbit", 3, READ, KEY, Since::redis(2, 2), bit::getbit),
    row("bitop", -4, WRITE, FROM_SECOND, Since::redis(2, 6), operation::bitop),
    row("bitcount", -2, READ, KEY, Since::redis(2, 6), range::bitcount),
    row("bitpos", -3, READ, KEY, Since::redis(2, 8).patch(7), range::bitpos),
    row("bitfield", -2, WRITE, KEY, Since::redis(3, 2), field::bitfield),
    row("bitfield_ro", -2, READ, KEY, Since::redis(6, 0), field::bitfield_ro),
];

/// The destination and its sources.
const FROM_SECOND: Keys = Keys::At { first: 2, last: -1, step: 1 };

/// Returns how long a string may become. From 7.0 on, a master's own commands know no limit but the memory.
fn longest(cx: &Context<'_>) -> u64 {
    let own = cx.state.limits.string_bytes;
    if cx.at_least(7, 0, 0) && !cx.in_script {
        own
    } else {
        own.min(cx.profile().proto_max_bulk_len)
    }
}

/// Says why an argument is refused.
const fn refuse(error: BitError) -> CommandError {
    match error {
        BitError::Offset => {
            CommandError::Refused("ERR bit offset is not an integer or out of range")
        }
        BitError::Bit => CommandError::Refused("ERR bit is not an integer or out of range"),
        BitError::Type => CommandError::Refused(
            "ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.",
        ),
        BitError::Overflow => CommandError::Refused("ERR Invalid OVERFLOW type specified"),
        BitError::Integer => refusal::NOT_INTEGER,
        BitError::Syntax => refusal::SYNTAX,
    }
}
