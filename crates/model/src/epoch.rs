//! Epochs: ranges of versions with the same replication behaviour.
//!
//! Which behaviour an epoch has is written in `autopsync-psync`, one file each; here is only where it begins.

use crate::{Pre, Product, Version};
use std::fmt;

/// A range of versions with one decision logic for `PSYNC` and one treatment of a restart.
///
/// Read in `replication.c`, `rdb.c` and `server.c` at the tags on both sides of every border.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Epoch {
    /// Up to 2.6: `SYNC` only, no offsets and no backlog.
    Sync,
    /// 2.8.0 to 2.8.21 and 3.0.0 to 3.0.3: run ids; `+FULLRESYNC` is answered with the offset of the moment.
    P1a,
    /// 2.8.22 to 3.2.13: run ids; `+FULLRESYNC` is answered at the fork.
    P1b,
    /// 4.0.0 and 4.0.1: PSYNC2, no usable database in a snapshot, no backlog after a restart.
    P2v400,
    /// 4.0.2: the triple in most snapshots.
    P2v402,
    /// 4.0.3: the triple in all snapshots, scripts in none.
    P2v403,
    /// 4.0.4 and 4.0.5: scripts in snapshots; one that is known already crashes the loader.
    P2v404,
    /// 4.0.6 to 4.0.14.
    P2v406,
    /// 5.0 and the first two candidates of 6.0: scripts replicate their effects.
    P2v5,
    /// 6.0-rc3 and -rc4: a demoted master trims final PINGs.
    MeaningfulOffsetRc,
    /// 6.0.0 to 6.0.3: replicas trim as well.
    MeaningfulOffset,
    /// 6.0.4 to 6.2.6.
    P2v6,
    /// 6.2.7 and later 6.2: a malformed offset is refused without a full synchronisation.
    P2v627,
    /// 7.0 to 7.4, and Valkey 7.2: shared backlog, a restarted master may continue.
    P2v7,
    /// Redis 8.
    R8,
    /// Valkey 8.
    V8,
    /// Valkey 9: more words in the refusals.
    V9,
}

impl Epoch {
    /// All epochs, oldest first.
    pub const ALL: [Self; 17] = [
        Self::Sync,
        Self::P1a,
        Self::P1b,
        Self::P2v400,
        Self::P2v402,
        Self::P2v403,
        Self::P2v404,
        Self::P2v406,
        Self::P2v5,
        Self::MeaningfulOffsetRc,
        Self::MeaningfulOffset,
        Self::P2v6,
        Self::P2v627,
        Self::P2v7,
        Self::R8,
        Self::V8,
        Self::V9,
    ];

    /// Returns the epoch of a version. Every version has one; one newer than all known is taken for the newest
    /// of its product.
    #[must_use]
    pub fn of(version: &Version) -> Self {
        if version.product == Product::Valkey {
            return match version.major {
                0..=7 => Self::P2v7,
                8 => Self::V8,
                _ => Self::V9,
            };
        }
        match version.key() {
            k if k < (2, 8, 0, Pre::Rc(0)) => Self::Sync,
            k if k < (2, 8, 22, Pre::Rc(0)) => Self::P1a,
            k if k < (3, 0, 0, Pre::Rc(0)) => Self::P1b,
            k if k < (3, 0, 4, Pre::Rc(0)) => Self::P1a,
            k if k < (4, 0, 0, Pre::Rc(0)) => Self::P1b,
            k if k < (4, 0, 2, Pre::Rc(0)) => Self::P2v400,
            k if k < (4, 0, 3, Pre::Rc(0)) => Self::P2v402,
            k if k < (4, 0, 4, Pre::Rc(0)) => Self::P2v403,
            k if k < (4, 0, 6, Pre::Rc(0)) => Self::P2v404,
            k if k < (5, 0, 0, Pre::Rc(0)) => Self::P2v406,
            k if k < (6, 0, 0, Pre::Rc(3)) => Self::P2v5,
            k if k < (6, 0, 0, Pre::Release) => Self::MeaningfulOffsetRc,
            k if k < (6, 0, 4, Pre::Rc(0)) => Self::MeaningfulOffset,
            k if k < (6, 2, 7, Pre::Rc(0)) => Self::P2v6,
            k if k < (7, 0, 0, Pre::Rc(0)) => Self::P2v627,
            k if k < (8, 0, 0, Pre::Rc(0)) => Self::P2v7,
            _ => Self::R8,
        }
    }

    /// A short stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sync => "sync",
            Self::P1a => "psync1-early",
            Self::P1b => "psync1",
            Self::P2v400 => "psync2-4.0.0",
            Self::P2v402 => "psync2-4.0.2",
            Self::P2v403 => "psync2-4.0.3",
            Self::P2v404 => "psync2-4.0.4",
            Self::P2v406 => "psync2-4.0.6",
            Self::P2v5 => "psync2-5",
            Self::MeaningfulOffsetRc => "meaningful-offset-rc",
            Self::MeaningfulOffset => "meaningful-offset",
            Self::P2v6 => "psync2-6",
            Self::P2v627 => "psync2-6.2.7",
            Self::P2v7 => "psync2-7",
            Self::R8 => "redis-8",
            Self::V8 => "valkey-8",
            Self::V9 => "valkey-9",
        }
    }
}

impl fmt::Display for Epoch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_border_falls_between_its_two_versions() {
        use Epoch::{
            MeaningfulOffset, MeaningfulOffsetRc, P1a, P1b, P2v5, P2v6, P2v7, P2v400, P2v402,
            P2v403, P2v404, P2v406, P2v627, R8, Sync, V8, V9,
        };
        for (text, epoch) in [
            ("2.6.17", Sync),
            ("2.8.0", P1a),
            ("2.8.21", P1a),
            ("2.8.22", P1b),
            ("2.8.24", P1b),
            ("3.0.3", P1a),
            ("3.0.4", P1b),
            ("3.2.13", P1b),
            ("4.0.0", P2v400),
            ("4.0.1", P2v400),
            ("4.0.2", P2v402),
            ("4.0.3", P2v403),
            ("4.0.4", P2v404),
            ("4.0.5", P2v404),
            ("4.0.6", P2v406),
            ("4.0.14", P2v406),
            ("5.0.0", P2v5),
            ("6.0-rc2", P2v5),
            ("6.0-rc3", MeaningfulOffsetRc),
            ("6.0-rc4", MeaningfulOffsetRc),
            ("6.0.0", MeaningfulOffset),
            ("6.0.3", MeaningfulOffset),
            ("6.0.4", P2v6),
            ("6.2.6", P2v6),
            ("6.2.7", P2v627),
            ("7.0.0", P2v7),
            ("7.4.1", P2v7),
            ("8.0.6", R8),
            ("valkey-7.2.5", P2v7),
            ("valkey-8.1.0", V8),
            ("valkey-9.1.2", V9),
        ] {
            assert_eq!(Epoch::of(&text.parse().unwrap()), epoch, "{text}");
        }
    }

    #[test]
    fn names_are_unique() {
        let mut names: Vec<_> = Epoch::ALL.iter().map(|epoch| epoch.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Epoch::ALL.len());
    }
}
