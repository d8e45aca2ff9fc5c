//! The table of `replay`.

use super::{Grid, Style, Tone, count, findings};
use crate::documents::replay::{Replay, ReplayError};

/// Renders the document.
#[must_use]
pub fn render(doc: &Replay, style: Style) -> String {
    let mut grid = Grid::new(style);
    let failed = doc.expected.as_ref().is_some_and(|expected| !expected.met);
    let tone = if failed || !doc.damage.is_empty() {
        Tone::Bad
    } else if doc.error_count > 0 {
        Tone::Doubtful
    } else {
        Tone::Good
    };
    grid.answer(tone, &headline(doc));
    grid.labelled(&facts(doc));
    grid.rows(
        "Databases",
        &["db", "keys"],
        &[0, 1],
        doc.dataset
            .databases
            .iter()
            .map(|db| vec![db.db.to_string(), db.keys.to_string()])
            .collect(),
    );
    errors(&mut grid, &doc.errors, doc.error_count);
    grid.rows(
        "Damage",
        &["at", "what", "in words"],
        &[0],
        doc.damage
            .iter()
            .map(|d| vec![d.at.to_string(), d.id.clone(), d.message.clone()])
            .collect(),
    );
    findings::add(&mut grid, &doc.findings);
    grid.finish()
}

/// Adds the commands that failed.
pub(super) fn errors(grid: &mut Grid, errors: &[ReplayError], total: u64) {
    let title = if total > errors.len() as u64 {
        format!("Errors ({} of {total})", errors.len())
    } else {
        format!("Errors ({total})")
    };
    grid.rows(
        &title,
        &["offset", "db", "command", "error"],
        &[0, 1],
        errors
            .iter()
            .map(|e| {
                let command =
                    e.command.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
                vec![e.offset.to_string(), e.db.to_string(), shorten(&command), e.error.to_string()]
            })
            .collect(),
    );
}

/// Keeps a long command from filling the screen; the JSON has it whole.
fn shorten(text: &str) -> String {
    const MOST: usize = 120;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(MOST).collect();
    short.push('…');
    short
}

fn headline(doc: &Replay) -> String {
    let mut line = format!(
        "{} applied up to offset {}: {}, digest {}",
        count(doc.applied.commands, "command"),
        doc.applied.to_offset,
        count(doc.dataset.keys, "key"),
        doc.dataset.digest
    );
    if let Some(expected) = doc.expected.as_ref().filter(|expected| !expected.met) {
        line = format!("DIFFERENT: expected digest {}; {line}", expected.digest);
    }
    if doc.error_count > 0 {
        line = format!("{line}; {}", count(doc.error_count, "error"));
    }
    line
}

fn facts(doc: &Replay) -> Vec<(&'static str, String)> {
    let snapshot = match &doc.snapshot {
        None => "none: the data set started empty".to_owned(),
        Some(s) => match (&s.repl_id, s.repl_offset) {
            (Some(id), Some(offset)) => {
                format!("{} ({id}:{offset}, {})", s.path, count(s.keys, "key"))
            }
            _ => format!("{} (no replication identity, {})", s.path, count(s.keys, "key")),
        },
    };
    let numbering = if doc.stream.offsets_known {
        ""
    } else {
        ", counted from 1: the stream does not tell its offsets"
    };
    let profile = &doc.profile;
    let mut rows = vec![
        ("snapshot", snapshot),
        (
            "stream",
            format!(
                "{} (offsets {} to {}{numbering})",
                doc.stream.path, doc.stream.first_offset, doc.stream.last_offset
            ),
        ),
        (
            "applied",
            format!(
                "offsets {} to {}, {}, {}",
                doc.applied.from_offset.saturating_add(1),
                doc.applied.to_offset,
                count(doc.applied.transactions, "transaction"),
                count(doc.applied.scripts, "script")
            ),
        ),
        (
            "emulated",
            format!(
                "replica {} under master {} (from {}), {} scripts, {} databases",
                profile.replica_version,
                profile.master_version,
                profile.version_from,
                profile.script_mode,
                profile.databases
            ),
        ),
    ];
    if let Some(cut) = &doc.truncated {
        rows.push((
            "cut",
            format!(
                "the stream ends {} into the command at offset {}",
                count(cut.pending_bytes, "byte"),
                cut.truncated_at
            ),
        ));
    }
    rows
}
