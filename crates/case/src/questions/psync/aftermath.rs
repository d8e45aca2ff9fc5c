//! What becomes of the replica's data when the stream goes on.
//!
//! The stream is replayed twice: as the restarted replica applies it, with what it forgot forgotten, and as a replica
//! that was never restarted would. Where the two differ the replica diverges, and the second digest is what it
//! should have had. `replication.md` §9.4 is the plan.

mod scripts;
mod stage;

pub use scripts::LostScripts;

use super::{Missing, PsyncQuestion, request::RequestInEvidence};
use crate::CaseError;
use autopsync_engine::{CommandError, Failure};
use autopsync_model::{AppliedOffset, NextOffset, Place, Version};
use autopsync_psync::RequestedOffset;
use autopsync_stream::{Kind, Location, Stream};
use stage::Stage;

/// What is known of the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AftermathStatus {
    /// They are right.
    Clean,
    /// Commands failed in a way that this engine cannot judge.
    Errors,
    /// They are wrong.
    Diverged,
    /// Nothing was replayed.
    NotReplayed,
}

impl AftermathStatus {
    /// The word in a document.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::Errors => "errors",
            Self::Diverged => "diverged",
            Self::NotReplayed => "not-replayed",
        }
    }
}

/// What became of the data.
#[derive(Debug, Clone)]
pub struct Aftermath {
    /// In one word.
    pub status: AftermathStatus,
    /// The commands that failed.
    pub errors: Vec<Failure>,
    /// How many failed.
    pub error_count: u64,
    /// The replica's digest.
    pub digest: Option<String>,
    /// What its digest should have been.
    pub expected_digest: Option<String>,
    /// The last byte applied.
    pub final_offset: Option<AppliedOffset>,
    /// How the status is known, in words.
    pub because: Option<String>,
    /// Scripts that a restart forgot and the stream calls.
    pub lost_scripts: Option<LostScripts>,
    /// A database that a restart forgot.
    pub wrong_database: Option<WrongDatabase>,
}

/// A restarted replica that resumes in another database than the stream stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongDatabase {
    /// Where the stream stands.
    pub stream_db: u32,
    /// Where the replica resumes.
    pub replica_db: u32,
    /// Commands that went to the wrong database.
    pub commands: u64,
    /// The last byte before the stream selects a database again.
    pub until: AppliedOffset,
    /// The first of them.
    pub place: Place,
}

impl Aftermath {
    pub(super) fn not_replayed() -> Self {
        Self {
            status: AftermathStatus::NotReplayed,
            errors: Vec::new(),
            error_count: 0,
            digest: None,
            expected_digest: None,
            final_offset: None,
            because: None,
            lost_scripts: None,
            wrong_database: None,
        }
    }

    fn unknown(because: &str) -> Self {
        Self { because: Some(because.to_owned()), ..Self::not_replayed() }
    }
}

/// Replays what the replica is sent.
pub(super) fn replay(
    question: &PsyncQuestion,
    request: &RequestInEvidence,
    replica_version: Option<Version>,
    master_version: Option<Version>,
    missing: &mut Vec<Missing>,
) -> Result<Aftermath, CaseError> {
    let RequestedOffset::Number(next) = request.request.next else {
        return Ok(Aftermath::not_replayed());
    };
    let Some(snapshot) = question.replica.snapshot() else {
        missing.push(Missing::new(
            "the replica's snapshot",
            "what it is sent is applied to it",
            "its dump.rdb, copied while it is down",
        ));
        return Ok(Aftermath::unknown("without the replica's snapshot nothing can be replayed"));
    };
    let contained = snapshot.head().repl_offset.map(|offset| AppliedOffset::new(offset).next());
    if contained != Some(next) {
        return Ok(Aftermath::unknown(
            "the request does not continue the replica's snapshot, so its data are not known",
        ));
    }
    let Some((evidence, stream)) = stage::stream_for(&question.master, next) else {
        missing.push(Missing::new(
            "the bytes that the replica is sent",
            "they are applied to its snapshot",
            "a dump of the master's backlog, or a captured stream",
        ));
        return Ok(Aftermath::unknown("without the master's backlog nothing can be replayed"));
    };
    let (Some(replica), Some(master)) = (replica_version, master_version) else {
        return Ok(Aftermath::unknown("without the versions nothing can be replayed"));
    };
    let name = evidence.source().name();
    let stream_db = match stream.locate(next) {
        Location::Boundary { db, .. } => db,
        Location::Inside { start, .. } => {
            return Ok(Aftermath {
                status: AftermathStatus::Diverged,
                because: Some(format!(
                    "byte {next} lies inside the command that begins at {start}: the stream is not readable from there"
                )),
                ..Aftermath::not_replayed()
            });
        }
        Location::Outside => {
            return Ok(Aftermath::unknown(
                "the dump of the backlog does not hold the bytes asked for",
            ));
        }
    };
    let stage = Stage {
        snapshot,
        stream,
        next,
        replica,
        master,
        script_mode: question.script_mode,
        limits: question.limits,
    };
    let replica_db = request.restarted.as_ref().map(|restarted| restarted.db);
    let keeps_scripts = request.keeps_scripts();
    let actual = stage.run(keeps_scripts, replica_db, &[])?;
    let mut aftermath = Aftermath {
        errors: actual.failures.kept().to_vec(),
        error_count: actual.failures.count(),
        digest: Some(actual.digest.clone()),
        final_offset: Some(actual.applied),
        lost_scripts: scripts::lost(&stage, keeps_scripts, name),
        wrong_database: wrong_database(&stage, stream_db, replica_db, name),
        ..Aftermath::not_replayed()
    };
    let sent_before = scripts::sent_before(&stream, next);
    let expected = stage.run(true, stream_db.or(replica_db), &sent_before)?;
    // A reference that does not know every script either is no reference.
    let is_reference = !expected
        .failures
        .kept()
        .iter()
        .any(|failure| matches!(failure.error, CommandError::NoScript(_)));
    if is_reference {
        aftermath.expected_digest = Some(expected.digest.clone());
    }
    judge(
        &mut aftermath,
        actual.failures.unknown(),
        is_reference && expected.digest != actual.digest,
    );
    if aftermath.status == AftermathStatus::Clean && stream_db.is_none() && replica_db.is_some() {
        doubt_database(&mut aftermath, &stage, missing);
    }
    Ok(aftermath)
}

