//! The commands of a stream, one row each, or counted.

use crate::StreamEvidence;
use autopsync_engine::{commands, glob_matches};
use autopsync_model::NextOffset;
use autopsync_stream::{Bad, Cut, Kind, Record, Tail, annotation_timestamp};
use std::collections::BTreeMap;

/// Which commands are wanted.
#[derive(Debug, Clone, Default)]
pub struct RowFilter {
    /// Those that begin here or later.
    pub from: Option<NextOffset>,
    /// Those that end with the byte before this one, or earlier.
    pub to: Option<NextOffset>,
    /// Those that name a key matching this pattern.
    pub key: Option<Vec<u8>>,
    /// Those that run in this database.
    pub db: Option<u32>,
}

impl RowFilter {
    fn wants(&self, record: &Record<'_, '_>) -> bool {
        self.from.is_none_or(|from| record.start >= from)
            && self.to.is_none_or(|to| record.end <= to)
            && self.db.is_none_or(|db| record.db == Some(db))
            && self
                .key
                .as_ref()
                .is_none_or(|glob| keys(record.args).iter().any(|key| glob_matches(glob, key)))
    }
}

/// The keys that a command names, as far as the command is known.
fn keys<'a>(args: &[&'a [u8]]) -> Vec<&'a [u8]> {
    args.first()
        .and_then(|name| commands::lookup(name))
        .map(|spec| spec.keys_of(args))
        .unwrap_or_default()
}

/// A row of the answer.
#[derive(Debug, Clone, Copy)]
pub enum Row<'r, 'a> {
    /// Bytes before the first whole command.
    Skipped {
        /// The first of them.
        from: NextOffset,
        /// How many.
        bytes: u64,
    },
    /// A command.
    Command(Record<'r, 'a>),
    /// The end inside a command.
    Cut(Cut),
    /// A byte that cannot stand where it stands.
    Malformed(Bad),
}

/// Returns the time of a `#TS:` annotation of an append-only file, in seconds since 1970.
#[must_use]
pub fn time_of(record: &Record<'_, '_>) -> Option<i64> {
    annotation_timestamp(record.name()).filter(|_| record.kind() == Kind::Annotation)
}

/// Counts over the commands that were wanted.
#[derive(Debug, Clone)]
pub struct Summary {
    /// How many.
    pub commands: u64,
    /// Transactions among them.
    pub transactions: u64,
    /// Count and bytes by name, in upper case; filled by [`summary`] alone.
    pub by_command: BTreeMap<String, (u64, u64)>,
    /// Count and bytes by kind; filled by [`summary`] alone.
    pub by_kind: BTreeMap<String, (u64, u64)>,
    /// Bytes before the first whole command.
    pub skipped_bytes: u64,
    /// The byte after the last whole command.
    pub end: NextOffset,
    /// The first and the last annotation of an append-only file, in seconds since 1970.
    pub times: Option<(i64, i64)>,
    /// The end inside a command.
    pub cut: Option<Cut>,
    /// The byte that cannot stand where it stands.
    pub malformed: Option<Bad>,
}

/// Hands every wanted row to `visit`, with the evidence that it is of, in the order of the streams, until it says
/// false. Bytes that no reader takes end the rows; so does an end inside a command in a file of an append-only file
/// that others follow.
pub fn rows(
    streams: &[StreamEvidence],
    filter: &RowFilter,
    mut visit: impl FnMut(&StreamEvidence, Row<'_, '_>) -> bool,
) -> Summary {
    let begin = streams.first().map_or(NextOffset::new(1), |one| one.stream().first_offset());
    let mut summary = Summary {
        commands: 0,
        transactions: 0,
        by_command: BTreeMap::new(),
        by_kind: BTreeMap::new(),
        skipped_bytes: 0,
        end: begin,
        times: None,
        cut: None,
        malformed: None,
    };
    for evidence in streams {
        let go_on = rows_of(evidence, filter, &mut summary, &mut visit);
        let cut_within = summary.cut.is_some() && evidence.aof().is_some();
        if !go_on || summary.malformed.is_some() || cut_within {
            break;
        }
    }
    summary
}

/// The rows of one stream; false where no more are wanted.
fn rows_of(
    evidence: &StreamEvidence,
    filter: &RowFilter,
    summary: &mut Summary,
    visit: &mut impl FnMut(&StreamEvidence, Row<'_, '_>) -> bool,
) -> bool {
    let (stream, skipped_bytes) = evidence.whole_commands();
    summary.skipped_bytes = summary.skipped_bytes.saturating_add(skipped_bytes);
    let first = evidence.stream().first_offset();
    if skipped_bytes > 0 && !visit(evidence, Row::Skipped { from: first, bytes: skipped_bytes }) {
        return false;
    }
    let mut records = stream.records();
    while let Some(record) = records.next_record() {
        if filter.to.is_some_and(|to| record.start >= to) {
            return false;
        }
        summary.end = record.end;
        if filter.wants(&record) {
            summary.count(&record);
            if !visit(evidence, Row::Command(record)) {
                return false;
            }
        }
    }
    match records.tail() {
        Some(Tail::Cut(cut)) => {
            summary.cut = Some(cut);
            visit(evidence, Row::Cut(cut))
        }
        Some(Tail::Bad(bad)) => {
            summary.malformed = Some(bad);
            visit(evidence, Row::Malformed(bad))
        }
        None => true,
    }
}

impl Summary {
    fn count(&mut self, record: &Record<'_, '_>) {
        if record.kind() == Kind::Annotation {
            if let Some(time) = time_of(record) {
                self.times = Some(self.times.map_or((time, time), |(first, _)| (first, time)));
            }
            return;
        }
        self.commands += 1;
        self.transactions += u64::from(record.kind() == Kind::Exec);
    }
}

/// Counts the wanted commands by name and kind.
#[must_use]
pub fn summary(streams: &[StreamEvidence], filter: &RowFilter) -> Summary {
    let mut by_command: BTreeMap<Vec<u8>, (u64, u64)> = BTreeMap::new();
    let mut by_kind: BTreeMap<Kind, (u64, u64)> = BTreeMap::new();
    let mut summary = rows(streams, filter, |_, row| {
        if let Row::Command(record) = row {
            let name = record.name();
            // A hostile stream may hold any number of names of any length; only short ones are told apart.
            let name = if name.len() <= 64 && by_command.len() < 4096 {
                name.to_ascii_uppercase()
            } else {
                b"(other)".to_vec()
            };
            for count in
                [by_command.entry(name).or_default(), by_kind.entry(record.kind()).or_default()]
            {
                count.0 += 1;
                count.1 += record.bytes();
            }
        }
        true
    });
    summary.by_command = by_command
        .into_iter()
        .map(|(name, count)| (String::from_utf8_lossy(&name).into_owned(), count))
        .collect();
    summary.by_kind =
        by_kind.into_iter().map(|(kind, count)| (kind.as_str().to_owned(), count)).collect();
    summary
}
