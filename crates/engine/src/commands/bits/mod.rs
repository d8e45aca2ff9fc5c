//! Strings as rows of bits: `src/bitops.c`. Bit 0 is the highest bit of the first byte.

mod bit;
mod field;
mod operation;
mod packed;
mod range;

use super::spec::{CommandSpec, KEY, Keys, READ, Since, WRITE, row};
use crate::{CommandError, context::Context, parse};

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

const BAD_OFFSET: CommandError =
    CommandError::Refused("ERR bit offset is not an integer or out of range");

/// Reads the number of a bit; `#n` counts in steps of `width` where there is one (`getBitOffsetFromArgument`).
fn offset(cx: &Context<'_>, text: &[u8], width: Option<u8>) -> Result<u64, CommandError> {
    let number = match (text, width) {
        ([b'#', steps @ ..], Some(width)) => {
            parse::integer(steps).map(|steps| steps.wrapping_mul(i64::from(width)))
        }
        _ => parse::integer(text),
    };
    let number = number.and_then(|number| u64::try_from(number).ok()).ok_or(BAD_OFFSET)?;
    if number >> 3 < longest(cx) { Ok(number) } else { Err(BAD_OFFSET) }
}

/// Returns how long a string may become. From 7.0 on, a master's own commands know no limit but the memory.
fn longest(cx: &Context<'_>) -> u64 {
    let own = cx.state.limits.string_bytes;
    if cx.at_least(7, 0, 0) && !cx.in_script {
        own
    } else {
        own.min(cx.profile().proto_max_bulk_len)
    }
}
