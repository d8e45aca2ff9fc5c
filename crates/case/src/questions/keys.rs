//! One row a key: what it is, how it stands in the file, and what it will take in a server.

mod memory;
mod select;

pub use select::{Chosen, KeySelection, OrderBy};

use crate::{CaseError, ErrorKind, Source};
use autopsync_model::{Damage, Limits};
use autopsync_rdb::{Event, KeyEntry, Reader, Scratch, StringBuffer, ValueVisitor};
use std::{collections::BTreeMap, ops::ControlFlow};

/// A key, borrowed from the walk over its snapshot.
#[derive(Debug, Clone, Copy)]
pub struct KeyRow<'a> {
    /// Its database.
    pub db: u64,
    /// Its name.
    pub key: &'a [u8],
    /// Its type, in the servers' word.
    pub kind: &'static str,
    /// Its encoding in the file.
    pub encoding: &'static str,
    /// How many elements it has: bytes of a string, else members, fields, entries.
    pub elements: u64,
    /// Bytes of its record in the file, name and attributes included.
    pub bytes: u64,
    /// What it takes in a server's memory, estimated.
    pub memory: u64,
    /// When it expires, in milliseconds since 1970.
    pub expire_at_ms: Option<i64>,
    /// The first byte of its record.
    pub at: u64,
}

/// What was walked over.
#[derive(Debug, Clone, Default)]
pub struct KeysSummary {
    /// Keys in the snapshot, as far as it can be read.
    pub keys: u64,
    /// Keys that were selected.
    pub selected: u64,
    /// When the snapshot was written, in seconds since 1970.
    pub ctime: Option<i64>,
    /// What is wrong with the file.
    pub damage: Vec<Damage>,
}

/// Keys with a common prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Group {
    /// How many.
    pub keys: u64,
    /// Their elements.
    pub elements: u64,
    /// Their bytes in the file.
    pub bytes: u64,
    /// Their estimated memory.
    pub memory: u64,
    /// Those with a time to live.
    pub expires: u64,
}

/// Hands every selected key to `visit`, in the order of the file, until it breaks.
///
/// # Errors
/// Where the file is no snapshot. Damage behind the head ends the walk and is part of the summary.
pub fn walk(
    source: &Source,
    selection: &KeySelection,
    mut visit: impl FnMut(&KeyRow<'_>) -> ControlFlow<()>,
) -> Result<KeysSummary, CaseError> {
    let mut reader = Reader::new(source.bytes())
        .map_err(|error| CaseError::new(source.path(), ErrorKind::Snapshot(error)))?
        .without_checksum();
    let damage = source.damage().cloned().into_iter().collect();
    let mut summary = KeysSummary { damage, ..KeysSummary::default() };
    let mut names = StringBuffer::new(&Limits::default());
    let mut scratch = Scratch::default();
    while let Some(event) = reader.next_event() {
        let entry = match event {
            Ok(Event::Key(entry)) => entry,
            Ok(Event::Aux(aux)) if aux.key.is(b"ctime") => {
                let text = aux.value.to_cow().ok();
                summary.ctime = text.and_then(|text| std::str::from_utf8(&text).ok()?.parse().ok());
                continue;
            }
            Ok(_) => continue,
            Err(error) => {
                summary.damage.push(error.to_damage());
                break;
            }
        };
        summary.keys += 1;
        if !selection.may_want(&entry) {
            continue;
        }
        let name = match entry.key.decode(&mut names) {
            Ok(name) => name,
            Err(error) => {
                summary.damage.push(error.to_damage());
                continue;
            }
        };
        if !selection.wants_name(name) {
            continue;
        }
        summary.selected += 1;
        if visit(&row(&entry, name, &mut scratch)).is_break() {
            break;
        }
    }
    Ok(summary)
}

fn row<'a>(entry: &KeyEntry<'_>, key: &'a [u8], scratch: &mut Scratch) -> KeyRow<'a> {
    let elements = match entry.value.as_string() {
        Some(string) => string.len(),
        None => entry.value.count().unwrap_or_else(|| counted(entry, scratch)),
    };
    KeyRow {
        db: entry.db,
        key,
        kind: entry.value.type_name(),
        encoding: entry.value.encoding(),
        elements,
        bytes: entry.raw.len() as u64,
        memory: memory::estimate(entry, key.len() as u64, elements),
        expire_at_ms: entry.expire_at_ms,
        at: entry.at,
    }
}

/// Counts the elements of a value that does not tell their number. A damaged one counts up to the damage.
fn counted(entry: &KeyEntry<'_>, scratch: &mut Scratch) -> u64 {
    #[derive(Default)]
    struct Count(u64);
    impl ValueVisitor for Count {
        fn list_element(&mut self, _: &[u8]) {
            self.0 += 1;
        }
        fn set_member(&mut self, _: &[u8]) {
            self.0 += 1;
        }
        fn zset_member(&mut self, _: &[u8], _: f64) {
            self.0 += 1;
        }
        fn hash_field(&mut self, _: &[u8], _: &[u8], _: Option<i64>) {
            self.0 += 1;
        }
    }
    let mut count = Count::default();
    let _ = entry.visit(scratch, &mut count);
    count.0
}

/// Returns the selected keys that are largest by the chosen measure, largest first. Memory is that of the answer.
///
/// # Errors
/// As [`walk`].
pub fn top(
    source: &Source,
    selection: &KeySelection,
    by: OrderBy,
    most: usize,
) -> Result<(Vec<Chosen>, KeysSummary), CaseError> {
    let mut largest = select::Largest::new(by, most);
    let summary = walk(source, selection, |row| {
        largest.offer(row);
        ControlFlow::Continue(())
    })?;
    Ok((largest.into_sorted(), summary))
}

/// Adds the selected keys up by what stands before the first delimiter of their names; a name without one counts for
/// itself under no prefix.
///
/// # Errors
/// As [`walk`].
pub fn groups(
    source: &Source,
    selection: &KeySelection,
    delimiter: &[u8],
) -> Result<(BTreeMap<Vec<u8>, Group>, KeysSummary), CaseError> {
    /// Prefixes are the evidence's; a hostile file has as many as it has keys.
    const MOST: usize = 1_000_000;
    let mut groups: BTreeMap<Vec<u8>, Group> = BTreeMap::new();
    let summary = walk(source, selection, |row| {
        let prefix = prefix(row.key, delimiter);
        let known = groups.contains_key(prefix) || groups.len() < MOST;
        let prefix = if known { prefix } else { b"(others)" };
        if !groups.contains_key(prefix) {
            groups.insert(prefix.to_vec(), Group::default());
        }
        let Some(group) = groups.get_mut(prefix) else { return ControlFlow::Break(()) };
        group.keys += 1;
        group.elements += row.elements;
        group.bytes += row.bytes;
        group.memory += row.memory;
        group.expires += u64::from(row.expire_at_ms.is_some());
        ControlFlow::Continue(())
    })?;
    Ok((groups, summary))
}

fn prefix<'a>(key: &'a [u8], delimiter: &[u8]) -> &'a [u8] {
    if delimiter.is_empty() {
        return &[];
    }
    let found = key.windows(delimiter.len()).position(|window| window == delimiter);
    found.and_then(|at| key.get(..at + delimiter.len())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_ends_with_the_first_delimiter() {
        assert_eq!(prefix(b"user:1:name", b":"), b"user:");
        assert_eq!(prefix(b"a::b", b"::"), b"a::");
        assert_eq!(prefix(b"plain", b":"), b"");
        assert_eq!(prefix(b"plain", b""), b"");
    }
}
