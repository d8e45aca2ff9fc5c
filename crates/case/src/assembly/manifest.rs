//! `case.toml`: nodes, their files and versions.
//!
//! ```toml
//! [[node]]                       # or [nodes.db-1]
//! name = "db-1"
//! version = "6.2.14"             # where the evidence does not tell it, or tells it wrongly
//! files = ["db-1/info.txt", "db-1.log", "backups/db-1"]
//! ```
//!
//! Paths are relative to the file; a directory stands for all files below it. Of TOML, tables, strings and lists of
//! strings are read: nothing else has a meaning here.

use super::{Case, walk};
use crate::{CaseError, ErrorKind, Source};
use autopsync_model::Version;
use std::path::Path;

/// A node as the file names it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Entry {
    name: String,
    version: Option<Version>,
    files: Vec<String>,
    line: u64,
}

/// Opens the nodes that a `case.toml` names.
pub(super) fn open(case: &mut Case, path: &Path) -> Result<(), CaseError> {
    let source = Source::open(path)?;
    let text = String::from_utf8_lossy(source.bytes());
    let entries = parse(&text)
        .map_err(|(line, why)| CaseError::new(path, ErrorKind::Manifest { line, why }))?;
    let dir = path.parent().unwrap_or(Path::new(""));
    for entry in entries {
        case.node_named(&entry.name).stated_version = entry.version;
        for file in &entry.files {
            let path = dir.join(file);
            if path.is_dir() {
                walk::add_node(case, &entry.name, &path)?;
            } else {
                walk::add_to(case, &entry.name, Source::open(&path)?)?;
            }
        }
    }
    Ok(())
}

type Failure = (u64, String);

fn parse(text: &str) -> Result<Vec<Entry>, Failure> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut lines = text
        .lines()
        .zip(1_u64..)
        .map(|(line, number)| (uncommented(line).trim(), number))
        .filter(|(line, _)| !line.is_empty());
    while let Some((line, number)) = lines.next() {
        if let Some(table) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            entries.push(Entry {
                name: table_name(table, number)?,
                line: number,
                ..Entry::default()
            });
            continue;
        }
        let Some((key, value)) = line.split_once('=') else {
            return Err((number, format!("expected `key = value` or a table, found {line:?}")));
        };
        let mut value = value.trim().to_owned();
        while value.starts_with('[') && !value.ends_with(']') {
            let Some((more, _)) = lines.next() else {
                return Err((number, "expected `]` before the end".to_owned()));
            };
            value.push_str(more);
        }
        let Some(entry) = entries.last_mut() else {
            return Err((number, "expected `[[node]]` or `[nodes.NAME]` first".to_owned()));
        };
        set(entry, key.trim(), &value, number)?;
    }
    match entries.iter().find(|entry| entry.name.is_empty()) {
        Some(nameless) => Err((nameless.line, "expected a name in this table".to_owned())),
        None => Ok(entries),
    }
}

/// The name in `[nodes.NAME]`; `[[node]]` has none yet.
fn table_name(table: &str, number: u64) -> Result<String, Failure> {
    if matches!(table, "[node]" | "[nodes]") {
        return Ok(String::new());
    }
    match table.strip_prefix("nodes.").or_else(|| table.strip_prefix("node.")) {
        Some(name) => Ok(name.trim_matches(['"', '\'']).to_owned()),
        None => Err((number, format!("expected `[[node]]` or `[nodes.NAME]`, found `[{table}]`"))),
    }
}

fn set(entry: &mut Entry, key: &str, value: &str, number: u64) -> Result<(), Failure> {
    match key {
        "name" => entry.name = string(value, number)?,
        "version" => {
            entry.version =
                Some(string(value, number)?.parse().map_err(|error| (number, format!("{error}")))?);
        }
        "files" | "file" | "dir" => {
            match value.strip_prefix('[').and_then(|list| list.strip_suffix(']')) {
                None => entry.files.push(string(value, number)?),
                Some(list) => {
                    for item in list.split(',').map(str::trim).filter(|item| !item.is_empty()) {
                        entry.files.push(string(item, number)?);
                    }
                }
            }
        }
        _ => return Err((number, format!("expected name, version or files, found {key:?}"))),
    }
    Ok(())
}

fn string(value: &str, number: u64) -> Result<String, Failure> {
    let quoted =
        |quote| value.strip_prefix(quote).and_then(|value: &str| value.strip_suffix(quote));
    match quoted('"').or_else(|| quoted('\'')) {
        Some(text) => Ok(text.replace("\\\\", "\\").replace("\\\"", "\"")),
        None => Err((number, format!("expected a string, found {value}"))),
    }
}

/// Cuts a comment off; a `#` inside quotes is none.
fn uncommented(line: &str) -> &str {
    let mut quote = None;
    for (at, c) in line.char_indices() {
        match quote {
            None if c == '#' => return line.get(..at).unwrap_or(line),
            None if matches!(c, '"' | '\'') => quote = Some(c),
            Some(open) if open == c => quote = None,
            _ => {}
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_a_table_name_a_node() {
        let entries = parse("# a case\n[[node]]\nname = \"a\" # one\nversion = '4.0.5'\nfiles = [\"a#1.txt\",\n  \"b.rdb\",\n]\n\n[nodes.b]\ndir = \"b\"\n").unwrap();
        assert_eq!(entries[0].name, "a");
        assert_eq!(entries[0].version, Some(Version::redis(4, 0, 5)));
        assert_eq!(entries[0].files, ["a#1.txt", "b.rdb"]);
        assert_eq!((entries[1].name.as_str(), entries[1].files.len()), ("b", 1));
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        for (text, line) in [
            ("name = \"a\"", 1),
            ("[[node]]\n", 1),
            ("[[node]]\nname = a", 2),
            ("[[node]]\nname=\"a\"\nport = \"1\"", 3),
            ("[x]", 1),
            ("[[node]]\nname=\"a\"\nfiles = [", 3),
            ("[[node]]\nversion = \"new\"", 2),
            ("talk", 1),
        ] {
            assert_eq!(parse(text).unwrap_err().0, line, "{text}");
        }
    }
}
