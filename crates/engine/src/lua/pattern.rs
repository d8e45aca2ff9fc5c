//! Lua's patterns, matched under a budget.
//!
//! A pattern such as `.-.-.-.-b` takes time that is a power of the subject's length, inside one instruction, where
//! no hook looks. So the functions over patterns are our own; the language is that of `lstrlib.c` 5.1, with its
//! error texts. Patterns end at their first NUL, as there.

use mlua::Result;
use smallvec::SmallVec;

use super::{errors::Fault, limits::Budget};

/// Most captures of a pattern (`LUA_MAXCAPTURES`).
const MOST_CAPTURES: usize = 32;

/// Deepest recursion of a match; Lua 5.2 has this bound for the same reason, 5.1 overflows the stack.
const DEEPEST: usize = 200;

/// Steps between two looks at the budget.
const STEPS: u64 = 256;

/// How far a capture has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// `(` was met, `)` not yet.
    Open,
    /// `()`: the capture is the position.
    Position,
    /// So many bytes.
    Bytes(usize),
}

/// What a capture holds after a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Captured<'s> {
    /// Bytes of the subject.
    Text(&'s [u8]),
    /// A position, from 1.
    Position(usize),
}

/// A pattern on its way through a subject.
pub(super) struct Matcher<'s> {
    subject: &'s [u8],
    pattern: &'s [u8],
    captures: SmallVec<[(usize, Extent); 4]>,
    budget: &'s Budget,
    steps: u64,
    depth: usize,
}

/// A malformed pattern.
fn malformed<T>(text: &str) -> Result<T> {
    Err(Fault::text(text).into())
}

impl<'s> Matcher<'s> {
    /// Prepares a pattern; what follows a NUL is not part of it.
    pub(super) fn new(subject: &'s [u8], pattern: &'s [u8], budget: &'s Budget) -> Self {
        let end = pattern.iter().position(|byte| *byte == 0).unwrap_or(pattern.len());
        let pattern = pattern.get(..end).unwrap_or(pattern);
        Self { subject, pattern, captures: SmallVec::new(), budget, steps: 0, depth: 0 }
    }

    /// Tells whether the pattern starts with `^`, and takes that off.
    pub(super) fn take_anchor(&mut self) -> bool {
        match self.pattern.split_first() {
            Some((b'^', rest)) => {
                self.pattern = rest;
                true
            }
            _ => false,
        }
    }

    /// Matches at exactly this place of the subject: the end of the match.
    pub(super) fn match_at(&mut self, at: usize) -> Result<Option<usize>> {
        self.captures.clear();
        self.depth = 0;
        self.run(at, 0)
    }

    /// Number of captures of the last match; a match without any counts as one where `whole` is set.
    pub(super) fn count(&self, whole: bool) -> usize {
        if self.captures.is_empty() { usize::from(whole) } else { self.captures.len() }
    }

