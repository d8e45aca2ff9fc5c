//! One replay of what the replica is sent.

use crate::{
    CaseError, ErrorKind, StreamEvidence,
    node::{PlacedBy, Side, SnapshotEvidence},
    questions::{ScriptMode, profile::profile},
};
use autopsync_engine::{Engine, Failures, Replay, RestartKeeps};
use autopsync_model::{AppliedOffset, Limits, NextOffset, Version};
use autopsync_stream::Stream;

/// What every replay of a question shares.
pub(super) struct Stage<'a> {
    pub(super) snapshot: &'a SnapshotEvidence,
    pub(super) stream: Stream<'a>,
    pub(super) next: NextOffset,
    pub(super) replica: Version,
    pub(super) master: Version,
    pub(super) script_mode: ScriptMode,
    pub(super) limits: Limits,
}

/// What a replay gave.
pub(super) struct Played {
    pub(super) digest: String,
    pub(super) applied: AppliedOffset,
    pub(super) failures: Failures,
}

/// Finds the stream that holds the byte, with its whole commands.
pub(super) fn stream_for(side: &Side, next: NextOffset) -> Option<(&StreamEvidence, Stream<'_>)> {
    side.streams()
        .filter(|evidence| evidence.placed_by() != PlacedBy::Nobody)
        .map(|evidence| (evidence, evidence.whole_commands().0))
        .filter(|(evidence, stream)| {
            evidence.stream().first_offset() <= next && next <= stream.end()
        })
        .last()
}

impl Stage<'_> {
    /// Loads the snapshot and applies the stream from the byte asked for.
    pub(super) fn run(
        &self,
        keeps_scripts: bool,
        db: Option<u32>,
        scripts: &[Vec<u8>],
    ) -> Result<Played, CaseError> {
        let streams = std::iter::once(self.stream);
        let profile = profile(self.replica, self.master, self.script_mode, streams);
        let mut engine = Engine::new(profile, self.limits);
        if let Some(ctime) = self.snapshot.head().ctime {
            engine.set_clock(ctime.saturating_mul(1000));
        }
        let source = self.snapshot.source();
        engine
            .load(source.bytes())
            .map_err(|error| CaseError::new(source.path(), ErrorKind::Snapshot(error)))?;
        engine.restart(&RestartKeeps { scripts: keeps_scripts, database: db });
        for body in scripts {
            engine.load_script(body);
        }
        let replayed = Replay::new().from(self.next.applied()).run(&mut engine, &self.stream);
        Ok(Played {
            digest: engine.digest().to_string(),
            applied: replayed.to,
            failures: engine.failures().clone(),
        })
    }
}
