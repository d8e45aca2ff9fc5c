//! What people and their editors put around a line: quotes of mails and Markdown, bullets, boxes, code marks, blanks.

use super::Peeled;

/// What may stand before a line.
const MARKS: [&str; 20] = [
    "> ", ">", "* ", "- ", "+ ", "• ", "· ", "│ ", "│", "| ", "|", "┃ ", "**", "`", "\"", "'", "“",
    "…", "┆ ", "‣ ",
];

/// The most marks that are taken off, one within another.
const DEEPEST: usize = 8;

pub(super) fn peel(line: &[u8]) -> Option<Peeled<'_>> {
    let mut rest = line;
    for _ in 0..DEEPEST {
        rest = rest.trim_ascii_start();
        rest = rest.strip_prefix("\u{a0}".as_bytes()).unwrap_or(rest);
        let Some(inner) = MARKS.iter().find_map(|mark| rest.strip_prefix(mark.as_bytes())) else {
            break;
        };
        rest = inner;
    }
    let marked = rest.len() < line.len();
    let mut end = rest.trim_ascii_end();
    for mark in ["│", "|", "┃", "**", "`", "\",", "\"", "”"] {
        end = end.strip_suffix(mark.as_bytes()).unwrap_or(end).trim_ascii_end();
    }
    (marked && !end.is_empty()).then(|| Peeled::new(end))
}
