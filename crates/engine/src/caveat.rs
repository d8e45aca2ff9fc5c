//! Where the result of a replay depends on more than snapshot and stream.

/// What else a result depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Caveat {
    /// A relative expiry was added to the clock.
    Clock,
    /// A script read the clock or a time to live.
    ClockRead,
    /// A script used a random choice.
    Random,
    /// A script saw the order of a hash table, which the server takes from a random seed.
    HashOrder,
    /// `SORT` met equal weights that it does not tell apart.
    SortTies,
    /// A distance was computed by this machine's mathematics library.
    Distance,
    /// A value that only a module understands stands in the data.
    ModuleValue,
    /// Jobs, or members that expire at moments of their own, stand in the data: `KeyDB` runs and removes them, a replay does
    /// neither, and keeps the jobs alone.
    KeydbKey,
    /// A script saw a payload of `DUMP`, which restores to the same value but may differ in its bytes.
    DumpPayload,
    /// A script ended at a limit of this engine.
    ScriptLimit,
}

impl Caveat {
    /// A stable kebab-case name.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Clock => "depends-on-clock",
            Self::ClockRead => "script-reads-clock",
            Self::Random => "script-uses-random",
            Self::HashOrder => "script-sees-hash-order",
            Self::SortTies => "sort-has-ties",
            Self::Distance => "depends-on-distance",
            Self::ModuleValue => "module-value",
            Self::KeydbKey => "keydb-key",
            Self::DumpPayload => "script-sees-dump-payload",
            Self::ScriptLimit => "script-limit",
        }
    }
}

/// The caveats of a replay: each with the offset of its first occasion and a count.
#[derive(Debug, Clone, Default)]
pub struct Caveats(Vec<(Caveat, i64, u64)>);

impl Caveats {
    /// Notes an occasion.
    pub(crate) fn note(&mut self, caveat: Caveat, offset: i64) {
        match self.0.iter_mut().find(|(other, ..)| *other == caveat) {
            Some((_, _, count)) => *count += 1,
            None => self.0.push((caveat, offset, 1)),
        }
    }

    /// Returns each caveat, the offset of the first command it is about, and how many there were.
    pub fn iter(&self) -> impl Iterator<Item = (Caveat, i64, u64)> + '_ {
        self.0.iter().copied()
    }

    /// Tells whether the result is a function of the bytes alone.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
