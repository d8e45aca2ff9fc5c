//! Looking at a replay while it runs: unknown commands, followed keys, the clock, progress.

use super::{Clock, Progress, Provenance, ReplayQuestion, UnknownCommand, Watched};
use crate::Source;
use autopsync_engine::{CommandError, Engine, Observer, Outcome, commands};
use autopsync_model::NextOffset;
use autopsync_stream::Record;
use std::collections::{BTreeMap, BTreeSet};

/// Records between two reports of progress.
const STEP: u32 = 1 << 14;

/// Most names of unknown commands that are told apart.
const NAMES: usize = 1000;

/// Most bytes of an argument, and most arguments, that are kept of a command.
const ARGUMENTS: (usize, usize) = (1024, 64);

/// Looks on.
#[derive(Debug, Default)]
pub(super) struct Follower<'a> {
    /// The clock, where nothing may move it.
    pub(super) fixed_clock: Option<i64>,
    pub(super) watched: Option<Watched>,
    pub(super) provenance: Option<Provenance>,
    pub(super) progress: Progress<'a>,
    /// All bytes that there are to apply, and those of the streams before this one.
    pub(super) total: u64,
    pub(super) before: u64,
    /// The stream that is being applied, and up to where its memory was given back.
    source: Option<&'a Source>,
    released: u64,
    records: u32,
    unknown: BTreeMap<Box<[u8]>, Unknown>,
    /// The commands that wait for their `EXEC`, or the one that runs, by their places.
    waiting: Vec<(i64, Vec<Box<[u8]>>)>,
}

#[derive(Debug)]
struct Unknown {
    count: u64,
    first: NextOffset,
    keys: BTreeSet<(u32, Box<[u8]>)>,
}

impl<'a> Follower<'a> {
    /// Looks for what the question asks.
    pub(super) fn new(question: &ReplayQuestion<'a>, clock: &Clock, engine: &Engine) -> Self {
        let mut watched = (!question.watch.is_empty())
            .then(|| Watched::new(question.watch, question.limits.kept_reports));
        if let Some(watched) = &mut watched {
            watched.begin(engine);
        }
        Self {
            fixed_clock: (!clock.moves).then_some(clock.ms),
            watched,
            provenance: question.provenance.then(Provenance::default),
            progress: question.progress,
            total: question.streams.iter().map(|one| one.source().bytes().len() as u64).sum(),
            ..Self::default()
        }
    }

    /// Tells that this stream comes next.
    pub(super) fn begins(&mut self, source: &'a Source) {
        (self.source, self.released) = (Some(source), 0);
    }

    /// Gives back the memory of what was applied.
    fn release(&mut self, at: u64) {
        let index = |at| usize::try_from(at).unwrap_or(usize::MAX);
        if let Some(source) = self.source {
            source.release(index(self.released)..index(at));
            self.released = at;
        }
    }

    /// Tells whether the engine has to collect changes.
    pub(super) const fn wants_changes(&self) -> bool {
        self.watched.is_some() || self.provenance.is_some()
    }

    /// Returns the commands that only a module knows, in the order of their names.
    pub(super) fn unknown(&mut self) -> Vec<UnknownCommand> {
        std::mem::take(&mut self.unknown)
            .into_iter()
            .map(|(name, unknown)| UnknownCommand {
                name,
                count: unknown.count,
                first: unknown.first,
                keys: unknown.keys.into_iter().collect(),
            })
            .collect()
    }

    #[cold]
    fn failed(&mut self, engine: &Engine, record: &Record<'_, '_>, error: &CommandError) {
        let is_unknown = match error {
            // A real replica of the version refuses what another version has.
            CommandError::Unknown(_) => commands::lookup(record.name()).is_none(),
            CommandError::Unsupported(_) => true,
            _ => false,
        };
        if !is_unknown {
            return;
        }
        let name = record.name();
        let mut name = name.get(..64).unwrap_or(name).to_ascii_uppercase();
        if self.unknown.len() >= NAMES && !self.unknown.contains_key(name.as_slice()) {
            name = b"(other)".to_vec();
        }
        let unknown = self.unknown.entry(name.into()).or_insert_with(|| Unknown {
            count: 0,
            first: record.start,
            keys: BTreeSet::new(),
        });
        unknown.count = unknown.count.saturating_add(1);
        if let Some(key) = record.args.get(1)
            && unknown.keys.len() < UnknownCommand::KEYS
        {
            let key = key.get(..ARGUMENTS.0).unwrap_or(key);
            unknown.keys.insert((engine.selected_database(), key.into()));
        }
    }

    #[cold]
    fn changes(&mut self, engine: &mut Engine, record: &Record<'_, '_>, outcome: &Outcome) {
        let Self { watched, provenance, waiting, .. } = self;
        if watched.is_some() {
            let cut = |arg: &&[u8]| arg.get(..ARGUMENTS.0).unwrap_or(arg).into();
            let arguments = record.args.iter().take(ARGUMENTS.1).map(cut).collect();
            waiting.push((record.start.get(), arguments));
        }
        if matches!(outcome, Outcome::Queued) {
            return;
        }
        if let Some(watched) = watched {
            watched.next_record();
        }
        engine.drain_touched(|touched, engine| {
            if let Some(provenance) = provenance {
                provenance.note(&touched);
            }
            if let Some(watched) = watched {
                let of = |offset| match waiting.binary_search_by_key(&offset, |(at, _)| *at) {
                    Ok(index) => {
                        waiting.get(index).map(|(_, args)| args.clone()).unwrap_or_default()
                    }
                    Err(_) => Vec::new(),
                };
                watched.note(&touched, engine, of);
            }
        });
        waiting.clear();
    }
}

impl Observer for Follower<'_> {
    fn before(&mut self, engine: &mut Engine, _: &Record<'_, '_>) {
        if let Some(ms) = self.fixed_clock {
            engine.set_clock(ms);
        }
    }

    fn after(&mut self, engine: &mut Engine, record: &Record<'_, '_>, outcome: &Outcome) -> bool {
        if let Outcome::Failed(error) = outcome {
            self.failed(engine, record, error);
        }
        if self.wants_changes() {
            self.changes(engine, record, outcome);
        }
        self.records = self.records.wrapping_add(1);
        if self.records.is_multiple_of(STEP) {
            self.progress.tell(self.before.saturating_add(record.at), self.total);
            self.release(record.at);
        }
        true
    }
}
