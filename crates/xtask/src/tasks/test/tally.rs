//! Counting what the test harness prints.

use std::fmt;

/// How many tests passed and failed, and which were skipped and why.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
    pub skipped: Vec<String>,
}

impl Tally {
    /// Reads one line of a harness' output.
    pub fn read(&mut self, line: &str) {
        if let Some(counts) = line.strip_prefix("test result: ") {
            self.passed += count(counts, " passed");
            self.failed += count(counts, " failed");
        } else if let Some((name, reason)) =
            line.strip_prefix("test ").and_then(|test| test.split_once(" ... ignored"))
        {
            let reason = reason.trim_start_matches([',', ' ']);
            let reason = if reason.is_empty() { "ignored" } else { reason };
            self.skipped.push(format!("{name}: {reason}"));
        }
    }
}

/// Returns the number before a word in `ok. 5 passed; 0 failed; …`.
fn count(counts: &str, word: &str) -> u64 {
    let before = counts.split_once(word).map_or("", |(before, _)| before);
    let digits = before.rsplit(' ').next().unwrap_or_default();
    digits.parse().unwrap_or(0)
}

impl fmt::Display for Tally {
    /// Lists the skipped tests; the last line is the count.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.skipped {
            writeln!(f, "SKIPPED {line}")?;
        }
        let Self { passed, failed, skipped } = self;
        writeln!(f, "{passed} passed, {failed} failed, {} skipped", skipped.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_of_several_programs_add_up() {
        let mut tally = Tally::default();
        for line in [
            "running 3 tests",
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.20s",
            "test slow ... ignored, takes an hour",
            "test src/lib.rs - page (line 3) ... ignored",
            "test fine ... ok",
        ] {
            tally.read(line);
        }
        tally.skipped.push("digest_of_a_server: no redis-server".to_owned());
        assert_eq!(
            tally.to_string(),
            "SKIPPED slow: takes an hour\n\
             SKIPPED src/lib.rs - page (line 3): ignored\n\
             SKIPPED digest_of_a_server: no redis-server\n\
             15 passed, 2 failed, 3 skipped\n"
        );
    }
}
