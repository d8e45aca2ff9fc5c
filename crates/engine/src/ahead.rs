//! Reading ahead, so that the memory that commands will need is on its way when they run.
//!
//! A command on one of millions of keys mostly waits for memory: the index, then the entry. Here the index is looked at for
//! the keys of several commands, one right after the other, then at their entries, before the first command runs; these
//! looks do not depend on each other, so that a processor does their waiting at once, and the commands find everything
//! in its caches. What is seen is not used: nothing depends on whether an earlier command of the batch moves it.

use crate::{
    commands::{CommandSpec, Keys},
    keyspace::{Database, hash},
    state::State,
};
use autopsync_stream::{Item, Record, Records, Tail};
use smallvec::SmallVec;

/// How many records are read ahead: more than a processor can wait for at once, and few enough for its first cache.
const AHEAD: usize = 16;
/// Where a batch ends early: arguments of all its records.
const MOST_ARGUMENTS: usize = 256;

/// The row of a command's table and the arity of the version emulated.
pub(crate) type Found = (&'static CommandSpec, i8);

/// Records that were read and not yet applied.
#[derive(Default)]
pub(crate) struct Batch<'a> {
    args: Vec<&'a [u8]>,
    records: Vec<Ahead<'a>>,
}

struct Ahead<'a> {
    record: Record<'a, 'a>,
    found: Option<Found>,
    /// Where its arguments end.
    end: usize,
}

impl<'a> Batch<'a> {
    /// Reads the next records, and what follows them where that is no record. `None` and no records: the end.
    pub(crate) fn fill(&mut self, records: &mut Records<'a>) -> Option<Tail> {
        self.args.clear();
        self.records.clear();
        while self.records.len() < AHEAD && self.args.len() < MOST_ARGUMENTS {
            match records.next() {
                Some(Item::Record(record)) => {
                    self.args.extend_from_slice(record.args);
                    let end = self.args.len();
                    let record = record.with_args(&[]);
                    self.records.push(Ahead { record, found: None, end });
                }
                Some(Item::Tail(tail)) => return Some(tail),
                None => break,
            }
        }
        None
    }

    /// Tells whether there is nothing to apply.
    pub(crate) const fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Looks up commands, and where their first keys probably are.
    ///
    /// Each step is made for all records before the next one, and no step waits for another record's.
    pub(crate) fn look_up(&mut self, state: &State) {
        let current = state.keyspace.current();
        let mut probes: SmallVec<[(&Database, u32); AHEAD]> = SmallVec::new();
        let mut start = 0;
        for ahead in &mut self.records {
            let args = self.args.get(start..ahead.end).unwrap_or_default();
            start = ahead.end;
            ahead.found = args.first().and_then(|name| state.find(name));
            let Some((CommandSpec { keys: Keys::At { first, .. }, .. }, _)) = ahead.found else {
                continue;
            };
            if let Some(key) = args.get(usize::from(first.unsigned_abs())) {
                let named = ahead.record.db.and_then(|number| state.keyspace.get(number));
                probes.push((named.unwrap_or(current), hash(key)));
            }
        }
        for (database, probe) in &mut probes {
            *probe = database.likely_place(*probe);
        }
        let seen = probes.iter().fold(0, |seen, (database, place)| seen ^ database.glance(*place));
        std::hint::black_box(seen);
    }

    /// Iterates over the records, in order, each with what was found for it.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Record<'_, 'a>, Option<Found>)> {
        let mut start = 0;
        self.records.iter().map(move |ahead| {
            let args = self.args.get(start..ahead.end).unwrap_or_default();
            start = ahead.end;
            (ahead.record.with_args(args), ahead.found)
        })
    }
}