/// Puts the reasons into an order: what was lost, what failed, what differs.
fn judge(aftermath: &mut Aftermath, unknown: u64, differs: bool) {
    let plain = aftermath.errors.iter().find(|failure| contradicts(failure));
    let (status, because) = if let Some(lost) = &aftermath.lost_scripts {
        (
            AftermathStatus::Diverged,
            format!("{} EVALSHA find no script, the first at offset {}", lost.commands, lost.first),
        )
    } else if let Some(wrong) = &aftermath.wrong_database {
        let because = format!(
            "the selected database was lost: {} commands meant for database {} go to {}",
            wrong.commands, wrong.stream_db, wrong.replica_db
        );
        (AftermathStatus::Diverged, because)
    } else if differs {
        (
            AftermathStatus::Diverged,
            "a replica that was not restarted would have other data".to_owned(),
        )
    } else if let Some(failure) = plain {
        let because = format!(
            "the command at offset {} fails, which it did not on the master: the data differed before",
            failure.offset
        );
        (AftermathStatus::Diverged, because)
    } else if unknown > 0 {
        (
            AftermathStatus::Errors,
            format!(
                "{unknown} commands are not known to this version, and only a module could tell what they do"
            ),
        )
    } else if aftermath.error_count > 0 {
        (
            AftermathStatus::Clean,
            format!("{} scripts end in an error, as they did on the master", aftermath.error_count),
        )
    } else {
        (
            AftermathStatus::Clean,
            "every command was applied, with what the replica knew after its restart".to_owned(),
        )
    };
    aftermath.status = status;
    aftermath.because = Some(because);
}

/// Tells whether a failure proves that the data were not the master's: a master sends a command only when it changed
/// something there. A script may fail on the master as well, after its first write.
fn contradicts(failure: &Failure) -> bool {
    let name = failure.command.first().map(|name| &**name).unwrap_or_default();
    Kind::of(name) != Kind::Script
        && !matches!(failure.error, CommandError::Unknown(_) | CommandError::Unsupported(_))
        || matches!(failure.error, CommandError::NoScript(_))
}

/// Compares the database in which the stream stands with the one in which the replica resumes.
fn wrong_database(
    stage: &Stage<'_>,
    stream_db: Option<u32>,
    replica_db: Option<u32>,
    name: &std::sync::Arc<str>,
) -> Option<WrongDatabase> {
    let (stream_db, replica_db) = (stream_db?, replica_db?);
    if stream_db == replica_db {
        return None;
    }
    let (commands, until) = until_select(&stage.stream, stage.next);
    let at = stage.next.index_from(stage.stream.first_offset()).unwrap_or(0);
    let place = Place::byte(stage.stream.file_index().saturating_add(at)).in_source(name);
    (commands > 0).then_some(WrongDatabase { stream_db, replica_db, commands, until, place })
}

/// Counts the writes from a byte on until the stream selects a database.
fn until_select(stream: &Stream<'_>, next: NextOffset) -> (u64, AppliedOffset) {
    let mut commands = 0;
    let mut records = stream.records();
    while let Some(record) = records.next_record() {
        if record.start < next {
            continue;
        }
        match record.kind() {
            Kind::Select => return (commands, record.start.applied()),
            Kind::Write | Kind::Script | Kind::Flush => commands += 1,
            _ => {}
        }
    }
    (commands, records.offset().applied())
}

/// Takes a clean answer back where nobody tells in which database the stream stands and it matters.
fn doubt_database(aftermath: &mut Aftermath, stage: &Stage<'_>, missing: &mut Vec<Missing>) {
    let trusted = stage.snapshot.head().repl_stream_db.is_some_and(|db| db >= 0);
    let (commands, _) = until_select(&stage.stream, stage.next);
    if trusted || commands == 0 {
        return;
    }
    missing.push(Missing::new(
        "the database of the stream where the replica resumes",
        "the snapshot does not tell it, and no SELECT stands before that byte in the backlog",
        "older bytes of the stream, or a snapshot of the master taken at that offset",
    ));
    aftermath.status = AftermathStatus::NotReplayed;
    aftermath.because = Some(format!(
        "the database in which {commands} commands run is not known, so the data are not either"
    ));
}
