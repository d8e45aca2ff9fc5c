//! A reading head over one line.
//!
//! The only file of the log reader that takes a line apart byte by byte for the grammar of prefixes: every step checks
//! that there is something left, none can panic.

/// What is left of a line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(rest: &'a [u8]) -> Self {
        Self { rest }
    }

    /// Returns what is left.
    #[inline]
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Returns the next byte without taking it.
    #[inline]
    pub(crate) fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// Takes one byte if it is this one.
    #[inline]
    pub(crate) fn eat(&mut self, byte: u8) -> Option<()> {
        self.one_of(|b| b == byte).map(|_| ())
    }

    /// Takes one byte that passes.
    #[inline]
    pub(crate) fn one_of(&mut self, pass: impl Fn(u8) -> bool) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        pass(*first).then(|| self.rest = rest)?;
        Some(*first)
    }

    /// Takes this text.
    #[inline]
    pub(crate) fn tag(&mut self, tag: &[u8]) -> Option<()> {
        self.rest = self.rest.strip_prefix(tag)?;
        Some(())
    }

    /// Takes blanks and tabs, as many as there are.
    #[inline]
    pub(crate) fn blanks(&mut self) {
        while let Some((b' ' | b'\t', rest)) = self.rest.split_first() {
            self.rest = rest;
        }
    }

    /// Takes at least one blank.
    #[inline]
    pub(crate) fn blank(&mut self) -> Option<()> {
        self.one_of(|b| b == b' ' || b == b'\t')?;
        self.blanks();
        Some(())
    }

    /// Takes a decimal number of at least `least` and at most `most` digits.
    #[inline]
    pub(crate) fn number(&mut self, least: usize, most: usize) -> Option<u64> {
        let (mut value, mut digits) = (0_u64, 0_usize);
        while digits < most {
            let Some((digit @ b'0'..=b'9', rest)) = self.rest.split_first() else { break };
            value = value.checked_mul(10)?.checked_add(u64::from(digit.saturating_sub(b'0')))?;
            digits = digits.saturating_add(1);
            self.rest = rest;
        }
        (digits >= least).then_some(value)
    }

    /// Takes bytes as long as they pass, at most `most`.
    #[inline]
    pub(crate) fn take_while(&mut self, most: usize, pass: impl Fn(u8) -> bool) -> &'a [u8] {
        let length = self.rest.iter().take(most).take_while(|b| pass(**b)).count();
        let (taken, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, &[]));
        self.rest = rest;
        taken
    }

    /// Takes what stands before this byte, and the byte, where it comes within `most` bytes.
    pub(crate) fn until(&mut self, byte: u8, most: usize) -> Option<&'a [u8]> {
        let end = memchr::memchr(byte, self.rest.get(..most).unwrap_or(self.rest))?;
        let (taken, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest.get(1..)?;
        Some(taken)
    }

    /// Takes a word: what stands before the next blank, at least one byte.
    pub(crate) fn word(&mut self, most: usize) -> Option<&'a [u8]> {
        let word = self.take_while(most, |b| !b.is_ascii_whitespace());
        (!word.is_empty()).then_some(word)
    }
}
