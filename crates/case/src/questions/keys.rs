//! One row a key: what it is, how it stands in the file, and what it will take in a server.

mod memory;
mod select;

pub use select::{Chosen, KeySelection, OrderBy};

use super::inspect::UnreadValue;
use crate::{CaseError, Source};
use autopsync_model::{Damage, Limits};
use autopsync_rdb::{
    Event, KeyEntry, Scratch, StringBuffer, ValueVisitor,
    salvage::{Found, Resumed, Salvaged, Salvager, Standing},
};
use std::{collections::BTreeMap, ops::ControlFlow};

/// How many defects, gaps and places are listed.
const MOST: usize = 10_000;

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
    /// How many elements it has: bytes of a string, else members, fields, entries; of a job its keys and arguments.
    pub elements: u64,
    /// Bytes of its record in the file, name and attributes included.
    pub bytes: u64,
    /// What it takes in a server's memory, estimated.
    pub memory: u64,
    /// When it expires, in milliseconds since 1970.
    pub expire_at_ms: Option<i64>,
    /// How many of its members expire by themselves (`KeyDB`); of a job, itself, when it runs next.
    pub member_expiries: u64,
    /// The first byte of its record.
    pub at: u64,
    /// How it was come by.
    pub standing: Standing,
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
    /// Keys that cannot be read although the file is sound.
    pub unread: Vec<UnreadValue>,
    /// Where records went on, with [`KeySelection::salvage`].
    pub resumed: Vec<Resumed>,
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
/// Where the file is no snapshot. Damage behind the head is part of the summary; keys behind it are handed over where
/// they were asked for, and always where the checksum proves that nothing but a value is unknown.
pub fn walk(
    source: &Source,
    selection: &KeySelection,
    visit: impl FnMut(&KeyRow<'_>) -> ControlFlow<()>,
) -> Result<KeysSummary, CaseError> {
    let mut walk = Walk::new(source, selection, visit);
    let end = if selection.salvage { Some(0) } else { walk.read()? };
    if let Some(stopped) = end {
        walk.salvage(stopped);
    }
    Ok(walk.summary)
}

/// A walk over a snapshot.
struct Walk<'a, V> {
    source: &'a Source,
    selection: &'a KeySelection,
    visit: V,
    summary: KeysSummary,
    names: StringBuffer,
    scratch: Scratch,
}

impl<'a, V: FnMut(&KeyRow<'_>) -> ControlFlow<()>> Walk<'a, V> {
    fn new(source: &'a Source, selection: &'a KeySelection, visit: V) -> Self {
        let damage = source.damage().cloned().into_iter().collect();
        Self {
            source,
            selection,
            visit,
            summary: KeysSummary { damage, ..KeysSummary::default() },
            names: StringBuffer::new(&Limits::default()),
            scratch: Scratch::default(),
        }
    }

    /// Reads up to the end, or to what cannot be passed; returns where that stands.
    fn read(&mut self) -> Result<Option<u64>, CaseError> {
        let watch = self.source.watch();
        let mut reader = self.source.reader()?.without_checksum().watched_by(&watch);
        loop {
            // Matched where it lies: an event is large, and moving it costs as much as reading it.
            match &reader.next_event() {
                Some(Ok(Event::Key(entry))) => {
                    if self.take(entry, Standing::Sound).is_break() {
                        return Ok(None);
                    }
                }
                Some(Ok(event)) => self.note(event),
                Some(Err(_)) => return Ok(Some(reader.position())),
                None => return Ok(None),
            }
        }
    }

    /// Reads what can be read, and hands over what stands at `stopped` or behind it.
    fn salvage(&mut self, stopped: u64) {
        let salvager = Salvager::at(self.source.bytes(), self.source.at());
        for salvaged in salvager {
            match salvaged {
                Salvaged::Event(found) if !self.wants(&found, stopped) => {}
                Salvaged::Event(Found { event: Event::Key(entry), standing, .. })
                    if self.take(&entry, standing).is_break() =>
                {
                    return;
                }
                Salvaged::Event(found) => self.note(&found.event),
                Salvaged::Damage(damage) if self.summary.damage.len() < MOST => {
                    self.summary.damage.push(damage.to_damage());
                }
                Salvaged::Unread(unread) if self.summary.unread.len() < MOST => {
                    self.summary.unread.push(UnreadValue::of(&unread));
                }
                Salvaged::Resumed(resumed)
                    if self.selection.salvage && self.summary.resumed.len() < MOST =>
                {
                    self.summary.resumed.push(resumed);
                }
                _ => {}
            }
        }
    }

    fn wants(&self, found: &Found<'_>, stopped: u64) -> bool {
        self.selection.salvage || (found.standing == Standing::Sound && found.event.at() >= stopped)
    }

    fn note(&mut self, event: &Event<'_>) {
        if let Event::Aux(aux) = event
            && aux.key.is(b"ctime")
        {
            let text = aux.value.to_cow().ok();
            self.summary.ctime =
                text.and_then(|text| std::str::from_utf8(&text).ok()?.parse().ok());
        }
    }

    /// Hands a key over, if it is wanted.
    fn take(&mut self, entry: &KeyEntry<'_>, standing: Standing) -> ControlFlow<()> {
        self.summary.keys += 1;
        if !self.selection.may_want(entry) {
            return ControlFlow::Continue(());
        }
        let name = match entry.key.decode(&mut self.names) {
            Ok(name) => name,
            Err(error) => {
                self.summary.damage.push(error.to_damage());
                return ControlFlow::Continue(());
            }
        };
        if !self.selection.wants_name(name) {
            return ControlFlow::Continue(());
        }
        self.summary.selected += 1;
        (self.visit)(&row(entry, name, standing, &mut self.scratch))
    }
}

fn row<'a>(
    entry: &KeyEntry<'_>,
    key: &'a [u8],
    standing: Standing,
    scratch: &mut Scratch,
) -> KeyRow<'a> {
    let string = entry.value.as_string();
    let elements = match &string {
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
        memory: memory::estimate(entry, string.as_ref(), key.len() as u64, elements),
        expire_at_ms: entry.expire_at_ms,
        member_expiries: members_of(entry),
        at: entry.at,
        standing,
    }
}

fn members_of(entry: &KeyEntry<'_>) -> u64 {
    let members = entry.member_expiries();
    if members.is_empty() { 0 } else { members.iter().count() as u64 }
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
