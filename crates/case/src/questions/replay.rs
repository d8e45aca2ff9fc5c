//! What becomes of a data set when a stream is applied to it.

mod answer;
mod clock;
mod follow;
mod ground;
mod provenance;
pub mod save;
mod watch;

pub use answer::{AofFileAnswer, ReplayAnswer, ReplayedSnapshot, UnknownCommand};
pub use clock::{Clock, ClockChoice, ClockFrom};
pub use provenance::{Provenance, Write};
pub use watch::{Change, Summary, Watched};

use super::{
    ScriptMode,
    inspect::checksum_damage,
    profile::{PartFrom, ProfilePart, Setting, Told},
};
use crate::{
    CaseError, Source, StreamEvidence,
    node::{PlacedBy, SnapshotEvidence, SnapshotHead},
    source::reader_at,
};
use autopsync_engine::{Engine, Replay};
use autopsync_model::{AppliedOffset, Damage, Limits, NextOffset, Place, Version};
use autopsync_stream::{Bad, Cut, Stream, Tail};
use follow::Follower;
use ground::Ground;
use std::fmt;

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
    /// The version that an INFO dump of the replica tells.
    pub info_version: Option<Version>,
    /// Settings of the replica; of several values for one the last counts.
    pub settings: &'a [Setting],
    /// The clock under relative expiries.
    pub clock: ClockChoice<'a>,
    /// Patterns of keys to be followed.
    pub watch: &'a [Vec<u8>],
    /// Whether to remember which command last wrote each key.
    pub provenance: bool,
    /// Who wants to know how far it is.
    pub progress: Progress<'a>,
    /// The bounds.
    pub limits: Limits,
}

/// Somebody who is told now and then how many of how many bytes are applied, or nobody.
#[derive(Clone, Copy, Default)]
pub struct Progress<'a>(Option<&'a dyn Fn(u64, u64)>);

impl<'a> Progress<'a> {
    /// Tells it to `listener`.
    #[must_use]
    pub const fn to(listener: &'a dyn Fn(u64, u64)) -> Self {
        Self(Some(listener))
    }

    fn tell(self, done: u64, total: u64) {
        if let Some(listener) = self.0 {
            listener(done, total);
        }
    }
}

impl fmt::Debug for Progress<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Progress(somebody)" } else { "Progress(nobody)" })
    }
}

/// Answers the question.
///
/// # Errors
/// Where the snapshot or a stream cannot be read at all. Damage behind their heads is part of the answer.
pub fn ask(question: &ReplayQuestion<'_>) -> Result<ReplayAnswer, CaseError> {
    ask_then(question, |_, _| ()).map(|(answer, ())| answer)
}

/// Answers the question, and hands the replica that made the answer to `then`: to save its data, for instance.
///
/// # Errors
/// As [`ask`].
pub fn ask_then<T>(
    question: &ReplayQuestion<'_>,
    then: impl FnOnce(&Engine, &ReplayAnswer) -> T,
) -> Result<(ReplayAnswer, T), CaseError> {
    let ground = Ground::find(question)?;
    let told = told(question, ground.head.as_ref());
    let streams = question.streams.iter().map(|evidence| evidence.whole_commands().0);
    let (profile, profile_parts) = told.profile(streams);
    let created = ground.head.and_then(|head| head.ctime);
    let mut clock = Clock::settle(&question.clock, created, &ground.path)?;
    let mut damage = Vec::new();
    let mut engine = Engine::new(profile, question.limits);
    engine.set_clock(clock.ms);
    let snapshot = load(&mut engine, &ground, &mut damage)?;
    let (from, db) = ground::start(question, &ground, &mut damage);
    ground::restart_or_resume(&mut engine, question, ground.head, &told.replica.0, db);
    let mut follower = Follower::new(question, &clock, &engine);
    engine.observe(follower.wants_changes());
    let applied = apply(&mut engine, question, from, &mut follower, &mut damage);
    clock.ended(engine.clock());
    let answer = answer(
        question,
        &engine,
        Parts {
            snapshot,
            from,
            applied,
            told,
            profile: profile_parts,
            clock,
            unknown: follower.unknown(),
            watched: follower.watched,
            provenance: follower.provenance,
            damage,
        },
    );
    let then = then(&engine, &answer);
    Ok((answer, then))
}

/// Finds the replica's version: the user's word counts before that of the evidence.
fn told<'a>(question: &ReplayQuestion<'a>, head: Option<&SnapshotHead>) -> Told<'a> {
    let replica = match (question.version, question.info_version, head.and_then(|h| h.version)) {
        (Some(version), ..) => (version, PartFrom::Flag),
        (None, Some(version), _) => (version, PartFrom::Info),
        (None, None, Some(version)) => (version, PartFrom::Snapshot),
        (None, None, None) => {
            let version = SnapshotHead::assumed_version(head.map(|head| head.rdb_version));
            (version, PartFrom::Assumed)
        }
    };
    Told {
        replica,
        master: question.master_version,
        script_mode: question.script_mode,
        settings: question.settings,
    }
}

/// Loads the snapshot. What stands before a damage is kept; a real replica would throw the snapshot away.
fn load(
    engine: &mut Engine,
    ground: &Ground<'_>,
    damage: &mut Vec<Damage>,
) -> Result<Option<ReplayedSnapshot>, CaseError> {
    let (Some(bytes), Some(head)) = (ground.bytes, ground.head) else { return Ok(None) };
    let reader = reader_at(&ground.path, bytes, ground.at)?;
    let watch = ground.source.map(Source::watch);
    let reader = match &watch {
        Some(watch) => reader.watched_by(watch),
        None => reader,
    };
    match engine.load_from(reader) {
        Ok(loaded) => damage.extend(loaded.end.as_ref().and_then(checksum_damage)),
        Err(error) => damage.push(error.to_damage()),
    }
    Ok(Some(ReplayedSnapshot { path: ground.path.clone(), head, keys: engine.keys() as u64 }))
}