    /// A capture of the last match, which went from `start` to `end`.
    pub(super) fn capture(&self, number: usize, start: usize, end: usize) -> Result<Captured<'s>> {
        match self.captures.get(number) {
            None if number == 0 => Ok(Captured::Text(self.between(start, end))),
            None => malformed("invalid capture index"),
            Some((_, Extent::Open)) => malformed("unfinished capture"),
            Some((at, Extent::Position)) => Ok(Captured::Position(at + 1)),
            Some((at, Extent::Bytes(len))) => Ok(Captured::Text(self.between(*at, at + len))),
        }
    }

    /// The bytes of the subject between two places.
    pub(super) fn between(&self, start: usize, end: usize) -> &'s [u8] {
        self.subject.get(start..end).unwrap_or_default()
    }

    /// The budget that pays.
    pub(super) fn budget(&self) -> &'s Budget {
        self.budget
    }

    /// Pays for the steps that were counted and not yet paid.
    pub(super) fn settle(&mut self) -> Result<()> {
        self.budget.spend(std::mem::take(&mut self.steps))
    }

    fn step(&mut self) -> Result<()> {
        self.steps += 1;
        if self.steps >= STEPS { self.settle() } else { Ok(()) }
    }

    fn subject_at(&self, at: usize) -> Option<u8> {
        self.subject.get(at).copied()
    }

    /// The pattern's byte at a place; NUL at its end.
    fn pattern_at(&self, at: usize) -> u8 {
        self.pattern.get(at).copied().unwrap_or(0)
    }

    /// Matches the rest of the pattern, deeper.
    fn descend(&mut self, at: usize, item: usize) -> Result<Option<usize>> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return malformed("pattern too complex");
        }
        let result = self.run(at, item);
        self.depth -= 1;
        result
    }

    /// Matches the items of the pattern from `item` on at a place of the subject.
    fn run(&mut self, mut at: usize, mut item: usize) -> Result<Option<usize>> {
        loop {
            self.step()?;
            let next = match (self.pattern_at(item), self.pattern_at(item + 1)) {
                (0, _) => return Ok(Some(at)),
                (b'(', b')') => return self.open(at, item + 2, Extent::Position),
                (b'(', _) => return self.open(at, item + 1, Extent::Open),
                (b')', _) => return self.close(at, item + 1),
                (b'$', 0) => return Ok((at == self.subject.len()).then_some(at)),
                (b'%', b'b') => self.balance(at, item + 2)?.map(|end| (end, item + 4)),
                (b'%', b'f') => self.frontier(at, item + 2)?.map(|end| (at, end)),
                (b'%', digit @ b'0'..=b'9') => {
                    self.back_reference(at, digit)?.map(|end| (end, item + 2))
                }
                _ => match self.single(at, item)? {
                    Single::Next(at, item) => Some((at, item)),
                    Single::Done(end) => return Ok(end),
                },
            };
            match next {
                Some(next) => (at, item) = next,
                None => return Ok(None),
            }
        }
    }

    /// Matches a single character class with the suffix that may follow it.
    fn single(&mut self, at: usize, item: usize) -> Result<Single> {
        let end = self.class_end(item)?;
        let here = self.subject_at(at).is_some_and(|byte| self.matches(byte, item, end));
        Ok(match self.pattern_at(end) {
            b'?' => {
                if here && let Some(end) = self.descend(at + 1, end + 1)? {
                    return Ok(Single::Done(Some(end)));
                }
                Single::Next(at, end + 1)
            }
            b'*' => Single::Done(self.most(at, item, end)?),
            b'+' if here => Single::Done(self.most(at + 1, item, end)?),
            b'-' => Single::Done(self.fewest(at, item, end)?),
            b'+' => Single::Done(None),
            _ if here => Single::Next(at + 1, end),
            _ => Single::Done(None),
        })
    }

    /// `*` and `+`: as many as possible.
    fn most(&mut self, at: usize, item: usize, end: usize) -> Result<Option<usize>> {
        let mut count = 0;
        while self.subject_at(at + count).is_some_and(|byte| self.matches(byte, item, end)) {
            self.step()?;
            count += 1;
        }
        for count in (0..=count).rev() {
            if let Some(end) = self.descend(at + count, end + 1)? {
                return Ok(Some(end));
            }
        }
        Ok(None)
    }

    /// `-`: as few as possible.
    fn fewest(&mut self, mut at: usize, item: usize, end: usize) -> Result<Option<usize>> {
        loop {
            if let Some(end) = self.descend(at, end + 1)? {
                return Ok(Some(end));
            }
            if !self.subject_at(at).is_some_and(|byte| self.matches(byte, item, end)) {
                return Ok(None);
            }
            at += 1;
        }
    }

    fn open(&mut self, at: usize, item: usize, extent: Extent) -> Result<Option<usize>> {
        if self.captures.len() >= MOST_CAPTURES {
            return malformed("too many captures");
        }
        self.captures.push((at, extent));
        let level = self.captures.len();
        let end = self.descend(at, item)?;
        if end.is_none() {
            self.captures.truncate(level - 1);
        }
        Ok(end)
    }

    fn close(&mut self, at: usize, item: usize) -> Result<Option<usize>> {
        let Some(number) = self.captures.iter().rposition(|(_, extent)| *extent == Extent::Open)
        else {
            return malformed("invalid pattern capture");
        };
        self.set_extent(number, |start| Extent::Bytes(at - start));
        let end = self.descend(at, item)?;
        if end.is_none() {
            self.set_extent(number, |_| Extent::Open);
        }
        Ok(end)
    }

    fn set_extent(&mut self, number: usize, extent: impl FnOnce(usize) -> Extent) {
        if let Some(capture) = self.captures.get_mut(number) {
            capture.1 = extent(capture.0);
        }
    }

    /// `%1` and the like: the text of an earlier capture.
    fn back_reference(&mut self, at: usize, digit: u8) -> Result<Option<usize>> {
        let capture =
            digit.checked_sub(b'1').and_then(|number| self.captures.get(usize::from(number)));
        let len = match capture {
            None | Some((_, Extent::Open)) => return malformed("invalid capture index"),
            Some((_, Extent::Position)) => return Ok(None),
            Some((start, Extent::Bytes(len))) => {
                let rest = self.subject.get(at..).unwrap_or_default();
                if !rest.starts_with(self.between(*start, start + len)) {
                    return Ok(None);
                }
                *len
            }
        };
        self.budget.spend_bytes(len)?;
        Ok(Some(at + len))
    }

    /// `%bxy`: from an x to the y that balances it.
    fn balance(&mut self, at: usize, item: usize) -> Result<Option<usize>> {
        let (open, close) = (self.pattern_at(item), self.pattern_at(item + 1));
        if open == 0 || close == 0 {
            return malformed("unbalanced pattern");
        }
        if self.subject_at(at) != Some(open) {
            return Ok(None);
        }
        let mut level = 1usize;
        let mut at = at + 1;
        while let Some(byte) = self.subject_at(at) {
            self.step()?;
            if byte == close {
                level -= 1;
                if level == 0 {
                    return Ok(Some(at + 1));
                }
            } else if byte == open {
                level += 1;
            }
            at += 1;
        }
        Ok(None)
    }

    /// `%f[set]`: between a byte outside of the set and one inside; the ends of the subject count as NUL.
    fn frontier(&mut self, at: usize, item: usize) -> Result<Option<usize>> {
        if self.pattern_at(item) != b'[' {
            return malformed("missing '[' after '%f' in pattern");
        }
        let end = self.class_end(item)?;
        let before = at.checked_sub(1).and_then(|at| self.subject_at(at)).unwrap_or(0);
        let after = self.subject_at(at).unwrap_or(0);
        let fits = !self.in_set(before, item, end - 1) && self.in_set(after, item, end - 1);
        Ok(fits.then_some(end))
    }

    /// Where the class that starts at an item ends.
    fn class_end(&self, item: usize) -> Result<usize> {
        match self.pattern_at(item) {
            b'%' if self.pattern_at(item + 1) == 0 => {
                malformed("malformed pattern (ends with '%')")
            }
            b'%' => Ok(item + 2),
            b'[' => self.set_end(item + 1),
            _ => Ok(item + 1),
        }
    }

    fn set_end(&self, mut at: usize) -> Result<usize> {
        if self.pattern_at(at) == b'^' {
            at += 1;
        }
        loop {
            match self.pattern_at(at) {
                0 => return malformed("malformed pattern (missing ']')"),
                b'%' if self.pattern_at(at + 1) != 0 => at += 2,
                _ => at += 1,
            }
            if self.pattern_at(at) == b']' {
                return Ok(at + 1);
            }
        }
    }

    /// Tells whether a byte is in the class between two places of the pattern.
    fn matches(&self, byte: u8, item: usize, end: usize) -> bool {
        match self.pattern_at(item) {
            b'.' => true,
            b'%' => in_class(byte, self.pattern_at(item + 1)),
            b'[' => self.in_set(byte, item, end - 1),
            literal => literal == byte,
        }
    }

    /// Tells whether a byte is in the set whose `[` and `]` stand at two places.
    fn in_set(&self, byte: u8, open: usize, close: usize) -> bool {
        let mut at = open + 1;
        let negated = self.pattern_at(at) == b'^';
        if negated {
            at += 1;
        }
        while at < close {
            let low = self.pattern_at(at);
            let found = if low == b'%' {
                at += 1;
                in_class(byte, self.pattern_at(at))
            } else if self.pattern_at(at + 1) == b'-' && at + 2 < close {
                at += 2;
                (low..=self.pattern_at(at)).contains(&byte)
            } else {
                low == byte
            };
            if found {
                return !negated;
            }
            at += 1;
        }
        negated
    }
}

/// What became of a single class.
enum Single {
    /// It matched: go on here.
    Next(usize, usize),
    /// The whole rest was tried.
    Done(Option<usize>),
}

/// Tells whether a byte is in a class such as `%a`, by the C locale.
fn in_class(byte: u8, class: u8) -> bool {
    let found = match class.to_ascii_lowercase() {
        b'a' => byte.is_ascii_alphabetic(),
        b'c' => byte.is_ascii_control(),
        b'd' => byte.is_ascii_digit(),
        b'l' => byte.is_ascii_lowercase(),
        b'p' => byte.is_ascii_punctuation(),
        b's' => byte.is_ascii_whitespace() || byte == 0x0b,
        b'u' => byte.is_ascii_uppercase(),
        b'w' => byte.is_ascii_alphanumeric(),
        b'x' => byte.is_ascii_hexdigit(),
        b'z' => byte == 0,
        _ => return class == byte,
    };
    found != class.is_ascii_uppercase()
}
