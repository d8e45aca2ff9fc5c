//! Bits of a part of a string: `BITCOUNT`, `BITPOS`.

use crate::{
    CommandError, Reply,
    algo::bits::{RangeUnit, count, position},
    args::integer,
    context::Context,
    error::refusal,
    value::SmallBytes,
};

const NOT_A_BIT: CommandError = CommandError::Refused("ERR The bit argument must be 1 or 0.");

/// Reads `BIT` or `BYTE` (7.0), where it stands.
fn unit(word: Option<&&[u8]>) -> Result<RangeUnit, CommandError> {
    word.map_or(Some(RangeUnit::Byte), |word| RangeUnit::parse(word)).ok_or(refusal::SYNTAX)
}

/// `BITCOUNT key [start end [BYTE|BIT]]`
pub(super) fn bitcount(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let has_units = cx.at_least(7, 0, 0);
    // Up to 7.0 a missing key hid a mistake in the arguments.
    if !cx.at_least(7, 2, 0) && cx.read::<SmallBytes>(args[1])?.is_none() {
        return Ok(Reply::Int(0));
    }
    let range = match &args[2..] {
        [] => None,
        [start] if cx.valkey_at_least(8, 0) => Some((integer(start)?, -1, RangeUnit::Byte)),
        [start, end, word @ ..] if word.len() <= usize::from(has_units) => {
            let (start, end) = (integer(start)?, integer(end)?);
            // A range that is empty at first sight ends the command before its unit is read.
            let empty = start < 0 && end < 0 && start > end;
            let unit = if empty { RangeUnit::Byte } else { unit(word.first())? };
            Some((start, end, unit))
        }
        _ => return Err(refusal::SYNTAX),
    };
    let string = cx.read::<SmallBytes>(args[1])?.map(SmallBytes::as_slice).unwrap_or_default();
    Ok(Reply::Int(count(string, range) as i64))
}

/// `BITPOS key bit [start [end [BYTE|BIT]]]`
pub(super) fn bitpos(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let has_units = cx.at_least(7, 0, 0);
    let bit = match integer(args[2])? {
        0 => false,
        1 => true,
        _ => return Err(NOT_A_BIT),
    };
    let absent = Reply::Int(if bit { -1 } else { 0 });
    if !cx.at_least(7, 2, 0) && cx.read::<SmallBytes>(args[1])?.is_none() {
        return Ok(absent);
    }
    let range = match &args[3..] {
        [] => None,
        [start, rest @ ..] if rest.len() <= 1 + usize::from(has_units) => {
            let start = integer(start)?;
            let unit = unit(rest.get(1))?;
            let end = rest.first().map(|end| integer(end)).transpose()?;
            Some((start, end, unit))
        }
        _ => return Err(refusal::SYNTAX),
    };
    let string = cx.read::<SmallBytes>(args[1])?;
    Ok(string.map_or(absent, |string| Reply::Int(position(string.as_slice(), bit, range))))
}
