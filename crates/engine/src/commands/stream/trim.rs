//! `XTRIM`, and the same options of `XADD`.

use super::{
    ids,
    policy::{Policy, forget, is_referenced},
};
use crate::{
    CommandError, Reply,
    args::{integer, is},
    context::Context,
    error::refusal,
    value::{Stream, StreamId},
};

const BOTH: CommandError = CommandError::Refused(
    "ERR syntax error, MAXLEN and MINID options at the same time are not compatible",
);
const NEGATIVE_LENGTH: CommandError =
    CommandError::Refused("ERR The MAXLEN argument must be >= 0.");
const NEGATIVE_LIMIT: CommandError = CommandError::Refused("ERR The LIMIT argument must be >= 0.");
const LIMIT_ALONE: CommandError = CommandError::Refused(
    "ERR syntax error, LIMIT cannot be used without specifying a trimming strategy",
);
const LIMIT_EXACT: CommandError =
    CommandError::Refused("ERR syntax error, LIMIT cannot be used without the special ~ option");
const NO_STRATEGY: CommandError =
    CommandError::Refused("ERR syntax error, XTRIM must be called with a trimming strategy");
const NO_STRATEGY_TO_60: CommandError =
    CommandError::Refused("ERR XTRIM called without an option to trim the stream");

/// Most entries that an approximate trim removes unless told otherwise: 100 nodes (`stream-node-max-entries`).
const DEFAULT_LIMIT: usize = 10_000;

/// Up to where a stream is trimmed.
#[derive(Debug, Clone, Copy)]
enum Bound {
    /// So many entries stay.
    Length(usize),
    /// Entries from an id on stay.
    Id(StreamId),
}

/// What is to be trimmed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Trim {
    bound: Bound,
    /// Whole nodes only (`~`).
    approximate: bool,
    /// Entries to remove at most.
    limit: usize,
    policy: Policy,
}

impl Trim {
    /// Starts to read options.
    pub(super) fn parser(cx: &Context<'_>) -> Parser {
        Parser {
            bound: None,
            approximate: false,
            limit: None,
            policy: Policy::Keep,
            modern: cx.at_least(6, 2, 0),
        }
    }

    /// Removes entries from the front; tells how many.
    pub(super) fn apply(&self, stream: &mut Stream) -> usize {
        match self.policy {
            Policy::Keep => self.cut(stream),
            Policy::Delete | Policy::Acked => self.cut_one_by_one(stream),
        }
    }

    fn cut(&self, stream: &mut Stream) -> usize {
        let entries = &mut stream.entries;
        match self.bound {
            Bound::Length(length) if self.approximate => {
                entries.trim_blocks(self.limit, |left, _| left >= length)
            }
            Bound::Id(id) if self.approximate => {
                entries.trim_blocks(self.limit, |_, last| last < id)
            }
            Bound::Length(length) => match entries.len().saturating_sub(length) {
                0 => 0,
                surplus => entries.trim(surplus, |_| true),
            },
            Bound::Id(id) => entries.trim(usize::MAX, |entry| entry < id),
        }
    }

    /// Minds what groups have pending (8.2); `ACKED` steps over entries that one of them still needs.
    fn cut_one_by_one(&self, stream: &mut Stream) -> usize {
        let surplus = match self.bound {
            Bound::Length(length) => stream.entries.len().saturating_sub(length),
            Bound::Id(_) => usize::MAX,
        };
        let unwanted: Vec<_> = stream
            .entries
            .iter()
            .map(|(id, _)| id)
            .take_while(|id| match self.bound {
                Bound::Id(bound) => *id < bound,
                Bound::Length(_) => true,
            })
            .filter(|id| self.policy == Policy::Delete || !is_referenced(stream, *id))
            .take(surplus)
            .collect();
        for id in &unwanted {
            stream.entries.remove(*id);
            forget(stream, *id);
        }
        unwanted.len()
    }
}

/// Collects the options (`streamParseAddOrTrimArgsOrReply`; before 6.2 each command had its own loop, which knew
/// `MAXLEN` alone and let it be repeated).
pub(super) struct Parser {
    bound: Option<Bound>,
    approximate: bool,
    limit: Option<usize>,
    policy: Policy,
    modern: bool,
}

