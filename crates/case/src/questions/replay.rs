//! What becomes of a data set when a stream is applied to it.

use super::{ScriptMode, inspect::checksum_damage};
use crate::{
    CaseError, ErrorKind, StreamEvidence,
    node::{PlacedBy, SnapshotEvidence, SnapshotHead},
};
use autopsync_engine::{Caveats, Engine, Failure, Profile, Replay, RestartKeeps};
use autopsync_model::{AppliedOffset, Damage, Limits, NextOffset, Place, ReplId, Version};
use autopsync_psync::{ScriptsAfterRestart, StartConfig, restart_replica};
use autopsync_rdb::Reader;
use autopsync_stream::{Bad, Cut, Location, Tail};

/// Where the emulated versions come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VersionFrom {
    /// The user.
    Flag,
    /// The snapshot's AUX fields.
    Snapshot,
    /// Nobody: the oldest version that writes snapshots of this format stands in, or the newest one known.
    Assumed,
}

impl VersionFrom {
    /// The word in a document.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Flag => "flag",
            Self::Snapshot => "snapshot",
            Self::Assumed => "assumed",
        }
    }
}

/// What is replayed, and how.
#[derive(Debug)]
pub struct ReplayQuestion<'a> {
    /// The snapshot, where the stream does not bring its own.
    pub snapshot: Option<&'a SnapshotEvidence>,
    /// The streams, one after the other.
    pub streams: &'a [StreamEvidence],
    /// The last byte that the snapshot contains, where it does not tell.
    pub from: Option<AppliedOffset>,
    /// The last byte to be applied.
    pub to: Option<AppliedOffset>,
    /// The replica's version.
    pub version: Option<Version>,
    /// The master's version, where it differs.
    pub master_version: Option<Version>,
    /// Whether the replica is restarted between snapshot and stream.
    pub restart: bool,
    /// How scripts reach the replica.
    pub script_mode: ScriptMode,
    /// `databases`.
    pub databases: Option<u32>,
    /// The clock under relative expiries, in milliseconds since 1970.
    pub clock_ms: Option<i64>,
    /// The bounds.
    pub limits: Limits,
}

/// What became of it.
#[derive(Debug)]
pub struct ReplayAnswer {
    /// The snapshot under the stream.
    pub snapshot: Option<ReplayedSnapshot>,
    /// Name of the first stream.
    pub stream_path: String,
    /// Its history.
    pub replid: Option<ReplId>,
    /// The first byte of the streams.
    pub stream_first: NextOffset,
    /// The last byte of the streams.
    pub stream_last: AppliedOffset,
    /// False where offsets count the file's own bytes.
    pub offsets_known: bool,
    /// The last byte before the first command applied.
    pub from: AppliedOffset,
    /// The last byte applied.
    pub to: AppliedOffset,
    /// Commands applied, those of transactions included.
    pub commands: u64,
    /// Transactions.
    pub transactions: u64,
    /// Scripts run.
    pub scripts: u64,
    /// The commands that failed.
    pub errors: Vec<Failure>,
    /// How many failed.
    pub error_count: u64,
    /// The end inside a command.
    pub cut: Option<Cut>,
    /// The byte that cannot stand where it stands.
    pub malformed: Option<Bad>,
    /// What `DEBUG DIGEST` answers.
    pub digest: String,
    /// Keys by database.
    pub databases: Vec<(u32, u64)>,
    /// The emulated server.
    pub profile: Profile,
    /// Where its versions come from.
    pub version_from: VersionFrom,
    /// The clock.
    pub clock_ms: i64,
    /// What is wrong with the evidence.
    pub damage: Vec<Damage>,
    /// What the result depends on beyond the bytes.
    pub caveats: Caveats,
}

/// The snapshot under a replay.
#[derive(Debug, Clone)]
pub struct ReplayedSnapshot {
    /// Where it is.
    pub path: String,
    /// Its identity.
    pub head: SnapshotHead,
    /// Its keys.
    pub keys: u64,
}

