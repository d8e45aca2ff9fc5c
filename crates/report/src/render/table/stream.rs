//! The table of `stream`: a line a command, written as it is read.

use super::{Grid, Style, Tone, count};
use crate::documents::stream::{Count, StreamRow, StreamStats};
use std::fmt::Write as _;

/// The headings over the rows.
pub const HEADINGS: &str = "      offset   db  kind         command";

/// Renders one row.
#[must_use]
pub fn row(row: &StreamRow) -> String {
    match row {
        StreamRow::Command(row) => {
            let db = row.db.map_or_else(|| "?".to_owned(), |db| db.to_string());
            let mut line = format!("{:>12}  {db:>3}  {:<11} ", row.offset, row.kind);
            for arg in &row.command {
                let _ = write!(line, " {arg}");
            }
            line
        }
        StreamRow::Aof(row) => {
            let db = row.db.map_or_else(|| "?".to_owned(), |db| db.to_string());
            let mut line = format!("{:>12}  {db:>3}  {:<11} ", row.file_offset, row.kind);
            for arg in &row.command {
                let _ = write!(line, " {arg}");
            }
            line
        }
        StreamRow::AofTruncated { truncated_at_file_offset, pending_bytes, .. } => {
            format!(
                "{truncated_at_file_offset:>12}    -  cut          the file ends here, {} into a command",
                count(*pending_bytes, "byte")
            )
        }
        StreamRow::AofMalformed { malformed_at_file_offset, message, .. } => {
            format!(
                "{malformed_at_file_offset:>12}    -  malformed    {}",
                autopsync_model::escape_control(message)
            )
        }
        StreamRow::Truncated { truncated_at, pending_bytes } => {
            format!(
                "{truncated_at:>12}    -  cut          the stream ends here, {} into a command",
                count(*pending_bytes, "byte")
            )
        }
        StreamRow::Malformed { malformed_at, message, .. } => {
            format!(
                "{malformed_at:>12}    -  malformed    {}",
                autopsync_model::escape_control(message)
            )
        }
        StreamRow::Skipped { skipped_from, skipped_bytes } => {
            format!(
                "{skipped_from:>12}    -  skipped      {} before the first whole command",
                count(*skipped_bytes, "byte")
            )
        }
    }
}

/// The line above the rows of each file of an append-only file.
#[must_use]
pub fn file_heading(path: &str) -> String {
    format!("{} (bytes of the file, counted from 0)", autopsync_model::escape_control(path))
}

/// Renders the counts.
#[must_use]
pub fn stats(doc: &StreamStats, style: Style) -> String {
    let mut grid = Grid::new(style);
    let (commands, bytes) = (count(doc.commands, "command"), count(doc.bytes, "byte"));
    let line = match (doc.first_offset, doc.last_offset) {
        (Some(first), Some(last)) => {
            format!("{commands} in {bytes} from offset {first} to {last}")
        }
        _ => format!("{commands} in {bytes} of an append-only file"),
    };
    grid.answer(Tone::Good, &line);
    let mut facts = vec![("file", doc.path.clone())];
    for file in doc.aof.iter().flatten().filter(|_| doc.aof.as_ref().is_some_and(|f| f.len() > 1)) {
        facts.push(("", format!("{}, {}, {}", file.file, file.role, count(file.bytes, "byte"))));
    }
    if let (Some(first), Some(last)) = (doc.first_time, doc.last_time) {
        facts.push(("times", format!("{first} to {last} (annotations, seconds since 1970)")));
    }
    if let Some(replid) = &doc.replid {
        facts.push(("history", replid.clone()));
    }
    facts.push(("transactions", doc.transactions.to_string()));
    if doc.skipped_bytes > 0 {
        facts.push((
            "skipped",
            format!("{} before the first whole command", count(doc.skipped_bytes, "byte")),
        ));
    }
    if doc.pending_bytes > 0 {
        facts.push((
            "pending",
            format!("{} of a command that is cut", count(doc.pending_bytes, "byte")),
        ));
    }
    grid.labelled(&facts);
    for (title, counts) in [("By kind", &doc.by_kind), ("By command", &doc.by_command)] {
        grid.rows(title, &["name", "count", "bytes"], &[1, 2], counts.iter().map(cells).collect());
    }
    grid.finish()
}

fn cells(count: &Count) -> Vec<String> {
    vec![count.name.clone(), count.count.to_string(), count.bytes.to_string()]
}
