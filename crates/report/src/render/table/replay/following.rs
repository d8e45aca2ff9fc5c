//! Followed keys, last writes, unknown commands and caveats in the table of `replay`.

use super::{Grid, shorten};
use crate::documents::replay::{KeySummary, Replay, WatchRow};

/// Adds what there is.
pub(super) fn add(grid: &mut Grid, doc: &Replay) {
    unknown(grid, doc);
    watch(grid, doc);
    provenance(grid, doc);
    let caveats = doc.caveats.iter();
    grid.rows(
        "Depends on more than the bytes",
        &["first at", "count", "what"],
        &[0, 1],
        caveats.map(|c| vec![c.first.text(), c.count.to_string(), c.id.clone()]).collect(),
    );
}

fn unknown(grid: &mut Grid, doc: &Replay) {
    let rows = doc.unknown_commands.iter().map(|unknown| {
        let keys: Vec<_> = unknown.keys.iter().take(5).map(|key| key.key.to_string()).collect();
        let more = if unknown.keys.len() > keys.len() { " …" } else { "" };
        vec![
            unknown.first.text(),
            unknown.count.to_string(),
            unknown.command.to_string(),
            format!("{}{more}", keys.join(" ")),
        ]
    });
    grid.rows(
        "Unknown commands",
        &["first at", "count", "command", "keys in doubt"],
        &[0, 1],
        rows.collect(),
    );
}

fn watch(grid: &mut Grid, doc: &Replay) {
    let Some(watch) = &doc.watch else { return };
    let title = match watch.rows.len() as u64 {
        0 => return grid.line("\nno followed key changed"),
        shown if shown < watch.count => {
            format!("Followed keys ({shown} of {} changes)", watch.count)
        }
        shown => format!("Followed keys ({shown} changes)"),
    };
    let rows = watch.rows.iter().map(|row| {
        vec![
            row.at.text(),
            row.db.to_string(),
            row.key.to_string(),
            command(row),
            summary(row.before.as_ref()),
            summary(row.after.as_ref()),
        ]
    });
    grid.rows(&title, &["at", "db", "key", "command", "before", "after"], &[0, 1], rows.collect());
}

fn command(row: &WatchRow) -> String {
    let words: Vec<_> = row.command.iter().map(ToString::to_string).collect();
    if row.by_script {
        format!("{} in {}", row.written_by, shorten(&words.join(" "), 40))
    } else if words.is_empty() {
        row.written_by.clone()
    } else {
        shorten(&words.join(" "), 60)
    }
}

fn summary(summary: Option<&KeySummary>) -> String {
    summary.map_or_else(|| "-".to_owned(), KeySummary::text)
}

fn provenance(grid: &mut Grid, doc: &Replay) {
    let Some(provenance) = &doc.provenance else { return };
    let rows = provenance.rows.iter().map(|row| {
        let script = if row.by_script { " (in a script)" } else { "" };
        vec![
            row.db.to_string(),
            row.key.to_string(),
            row.at.text(),
            format!("{}{script}", row.command),
        ]
    });
    let title = format!("Last writes ({} of {})", provenance.rows.len(), provenance.count);
    grid.rows(&title, &["db", "key", "at", "command"], &[0, 2], rows.collect());
}
