//! `--clock`: where the clock under relative expiries comes from.

use autopsync_case::{CaseError, Source, questions::replay::ClockChoice};
use std::{path::PathBuf, str::FromStr};

/// The value of `--clock`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClockArg {
    /// Milliseconds since 1970.
    Fixed(i64),
    /// When the snapshot was written.
    Snapshot,
    /// The annotations of an append-only file.
    Annotations,
    /// A line of a log, or its first line with a time.
    Log(PathBuf, Option<u64>),
}

impl FromStr for ClockArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(log) = text.strip_prefix("log:") {
            let line =
                log.rsplit_once(':').and_then(|(path, line)| Some((path, line.parse().ok()?)));
            return match line {
                _ if log.is_empty() => Err("expected log:FILE or log:FILE:LINE".to_owned()),
                Some((path, line)) if !path.is_empty() => Ok(Self::Log(path.into(), Some(line))),
                _ => Ok(Self::Log(log.into(), None)),
            };
        }
        match text {
            "ctime" => Ok(Self::Snapshot),
            "aof" => Ok(Self::Annotations),
            _ => text.parse().map(Self::Fixed).map_err(|_| {
                "expected milliseconds since 1970, ctime, aof, log:FILE or log:FILE:LINE".to_owned()
            }),
        }
    }
}

impl ClockArg {
    /// Opens the log that is named.
    pub fn open(&self) -> Result<Option<Source>, CaseError> {
        match self {
            Self::Log(path, _) => Source::open(path).map(Some),
            _ => Ok(None),
        }
    }

    /// The choice, with the log that [`ClockArg::open`] opened.
    pub fn choice<'a>(&self, log: Option<&'a Source>) -> ClockChoice<'a> {
        match (self, log) {
            (Self::Fixed(ms), _) => ClockChoice::Fixed(*ms),
            (Self::Snapshot, _) => ClockChoice::Snapshot,
            (Self::Annotations, _) => ClockChoice::Annotations,
            (Self::Log(_, line), Some(log)) => ClockChoice::Log { log, line: *line },
            (Self::Log(..), None) => ClockChoice::Auto,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_a_number_or_names_its_source() {
        let parse = |text: &str| text.parse::<ClockArg>();
        assert_eq!(parse("-5"), Ok(ClockArg::Fixed(-5)));
        assert_eq!(parse("ctime"), Ok(ClockArg::Snapshot));
        assert_eq!(parse("aof"), Ok(ClockArg::Annotations));
        assert_eq!(parse("log:a.log"), Ok(ClockArg::Log("a.log".into(), None)));
        assert_eq!(parse("log:a:b.log:17"), Ok(ClockArg::Log("a:b.log".into(), Some(17))));
        assert_eq!(parse("log:12"), Ok(ClockArg::Log("12".into(), None)));
        for wrong in ["", "now", "log:", "1.5"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
