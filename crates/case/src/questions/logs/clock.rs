//! The clock of a file: which year and which zone its lines are in, as far as anything tells.
//!
//! Servers print local time without a zone, and up to 5.0-rc3 without a year (`serverLogRaw`). A year comes from what
//! wraps a line, from other lines of the file, or from the user; a zone from the same, from a signal handler's line
//! (which prints seconds since 1970), and from a wrapper that prints UTC beside the server's time. Nothing else is
//! evidence: the present year is not.

use super::selection::LogSelection;
use autopsync_text::log::{LogEvent, LogTime, Reader};

/// How much of a file is searched for a first year, in bytes.
const SEARCHED: usize = 256 << 10;

/// The year of the order of lines where none is known. A leap year, so that every date exists.
const NO_YEAR: u16 = 1972;

/// The step in which zones differ, in milliseconds.
const QUARTER: i64 = 15 * 60 * 1000;

/// The most that a collector is late, and the most that a clock is before it, in milliseconds.
const LATE: i64 = 60_000;

/// A zone that the user tells: for one node, or for all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    /// The node, or `None` for all that have no other.
    pub node: Option<String>,
    /// Distance from UTC in minutes, east positive.
    pub minutes_east: i16,
}

/// What is known of the time of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    pub time: Option<LogTime>,
    pub unix_millis: Option<i64>,
    /// Where the line stands in the timeline, in milliseconds; never less than the line before it.
    pub key: i64,
}

/// The clock of one file.
#[derive(Debug, Clone)]
pub(super) struct Clock {
    /// The year of the last line, if it is known, and the month.
    year: Option<u16>,
    month: Option<u8>,
    /// The year that orders the lines, where it is not known.
    order_year: u16,
    zone: Option<i16>,
    /// The last moment that a signal handler printed.
    handler: Option<i64>,
    key: i64,
    year_missing: bool,
}

impl Clock {
    /// A clock for a file that begins with these bytes.
    pub(super) fn new(
        bytes: &[u8],
        selection: &LogSelection,
        node: &str,
        base_year: Option<u16>,
    ) -> Self {
        Self {
            year: selection.year.or_else(|| first_year(bytes)),
            month: None,
            order_year: base_year.unwrap_or(NO_YEAR),
            zone: selection.zone_of(node),
            handler: None,
            key: i64::MIN,
            year_missing: false,
        }
    }

    pub(super) const fn has_year(&self) -> bool {
        self.year.is_some()
    }

    pub(super) const fn set_year(&mut self, year: Option<u16>) {
        self.year = year;
    }

    pub(super) const fn is_year_missing(&self) -> bool {
        self.year_missing
    }

    pub(super) const fn zone(&self) -> Option<i16> {
        self.zone
    }

    /// Places a line.
    pub(super) fn place(&mut self, line: &LogEvent<'_>) -> Stamp {
        let Some(printed) = line.time else {
            return Stamp { time: None, unix_millis: None, key: self.key };
        };
        let in_handler = line.role.is_none() && line.level.is_none() && line.pid.is_some();
        if in_handler && let Some(millis) = printed.unix_millis() {
            self.year = printed.year().or(self.year);
            self.handler = Some(millis);
            // Only on a known zone does it compare with its neighbours.
            if let Some(key) = self.zone.map(|_| millis) {
                self.key = self.key.max(key);
            }
            return Stamp { time: Some(printed), unix_millis: Some(millis), key: self.key };
        }
        let time = self.with_year(printed);
        self.learn_zone(&time, line.outer_time.as_ref());
        let zoned = self.zone.map_or(time, |zone| time.with_zone(zone));
        let unix_millis = zoned.unix_millis();
        let ordered = if time.year().is_some() { zoned } else { time.with_year(self.order_year) };
        self.key = self.key.max(unix_millis.unwrap_or_else(|| ordered.wall_millis()));
        Stamp { time: Some(time), unix_millis, key: self.key }
    }

    /// Adds the year, and goes on to the next where the months do.
    fn with_year(&mut self, time: LogTime) -> LogTime {
        let turns = self.month.is_some_and(|last| last >= time.month().saturating_add(7));
        self.month = Some(time.month());
        if let Some(year) = time.year() {
            self.year = Some(year);
            return time;
        }
        if turns {
            self.year = self.year.map(|year| year.saturating_add(1));
            self.order_year = self.order_year.saturating_add(1);
        }
        self.year_missing |= self.year.is_none();
        self.year.map_or(time, |year| time.with_year(year))
    }

    /// Takes the zone from wherever it is told.
    fn learn_zone(&mut self, time: &LogTime, outer: Option<&LogTime>) {
        let handler = self.handler.take();
        // Zero comes also with milliseconds since 1970, which are in no zone.
        if let Some(zone) = time.zone_minutes() {
            if zone != 0 {
                self.zone = Some(zone);
            }
            return;
        }
        if time.year().is_none() {
            return;
        }
        let outer = outer.filter(|outer| *outer != time).and_then(LogTime::unix_millis);
        let found = outer.and_then(|utc| zone_between(time.wall_millis(), utc)).or_else(|| {
            self.zone
                .is_none()
                .then_some(handler)?
                .and_then(|utc| zone_between(time.wall_millis(), utc.saturating_add(LATE / 60)))
        });
        self.zone = found.or(self.zone);
    }
}

