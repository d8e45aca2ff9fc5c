//! A row of the table: one program on one snapshot, run several times.

use super::measure::{Measured, Outcome};
use crate::error::Result;
use std::time::Duration;

/// How often each row is run: the first time to warm up, and of the others the median counts.
pub const RUNS: usize = 4;

/// A program that takes longer is run once.
const LONG: Duration = Duration::from_secs(60);

/// A program on a snapshot, and what its runs took.
pub struct Row<'a> {
    name: String,
    run: Box<dyn Fn() -> Result<Outcome> + 'a>,
    runs: Vec<Measured>,
    failure: Option<String>,
}

impl<'a> Row<'a> {
    /// A row that was not run yet.
    pub fn new(name: impl Into<String>, run: impl Fn() -> Result<Outcome> + 'a) -> Self {
        Self { name: name.into(), run: Box::new(run), runs: Vec::new(), failure: None }
    }

    /// Runs it once more, unless it failed or takes too long.
    pub fn run(&mut self) -> Result<()> {
        if self.failure.is_none() && !self.is_long() {
            match (self.run)()? {
                Ok(measured) => self.runs.push(measured),
                Err(reason) => self.failure = Some(reason),
            }
        }
        Ok(())
    }

    fn is_long(&self) -> bool {
        self.runs.first().is_some_and(|first| first.time > LONG)
    }

    /// The row as a line of the table: the median of all runs but the first, or why there is none.
    pub fn line(&self, bytes: u64, keys: Option<u64>) -> String {
        if let Some(reason) = &self.failure {
            return format!("{:<50} not measured: {reason}", self.name);
        }
        let mut counted = self.runs.get(1..).unwrap_or_default().to_vec();
        counted.sort_by_key(|run| run.time);
        if let Some(median) = counted.get(counted.len() / 2) {
            return median.row(&self.name, bytes, keys);
        }
        let once = self.runs.first().map(|run| run.row(&self.name, bytes, keys));
        once.map_or_else(String::new, |line| line + " (one run)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    fn line(seconds: &[u64]) -> String {
        let next = Cell::new(seconds.iter());
        let mut row = Row::new("reader", || {
            let mut rest = next.take();
            let time = rest.next().map(|&seconds| Duration::from_secs(seconds));
            next.set(rest);
            Ok(time.map(|time| Measured { time, peak: None }).ok_or("no more".to_owned()))
        });
        for _ in 0..RUNS {
            row.run().unwrap();
        }
        row.line(1_000_000_000, None)
    }

    #[test]
    fn the_median_behind_the_first_run_counts() {
        assert!(line(&[1, 50, 20, 40]).contains(" 40.000 s "), "{}", line(&[1, 50, 20, 40]));
    }

    #[test]
    fn a_long_run_is_not_repeated_and_says_so() {
        assert!(line(&[100, 2, 3, 4]).contains(" 100.000 s "));
        assert!(line(&[100, 2, 3, 4]).ends_with("(one run)"));
    }

    #[test]
    fn one_failure_and_there_is_no_figure() {
        assert!(line(&[1, 2]).ends_with("not measured: no more"), "{}", line(&[1, 2]));
    }
}
