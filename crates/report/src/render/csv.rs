//! CSV as RFC 4180 has it: a line of headings, then rows. What is not UTF-8 is escaped as on a terminal.

use crate::documents::keys::{GroupRow, KeyRow};
use std::io::{self, Write};

/// A row that has a form in CSV.
pub trait CsvRow {
    /// The headings.
    const HEADINGS: &'static [&'static str];

    /// The cells, in the order of the headings.
    fn cells(&self) -> Vec<String>;
}

impl CsvRow for KeyRow {
    const HEADINGS: &'static [&'static str] = &[
        "db",
        "key",
        "type",
        "encoding",
        "elements",
        "bytes",
        "memory",
        "expire_at_ms",
        "ttl_ms",
        "at",
        "standing",
    ];

    fn cells(&self) -> Vec<String> {
        let number = |n: Option<i64>| n.map_or_else(String::new, |n| n.to_string());
        vec![
            self.db.to_string(),
            self.key.to_string(),
            self.kind.clone(),
            self.encoding.clone(),
            self.elements.to_string(),
            self.bytes.to_string(),
            self.memory.to_string(),
            number(self.expire_at_ms),
            number(self.ttl_ms),
            self.at.to_string(),
            self.standing.clone(),
        ]
    }
}

impl CsvRow for GroupRow {
    const HEADINGS: &'static [&'static str] =
        &["prefix", "keys", "expires", "elements", "bytes", "memory"];

    fn cells(&self) -> Vec<String> {
        let mut cells = vec![self.prefix.to_string()];
        cells.extend(
            [self.keys, self.expires, self.elements, self.bytes, self.memory]
                .map(|n| n.to_string()),
        );
        cells
    }
}

/// Writes the headings.
///
/// # Errors
/// What the writer reports.
pub fn headings<R: CsvRow>(out: &mut dyn Write) -> io::Result<()> {
    line(out, R::HEADINGS.iter().map(|heading| (*heading).to_owned()))
}

/// Writes one row.
///
/// # Errors
/// What the writer reports.
pub fn row(out: &mut dyn Write, row: &impl CsvRow) -> io::Result<()> {
    line(out, row.cells().into_iter())
}

fn line(out: &mut dyn Write, cells: impl Iterator<Item = String>) -> io::Result<()> {
    for (i, cell) in cells.enumerate() {
        if i > 0 {
            out.write_all(b",")?;
        }
        if cell.contains([',', '"', '\n', '\r']) {
            write!(out, "\"{}\"", cell.replace('"', "\"\""))?;
        } else {
            out.write_all(cell.as_bytes())?;
        }
    }
    out.write_all(b"\r\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_with_a_comma_or_a_quote_is_quoted() {
        let mut out = Vec::new();
        line(&mut out, ["a,b", "say \"x\"", "plain"].map(str::to_owned).into_iter()).unwrap();
        assert_eq!(out, b"\"a,b\",\"say \"\"x\"\"\",plain\r\n");
    }
}
