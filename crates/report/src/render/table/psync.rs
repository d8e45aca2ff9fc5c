//! The table of `psync`.

use super::{Grid, Style, Tone, findings, replay};
use crate::documents::psync::{MasterRow, Psync, RequestRow};
use std::fmt::Write as _;

/// Renders the document.
#[must_use]
pub fn render(doc: &Psync, style: Style) -> String {
    let mut grid = Grid::new(style);
    let tone = match doc.verdict.as_str() {
        "continue-clean" => Tone::Good,
        "continue-unverified" | "inconclusive" => Tone::Doubtful,
        _ => Tone::Bad,
    };
    grid.answer(tone, &doc.summary);
    grid.labelled(&facts(doc));
    replay::errors(&mut grid, &doc.aftermath.errors, doc.aftermath.error_count);
    grid.rows(
        "Missing",
        &["what", "why", "how to get it"],
        &[],
        doc.missing
            .iter()
            .map(|m| vec![m.what.clone(), m.why.clone(), m.command.clone()])
            .collect(),
    );
    findings::add(&mut grid, &doc.findings);
    grid.finish()
}

fn facts(doc: &Psync) -> Vec<(&'static str, String)> {
    let mut rows = vec![("verdict", doc.verdict.clone()), ("request", request(&doc.request))];
    let others = others(doc);
    if !others.is_empty() {
        rows.push(("also told", others.join("\n")));
    }
    rows.push(("master", master(&doc.master)));
    rows.push((
        "decision",
        match &doc.decision.reply {
            Some(reply) => format!("{} ({}): {reply}", doc.decision.outcome, doc.decision.reason),
            None => format!("{} ({})", doc.decision.outcome, doc.decision.reason),
        },
    ));
    if !doc.decision.master_log.is_empty() {
        rows.push(("master log", doc.decision.master_log.join("\n")));
    }
    if !doc.decision.replica_log.is_empty() {
        rows.push(("replica log", doc.decision.replica_log.join("\n")));
    }
    rows.push(("aftermath", aftermath(doc)));
    if !doc.notes.is_empty() {
        rows.push(("note", doc.notes.join("\n")));
    }
    rows
}

fn asked(row: &RequestRow) -> String {
    let next = match &row.next_offset {
        None => "?".to_owned(),
        Some(serde_json::Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    format!("{}:{next}", row.replid)
}

fn origin(row: &RequestRow) -> String {
    match &row.place {
        Some(place) => format!("from {}, {place}", row.from),
        None => format!("from {}", row.from),
    }
}

fn request(row: &RequestRow) -> String {
    let mut request = format!("{} ({}", asked(row), origin(row));
    if let Some(version) = &row.version {
        let _ = write!(request, ", replica {version}");
    }
    request.push(')');
    if let Some(because) = &row.because {
        let _ = write!(request, "\n{because}");
    }
    request
}

/// Requests that less trusted evidence tells and that are not the one decided upon.
fn others(doc: &Psync) -> Vec<String> {
    let decided = asked(&doc.request);
    let differ = doc.candidates.iter().filter(|row| asked(row) != decided);
    differ.map(|row| format!("{} ({}): not decided upon", asked(row), origin(row))).collect()
}

fn master(master: &MasterRow) -> String {
    let known = |text: &Option<String>| text.clone().unwrap_or_else(|| "unknown".to_owned());
    let mut text = format!(
        "{}, {}:{}",
        known(&master.version),
        known(&master.replid),
        master.master_repl_offset.map_or_else(|| "?".to_owned(), |offset| offset.to_string())
    );
    if let (Some(id), Some(offset)) = (&master.replid2, master.second_replid_offset) {
        let _ = write!(text, "\nuntil offset {}: {id}", offset.saturating_sub(1));
    }
    let backlog = &master.backlog;
    let held = match (backlog.active, backlog.first_offset, backlog.histlen) {
        (Some(true), Some(first), Some(len)) => format!("{len} bytes from offset {first}"),
        (Some(false), ..) => "none".to_owned(),
        _ => "unknown".to_owned(),
    };
    let _ = write!(text, "\nbacklog: {held}");
    if let (Some(from), Some(place)) = (&master.from, &master.place) {
        let _ = write!(text, "\nfrom {from}, {place}");
    }
    text
}

fn aftermath(doc: &Psync) -> String {
    let mut text = doc.aftermath.status.clone();
    if let Some(offset) = doc.aftermath.final_offset {
        let _ = write!(text, ", at offset {offset}");
    }
    if let Some(because) = &doc.aftermath.because {
        let _ = write!(text, "\n{because}");
    }
    if let Some(digest) = &doc.aftermath.digest {
        let _ = write!(text, "\nthe replica's digest: {digest}");
    }
    let expected = doc.aftermath.expected_digest.as_ref();
    if let Some(expected) = expected.filter(|_| expected != doc.aftermath.digest.as_ref()) {
        let _ = write!(text, "\nit should have been: {expected}");
    }
    text
}
