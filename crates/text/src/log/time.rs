//! Moments as logs print them: without zone, often without year.
//!
//! The servers print local time (`serverLogRaw`, `server.c`), without year before 5.0-rc4; Valkey 8.1 added two other
//! forms (`log-timestamp-format`). What wraps a line brings its own.

use super::cursor::Cursor;
use std::fmt;

/// A moment as it was printed: date, time, and what is known of year and zone.
///
/// Shown in the form of ISO 8601 without zone: `2020-04-21T11:16:38.523`, or `--04-21T11:16:38.523` where the year was
/// not printed. Two of them compare by what they print; that says something only inside one clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LogTime {
    year: Option<u16>,
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    second: u8,
    nanos: u32,
    digits: u8,
    zone: Option<i16>,
}

impl LogTime {
    /// The year, where it is printed or was added by [`LogTime::with_year`].
    #[must_use]
    pub const fn year(&self) -> Option<u16> {
        self.year
    }

    /// The month, 1 to 12.
    #[must_use]
    pub const fn month(&self) -> u8 {
        self.month
    }

    /// The distance from UTC in minutes, east positive, where the zone is printed.
    #[must_use]
    pub const fn zone_minutes(&self) -> Option<i16> {
        self.zone
    }

    /// Returns the same moment in a year, where none was printed.
    #[must_use]
    pub const fn with_year(self, year: u16) -> Self {
        match self.year {
            Some(_) => self,
            None => Self { year: Some(year), ..self },
        }
    }

    /// Returns the milliseconds since 1970 of these figures, as if they were UTC: the scale on which the lines of one
    /// clock are compared. Without a year, those since the beginning of a leap year.
    #[must_use]
    pub fn wall_millis(&self) -> i64 {
        let year = i64::from(self.year.unwrap_or(1972));
        let days = days_from_civil(year, self.month, self.day);
        let seconds = days
            .saturating_mul(86_400)
            .saturating_add(i64::from(self.hour).saturating_mul(3600))
            .saturating_add(i64::from(self.minute).saturating_mul(60))
            .saturating_add(i64::from(self.second));
        seconds.saturating_mul(1000).saturating_add(i64::from(self.nanos / 1_000_000))
    }

    /// Returns the milliseconds since 1970, where year and zone are known.
    #[must_use]
    pub fn unix_millis(&self) -> Option<i64> {
        self.year?;
        let east = i64::from(self.zone?).saturating_mul(60_000);
        Some(self.wall_millis().saturating_sub(east))
    }

    /// Returns the same moment with its zone, in minutes east of UTC, where none was printed.
    #[must_use]
    pub const fn with_zone(self, minutes_east: i16) -> Self {
        match self.zone {
            Some(_) => self,
            None => Self { zone: Some(minutes_east), ..self },
        }
    }

    /// Reads a moment as people type it: `2020-04-21`, `2020-04-21T11:16`, `2020-04-21 11:16:38.523`, perhaps with a
    /// zone (`Z`, `+02:00`).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let date = text.get(..10)?;
        let whole = match text.len() {
            10 => format!("{date}T00:00:00"),
            11..16 => return None,
            _ if text.as_bytes().get(16) == Some(&b':') => text.to_owned(),
            _ => format!("{}:00{}", text.get(..16)?, text.get(16..)?),
        };
        let mut cur = Cursor::new(whole.as_bytes());
        let time = iso_stamp(&mut cur)?;
        cur.rest().is_empty().then_some(time)
    }

    /// Returns the moment with these milliseconds since 1970, in UTC.
    #[must_use]
    pub fn from_unix_millis(millis: i64) -> Option<Self> {
        let time = Self::from_unix_seconds(millis.div_euclid(1000))?;
        let millis = u32::try_from(millis.rem_euclid(1000)).ok()?;
        Some(Self { nanos: millis.saturating_mul(1_000_000), digits: 3, ..time })
    }

    /// Returns the moment with these seconds since 1970, in UTC.
    pub(crate) fn from_unix_seconds(seconds: i64) -> Option<Self> {
        let (year, month, day) = civil_from_days(seconds.div_euclid(86_400))?;
        let of_day = seconds.rem_euclid(86_400);
        let part = |unit: i64, of: i64| u8::try_from(of_day.div_euclid(unit).rem_euclid(of)).ok();
        Some(Self {
            year: Some(year),
            month,
            day,
            hour: part(3600, 24)?,
            minute: part(60, 60)?,
            second: part(1, 60)?,
            nanos: 0,
            digits: 0,
            zone: Some(0),
        })
    }

    /// Takes the year from another moment, which printed one, so that both are about half a year apart at most.
    #[must_use]
    pub fn year_from(self, other: &Self) -> Self {
        let (None, Some(year)) = (self.year, other.year) else { return self };
        let year = match i16::from(self.month).saturating_sub(i16::from(other.month)) {
            7.. => year.saturating_sub(1),
            ..=-7 => year.saturating_add(1),
            _ => year,
        };
        self.with_year(year)
    }
}

