//! Applying a stream, from one offset to another.

use crate::{
    Engine, Outcome,
    ahead::{Batch, Found},
};
use autopsync_model::{AppliedOffset, NextOffset};
use autopsync_stream::{Kind, Record, Stream, Tail, annotation_timestamp};

/// Which part of a stream is applied.
///
/// An applied offset N says that the bytes up to and including number N are; a command counts when its last byte does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Replay {
    from: Option<AppliedOffset>,
    to: Option<AppliedOffset>,
}

/// What a replay did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replayed {
    /// The offset at which it began.
    pub from: AppliedOffset,
    /// The offset of the last command applied: what the replica would report. A transaction that is still open at the
    /// end is not part of it.
    pub to: AppliedOffset,
    /// How many records were applied.
    pub commands: u64,
    /// Where the transaction begins that the end of the stream left open.
    pub open_transaction: Option<NextOffset>,
    /// The first command, where it begins before the offset from which the replay was to begin: the two do not fit.
    pub misaligned: Option<NextOffset>,
    /// How the stream ended, where it did not end after a command.
    pub tail: Option<Tail>,
    /// Whether it was stopped by the observer.
    pub stopped: bool,
}

/// Looks at a replay while it runs.
pub trait Observer {
    /// Is called before a record is applied.
    fn before(&mut self, engine: &mut Engine, record: &Record<'_, '_>) {
        let _ = (engine, record);
    }

    /// Is called after a record was applied, and may stop the replay by returning `false`.
    fn after(&mut self, engine: &mut Engine, record: &Record<'_, '_>, outcome: &Outcome) -> bool {
        let _ = (engine, record, outcome);
        true
    }
}

/// Looks at nothing.
impl Observer for () {}

impl Replay {
    /// All of a stream.
    #[must_use]
    pub const fn new() -> Self {
        Self { from: None, to: None }
    }

    /// Skips what is applied already.
    #[must_use]
    pub const fn from(self, offset: AppliedOffset) -> Self {
        Self { from: Some(offset), ..self }
    }

    /// Stops at an offset.
    #[must_use]
    pub const fn to(self, offset: AppliedOffset) -> Self {
        Self { to: Some(offset), ..self }
    }

    /// Applies the commands of a stream.
    pub fn run(&self, engine: &mut Engine, stream: &Stream<'_>) -> Replayed {
        self.run_with(engine, stream, &mut ())
    }

    /// Applies the commands of a stream while somebody looks on.
    pub fn run_with(
        &self,
        engine: &mut Engine,
        stream: &Stream<'_>,
        observer: &mut impl Observer,
    ) -> Replayed {
        let start = stream.first_offset();
        let from = self.from.unwrap_or(start.applied());
        let mut done = Replayed {
            from,
            to: from,
            commands: 0,
            open_transaction: None,
            misaligned: None,
            tail: None,
            stopped: false,
        };
        let mut pending = 0;
        let mut records = stream.records();
        let mut batch = Batch::default();
        'stream: loop {
            let tail = batch.fill(&mut records);
            batch.look_up(engine.state());
            for (record, found) in batch.iter() {
                if record.end <= from.next() {
                    continue;
                }
                if record.start < from.next() {
                    done.misaligned = Some(record.start);
                    continue;
                }
                if self.to.is_some_and(|to| record.end.applied() > to) {
                    break 'stream;
                }
                let go_on = apply(engine, &record, found, observer);
                pending += u64::from(!is_annotation(&record));
                if engine.in_transaction() {
                    done.open_transaction.get_or_insert(record.start);
                } else {
                    done.open_transaction = None;
                    done.to = record.end.applied();
                    done.commands += std::mem::take(&mut pending);
                }
                if !go_on {
                    done.stopped = true;
                    break 'stream;
                }
            }
            if tail.is_some() || batch.is_empty() {
                done.tail = tail;
                break;
            }
        }
        engine.abandon_transaction();
        engine.count_commands(done.commands);
        done
    }
}

/// Applies one record; `false` where the observer wants no more.
fn apply(
    engine: &mut Engine,
    record: &Record<'_, '_>,
    found: Option<Found>,
    observer: &mut impl Observer,
) -> bool {
    if is_annotation(record) {
        if let Some(seconds) = annotation_timestamp(record.name()) {
            engine.set_clock(seconds.saturating_mul(1000));
        }
        return true;
    }
    engine.set_position(record.start.get());
    observer.before(engine, record);
    let outcome = engine.apply_found(record.args, found);
    observer.after(engine, record, &outcome)
}

/// Tells whether a record is a line of an append-only file that is no command.
#[inline]
fn is_annotation(record: &Record<'_, '_>) -> bool {
    record.name().first() == Some(&b'#') && record.kind() == Kind::Annotation
}