impl Parser {
    /// Takes an option and tells how many of the arguments after it were its own; `None` where it is another's.
    pub(super) fn take(
        &mut self,
        cx: &Context<'_>,
        word: &[u8],
        rest: &[&[u8]],
    ) -> Result<Option<usize>, CommandError> {
        let (value, approximate, used) = match rest {
            [] => return Ok(self.take_policy(cx, word)),
            [sign, value, ..] if matches!(*sign, b"~" | b"=") => (value, *sign == b"~", 2),
            [value, ..] => (value, false, 1),
        };
        if is(word, "MAXLEN") {
            self.begin(approximate)?;
            let length = usize::try_from(integer(value)?).map_err(|_| NEGATIVE_LENGTH)?;
            self.bound = Some(Bound::Length(length));
            return Ok(Some(used));
        }
        if !self.modern {
            return Ok(None);
        }
        if is(word, "MINID") {
            self.begin(approximate)?;
            self.bound = Some(Bound::Id(ids::strict(value, 0)?));
            return Ok(Some(used));
        }
        if is(word, "LIMIT") {
            self.limit = Some(usize::try_from(integer(rest[0])?).map_err(|_| NEGATIVE_LIMIT)?);
            return Ok(Some(1));
        }
        Ok(self.take_policy(cx, word))
    }

    fn begin(&mut self, approximate: bool) -> Result<(), CommandError> {
        if self.modern && self.bound.is_some() {
            return Err(BOTH);
        }
        self.approximate = approximate;
        Ok(())
    }

    fn take_policy(&mut self, cx: &Context<'_>, word: &[u8]) -> Option<usize> {
        self.policy = Policy::parse(word).filter(|_| cx.redis_at_least(8, 2))?;
        Some(0)
    }

    /// Checks the options against each other.
    pub(super) fn finish(self, cx: &Context<'_>) -> Result<Option<Trim>, CommandError> {
        let Some(bound) = self.bound else {
            return match self.limit {
                Some(1..) => Err(LIMIT_ALONE),
                Some(0) if cx.in_script => Err(LIMIT_EXACT),
                _ => Ok(None),
            };
        };
        // A master's command is trimmed as the master says, whatever the limit.
        let limit = match self.limit {
            _ if !cx.in_script || !self.modern => 0,
            Some(_) if !self.approximate => return Err(LIMIT_EXACT),
            Some(limit) => limit,
            None if self.approximate => DEFAULT_LIMIT,
            None => 0,
        };
        let limit = if limit == 0 { usize::MAX } else { limit };
        Ok(Some(Trim { bound, approximate: self.approximate, limit, policy: self.policy }))
    }
}

fn options(cx: &Context<'_>, args: &[&[u8]]) -> Result<Trim, CommandError> {
    let mut parser = Trim::parser(cx);
    let mut at = 2;
    while let Some(word) = args.get(at) {
        match parser.take(cx, word, &args[at + 1..])? {
            Some(used) => at += 1 + used,
            None => return Err(refusal::SYNTAX),
        }
    }
    let missing = if parser.modern { NO_STRATEGY } else { NO_STRATEGY_TO_60 };
    match (parser.bound, parser.limit) {
        (None, None | Some(0)) => Err(missing),
        _ => parser.finish(cx)?.ok_or(missing),
    }
}

/// `XTRIM key MAXLEN|MINID [=|~] n [LIMIT n] [policy]`
pub(super) fn xtrim(cx: &mut Context<'_>, args: &[&[u8]]) -> Result<Reply, CommandError> {
    // Up to 6.2.4 a missing key hid a mistake in the options.
    if !cx.at_least(6, 2, 5) && cx.read::<Stream>(args[1])?.is_none() {
        return Ok(Reply::Int(0));
    }
    let trim = options(cx, args)?;
    let Some((stream, _)) = cx.edit::<Stream>(args[1])? else { return Ok(Reply::Int(0)) };
    let removed = trim.apply(stream);
    if removed > 0 {
        cx.changed(args[1]);
    }
    Ok(cx.count(removed))
}