impl fmt::Display for LogTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A row of a timeline has two of them: figures that are put together first are written in one go.
        if let Some(figures) = self.figures() {
            return f.write_str(std::str::from_utf8(&figures).unwrap_or_default());
        }
        let mut text = Figures::default();
        match self.year {
            Some(year) => text.digits(4, u32::from(year)),
            None => text.byte(b'-'),
        }
        let parts = [
            (b'-', self.month),
            (b'-', self.day),
            (b'T', self.hour),
            (b':', self.minute),
            (b':', self.second),
        ];
        for (mark, part) in parts {
            text.byte(mark);
            text.two(part);
        }
        let (width, unit) = match self.digits {
            0 => return f.write_str(text.as_str()),
            1..=3 => (3, 1_000_000),
            4..=6 => (6, 1000),
            _ => (9, 1),
        };
        text.byte(b'.');
        text.digits(width, self.nanos.checked_div(unit).unwrap_or(0));
        f.write_str(text.as_str())
    }
}

impl LogTime {
    /// The same text as that of `Display`, where it has the form that nearly all have: year, and milliseconds.
    #[must_use]
    pub fn figures(&self) -> Option<[u8; 23]> {
        let year = self.year.filter(|year| *year <= 9999)?;
        if !matches!(self.digits, 1..=3) {
            return None;
        }
        let [y1, y2] = two(u8::try_from(year / 100).ok()?);
        let [y3, y4] = two(u8::try_from(year % 100).ok()?);
        let ([m1, m2], [d1, d2]) = (two(self.month), two(self.day));
        let ([h1, h2], [n1, n2], [s1, s2]) = (two(self.hour), two(self.minute), two(self.second));
        let millis = self.nanos / 1_000_000;
        let [f2, f3] = two(u8::try_from(millis % 100).ok()?);
        let [_, f1] = two(u8::try_from(millis / 100).ok()?);
        Some([
            y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b'T', h1, h2, b':', n1, n2, b':', s1, s2,
            b'.', f1, f2, f3,
        ])
    }
}

/// The figures of a number below a hundred.
#[inline]
fn two(number: u8) -> [u8; 2] {
    let zero = |figure: u8| b'0'.wrapping_add(figure % 10);
    [zero(number / 10), zero(number)]
}

/// A moment in figures: at most `65535-12-31T23:59:60.999999999`.
#[derive(Default)]
struct Figures(smallvec::SmallVec<[u8; 32]>);

impl Figures {
    fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    /// Adds a number below a hundred.
    fn two(&mut self, number: u8) {
        self.0.extend_from_slice(&two(number));
    }

