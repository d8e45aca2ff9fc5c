//! A line as a server writes it, without process id, role letter and time.

use std::fmt;

/// Longest text of a log line in bytes: the formatting buffer has 1024, one of them for the NUL
/// (`LOG_MAX_LEN`, `serverLog` in `server.c`; the same in every version).
const LONGEST: usize = 1023;

/// One predicted log line.
///
/// Values that no evidence tells stand as `<replica>`, `<client>`, `<new replid>`, `<replid>` or `<offset>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// The level's character in the file: `.` debug, `-` verbose, `*` notice, `#` warning.
    pub level: char,
    /// The text.
    pub text: String,
}

impl LogLine {
    /// Makes a line, cut where the servers cut it.
    #[must_use]
    pub fn new(level: char, text: impl Into<String>) -> Self {
        let mut text = text.into();
        if text.len() > LONGEST {
            let end = (0..=LONGEST).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
            text.truncate(end);
        }
        Self { level, text }
    }
}

impl fmt::Display for LogLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_cut_where_the_servers_cut_it_and_never_inside_a_character() {
        assert_eq!(LogLine::new('*', "x".repeat(5000)).text.len(), 1023);
        assert_eq!(LogLine::new('*', "é".repeat(600)).text.len(), 1022);
        assert_eq!(LogLine::new('#', "short").text, "short");
    }
}