/// The zone of a clock that shows `wall` when it is `utc`, or a little later: in minutes, if it is one that exists.
fn zone_between(wall: i64, utc: i64) -> Option<i16> {
    let east = wall.saturating_sub(utc);
    let quarters = east.saturating_add(QUARTER / 2).div_euclid(QUARTER);
    let rest = east.saturating_sub(quarters.saturating_mul(QUARTER));
    let minutes = i16::try_from(quarters.saturating_mul(15)).ok()?;
    (rest.abs() <= LATE && (-12 * 60..=14 * 60).contains(&minutes)).then_some(minutes)
}

/// The year of the first line of a log, if anything at the beginning of the file tells it.
pub(super) fn first_year(bytes: &[u8]) -> Option<u16> {
    let head = bytes.get(..SEARCHED).unwrap_or(bytes);
    let mut times = Reader::new(head).events().filter_map(|line| line.time);
    let first = times.next()?;
    if first.year().is_some() {
        return first.year();
    }
    let mut first = first;
    let mut last = first;
    let mut turns = 0;
    for time in times {
        if time.year().is_some() {
            first = last.year_from(&time);
            break;
        }
        turns += u16::from(last.month() >= time.month().saturating_add(7));
        last = time;
    }
    first.year().map(|year| year.saturating_sub(turns))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamps(log: &str, selection: &LogSelection) -> Vec<(String, Option<i64>)> {
        let mut clock = Clock::new(log.as_bytes(), selection, "a", None);
        let shown = |time: Option<LogTime>| time.map_or("-".to_owned(), |time| time.to_string());
        Reader::new(log.as_bytes())
            .events()
            .map(|line| clock.place(&line))
            .map(|stamp| (shown(stamp.time), stamp.unix_millis))
            .collect()
    }

    fn times(log: &str) -> Vec<String> {
        stamps(log, &LogSelection::default()).into_iter().map(|(time, _)| time).collect()
    }

    #[test]
    fn without_evidence_there_is_no_year() {
        assert_eq!(times("1:M 31 Dec 23:59:59.000 * a\n"), ["--12-31T23:59:59.000"]);
    }

    #[test]
    fn a_neighbour_tells_the_year_over_new_year_in_both_directions() {
        let log = "1:M 31 Dec 23:59:59.000 * a\n1:M 01 Jan 00:00:01.000 * b\n\
                   1:M 02 Jan 2020 00:00:01.000 * c\n[1] 03 Jan 00:00:01.000 * d\n";
        assert_eq!(
            times(log),
            [
                "2019-12-31T23:59:59.000",
                "2020-01-01T00:00:01.000",
                "2020-01-02T00:00:01.000",
                "2020-01-03T00:00:01.000"
            ]
        );
    }

    #[test]
    fn the_user_may_tell_year_and_zone() {
        let zone = Zone { node: Some("a".to_owned()), minutes_east: 60 };
        let selection =
            LogSelection { year: Some(2017), zones: vec![zone], ..LogSelection::default() };
        let read = stamps("1:M 31 Dec 23:59:59.000 * a\n1:M 01 Jan 00:00:01.000 * b\n", &selection);
        assert_eq!(read[1], ("2018-01-01T00:00:01.000".to_owned(), Some(1_514_761_201_000)));
    }

    #[test]
    fn a_signal_handler_tells_year_and_zone_of_the_next_line() {
        // 1712656277 is 2024-04-09T09:51:17Z.
        let log = "1:M 09 Apr 11:51:16.000 * before\n1:signal-handler (1712656277) Received SIGTERM scheduling shutdown...\n\
                   1:M 09 Apr 11:51:17.080 # User requested shutdown...\n";
        let read = stamps(log, &LogSelection::default());
        assert_eq!(read[2], ("2024-04-09T11:51:17.080".to_owned(), Some(1_712_656_277_080)));
    }

    #[test]
    fn a_wrapper_in_utc_tells_the_zone() {
        let log = "2024-09-04T05:51:57.173289640Z 8:M 04 Sep 2024 07:51:57.170 * a\n";
        let read = stamps(log, &LogSelection::default());
        assert_eq!(read[0], ("2024-09-04T07:51:57.170".to_owned(), Some(1_725_429_117_170)));
    }

    #[test]
    fn a_clock_that_goes_back_does_not_turn_the_order() {
        let log = "1:M 04 Sep 2024 07:51:57.170 * a\n1:M 04 Sep 2024 07:51:50.000 * b\n";
        let selection = LogSelection::default();
        let mut clock = Clock::new(log.as_bytes(), &selection, "a", None);
        let keys: Vec<_> =
            Reader::new(log.as_bytes()).events().map(|line| clock.place(&line).key).collect();
        assert_eq!(keys[0], keys[1]);
    }

    #[test]
    fn a_zone_is_one_that_exists() {
        assert_eq!(zone_between(7_200_000, 0), Some(120));
        assert_eq!(zone_between(20_700_000 + 900, 0), Some(345));
        assert_eq!(zone_between(-7_200_000 - 30_000, 0), Some(-120));
        assert_eq!(zone_between(7 * 60_000, 0), None);
        assert_eq!(zone_between(24 * 3_600_000, 0), None);
    }
}
