//! The clock of a replay. A stream has none, and relative expiries need one.
//!
//! Nothing expires by itself, whatever the clock says: a replica waits for its master's `DEL`.

use crate::{CaseError, ErrorKind, Source};
use autopsync_model::Place;
use autopsync_text::log::{LogTime, Reader};

/// Where the clock is to come from.
#[derive(Debug, Clone, Copy, Default)]
pub enum ClockChoice<'a> {
    /// From the snapshot (`ctime`) where it tells, moved by the annotations of an append-only file where there are any.
    #[default]
    Auto,
    /// A moment that the user tells, in milliseconds since 1970. Nothing moves it.
    Fixed(i64),
    /// When the snapshot was written. Nothing moves it.
    Snapshot,
    /// The annotations of an append-only file; up to the first one, when the snapshot was written.
    Annotations,
    /// The time of a log's line. Nothing moves it.
    Log {
        /// The log.
        log: &'a Source,
        /// The line, counted from 1; without one the first line that has a time.
        line: Option<u64>,
    },
}

/// Where a clock came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockFrom {
    /// The user.
    Flag,
    /// The snapshot's `ctime`.
    Snapshot,
    /// The `#TS:` annotations of an append-only file.
    Annotations,
    /// A line of a log.
    Log,
    /// Nobody: it stands at 1970.
    Nobody,
}

impl ClockFrom {
    /// The word in a document.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Flag => "flag",
            Self::Snapshot => "snapshot-ctime",
            Self::Annotations => "aof-annotations",
            Self::Log => "log",
            Self::Nobody => "unknown",
        }
    }
}

/// The clock under relative expiries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    /// Where it stood for the first command, in milliseconds since 1970.
    pub ms: i64,
    /// Where it stood for the last one.
    pub end_ms: i64,
    /// Where it came from.
    pub from: ClockFrom,
    /// The line of a log.
    pub place: Option<Place>,
    /// What had to be taken for granted.
    pub remark: Option<&'static str>,
    /// Whether annotations may move it.
    pub(super) moves: bool,
}

impl Clock {
    const fn at(ms: i64, from: ClockFrom) -> Self {
        let moves = matches!(from, ClockFrom::Annotations | ClockFrom::Nobody);
        Self { ms, end_ms: ms, from, place: None, remark: None, moves }
    }

    /// Settles the clock.
    ///
    /// # Errors
    /// [`ErrorKind::Clock`] where the chosen source does not tell a time. `path` names the snapshot for it.
    pub(super) fn settle(
        choice: &ClockChoice<'_>,
        created: Option<i64>,
        path: &str,
    ) -> Result<Self, CaseError> {
        let created_ms = created.map(|seconds| seconds.saturating_mul(1000));
        let snapshot = created_ms.map(|ms| Self::at(ms, ClockFrom::Snapshot));
        match *choice {
            ClockChoice::Fixed(ms) => Ok(Self::at(ms, ClockFrom::Flag)),
            ClockChoice::Log { log, line } => of_log(log, line),
            ClockChoice::Snapshot => snapshot.ok_or_else(|| {
                let why = "expected a snapshot that tells when it was written (ctime), found none";
                CaseError::new(path, ErrorKind::Clock { why: why.to_owned() })
            }),
            ClockChoice::Auto | ClockChoice::Annotations => {
                let clock = snapshot.unwrap_or(Self::at(0, ClockFrom::Nobody));
                Ok(Self { moves: true, ..clock })
            }
        }
    }

    /// Takes note of where the replay left the clock.
    pub(super) fn ended(&mut self, ms: i64) {
        if self.moves && ms != self.end_ms {
            self.from = ClockFrom::Annotations;
        }
        self.end_ms = ms;
    }
}

/// Takes the time of a line.
fn of_log(log: &Source, line: Option<u64>) -> Result<Clock, CaseError> {
    let refuse = |why: String| CaseError::new(log.path(), ErrorKind::Clock { why });
    let found = Reader::new(log.bytes()).events().find_map(|event| match line {
        Some(line) => (event.line >= line).then_some((event.line, event.time)),
        None => event.time.map(|time| (event.line, Some(time))),
    });
    let time = match (found, line) {
        (Some((at, Some(time))), line) if line.is_none_or(|line| line == at) => Ok((at, time)),
        (_, Some(line)) => Err(format!("expected a time in line {line}, found none")),
        (_, None) => Err("expected a line with a time, found none".to_owned()),
    };
    let (at, time) = time.map_err(refuse)?;
    let (ms, remark) = moment(time).ok_or_else(|| {
        refuse(format!("expected a time with its year in line {at}, found {time}"))
    })?;
    let place = Some(Place::line(at).in_source(log.name()));
    Ok(Clock { place, remark, ..Clock::at(ms, ClockFrom::Log) })
}

/// The milliseconds since 1970. Servers print local time and not the zone.
fn moment(time: LogTime) -> Option<(i64, Option<&'static str>)> {
    const REMARK: &str = "the log does not tell its zone: taken as UTC";
    time.year()?;
    Some(match time.unix_millis() {
        Some(ms) => (ms, None),
        None => (time.wall_millis(), Some(REMARK)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str = "1:M 21 Apr 2020 11:16:38.523 * Ready to accept connections\n1:M 21 Apr 2020 11:16:39.523 * DB saved on disk\n";

    fn settle(choice: &ClockChoice<'_>, created: Option<i64>) -> Result<Clock, CaseError> {
        Clock::settle(choice, created, "a.rdb")
    }

    #[test]
    fn the_snapshot_tells_the_time_unless_somebody_else_does() {
        let clock = settle(&ClockChoice::Auto, Some(17)).unwrap();
        assert_eq!((clock.ms, clock.from, clock.moves), (17_000, ClockFrom::Snapshot, true));
        let clock = settle(&ClockChoice::Auto, None).unwrap();
        assert_eq!((clock.ms, clock.from), (0, ClockFrom::Nobody));
        let clock = settle(&ClockChoice::Fixed(5), Some(17)).unwrap();
        assert_eq!((clock.ms, clock.from, clock.moves), (5, ClockFrom::Flag, false));
        let clock = settle(&ClockChoice::Snapshot, Some(17)).unwrap();
        assert_eq!((clock.ms, clock.moves), (17_000, false));
        assert_eq!(settle(&ClockChoice::Snapshot, None).unwrap_err().id(), "clock-unknown");
    }

    #[test]
    fn a_line_of_a_log_tells_the_time() {
        let log = Source::from_bytes("redis.log", LOG.as_bytes().to_vec());
        let of = |line| settle(&ClockChoice::Log { log: &log, line }, None);
        let first = of(None).unwrap();
        assert_eq!((first.ms, first.from), (1_587_467_798_523, ClockFrom::Log));
        assert!(first.remark.unwrap().contains("UTC"));
        let second = of(Some(2)).unwrap();
        assert_eq!(second.ms, first.ms + 1000);
        assert_eq!(second.place.unwrap().to_string(), "redis.log:2");
        assert_eq!(of(Some(3)).unwrap_err().id(), "clock-unknown");
    }

    #[test]
    fn a_time_without_a_year_is_none() {
        let bytes = b"[7] 21 Apr 11:16:38.523 * The server is now ready\n".to_vec();
        let log = Source::from_bytes("redis.log", bytes);
        let error = settle(&ClockChoice::Log { log: &log, line: None }, None).unwrap_err();
        assert!(error.to_string().contains("year"), "{error}");
    }
}
