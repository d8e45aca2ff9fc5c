//! The table of `replay`.

mod following;

use super::{Grid, Style, Tone, count, findings};
use crate::documents::replay::{Replay, ReplayError};

/// Renders the document.
#[must_use]
pub fn render(doc: &Replay, style: Style) -> String {
    let mut grid = Grid::new(style);
    let failed = doc.expected.as_ref().is_some_and(|expected| !expected.met);
    let tone = if failed || !doc.damage.is_empty() {
        Tone::Bad
    } else if doc.error_count > 0 || !doc.missing.is_empty() {
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
    following::add(&mut grid, doc);
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
                vec![e.at.text(), e.db.to_string(), shorten(&command, 120), e.error.to_string()]
            })
            .collect(),
    );
}

/// Keeps a long command from filling the screen; the JSON has it whole.
fn shorten(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(most).collect();
    short.push('…');
    short
}

fn headline(doc: &Replay) -> String {
    let up_to = match (doc.applied.to_offset, &doc.applied.to_file, doc.applied.to_file_offset) {
        (Some(offset), ..) => format!(" up to offset {offset}"),
        (None, Some(file), Some(bytes)) => format!(" up to byte {bytes} of {file}"),
        _ => String::new(),
    };
    let mut line = format!(
        "{} applied{up_to}: {}, digest {}",
        count(doc.applied.commands, "command"),
        count(doc.dataset.keys, "key"),
        doc.dataset.digest
    );
    if let Some(expected) = doc.expected.as_ref().filter(|expected| !expected.met) {
        line = format!("DIFFERENT: expected digest {}; {line}", expected.digest);
    }
    if doc.outcomes.errors > 0 {
        line = format!("{line}; {}", count(doc.outcomes.errors, "error"));
    }
    if !doc.missing.is_empty() {
        line = format!(
            "{line}; INCONCLUSIVE: the stream does not tell where it continues the snapshot"
        );
    }
    if doc.outcomes.unknown > 0 {
        let unknown = count(doc.outcomes.unknown, "command");
        line = format!("{line}; INCONCLUSIVE: {unknown} that only a module knows");
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
    let mut rows = vec![("snapshot", snapshot)];
    rows.extend(stream(doc));
    if let Some(saved) = &doc.saved {
        let position = match (&saved.repl_id, saved.repl_offset) {
            (Some(id), Some(offset)) => format!("{id}:{offset}"),
            _ => "no position".to_owned(),
        };
        let (keys, target) = (count(saved.keys, "key"), &saved.target);
        rows.push(("saved", format!("{} ({keys}, {position}) for {target}", saved.path)));
    }
    let outcomes = &doc.outcomes;
    rows.push((
        "outcomes",
        format!(
            "{} changed data, {} had no effect, {} failed, {} unknown; {}, {}",
            outcomes.applied,
            outcomes.no_effect,
            outcomes.errors,
            outcomes.unknown,
            count(doc.applied.transactions, "transaction"),
            count(doc.applied.scripts, "script")
        ),
    ));
    rows.push(("emulated", emulated(doc)));
    rows.push(("clock", clock(doc)));
    if let Some(cut) = &doc.truncated {
        let at = match (cut.truncated_at, &cut.file, cut.truncated_at_file_offset) {
            (Some(offset), ..) => format!("offset {offset}"),
            (None, Some(file), Some(at)) => format!("byte {at} of {file}"),
            _ => "an unknown place".to_owned(),
        };
        let pending = count(cut.pending_bytes, "byte");
        rows.push(("cut", format!("the stream ends {pending} into the command at {at}")));
    }
    if let Some(open) = &doc.open_transaction {
        let text =
            format!("no EXEC follows the MULTI at {}: nothing of it is applied", open.text());
        rows.push(("open", text));
    }
    rows
}

fn stream(doc: &Replay) -> Vec<(&'static str, String)> {
    let path = &doc.stream.path;
    let numbering = if doc.stream.offsets_known {
        ""
    } else {
        ", counted from 1: the stream does not tell its offsets"
    };
    let (Some(first), Some(last)) = (doc.stream.first_offset, doc.stream.last_offset) else {
        let files = doc.stream.aof.iter().flatten();
        return files
            .map(|file| {
                let (bytes, rdb) = (count(file.bytes, "byte"), file.snapshot_bytes);
                let rdb = if rdb > 0 { format!(", {rdb} of a snapshot") } else { String::new() };
                ("aof", format!("{} ({}, {bytes}{rdb})", file.file, file.role))
            })
            .collect();
    };
    let from = doc.applied.from_offset.unwrap_or(0).saturating_add(1);
    let to = doc.applied.to_offset.unwrap_or(0);
    let applied = match &doc.missing {
        _ if to < from => format!("nothing: the snapshot contains everything up to offset {to}"),
        missing if missing.is_empty() => format!("offsets {from} to {to}"),
        missing => format!("offsets {from} to {to}; {}", missing.join("; ")),
    };
    vec![("stream", format!("{path} (offsets {first} to {last}{numbering})")), ("applied", applied)]
}

/// The versions and the way of scripts always; settings where they are not the defaults.
fn emulated(doc: &Replay) -> String {
    let profile = &doc.profile;
    let from = |name| {
        let part = profile.parts.iter().find(|part| part.name == name);
        part.map_or("?", |part| part.from.as_str())
    };
    let mut text = format!(
        "replica {} {} under master {} {}, {} scripts {}, {} databases {}",
        profile.replica_version,
        whence(from("replica-version")),
        profile.master_version,
        whence(from("master-version")),
        profile.script_mode,
        whence(from("script-mode")),
        profile.databases,
        whence(from("databases")),
    );
    let settings = profile.parts.iter().filter(|part| part.name.contains("max-"));
    for part in settings.filter(|part| part.from != "default") {
        text = format!("{text}, {} {} {}", part.name, part.value, whence(&part.from));
    }
    text
}

/// Where a part of the profile comes from. What nobody tells is said to be a guess.
fn whence(from: &str) -> String {
    match from {
        "assumed" => "(assumed: nothing tells it)".to_owned(),
        "version" => "(by version)".to_owned(),
        "default" => "(default)".to_owned(),
        from => format!("(from {from})"),
    }
}

fn clock(doc: &Replay) -> String {
    let clock = &doc.clock;
    let mut text = match clock.from.as_str() {
        "unknown" => "unknown: relative expiries count from 1970".to_owned(),
        from if clock.end_ms == clock.ms => format!("{} ms (from {from})", clock.ms),
        from => format!("{} to {} ms (from {from})", clock.ms, clock.end_ms),
    };
    if let (Some(path), Some(line)) = (&clock.path, clock.line) {
        text = format!("{text}, {path}:{line}");
    }
    if let Some(remark) = &clock.remark {
        text = format!("{text}, {remark}");
    }
    text
}
