//! The table of `inspect`.

mod damage;

use super::{Grid, Style, Tone, count, findings};
use crate::documents::inspect::Inspect;

/// Renders the document.
#[must_use]
pub fn render(doc: &Inspect, style: Style) -> String {
    let mut grid = Grid::new(style);
    let keys: u64 = doc.databases.iter().map(|db| db.keys).sum();
    let tone = if !doc.damage.is_empty() || doc.rdb.checksum.status == "mismatch" {
        Tone::Bad
    } else if doc.trailing_bytes > 0 && doc.container.follows != "commands" {
        Tone::Doubtful
    } else {
        Tone::Good
    };
    grid.answer(tone, &headline(doc, keys));
    grid.labelled(&facts(doc));
    grid.rows(
        "AUX fields",
        &["at", "field", "value"],
        &[0],
        doc.aux
            .iter()
            .map(|aux| vec![aux.at.to_string(), aux.key.to_string(), aux.value.to_string()])
            .collect(),
    );
    grid.rows(
        "Databases",
        &["db", "keys", "with ttl", "types", "encodings"],
        &[0, 1, 2],
        doc.databases
            .iter()
            .map(|db| {
                vec![
                    db.db.to_string(),
                    db.keys.to_string(),
                    db.expires.to_string(),
                    pairs(db.types.iter()),
                    pairs(db.encodings.iter()),
                ]
            })
            .collect(),
    );
    grid.rows(
        "Scripts",
        &["at", "sha1", "body"],
        &[0],
        doc.scripts
            .iter()
            .map(|s| vec![s.at.to_string(), s.sha1.clone(), s.body.to_string()])
            .collect(),
    );
    grid.rows(
        "Functions",
        &["at", "library", "engine", "functions"],
        &[0],
        doc.functions
            .iter()
            .map(|f| {
                vec![
                    f.at.to_string(),
                    f.library.clone().unwrap_or_else(|| "?".to_owned()),
                    f.engine.clone().unwrap_or_else(|| "?".to_owned()),
                    f.functions.join(", "),
                ]
            })
            .collect(),
    );
    grid.rows(
        "Loadable by",
        &["version", "loads", "because"],
        &[],
        doc.loadable_by
            .iter()
            .map(|server| {
                let loads = if server.loads { "yes" } else { "NO" };
                let because = match (&server.because, server.at) {
                    (Some(because), Some(at)) => format!("{because} (at byte {at})"),
                    _ => String::new(),
                };
                vec![server.version.clone(), loads.to_owned(), because]
            })
            .collect(),
    );
    damage::add(&mut grid, doc);
    findings::add(&mut grid, &doc.findings);
    grid.finish()
}

fn headline(doc: &Inspect, keys: u64) -> String {
    let rdb = format!("{} version {}", doc.rdb.magic, doc.rdb.version);
    if !doc.damage.is_empty() {
        return format!("DAMAGED: {rdb}, {} before the damage", count(keys, "key"));
    }
    if !doc.complete {
        return format!(
            "{rdb}, head only: {} before the first database",
            count(doc.aux.len() as u64, "AUX field")
        );
    }
    if !doc.unread.is_empty() {
        let unread = count(doc.unread.len() as u64, "record");
        return format!(
            "readable: {rdb}, {}, and {unread} that only their writer can read; checksum ok",
            count(keys, "key")
        );
    }
    match doc.rdb.checksum.status.as_str() {
        "mismatch" => format!("CHECKSUM WRONG: {rdb}, {}", count(keys, "key")),
        status => format!("readable: {rdb}, {}, checksum {status}", count(keys, "key")),
    }
}

fn facts(doc: &Inspect) -> Vec<(&'static str, String)> {
    let mut rows = vec![("file", format!("{} ({} bytes)", doc.file.path, doc.file.bytes))];
    if let Some(writer) = &doc.rdb.writer {
        rows.push(("written by", writer.clone()));
    }
    let members: u64 = doc.databases.iter().filter_map(|db| db.member_expiries).sum();
    if members > 0 {
        rows.push(("members", format!("{members} expire by themselves")));
    }
    let checksum = &doc.rdb.checksum;
    if let (Some(stored), Some(computed)) = (&checksum.stored, &checksum.computed)
        && stored != computed
    {
        rows.push((
            "checksum",
            format!("{}: stored {stored}, computed {computed}", checksum.status),
        ));
    }
    match &doc.replication {
        Some(replication) => rows.push(("replication", replication.explained.clone())),
        None if doc.rdb.magic == "REDIS" && doc.rdb.version < 8 => {
            rows.push(("replication", "no identity: this format does not carry one".to_owned()));
        }
        None => rows.push((
            "replication",
            "no identity: a restart from this file asks for a full synchronisation".to_owned(),
        )),
    }
    if let Some(digest) = &doc.digest {
        let covers = doc.digest_covers.as_ref().filter(|covers| covers.what != "all-keys");
        rows.push(match covers {
            None => ("digest", digest.clone()),
            Some(covers) => {
                let keys = count(covers.keys, "undamaged key");
                ("digest", format!("{digest} of {keys} alone"))
            }
        });
    }
    if let Some(digest) = doc.salvage.as_ref().and_then(|salvage| salvage.digest.as_ref()) {
        let keys = count(digest.keys, "key");
        rows.push(("", format!("{} of {keys}, the recovered ones included", digest.digest)));
    }
    let container = &doc.container;
    match container.kind.as_str() {
        "full-sync" => rows.push(("found in", "a captured full synchronisation".to_owned())),
        "aof-base" => rows.push(("found in", "a multi-part append-only file".to_owned())),
        "dump-payload" => {
            rows.push(("found in", "a DUMP payload: one value, without its name".to_owned()));
        }
        _ => {}
    }
    if container.follows == "commands" {
        let bytes = count(container.follows_bytes, "byte");
        let how = "`autopsync replay --stream` applies them";
        rows.push((
            "follows",
            format!("{bytes} of commands, which are not counted in here; {how}"),
        ));
    } else if doc.trailing_bytes > 0 {
        rows.push((
            "trailing",
            format!("{} after the end of the snapshot", count(doc.trailing_bytes, "byte")),
        ));
    }
    rows
}

fn pairs<'a>(items: impl Iterator<Item = (&'a String, &'a u64)>) -> String {
    items.map(|(name, n)| format!("{name} {n}")).collect::<Vec<_>>().join(", ")
}
