//! What became of a replay.

use super::{Clock, Provenance, Watched};
use crate::{
    StreamEvidence,
    node::SnapshotHead,
    questions::profile::{PartFrom, ProfilePart},
    source::AofRole,
};
use autopsync_engine::{Caveats, Failure, Profile};
use autopsync_model::{AppliedOffset, Damage, NextOffset, ReplId};
use autopsync_stream::{Bad, Cut};

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
    /// Its index in the file.
    pub stream_index: u64,
    /// The last byte of the streams.
    pub stream_last: AppliedOffset,
    /// False where offsets count the file's own bytes.
    pub offsets_known: bool,
    /// True where a snapshot that tells its position stands under a stream that does not, so that the stream is applied
    /// from its first byte for want of a better place.
    pub position_assumed: bool,
    /// The files of an append-only file, in loading order; empty for a stream. Every offset of the answer then counts
    /// the bytes of these files, and [`ReplayAnswer::file_place`] leads back to them.
    pub aof: Vec<AofFileAnswer>,
    /// The last byte before the first command applied.
    pub from: AppliedOffset,
    /// The last byte applied.
    pub to: AppliedOffset,
    /// Commands applied, those of transactions included.
    pub commands: u64,
    /// Commands that changed data.
    pub changed: u64,
    /// Transactions.
    pub transactions: u64,
    /// Scripts run.
    pub scripts: u64,
    /// The commands that failed.
    pub errors: Vec<Failure>,
    /// How many failed.
    pub error_count: u64,
    /// The commands that nobody but a module knows, by name.
    pub unknown: Vec<UnknownCommand>,
    /// The end inside a command.
    pub cut: Option<Cut>,
    /// The beginning of a transaction whose `EXEC` is not there: nothing of it was applied.
    pub open_transaction: Option<NextOffset>,
    /// The byte that cannot stand where it stands.
    pub malformed: Option<Bad>,
    /// What `DEBUG DIGEST` answers.
    pub digest: String,
    /// Keys by database.
    pub databases: Vec<(u32, u64)>,
    /// The emulated server.
    pub profile: Profile,
    /// Its parts, and where each comes from.
    pub profile_parts: Vec<ProfilePart>,
    /// Where the replica's version comes from.
    pub version_from: PartFrom,
    /// The clock.
    pub clock: Clock,
    /// The keys that were followed, where it was asked for.
    pub watched: Option<Watched>,
    /// Which command last wrote each key, where it was asked for.
    pub provenance: Option<Provenance>,
    /// What is wrong with the evidence.
    pub damage: Vec<Damage>,
    /// What the result depends on beyond the bytes.
    pub caveats: Caveats,
}

impl ReplayAnswer {
    /// Returns the file of an append-only file, and the index of the byte in it, for which an offset of this answer
    /// stands; `None` for a stream.
    #[must_use]
    pub fn file_place(&self, offset: NextOffset) -> Option<(&AofFileAnswer, u64)> {
        let at = offset.index_from(NextOffset::new(1))?;
        let file = self.aof.iter().rfind(|file| file.before <= at && file.bytes > 0)?;
        Some((file, at.saturating_sub(file.before)))
    }

    /// Returns the file that holds the last byte up to an offset, and how many of its bytes are up to there.
    #[must_use]
    pub fn file_progress(&self, offset: AppliedOffset) -> Option<(&AofFileAnswer, u64)> {
        match self.file_place(NextOffset::new(offset.get())) {
            Some((file, at)) => Some((file, at.saturating_add(1))),
            None => self.aof.first().map(|file| (file, 0)),
        }
    }

    /// Returns how many commands only a module knows.
    #[must_use]
    pub fn unknown_count(&self) -> u64 {
        self.unknown.iter().map(|command| command.count).sum()
    }

    /// Returns how many commands failed on the replica for certain.
    #[must_use]
    pub fn certain_errors(&self) -> u64 {
        self.error_count.saturating_sub(self.unknown_count())
    }

    /// Returns how many commands ran and changed nothing.
    #[must_use]
    pub fn without_effect(&self) -> u64 {
        self.commands.saturating_sub(self.changed).saturating_sub(self.error_count)
    }
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

/// A file of an append-only file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AofFileAnswer {
    /// Its name.
    pub path: String,
    /// What it is to the others.
    pub role: AofRole,
    /// Its size.
    pub bytes: u64,
    /// The size of the snapshot in front of its commands.
    pub snapshot_bytes: u64,
    /// How many bytes stand in the files before it.
    pub before: u64,
    /// The replication offset that the manifest tells for its first byte.
    pub start_offset: Option<i64>,
}

impl AofFileAnswer {
    /// Takes a stream for what it is to its append-only file; `None` where it is of none.
    #[must_use]
    pub fn of(evidence: &StreamEvidence) -> Option<Self> {
        let member = evidence.aof()?;
        let before = member.number(0).index_from(NextOffset::new(1)).unwrap_or(0);
        Some(Self {
            path: evidence.source().name().to_string(),
            role: member.role(),
            bytes: evidence.source().bytes().len() as u64,
            snapshot_bytes: evidence.stream().file_index(),
            before,
            start_offset: member.start_offset(),
        })
    }
}

/// Commands of one name that no version of the servers has: a module's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownCommand {
    /// The name, in upper case.
    pub name: Box<[u8]>,
    /// How many.
    pub count: u64,
    /// Where the first one begins.
    pub first: NextOffset,
    /// Their first arguments, which are the keys of most modules' commands: what is said of these keys is not
    /// certain. At most [`UnknownCommand::KEYS`].
    pub keys: Vec<(u32, Box<[u8]>)>,
}

impl UnknownCommand {
    /// The most keys that are kept for a name.
    pub const KEYS: usize = 100;
}
