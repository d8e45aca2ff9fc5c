//! JSON: one document, or one row a line.

use serde::Serialize;
use std::io::{self, Write};

/// Writes one document over several lines, and a newline.
///
/// # Errors
/// What the writer reports.
pub fn document(out: &mut dyn Write, document: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, document)?;
    out.write_all(b"\n")
}

/// Writes one row on one line.
///
/// # Errors
/// What the writer reports.
pub fn row<W: Write + ?Sized>(out: &mut W, row: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, row)?;
    out.write_all(b"\n")
}
