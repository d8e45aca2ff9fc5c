//! `BITFIELD`, `BITFIELD_RO`.

use super::{
    offset,
    packed::{Overflow, Width},
};
use crate::{
    CommandError, Reply,
    args::{integer, is},
    context::Context,
    error::refusal,
    parse,
    value::SmallBytes,
};

const BAD_TYPE: CommandError = CommandError::Refused(
    "ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but i64 is.",
);
const BAD_OVERFLOW: CommandError = CommandError::Refused("ERR Invalid OVERFLOW type specified");
const READ_ONLY: CommandError =
    CommandError::Refused("ERR BITFIELD_RO only supports the GET subcommand");

/// What is done to one integer.
#[derive(Debug, Clone, Copy)]
enum Action {
    Get,
    Set(i64),
    Add(i64),
}

/// One sub-command.
#[derive(Debug, Clone, Copy)]
struct Step {
    action: Action,
    width: Width,
    offset: u64,
    overflow: Overflow,
}

impl Step {
    /// Returns the last bit that it needs.
    fn last_bit(&self) -> u64 {
        self.offset + u64::from(self.width.bits) - 1
    }

    fn run(&self, string: &mut [u8]) -> Option<i64> {
        let old = self.width.read(string, self.offset);
        let (new, answer) = match self.action {
            Action::Get => return Some(old),
            Action::Set(value) => (self.width.fit(value, self.overflow)?, old),
            Action::Add(more) => {
                let new = self.width.add(old, more, self.overflow)?;
                (new, new)
            }
        };
        self.width.write(string, self.offset, new);
        Some(answer)
    }
}

/// Reads `i…` or `u…`.
fn width(text: &[u8]) -> Result<Width, CommandError> {
    let (signed, bits) = match text.split_first() {
        Some((b'i', bits)) => (true, bits),
        Some((b'u', bits)) => (false, bits),
        _ => return Err(BAD_TYPE),
    };
    let bits = bits.split(|byte| *byte == 0).next().and_then(parse::integer);
    let most = if signed { 64 } else { 63 };
    match bits {
        Some(bits) if (1..=most).contains(&bits) => Ok(Width { bits: bits as u8, signed }),
        _ => Err(BAD_TYPE),
    }
}

fn overflow(word: &[u8]) -> Result<Overflow, CommandError> {
    match () {
        () if is(word, "WRAP") => Ok(Overflow::Wrap),
        () if is(word, "SAT") => Ok(Overflow::Saturate),
        () if is(word, "FAIL") => Ok(Overflow::Fail),
        () => Err(BAD_OVERFLOW),
    }
}

/// Reads all sub-commands before any is run.
fn steps(cx: &Context<'_>, mut args: &[&[u8]]) -> Result<Vec<Step>, CommandError> {
    let (mut steps, mut current) = (Vec::new(), Overflow::Wrap);
    while let [word, rest @ ..] = args {
        let (action, type_, place, after) = match rest {
            [type_, place, after @ ..] if is(word, "GET") => (Action::Get, type_, place, after),
            [type_, place, _, after @ ..] if is(word, "SET") => {
                (Action::Set(0), type_, place, after)
            }
            [type_, place, _, after @ ..] if is(word, "INCRBY") => {
                (Action::Add(0), type_, place, after)
            }
            [how, after @ ..] if is(word, "OVERFLOW") => {
                current = overflow(how)?;
                args = after;
                continue;
            }
            _ => return Err(refusal::SYNTAX),
        };
        let width = width(type_)?;
        let offset = offset(cx, place, Some(width.bits))?;
        let action = match action {
            Action::Get => Action::Get,
            Action::Set(_) => Action::Set(integer(rest[2])?),
            Action::Add(_) => Action::Add(integer(rest[2])?),
        };
        steps.push(Step { action, width, offset, overflow: current });
        args = after;
    }
    Ok(steps)
}

/// `BITFIELD key [GET type offset] [SET type offset value] [INCRBY type offset n] [OVERFLOW WRAP|SAT|FAIL] …`
///
/// The string is lengthened for all writes before the first, and stays so where they fail.
pub(super) fn bitfield(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let steps = steps(cx, &args[2..])?;
    let writes = steps.iter().filter(|step| !matches!(step.action, Action::Get));
    let Some(last) = writes.map(Step::last_bit).max() else { return read(cx, args[1], &steps) };
    let (string, _) = cx.edit_or_create::<SmallBytes>(args[1])?;
    string.grow((last >> 3) as usize + 1);
    let string = string.as_mut_slice();
    let replies = steps.iter().map(|step| step.run(string).map_or(Reply::Nil, Reply::Int));
    let replies = replies.collect();
    cx.changed(args[1]);
    Ok(Reply::Array(replies))
}

/// `BITFIELD_RO key [GET type offset] …`
pub(super) fn bitfield_ro(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let steps = steps(cx, &args[2..])?;
    if steps.iter().any(|step| !matches!(step.action, Action::Get)) {
        return Err(READ_ONLY);
    }
    read(cx, args[1], &steps)
}

fn read(cx: &Context<'_>, key: &[u8], steps: &[Step]) -> Result<Reply, CommandError> {
    let string = cx.read::<SmallBytes>(key)?.map(SmallBytes::as_slice).unwrap_or_default();
    let number = |step: &Step| Reply::Int(step.width.read(string, step.offset));
    Ok(Reply::Array(steps.iter().map(number).collect()))
}
