//! The table of `psync --matrix` and `--what-if`.

use super::{Grid, Style, Tone};
use crate::documents::psync_matrix::{MatrixCell, PsyncMatrix};

/// Renders the document.
#[must_use]
pub fn render(doc: &PsyncMatrix, style: Style) -> String {
    let mut grid = Grid::new(style);
    let is = |outcome: &str| doc.rows.iter().any(|row| row.outcome == outcome);
    let tone = match (doc.rows.is_empty() || is("inconclusive"), doc.all_continue.is_empty()) {
        (true, _) => Tone::Doubtful,
        (false, true) => Tone::Bad,
        (false, false) => Tone::Good,
    };
    grid.answer(tone, &doc.summary);
    grid.rows_with_long_last(
        "Who asks whom",
        &["replica", "master", "asks for", "answer", "bytes", "because"],
        &[4],
        doc.rows.iter().map(cells).collect(),
    );
    grid.rows(
        "Assumed",
        &["what"],
        &[],
        doc.assumptions.iter().map(|text| vec![text.clone()]).collect(),
    );
    let missing = doc
        .missing
        .iter()
        .map(|missing| vec![missing.what.clone(), missing.why.clone(), missing.command.clone()]);
    grid.rows("Missing", &["what", "why", "how to get it"], &[], missing.collect());
    grid.finish()
}

fn cells(row: &MatrixCell) -> Vec<String> {
    let master =
        if row.promoted { format!("{} (promoted)", row.master) } else { row.master.clone() };
    let asks = match (&row.replid, row.next_offset) {
        (Some(id), Some(next)) => format!("{}:{next}", id.chars().take(8).collect::<String>()),
        (Some(id), None) => id.clone(),
        _ => "?".to_owned(),
    };
    vec![
        row.replica.clone(),
        master,
        asks,
        row.outcome.clone(),
        row.bytes.to_string(),
        row.reason.clone(),
    ]
}
