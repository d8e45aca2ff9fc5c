//! From bytes to physical lines.

use memchr::memchr;

/// A physical line: its number, where it begins, and its bytes without the line end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Line<'a> {
    /// Counted from 1.
    pub number: u64,
    /// Index of its first byte in the file.
    pub at: u64,
    /// The bytes without line end; the first [`Lines::longest`] of them.
    pub bytes: &'a [u8],
    /// Whether more bytes stood on the line than are looked at.
    pub cut: bool,
}

/// The lines of a file. Neither the number of lines nor their length costs memory.
#[derive(Debug, Clone)]
pub(crate) struct Lines<'a> {
    rest: &'a [u8],
    number: u64,
    at: u64,
    longest: usize,
}

impl<'a> Lines<'a> {
    /// Reads the lines of `bytes`, and of each line the first `longest` bytes.
    pub(crate) fn new(bytes: &'a [u8], longest: usize) -> Self {
        let without_mark = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let at = bytes.len().saturating_sub(without_mark.len());
        Self { rest: without_mark, number: 0, at: at as u64, longest }
    }

    /// Goes on with what follows after that many lines and bytes.
    pub(crate) fn resume(bytes: &'a [u8], longest: usize, number: u64, at: u64) -> Self {
        if number == 0 && at == 0 {
            return Self::new(bytes, longest);
        }
        Self { rest: bytes, number, at, longest }
    }

    /// How many lines and bytes were taken.
    pub(crate) fn taken(&self) -> (u64, u64) {
        (self.number, self.at)
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        if self.rest.is_empty() {
            return None;
        }
        let end = memchr(b'\n', self.rest).unwrap_or(self.rest.len());
        let (line, after) = self.rest.split_at_checked(end)?;
        let at = self.at;
        self.rest = after.get(1..).unwrap_or_default();
        self.number = self.number.saturating_add(1);
        let newline = u64::from(!after.is_empty());
        self.at = at.saturating_add(end as u64).saturating_add(newline);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let bytes = line.get(..self.longest).unwrap_or(line);
        Some(Line { number: self.number, at, bytes, cut: bytes.len() < line.len() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_numbered_and_placed_whatever_ends_them() {
        let read: Vec<_> = Lines::new(b"\xef\xbb\xbfa\r\n\nbcd", 2)
            .map(|l| (l.number, l.at, l.bytes, l.cut))
            .collect();
        assert_eq!(read, [(1, 3, &b"a"[..], false), (2, 6, b"", false), (3, 7, b"bc", true)]);
    }
}
