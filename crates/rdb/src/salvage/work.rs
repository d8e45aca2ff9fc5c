//! How much work a salvage may do, counted and not timed.
//!
//! Any position may be the beginning of a record, and a hostile file can make each of them look like a long one. So
//! the search pays for what it tries out of a credit that grows with the bytes it has gone over: total work is linear
//! in the size of the file, whatever the file holds.

/// Credit for each byte of the file, given at the start: a few attempts may go over all of it.
const PER_FILE_BYTE: u64 = 8;

/// Credit for each byte of the file for records that are expected and turn out to be none.
const PER_EXPECTED_BYTE: u64 = 4;

/// Credit for each byte that the search goes over.
const PER_SEARCHED_BYTE: u64 = 32;

/// How often the search is paid for going over one byte: once looking behind a damage, once looking ahead.
const SEARCHES: u64 = 2;

/// How often a byte is gone over in records that are delivered: passed and decoded, and again where a look behind a
/// damage made them suspect.
const DELIVERIES: u64 = 4;

/// Credit that every file has, however short: for searching, and for reading what is expected.
const BASE: u64 = 16 << 20;
const BASE_EXPECTED: u64 = 1 << 20;

/// What all of it comes to.
const PER_BYTE: u64 = PER_FILE_BYTE + PER_EXPECTED_BYTE + PER_SEARCHED_BYTE * SEARCHES + DELIVERIES;
const BASES: u64 = BASE + BASE_EXPECTED;

/// The least that one attempt may cost, so that short records are still tried when the credit is almost spent.
const LEAST: u64 = 64;

/// How much a salvage has done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Work {
    /// Steps: elements and bytes that were gone over, in attempts that came to nothing included. Compressed bytes count
    /// as they are stored; each gives 88 at most. The checksum, computed twice at most, is not counted.
    pub steps: u64,
    /// Positions at which a record was tried.
    pub attempts: u64,
    /// Attempts that were broken off or not begun for want of credit. Above 0, a record may have been missed.
    pub refused: u64,
}

impl Work {
    /// Returns the most steps that a salvage of so many bytes can take: `80 × bytes + 17 MiB`.
    #[must_use]
    pub const fn bound(bytes: u64) -> u64 {
        bytes.saturating_mul(PER_BYTE).saturating_add(BASES)
    }
}

/// What may still be spent.
#[derive(Debug)]
pub(super) struct Credit {
    /// For the search.
    left: u64,
    /// For reading where a record is expected, so that no search can use it up.
    expected: u64,
    work: Work,
    /// How far the search has gone.
    ahead: usize,
    behind: usize,
}

impl Credit {
    pub(super) const fn new(bytes: u64) -> Self {
        Self {
            left: bytes.saturating_mul(PER_FILE_BYTE).saturating_add(BASE),
            expected: bytes.saturating_mul(PER_EXPECTED_BYTE).saturating_add(BASE_EXPECTED),
            work: Work { steps: 0, attempts: 0, refused: 0 },
            ahead: 0,
            behind: 0,
        }
    }

    pub(super) const fn work(&self) -> Work {
        self.work
    }

    /// Returns what is left for the search.
    pub(super) const fn left(&self) -> u64 {
        self.left
    }

    /// Returns what is left for reading where a record is expected.
    pub(super) const fn expected(&self) -> u64 {
        self.expected
    }

    /// Returns what one attempt of a search may cost: a quarter of what is left, so that no few of them spend it all.
    pub(super) const fn for_attempt(&self) -> u64 {
        let quarter = self.left >> 2;
        let most = if quarter > LEAST { quarter } else { LEAST };
        if most < self.left { most } else { self.left }
    }

    /// Adds what a search ahead of a damage earns by getting to an index for the first time.
    pub(super) fn earn_ahead(&mut self, to: usize) {
        let bytes = to.saturating_sub(self.ahead) as u64;
        self.ahead = self.ahead.max(to);
        self.earn(bytes);
    }

    /// Adds what a search behind a damage earns by getting to an index for the first time.
    pub(super) fn earn_behind(&mut self, to: usize) {
        let bytes = to.saturating_sub(self.behind) as u64;
        self.behind = self.behind.max(to);
        self.earn(bytes);
    }

    const fn earn(&mut self, bytes: u64) {
        self.left = self.left.saturating_add(bytes.saturating_mul(PER_SEARCHED_BYTE));
    }

    /// Pays for a record that was expected and is none.
    pub(super) const fn fail(&mut self, steps: u64) {
        self.expected = self.expected.saturating_sub(steps);
        self.work.steps = self.work.steps.saturating_add(steps);
    }

    /// Pays for an attempt of a search.
    pub(super) const fn spend(&mut self, steps: u64) {
        self.left = self.left.saturating_sub(steps);
        self.work.steps = self.work.steps.saturating_add(steps);
        self.work.attempts = self.work.attempts.saturating_add(1);
    }

    /// Notes work on a record that is delivered.
    pub(super) const fn progress(&mut self, bytes: u64) {
        self.work.steps = self.work.steps.saturating_add(bytes);
    }

    /// Notes that something was not tried.
    pub(super) const fn refuse(&mut self) {
        self.work.refused = self.work.refused.saturating_add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_is_what_the_constants_add_up_to() {
        assert_eq!(Work::bound(0), 17 << 20);
        assert_eq!(Work::bound(1000), 80_000 + (17 << 20));
        assert_eq!(Work::bound(u64::MAX), u64::MAX);
    }

    #[test]
    fn one_attempt_cannot_spend_everything() {
        let mut credit = Credit::new(0);
        for _ in 0..400_000 {
            let most = credit.for_attempt();
            assert!(most <= credit.left() / 4 || most <= LEAST);
            credit.spend(most);
        }
        assert_eq!(credit.left(), 0);
        credit.earn_ahead(1);
        credit.earn_ahead(1);
        assert_eq!(credit.for_attempt(), PER_SEARCHED_BYTE);
    }
}
