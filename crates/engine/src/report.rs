//! What a replay counts, and the failures that it keeps.

use crate::CommandError;

/// A command that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Where the command began, in the stream's numbering.
    pub offset: i64,
    /// The database it was meant for.
    pub database: u32,
    /// Its arguments, name first; cut where they are very long.
    pub command: Vec<Box<[u8]>>,
    /// Why.
    pub error: CommandError,
}

/// Failures, the first of them in full and all of them counted.
#[derive(Debug, Clone, Default)]
pub struct Failures {
    kept: Vec<Failure>,
    count: u64,
    unknown: u64,
}

/// Most bytes of an argument, and most arguments, that a failure keeps.
const KEPT: (usize, usize) = (1024, 64);

impl Failures {
    /// Notes a failure.
    pub(crate) fn note(
        &mut self,
        limit: usize,
        (offset, database): (i64, u32),
        args: &[&[u8]],
        error: &CommandError,
    ) {
        self.count += 1;
        if matches!(error, CommandError::Unknown(_) | CommandError::Unsupported(_)) {
            self.unknown += 1;
        }
        if self.kept.len() < limit {
            let cut = |arg: &&[u8]| arg[..arg.len().min(KEPT.0)].into();
            let command = args.iter().take(KEPT.1).map(cut).collect();
            self.kept.push(Failure { offset, database, command, error: error.clone() });
        }
    }

    /// Returns the failures that are kept, in the order of the stream.
    #[must_use]
    pub fn kept(&self) -> &[Failure] {
        &self.kept
    }

    /// Returns how many there were.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// Returns how many of them this engine cannot judge: commands of modules or other versions.
    #[must_use]
    pub const fn unknown(&self) -> u64 {
        self.unknown
    }
}

/// What was applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counters {
    /// Records of the stream, transactions' own commands included.
    pub commands: u64,
    /// Transactions that were executed.
    pub transactions: u64,
    /// Scripts that were run.
    pub scripts: u64,
    /// Commands that changed data and did not fail; those of a transaction each for itself, its `EXEC` not.
    pub changed: u64,
}
