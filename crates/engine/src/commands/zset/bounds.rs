//! Ranges by score and by bytes, as half-open ranges of ranks.

use crate::{CommandError, args, context::Context, parse, value::Zset};

/// A half-open range of ranks.
pub(crate) type Rank = (usize, usize);

/// The two ends of a range.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Bounds<'a> {
    /// Indexes, negative ones from the end.
    Rank(i64, i64),
    /// Scores.
    Score(ScoreEnd, ScoreEnd),
    /// Bytes, in a sorted set whose scores are all equal.
    Lex(LexEnd<'a>, LexEnd<'a>),
}

/// An end of a range of scores.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ScoreEnd {
    score: f64,
    excluded: bool,
}

/// An end of a range of bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum LexEnd<'a> {
    /// `-`: before everything.
    First,
    /// `+`: after everything.
    Last,
    /// `[bytes`.
    Included(&'a [u8]),
    /// `(bytes`.
    Excluded(&'a [u8]),
}

impl<'a> Bounds<'a> {
    /// Reads two scores, the lower one first.
    pub(crate) fn scores(cx: &Context<'_>, min: &[u8], max: &[u8]) -> Result<Self, CommandError> {
        // Redis 8 and Valkey 8.1 read them with another library: no space before, nothing hexadecimal.
        let strict = cx.redis_at_least(8, 0) || cx.valkey_at_least(8, 1);
        let read = |text: &[u8]| ScoreEnd::read(text, strict);
        match (read(min), read(max)) {
            (Some(min), Some(max)) => Ok(Self::Score(min, max)),
            _ => Err(CommandError::Refused("ERR min or max is not a float")),
        }
    }

    /// Reads two ends of bytes, the lower one first.
    pub(crate) fn lex(min: &'a [u8], max: &'a [u8]) -> Result<Self, CommandError> {
        match (LexEnd::read(min), LexEnd::read(max)) {
            (Some(min), Some(max)) => Ok(Self::Lex(min, max)),
            _ => Err(CommandError::Refused("ERR min or max not valid string range item")),
        }
    }

    /// Reads two indexes.
    pub(crate) fn ranks(start: &[u8], stop: &[u8]) -> Result<Self, CommandError> {
        Ok(Self::Rank(args::integer(start)?, args::integer(stop)?))
    }

    /// Finds the ranks in a sorted set, counted from the end where `reverse`.
    pub(crate) fn find(self, zset: &Zset, reverse: bool) -> Rank {
        match self {
            Self::Rank(start, stop) => {
                let len = zset.len();
                match args::range(start, stop, len) {
                    Some((from, to)) if reverse => (len - to, len - from),
                    Some(range) => range,
                    None => (0, 0),
                }
            }
            Self::Score(min, max) => {
                let from = zset.count_while(|_, score| !min.allows_above(score));
                let to = zset.count_while(|_, score| max.allows_below(score));
                (from, to.max(from))
            }
            Self::Lex(min, max) => {
                let from = zset.count_while(|member, _| !min.allows_above(member));
                let to = zset.count_while(|member, _| max.allows_below(member));
                (from, to.max(from))
            }
        }
    }
}

impl ScoreEnd {
    /// Reads a score as `zslParseRange` does: `strtod` up to the first NUL, space before it allowed, nothing at all
    /// being zero.
    fn read(text: &[u8], strict: bool) -> Option<Self> {
        let (excluded, text) = match text {
            [b'(', rest @ ..] => (true, rest),
            rest => (false, rest),
        };
        let text = text.split(|byte| *byte == 0).next().unwrap_or_default();
        if text.is_empty() {
            return Some(Self { score: 0.0, excluded });
        }
        if strict && (parse::is_hexadecimal(text) || text[0].is_ascii_whitespace()) {
            return None;
        }
        let score = parse::bound(text.trim_ascii_start())?;
        Some(Self { score, excluded })
    }

    fn allows_above(self, score: f64) -> bool {
        if self.excluded { score > self.score } else { score >= self.score }
    }

    fn allows_below(self, score: f64) -> bool {
        if self.excluded { score < self.score } else { score <= self.score }
    }
}

impl<'a> LexEnd<'a> {
    fn read(text: &'a [u8]) -> Option<Self> {
        match text {
            [b'-'] | [b'-', 0, ..] => Some(Self::First),
            [b'+'] | [b'+', 0, ..] => Some(Self::Last),
            [b'[', bytes @ ..] => Some(Self::Included(bytes)),
            [b'(', bytes @ ..] => Some(Self::Excluded(bytes)),
            _ => None,
        }
    }

    fn allows_above(self, member: &[u8]) -> bool {
        match self {
            Self::First => true,
            Self::Last => false,
            Self::Included(bytes) => member >= bytes,
            Self::Excluded(bytes) => member > bytes,
        }
    }

    fn allows_below(self, member: &[u8]) -> bool {
        match self {
            Self::First => false,
            Self::Last => true,
            Self::Included(bytes) => member <= bytes,
            Self::Excluded(bytes) => member < bytes,
        }
    }
}
