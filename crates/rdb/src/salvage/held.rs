//! The records read last, held back until it is clear that nothing contradicts them.

use super::found::{Damage, DamageKind, Found, Salvaged, Standing};
use crate::Error;
use std::collections::VecDeque;

/// How many records are held back. A record that took bytes of others for its own is followed by nonsense; it is
/// unlikely that so many records of nonsense can be read.
const HELD: usize = 8;

/// Which database was selected, and whether that is certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Database {
    pub(super) number: u64,
    pub(super) certain: bool,
}

/// A record that was read and not yet delivered.
#[derive(Debug)]
pub(super) struct Held<'a> {
    pub(super) found: Found<'a>,
    pub(super) start: usize,
    pub(super) end: usize,
    /// What is wrong inside its value.
    pub(super) defect: Option<Damage<'a>>,
    /// What was selected before it.
    pub(super) database: Database,
}

/// The records read last, the oldest first.
#[derive(Debug, Default)]
pub(super) struct HeldBack<'a>(VecDeque<Held<'a>>);

impl<'a> HeldBack<'a> {
    /// Holds a record back, and delivers the oldest if there are enough.
    pub(super) fn push(&mut self, held: Held<'a>, ready: &mut VecDeque<Salvaged<'a>>) {
        self.0.push_back(held);
        if self.0.len() > HELD
            && let Some(oldest) = self.0.pop_front()
        {
            oldest.deliver(ready);
        }
    }

    /// Delivers all.
    pub(super) fn flush(&mut self, ready: &mut VecDeque<Salvaged<'a>>) {
        for held in self.0.drain(..) {
            held.deliver(ready);
        }
    }

    /// Returns where the records begin, without those that begin before an index.
    pub(super) fn starts(&self, floor: usize) -> Vec<usize> {
        self.0.iter().map(|held| held.start).filter(|start| *start >= floor).collect()
    }

    /// Marks the records from an index on.
    pub(super) fn suspect_from(&mut self, from: usize) {
        for held in self.0.iter_mut().filter(|held| held.start >= from) {
            held.found.standing = Standing::Suspect;
        }
    }

    /// Marks the record that an index is inside of, and all behind it.
    ///
    /// Returns the first of them as it was, and the defect of its value, which is then no other than that its length
    /// is wrong.
    pub(super) fn suspect(&mut self, from: usize) -> Option<Suspect> {
        let mut first = None;
        for held in self.0.iter_mut().filter(|held| held.end > from) {
            held.found.standing = Standing::Suspect;
            let defect = held.defect.take();
            first.get_or_insert_with(|| Suspect {
                start: held.start,
                database: held.database,
                defect: defect.and_then(|damage| match damage.kind {
                    DamageKind::Value(error) => Some(error),
                    _ => None,
                }),
            });
        }
        first
    }
}

/// The first record that is suspect.
pub(super) struct Suspect {
    pub(super) start: usize,
    pub(super) database: Database,
    pub(super) defect: Option<Error>,
}

impl<'a> Held<'a> {
    fn deliver(self, ready: &mut VecDeque<Salvaged<'a>>) {
        ready.push_back(Salvaged::Event(self.found));
        ready.extend(self.defect.map(Salvaged::Damage));
    }
}