/// How the streams ended.
struct Applied {
    to: AppliedOffset,
    cut: Option<Cut>,
    open_transaction: Option<NextOffset>,
    malformed: Option<Bad>,
}

fn apply<'a>(
    engine: &mut Engine,
    question: &ReplayQuestion<'a>,
    from: NextOffset,
    follower: &mut Follower<'a>,
    damage: &mut Vec<Damage>,
) -> Applied {
    let mut applied =
        Applied { to: from.applied(), cut: None, open_transaction: None, malformed: None };
    for evidence in question.streams {
        damage.extend(evidence.damage().iter().cloned());
        let (stream, _) = evidence.whole_commands();
        follower.begins(evidence.source());
        let replayed = run(engine, question, evidence, (&stream, applied.to), follower);
        applied.to = applied.to.max(replayed.to);
        applied.open_transaction = replayed.open_transaction;
        follower.before = follower.before.saturating_add(evidence.source().bytes().len() as u64);
        match replayed.tail {
            Some(Tail::Cut(cut)) => applied.cut = Some(cut),
            Some(Tail::Bad(bad)) => {
                damage.push(malformed(&bad, evidence));
                applied.malformed = Some(bad);
                break;
            }
            None => {}
        }
        if let Some(refused) = refused_end(evidence, &applied) {
            damage.push(refused);
            break;
        }
    }
    applied
}

/// Applies one stream.
fn run(
    engine: &mut Engine,
    question: &ReplayQuestion<'_>,
    evidence: &StreamEvidence,
    (stream, from): (&Stream<'_>, AppliedOffset),
    follower: &mut Follower<'_>,
) -> autopsync_engine::Replayed {
    if evidence.aof().is_some() {
        // A loader begins every file anew.
        engine.select_database(0);
    }
    let replay = Replay::new().from(from);
    let replay = question.to.map_or(replay, |to| replay.to(to));
    replay.run_with(engine, stream, follower)
}

/// Of the files of an append-only file only the last may end inside a command or a transaction: a server does not
/// start with another (`loadAppendOnlyFiles`, `src/aof.c`, 7.0.15).
fn refused_end(evidence: &StreamEvidence, applied: &Applied) -> Option<Damage> {
    let member = evidence.aof().filter(|member| !member.is_last())?;
    let at = applied.cut.map(|cut| cut.at).or(applied.open_transaction)?;
    let what = if applied.cut.is_some() { "command" } else { "transaction" };
    let (_, index) = member.place(at)?;
    let message =
        format!("expected the end of the {what} in a file that others follow, found its end");
    let place = Place::byte(index).in_source(evidence.source().name());
    Some(Damage::new("aof-cut-before-the-last-file", place, message))
}

/// The place in an append-only file is told by its byte alone: it has no offset.
fn malformed(bad: &Bad, evidence: &StreamEvidence) -> Damage {
    let damage = bad.damage();
    let place = damage.place.in_source(evidence.source().name());
    match evidence.aof() {
        Some(_) => Damage::new(damage.id, place, bad.reason.to_string()),
        None => Damage { place, ..damage },
    }
}

/// What was found on the way.
struct Parts<'a> {
    snapshot: Option<ReplayedSnapshot>,
    from: NextOffset,
    applied: Applied,
    told: Told<'a>,
    profile: Vec<ProfilePart>,
    clock: Clock,
    unknown: Vec<UnknownCommand>,
    watched: Option<Watched>,
    provenance: Option<Provenance>,
    damage: Vec<Damage>,
}

fn answer(question: &ReplayQuestion<'_>, engine: &Engine, parts: Parts<'_>) -> ReplayAnswer {
    let first = question.streams.first();
    let begin = first.map_or(NextOffset::new(1), |first| first.stream().first_offset());
    let last = question.streams.last().map_or(begin.applied(), |last| last.stream().last_offset());
    let counters = engine.counters();
    let offsets_known = first.is_some_and(|first| first.placed_by() != PlacedBy::Nobody);
    let positioned = parts.snapshot.as_ref().is_some_and(|one| one.head.repl_offset.is_some());
    let is_aof = first.is_some_and(|first| first.aof().is_some());
    let position_assumed = positioned
        && question.snapshot.is_some()
        && question.from.is_none()
        && !offsets_known
        && !is_aof;
    ReplayAnswer {
        position_assumed,
        snapshot: parts.snapshot,
        stream_path: first.map_or_else(String::new, |first| first.source().name().to_string()),
        replid: first.and_then(|first| first.stream().origin().replid),
        stream_first: begin,
        stream_index: first.map_or(0, |first| first.stream().file_index()),
        stream_last: last,
        offsets_known,
        aof: question.streams.iter().filter_map(AofFileAnswer::of).collect(),
        from: parts.from.applied(),
        to: parts.applied.to,
        commands: counters.commands,
        changed: counters.changed,
        transactions: counters.transactions,
        scripts: counters.scripts,
        errors: engine.failures().kept().to_vec(),
        error_count: engine.failures().count(),
        unknown: parts.unknown,
        cut: parts.applied.cut,
        open_transaction: parts.applied.open_transaction,
        malformed: parts.applied.malformed,
        digest: engine.digest().to_string(),
        databases: engine.databases().map(|(db, keys)| (db, keys as u64)).collect(),
        profile: engine.profile().clone(),
        profile_parts: parts.profile,
        version_from: parts.told.replica.1,
        clock: parts.clock,
        watched: parts.watched,
        provenance: parts.provenance,
        damage: parts.damage,
        caveats: engine.caveats().clone(),
    }
}
