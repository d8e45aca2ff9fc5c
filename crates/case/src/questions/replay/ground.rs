//! What a replay begins with: the snapshot, the first byte, the database, and what a restart forgets.

use super::ReplayQuestion;
use crate::{CaseError, ErrorKind, Source, StreamEvidence, node::SnapshotHead};
use autopsync_engine::{Engine, RestartKeeps};
use autopsync_model::{AppliedOffset, Damage, NextOffset, Place, Version};
use autopsync_psync::{ScriptsAfterRestart, StartConfig, restart_replica};
use autopsync_stream::Location;

/// The snapshot under the stream, wherever it stands.
pub(super) struct Ground<'a> {
    pub(super) path: String,
    pub(super) bytes: Option<&'a [u8]>,
    /// The snapshot's own file, where it has one.
    pub(super) source: Option<&'a Source>,
    /// The index of its first byte in its file.
    pub(super) at: u64,
    pub(super) head: Option<SnapshotHead>,
    /// Whether the stream brought it.
    embedded: bool,
}

impl<'a> Ground<'a> {
    pub(super) fn find(question: &ReplayQuestion<'a>) -> Result<Self, CaseError> {
        if let Some(snapshot) = question.snapshot {
            let source = snapshot.source();
            return Ok(Self {
                path: source.name().to_string(),
                bytes: Some(source.bytes()),
                source: Some(source),
                at: source.at(),
                head: Some(*snapshot.head()),
                embedded: false,
            });
        }
        let first = question.streams.first();
        let bytes = first.and_then(StreamEvidence::snapshot_bytes);
        let path = first.map_or_else(String::new, |first| first.source().name().to_string());
        let head = bytes
            .map(SnapshotHead::read)
            .transpose()
            .map_err(|error| CaseError::new(&path, ErrorKind::Snapshot(error)))?;
        Ok(Self {
            path,
            bytes,
            source: None,
            at: first.map_or(0, StreamEvidence::snapshot_at),
            head,
            embedded: true,
        })
    }
}

/// Finds the first byte to be applied, and the database in which the stream stands there.
pub(super) fn start(
    question: &ReplayQuestion<'_>,
    ground: &Ground<'_>,
    damage: &mut Vec<Damage>,
) -> (NextOffset, Option<u32>) {
    let Some(evidence) = question.streams.first() else { return (NextOffset::new(1), None) };
    let stream = evidence.stream();
    let contained = ground
        .head
        .and_then(|head| head.repl_offset)
        .map(AppliedOffset::new)
        .filter(|_| !ground.embedded && !stream.is_relative() && evidence.aof().is_none());
    let from =
        question.from.or(contained).map_or_else(|| stream.first_offset(), AppliedOffset::next);
    let place = || Place::byte(stream.file_index()).in_source(evidence.source().name());
    if from < stream.first_offset() {
        let gap = stream.first_offset().bytes_since(from);
        damage.push(Damage::new(
            "stream-gap",
            place(),
            format!("expected byte {from}, the first one that the snapshot lacks, found that the stream begins {gap} bytes later"),
        ));
    }
    let ids = ground.head.and_then(|head| head.repl_id).zip(stream.origin().replid);
    if let Some((snapshot, stream)) = ids.filter(|(a, b)| !ground.embedded && !a.same_history(b)) {
        damage.push(Damage::new(
            "stream-of-other-history",
            place(),
            format!("expected the history {snapshot} of the snapshot, found {stream}"),
        ));
    }
    let db = match evidence.whole_commands().0.locate(from) {
        Location::Boundary { db, .. } => db,
        Location::Inside { start, .. } => {
            damage.push(Damage::new(
                "offset-inside-command",
                place(),
                format!(
                    "expected a command to begin at offset {from}, found one that began at {start}"
                ),
            ));
            None
        }
        Location::Outside => None,
    };
    (from, db)
}

/// Lets the replica forget what a restart makes it forget, or go on in the stream's database.
pub(super) fn restart_or_resume(
    engine: &mut Engine,
    question: &ReplayQuestion<'_>,
    head: Option<SnapshotHead>,
    version: &Version,
    stream_db: Option<u32>,
) {
    let saved = head.and_then(|head| head.repl_stream_db).and_then(|db| u32::try_from(db).ok());
    let keeps = match head.filter(|_| question.restart) {
        None => RestartKeeps { scripts: true, database: stream_db.or(saved) },
        Some(head) => {
            let restarted = restart_replica(version, &head.identity(), StartConfig::default());
            RestartKeeps {
                scripts: matches!(restarted.scripts, ScriptsAfterRestart::FromSnapshot),
                database: Some(restarted.db),
            }
        }
    };
    engine.restart(&keeps);
}
