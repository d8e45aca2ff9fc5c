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

/// Renders the counts.
#[must_use]
pub fn stats(doc: &StreamStats, style: Style) -> String {
    let mut grid = Grid::new(style);
    grid.answer(
        Tone::Good,
        &format!(
            "{} in {} from offset {} to {}",
            count(doc.commands, "command"),
            count(
                u64::try_from(doc.last_offset.saturating_sub(doc.first_offset).saturating_add(1))
                    .unwrap_or(0),
                "byte"
            ),
            doc.first_offset,
            doc.last_offset,
        ),
    );
    let mut facts = vec![("file", doc.path.clone())];
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
