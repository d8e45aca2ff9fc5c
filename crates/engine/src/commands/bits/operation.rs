//! `BITOP`.

use crate::{
    CommandError, Reply, args::is, context::Context, error::refusal, value::SmallBytes,
    value::Value,
};

/// What is done to the sources. A shorter source counts as filled with zeros.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operation {
    And,
    Or,
    Xor,
    Not,
    /// Bits of the first source that no other has (Redis 8.2, as all that follow).
    Diff,
    /// Bits of the others that the first has not.
    Diff1,
    /// Bits of the first source that any other has.
    AndOr,
    /// Bits that exactly one source has.
    One,
}

impl Operation {
    fn parse(cx: &Context<'_>, word: &[u8]) -> Option<Self> {
        let old = [("AND", Self::And), ("OR", Self::Or), ("XOR", Self::Xor), ("NOT", Self::Not)];
        let new = [
            ("DIFF", Self::Diff),
            ("DIFF1", Self::Diff1),
            ("ANDOR", Self::AndOr),
            ("ONE", Self::One),
        ];
        let new = new.into_iter().filter(|_| cx.redis_at_least(8, 2));
        old.into_iter().chain(new).find(|(name, _)| is(word, name)).map(|(_, operation)| operation)
    }

    fn check(self, sources: usize) -> Result<(), CommandError> {
        let name = match self {
            Self::Not if sources != 1 => {
                return Err(CommandError::Refused(
                    "ERR BITOP NOT must be called with a single source key.",
                ));
            }
            Self::Diff => "DIFF",
            Self::Diff1 => "DIFF1",
            Self::AndOr => "ANDOR",
            _ => return Ok(()),
        };
        if sources < 2 {
            let text = format!("ERR BITOP {name} must be called with at least two source keys.");
            return Err(CommandError::with(text));
        }
        Ok(())
    }

    /// Computes the result, as long as the longest source.
    fn apply(self, sources: &[&[u8]]) -> Vec<u8> {
        let Some((first, others)) = sources.split_first() else { return Vec::new() };
        let longest = sources.iter().map(|source| source.len()).max().unwrap_or(0);
        match self {
            Self::Not => first.iter().map(|byte| !byte).collect(),
            Self::And => {
                let mut result = extended(first, longest);
                others.iter().for_each(|other| fold(&mut result, other, |a, b| a & b));
                result
            }
            Self::Or => union(sources, longest),
            Self::Xor => {
                let mut result = extended(first, longest);
                others.iter().for_each(|other| fold(&mut result, other, |a, b| a ^ b));
                result
            }
            Self::Diff | Self::Diff1 | Self::AndOr => {
                let mut result = union(others, longest);
                fold(&mut result, first, |others, first| match self {
                    Self::Diff => first & !others,
                    Self::Diff1 => others & !first,
                    _ => others & first,
                });
                result
            }
            Self::One => exactly_one(sources, longest),
        }
    }
}

fn extended(source: &[u8], len: usize) -> Vec<u8> {
    let mut result = Vec::with_capacity(len);
    result.extend_from_slice(source);
    result.resize(len, 0);
    result
}

/// Combines each byte of the result with the one of a source, or with zero behind its end.
fn fold(result: &mut [u8], source: &[u8], combine: impl Fn(u8, u8) -> u8) {
    let (head, tail) = result.split_at_mut(source.len());
    head.iter_mut().zip(source).for_each(|(byte, other)| *byte = combine(*byte, *other));
    tail.iter_mut().for_each(|byte| *byte = combine(*byte, 0));
}

fn union(sources: &[&[u8]], len: usize) -> Vec<u8> {
    let mut result = vec![0; len];
    sources.iter().for_each(|source| fold(&mut result, source, |a, b| a | b));
    result
}

fn exactly_one(sources: &[&[u8]], len: usize) -> Vec<u8> {
    let (mut once, mut more) = (vec![0; len], vec![0; len]);
    for source in sources {
        for ((once, more), byte) in once.iter_mut().zip(&mut more).zip(*source) {
            *more |= *once & byte;
            *once |= byte;
        }
    }
    fold(&mut once, &more, |once, more| once & !more);
    once
}

/// `BITOP operation destination source …`: an empty result removes the destination.
pub(super) fn bitop(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    let operation = Operation::parse(cx, args[1]).ok_or(refusal::SYNTAX)?;
    operation.check(args.len() - 3)?;
    let mut sources = Vec::with_capacity(args.len() - 3);
    for key in &args[3..] {
        let source = cx.read::<SmallBytes>(key)?;
        sources.push(source.map(SmallBytes::as_slice).unwrap_or_default());
    }
    let result = operation.apply(&sources);
    let len = result.len();
    cx.store(args[2], (len > 0).then(|| Value::String(result.into())));
    Ok(cx.count(len))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_of_8_2_on_three_bytes() {
        // Measured on 8.2 (`commands.md` §1.2.2), with a zero and a longer source added.
        let sources: [&[u8]; 3] = [&[0x0f, 0], &[0x33], &[0x55, 1]];
        for (operation, result) in [
            (Operation::Diff, [0x08, 0]),
            (Operation::Diff1, [0x70, 1]),
            (Operation::AndOr, [0x07, 0]),
            (Operation::One, [0x68, 1]),
            (Operation::And, [0x01, 0]),
            (Operation::Or, [0x7f, 1]),
            (Operation::Xor, [0x69, 1]),
        ] {
            assert_eq!(operation.apply(&sources), result, "{operation:?}");
        }
        assert_eq!(Operation::Not.apply(&[&[0x0f, 0]]), [0xf0, 0xff]);
    }
}