    /// Adds a number with leading zeros; more digits where it needs them.
    fn digits(&mut self, width: usize, number: u32) {
        let mut figures = [b'0'; 10];
        let mut rest = number;
        let mut used = 0_usize;
        for figure in figures.iter_mut().rev() {
            if rest == 0 && used >= width {
                break;
            }
            *figure = b'0'.wrapping_add(u8::try_from(rest % 10).unwrap_or(0));
            rest /= 10;
            used = used.saturating_add(1);
        }
        let begin = figures.len().saturating_sub(used);
        self.0.extend_from_slice(figures.get(begin..).unwrap_or_default());
    }

    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// Takes the stamp of a server's line: `DD Mon [YYYY] HH:MM:SS[.mmm]`, ISO 8601, or milliseconds since 1970.
#[inline]
pub(crate) fn server_stamp(cur: &mut Cursor<'_>) -> Option<LogTime> {
    if let Some(time) = fixed_stamp(cur) {
        return Some(time);
    }
    let mut ahead = *cur;
    if let Some(time) = legacy_stamp(&mut ahead) {
        *cur = ahead;
        return Some(time);
    }
    iso_stamp(cur).or_else(|| unix_millis_stamp(cur))
}

/// The layout since 5.0, exactly: `21 Nov 2026 02:16:17.314`. Nearly all lines have it, and it has no variable part.
#[inline]
fn fixed_stamp(cur: &mut Cursor<'_>) -> Option<LogTime> {
    let (stamp, rest) = cur.rest().split_first_chunk::<24>()?;
    let [
        d1,
        d2,
        b' ',
        m1,
        m2,
        m3,
        b' ',
        y1,
        y2,
        y3,
        y4,
        b' ',
        h1,
        h2,
        b':',
        n1,
        n2,
        b':',
        s1,
        s2,
        b'.',
        f1,
        f2,
        f3,
    ] = *stamp
    else {
        return None;
    };
    let two = |tens: u8, ones: u8| Some(digit(tens)?.wrapping_mul(10).wrapping_add(digit(ones)?));
    let century = u16::from(two(y1, y2)?);
    let year = century.wrapping_mul(100).wrapping_add(u16::from(two(y3, y4)?));
    let millis = u32::from(digit(f1)?).wrapping_mul(100).wrapping_add(u32::from(two(f2, f3)?));
    let (day, hour, minute, second) = (two(d1, d2)?, two(h1, h2)?, two(n1, n2)?, two(s1, s2)?);
    if day == 0 || day > 31 || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    *cur = Cursor::new(rest);
    Some(LogTime {
        year: Some(year),
        month: month_of([m1, m2, m3])?,
        day,
        hour,
        minute,
        second,
        nanos: millis.wrapping_mul(1_000_000),
        digits: 3,
        zone: None,
    })
}

#[inline]
fn digit(byte: u8) -> Option<u8> {
    byte.is_ascii_digit().then_some(byte & 0x0f)
}

/// `21 Nov 02:16:17.314`, `21 Nov 2026 02:16:17.314`. Blanks after the colons come from machine translation.
#[inline]
fn legacy_stamp(cur: &mut Cursor<'_>) -> Option<LogTime> {
    let day = cur.number(1, 2)?;
    cur.blank()?;
    let month = month(cur)?;
    cur.blank()?;
    let mut ahead = *cur;
    let year = ahead.number(4, 4).filter(|_| ahead.blank().is_some());
    if year.is_some() {
        *cur = ahead;
    }
    let time = clock(cur)?;
    with_date(time, year, u64::from(month), day)
}

/// `2024-09-04T05:51:57.173289640Z`, `2025-02-12 10:00:00,123 +01:00`.
pub(crate) fn iso_stamp(cur: &mut Cursor<'_>) -> Option<LogTime> {
    let mut ahead = *cur;
    let year = ahead.number(4, 4)?;
    ahead.one_of(|b| b == b'-' || b == b'/')?;
    let month = ahead.number(2, 2)?;
    ahead.one_of(|b| b == b'-' || b == b'/')?;
    let day = ahead.number(2, 2)?;
    ahead.one_of(|b| matches!(b, b'T' | b't' | b' ' | b'_'))?;
    let time = clock(&mut ahead)?;
    let mut time = with_date(time, Some(year), month, day)?;
    time.zone = zone(&mut ahead);
    *cur = ahead;
    Some(time)
}

/// Milliseconds since 1970 (`log-timestamp-format milliseconds`): twelve or thirteen digits.
fn unix_millis_stamp(cur: &mut Cursor<'_>) -> Option<LogTime> {
    let mut ahead = *cur;
    let millis = ahead.number(12, 13)?;
    let time = LogTime::from_unix_millis(i64::try_from(millis).ok()?)?;
    *cur = ahead;
    Some(time)
}

/// `Apr 28 09:05:56` as syslog prints it, or with month names of another language (`Th12 19 07:41:43`).
pub(crate) fn syslog_stamp(cur: &mut Cursor<'_>) -> Option<LogTime> {
    let mut ahead = *cur;
    let month = match month(&mut ahead) {
        Some(month) => month,
        None => numbered_month(&mut ahead)?,
    };
    ahead.blank()?;
    let day = ahead.number(1, 2)?;
    ahead.blank()?;
    let mut with_year = ahead;
    let year = with_year.number(4, 4).filter(|_| with_year.blank().is_some());
    if year.is_some() {
        ahead = with_year;
    }
    let time = clock(&mut ahead)?;
    let time = with_date(time, year, u64::from(month), day)?;
    *cur = ahead;
    Some(time)
}

/// `HH:MM:SS[.fraction]`.
#[inline]
pub(crate) fn clock(cur: &mut Cursor<'_>) -> Option<LogTime> {
    let hour = cur.number(2, 2)?;
    cur.eat(b':')?;
    cur.blanks();
    let minute = cur.number(2, 2)?;
    cur.eat(b':')?;
    cur.blanks();
    let second = cur.number(2, 2)?;
    let (nanos, digits) = fraction(cur);
    let part = |n: u64, most: u64| u8::try_from(n).ok().filter(|_| n <= most);
    Some(LogTime {
        year: None,
        month: 1,
        day: 1,
        hour: part(hour, 23)?,
        minute: part(minute, 59)?,
        second: part(second, 60)?,
        nanos,
        digits,
        zone: None,
    })
}

/// `.mmm` or `,mmm`, up to nine digits.
#[inline]
fn fraction(cur: &mut Cursor<'_>) -> (u32, u8) {
    let mut ahead = *cur;
    if ahead.one_of(|b| b == b'.' || b == b',').is_none() {
        return (0, 0);
    }
    let digits = ahead.take_while(9, |b| b.is_ascii_digit());
    if digits.is_empty() {
        return (0, 0);
    }
    *cur = ahead;
    let (mut nanos, mut unit) = (0_u32, 100_000_000_u32);
    for digit in digits {
        let digit = u32::from(digit.saturating_sub(b'0'));
        nanos = nanos.saturating_add(digit.saturating_mul(unit));
        unit /= 10;
    }
    (nanos, u8::try_from(digits.len()).unwrap_or(9))
}

/// `Z`, `+02:00`, `-0400`, with a blank before it or not.
fn zone(cur: &mut Cursor<'_>) -> Option<i16> {
    let mut ahead = *cur;
    ahead.blanks();
    let sign = ahead.one_of(|b| matches!(b, b'Z' | b'z' | b'+' | b'-'))?;
    let east = if sign.eq_ignore_ascii_case(&b'Z') {
        0
    } else {
        let hours = i16::try_from(ahead.number(2, 2)?).ok()?;
        let _ = ahead.eat(b':');
        let minutes = i16::try_from(ahead.number(2, 2)?).ok()?;
        let east = hours.saturating_mul(60).saturating_add(minutes);
        if sign == b'-' { east.saturating_neg() } else { east }
    };
    *cur = ahead;
    (east.unsigned_abs() <= 24 * 60).then_some(east)
}

#[inline]
fn with_date(time: LogTime, year: Option<u64>, month: u64, day: u64) -> Option<LogTime> {
    let year = match year {
        None => None,
        Some(year) => Some(u16::try_from(year).ok()?),
    };
    let month = u8::try_from(month).ok().filter(|m| (1..=12).contains(m))?;
    let day = u8::try_from(day).ok().filter(|d| (1..=31).contains(d))?;
    Some(LogTime { year, month, day, ..time })
}

/// An English abbreviation, as `strftime("%b")` prints it in the C locale.
#[inline]
fn month(cur: &mut Cursor<'_>) -> Option<u8> {
    let (name, rest) = cur.rest().split_first_chunk::<3>()?;
    let month = month_of(*name)?;
    *cur = Cursor::new(rest);
    Some(month)
}

#[inline]
fn month_of(name: [u8; 3]) -> Option<u8> {
    let month = match &[name[0] & 0xdf, name[1] | 0x20, name[2] | 0x20] {
        b"Jan" => 1,
        b"Feb" => 2,
        b"Mar" => 3,
        b"Apr" => 4,
        b"May" => 5,
        b"Jun" => 6,
        b"Jul" => 7,
        b"Aug" => 8,
        b"Sep" => 9,
        b"Oct" => 10,
        b"Nov" => 11,
        b"Dec" => 12,
        _ => return None,
    };
    Some(month)
}

/// A month whose name holds its number: `Th12`, `12月`.
fn numbered_month(cur: &mut Cursor<'_>) -> Option<u8> {
    let word = cur.word(12)?;
    let digits: Vec<u8> = word.iter().copied().filter(u8::is_ascii_digit).collect();
    let named = word.iter().any(|b| b.is_ascii_alphabetic() || !b.is_ascii());
    let month = std::str::from_utf8(&digits).ok()?.parse().ok()?;
    (named && (1..=12).contains(&month)).then_some(month)
}

/// Days since 1970-01-01 of a date of the Gregorian calendar (Hinnant's algorithm).
fn days_from_civil(year: i64, month: u8, day: u8) -> i64 {
    let month = i64::from(month);
    let year = if month <= 2 { year.saturating_sub(1) } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let shifted = (month.saturating_add(9)) % 12;
    let of_year = (shifted.saturating_mul(153).saturating_add(2) / 5)
        .saturating_add(i64::from(day))
        .saturating_sub(1);
    let days = of_era
        .saturating_mul(365)
        .saturating_add(of_era / 4)
        .saturating_sub(of_era / 100)
        .saturating_add(of_year);
    era.saturating_mul(146_097).saturating_add(days).saturating_sub(719_468)
}

/// The date that many days after 1970-01-01.
fn civil_from_days(days: i64) -> Option<(u16, u8, u8)> {
    let days = days.checked_add(719_468)?;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = of_era
        .saturating_sub(of_era / 1460)
        .saturating_add(of_era / 36_524)
        .saturating_sub(of_era / 146_096)
        / 365;
    let before = year.saturating_mul(365).saturating_add(year / 4).saturating_sub(year / 100);
    let of_year = of_era.saturating_sub(before);
    let shifted = of_year.saturating_mul(5).saturating_add(2) / 153;
    let first = shifted.saturating_mul(153).saturating_add(2) / 5;
    let day = of_year.saturating_sub(first).saturating_add(1);
    let month = (shifted.saturating_add(2) % 12).saturating_add(1);
    let year = year.saturating_add(era.checked_mul(400)?).saturating_add(i64::from(month <= 2));
    Some((u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(text: &str) -> Option<String> {
        server_stamp(&mut Cursor::new(text.as_bytes())).map(|t| t.to_string())
    }

    #[test]
    fn stamps_of_all_servers_read() {
        for (text, expected) in [
            ("21 Nov 18:01:38", "--11-21T18:01:38"),
            ("21 Nov 02:16:17.314", "--11-21T02:16:17.314"),
            ("21 Nov 2026 02:16:17.314", "2026-11-21T02:16:17.314"),
            ("06 Feb 2020 11: 36: 01.797", "2020-02-06T11:36:01.797"),
            ("2026-01-12T09:43:10.924-05:00", "2026-01-12T09:43:10.924"),
            ("1700000000123", "2023-11-14T22:13:20.123"),
        ] {
            assert_eq!(server(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["", "32 Nov 02:16:17.314", "21 Nor 02:16:17", "21 Nov 25:16:17", "99999"] {
            assert_eq!(server(text), None, "{text}");
        }
    }

    #[test]
    fn the_usual_form_is_that_of_all() {
        for text in
            ["21 Nov 2026 02:16:07.004", "01 Jan 0007 00:00:00.999", "31 Dec 9999 23:59:59.120"]
        {
            let time = server_stamp(&mut Cursor::new(text.as_bytes())).unwrap();
            let long = LogTime { digits: 9, ..time }.to_string();
            assert_eq!(time.to_string().as_bytes(), time.figures().unwrap(), "{text}");
            assert_eq!(long.strip_suffix("000000"), Some(time.to_string().as_str()), "{text}");
        }
        assert_eq!(LogTime::from_unix_seconds(0).unwrap().figures(), None);
    }

    #[test]
    fn a_zone_makes_a_moment_comparable() {
        let iso = |text: &str| iso_stamp(&mut Cursor::new(text.as_bytes())).unwrap();
        let moment = Some(1_768_229_790_924);
        assert_eq!(iso("2026-01-12T09:56:30.924-05:00").unix_millis(), moment);
        assert_eq!(iso("2026-01-12 16:56:30,924 +0200 CEST").unix_millis(), moment);
        assert_eq!(iso("2026-01-12T14:56:30.924000111Z").unix_millis(), moment);
        assert_eq!(iso("2026-01-12T14:56:30.924").unix_millis(), None);
    }

    #[test]
    fn people_may_leave_parts_of_a_moment_out() {
        let read = |text: &str| LogTime::parse(text).map(|time| time.to_string());
        for (text, expected) in [
            ("2020-04-21", "2020-04-21T00:00:00"),
            ("2020-04-21T11:16", "2020-04-21T11:16:00"),
            ("2020-04-21 11:16:38.523", "2020-04-21T11:16:38.523"),
            ("2020-04-21 11:16+02:00", "2020-04-21T11:16:00"),
        ] {
            assert_eq!(read(text).as_deref(), Some(expected), "{text}");
        }
        for text in
            ["", "2020-04", "2020-04-21T", "2020-04-21T11", "2020-04-21T11:16x", "yesterday!!"]
        {
            assert_eq!(read(text), None, "{text}");
        }
        let east = LogTime::parse("2020-04-21 11:16+02:00").unwrap().unix_millis();
        assert_eq!(east, LogTime::parse("2020-04-21T09:16Z").unwrap().unix_millis());
    }

    #[test]
    fn days_and_dates_are_inverse() {
        for days in [-25_567, -1, 0, 59, 60, 789, 10_957, 11_016, 11_017, 20_000, 47_540] {
            let (year, month, day) = civil_from_days(days).unwrap();
            assert_eq!(days_from_civil(i64::from(year), month, day), days);
        }
        assert_eq!(civil_from_days(19_782), Some((2024, 2, 29)));
    }

    #[test]
    fn a_year_comes_from_outside_and_over_new_year() {
        let inner = |text: &str| server_stamp(&mut Cursor::new(text.as_bytes())).unwrap();
        let outer = inner("01 Jan 2020 00:00:01.000");
        assert_eq!(inner("31 Dec 23:59:59.999").year_from(&outer).year(), Some(2019));
        assert_eq!(inner("01 Jan 00:00:00.999").year_from(&outer).year(), Some(2020));
    }

    #[test]
    fn a_foreign_month_is_read_by_its_number() {
        let time = syslog_stamp(&mut Cursor::new(b"Th12 19 07:41:43 host")).unwrap();
        assert_eq!(time.to_string(), "--12-19T07:41:43");
        assert_eq!(syslog_stamp(&mut Cursor::new(b"12 19 07:41:43")), None);
    }
}