/// Answers the question.
///
/// # Errors
/// Where the snapshot or a stream cannot be read at all. Damage behind their heads is part of the answer.
pub fn ask(question: &ReplayQuestion<'_>) -> Result<ReplayAnswer, CaseError> {
    let ground = Ground::find(question)?;
    let (version, version_from) =
        match (question.version, ground.head.and_then(|head| head.version)) {
            (Some(version), _) => (version, VersionFrom::Flag),
            (None, Some(version)) => (version, VersionFrom::Snapshot),
            (None, None) => (
                SnapshotHead::assumed_version(ground.head.map(|head| head.rdb_version)),
                VersionFrom::Assumed,
            ),
        };
    let clock_ms = question
        .clock_ms
        .or_else(|| {
            ground.head.and_then(|head| head.ctime).map(|seconds| seconds.saturating_mul(1000))
        })
        .unwrap_or(0);
    let mut engine = Engine::new(profile(question, version), question.limits);
    engine.set_clock(clock_ms);
    let mut damage = Vec::new();
    let mut snapshot = None;
    if let (Some(bytes), Some(head)) = (ground.bytes, ground.head) {
        let reader = Reader::at(bytes, ground.at)
            .map_err(|error| CaseError::new(&ground.path, ErrorKind::Snapshot(error)))?;
        // What stands before the damage is kept; a real replica would throw the snapshot away.
        match engine.load_from(reader) {
            Ok(loaded) => damage.extend(loaded.end.as_ref().and_then(checksum_damage)),
            Err(error) => damage.push(error.to_damage()),
        }
        snapshot =
            Some(ReplayedSnapshot { path: ground.path.clone(), head, keys: engine.keys() as u64 });
    }
    let first = question.streams.first();
    let (from, db) = start(question, &ground, &mut damage);
    restart_or_resume(&mut engine, question, ground.head, &version, db);
    let applied = apply(&mut engine, question, from, &mut damage);
    let begin = first.map_or(NextOffset::new(1), |first| first.stream().first_offset());
    Ok(ReplayAnswer {
        snapshot,
        stream_path: first.map_or_else(String::new, |first| first.source().name().to_string()),
        replid: first.and_then(|first| first.stream().origin().replid),
        stream_first: begin,
        stream_last: question
            .streams
            .last()
            .map_or(begin.applied(), |last| last.stream().last_offset()),
        offsets_known: first.is_some_and(|first| first.placed_by() != PlacedBy::Nobody),
        from: from.applied(),
        to: applied.to,
        commands: engine.counters().commands,
        transactions: engine.counters().transactions,
        scripts: engine.counters().scripts,
        errors: engine.failures().kept().to_vec(),
        error_count: engine.failures().count(),
        cut: applied.cut,
        malformed: applied.malformed,
        digest: engine.digest().to_string(),
        databases: engine.databases().map(|(db, keys)| (db, keys as u64)).collect(),
        profile: engine.profile().clone(),
        version_from,
        clock_ms,
        damage,
        caveats: engine.caveats().clone(),
    })
}

/// The snapshot under the stream, wherever it stands.
struct Ground<'a> {
    path: String,
    bytes: Option<&'a [u8]>,
    /// The index of its first byte in its file.
    at: u64,
    head: Option<SnapshotHead>,
    /// Whether the stream brought it.
    embedded: bool,
}

impl<'a> Ground<'a> {
    fn find(question: &ReplayQuestion<'a>) -> Result<Self, CaseError> {
        if let Some(snapshot) = question.snapshot {
            let source = snapshot.source();
            return Ok(Self {
                path: source.name().to_string(),
                bytes: Some(source.bytes()),
                at: 0,
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
            at: first.map_or(0, StreamEvidence::snapshot_at),
            head,
            embedded: true,
        })
    }
}

fn profile(question: &ReplayQuestion<'_>, version: Version) -> Profile {
    let master = question.master_version.unwrap_or(version);
    let streams = question.streams.iter().map(|evidence| evidence.whole_commands().0);
    let mut profile = super::profile::profile(version, master, question.script_mode, streams);
    profile.databases = question.databases.unwrap_or(profile.databases);
    profile
}

/// Finds the first byte to be applied, and the database in which the stream stands there.
fn start(
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
        .filter(|_| !ground.embedded && !stream.is_relative());
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
fn restart_or_resume(
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

/// How the streams ended.
struct Applied {
    to: AppliedOffset,
    cut: Option<Cut>,
    malformed: Option<Bad>,
}

fn apply(
    engine: &mut Engine,
    question: &ReplayQuestion<'_>,
    from: NextOffset,
    damage: &mut Vec<Damage>,
) -> Applied {
    let mut applied = Applied { to: from.applied(), cut: None, malformed: None };
    for evidence in question.streams {
        damage.extend(evidence.damage().iter().cloned());
        let (stream, _) = evidence.whole_commands();
        let replay = Replay::new().from(applied.to);
        let replayed = question.to.map_or(replay, |to| replay.to(to)).run(engine, &stream);
        applied.to = applied.to.max(replayed.to);
        match replayed.tail {
            Some(Tail::Cut(cut)) => applied.cut = Some(cut),
            Some(Tail::Bad(bad)) => {
                damage.push(bad.damage());
                applied.malformed = Some(bad);
                break;
            }
            None => {}
        }
    }
    applied
}
