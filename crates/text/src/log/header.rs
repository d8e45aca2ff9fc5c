//! What a server prints in front of each message: pid, role, time and level.
//!
//! `serverLogRaw` and `serverLogFromHandler` in `server.c` (Redis 2.6 to 8.0, Valkey 7.2 to 9.1), and what people and
//! machines do to it: colons followed by a blank, a backslash before the level, a first bracket that is gone.
//!
//! ```text
//! since 3.0    12345:M 21 Nov 2026 02:16:17.314 * text      KeyDB: 12345:67890:M
//! up to 2.8    [12345] 21 Nov 02:16:17.314 * text
//! in a signal  12345:signal-handler (1700000000) text       [12345 | signal handler] (1400000000) text
//! Valkey       pid=12345 role=primary timestamp="…" level=notice message="text"
//! what is left of one: a role without time (12345:S text), a time without pid (21 Nov 02:16:17.314 * text)
//! ```

use super::{
    cursor::Cursor,
    event::{Level, LogRole},
    time::{LogTime, server_stamp},
};

/// The prefix of a line, and where the message begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Header<'a> {
    pub pid: Option<u64>,
    pub thread: Option<u64>,
    pub role: Option<LogRole>,
    pub time: Option<LogTime>,
    pub level: Option<Level>,
    pub text: &'a [u8],
    /// Too little is left of the prefix to be sure: it counts only before a message that is known.
    pub weak: bool,
    /// The text stands in quotes, of which the last one ends the line.
    pub quoted: bool,
}

/// Reads the prefix at the beginning of a line.
#[inline]
pub(crate) fn parse(line: &[u8]) -> Option<Header<'_>> {
    match line.first()? {
        b'0'..=b'9' => digits(line),
        b'[' => old(line),
        b'p' => logfmt(line),
        b'F' => placeholder(line),
        _ => None,
    }
}

/// Returns the text of a line in the layout since 5.0, by where its marks stand, without reading pid and time. `None`
/// says nothing.
#[inline]
pub(crate) fn glance(line: &[u8]) -> Option<&[u8]> {
    let digits = line.iter().take(10).take_while(|b| b.is_ascii_digit()).count();
    let (marks, text) = line.get(digits..)?.split_first_chunk::<30>()?;
    let is_layout = digits > 0
        && matches!(
            marks,
            [
                b':',
                b'M' | b'S' | b'C' | b'X',
                b' ',
                _,
                _,
                b' ',
                _,
                _,
                _,
                b' ',
                b'0'..=b'9',
                _,
                _,
                b'0'..=b'9',
                b' ',
                _,
                _,
                b':',
                _,
                _,
                b':',
                _,
                _,
                b'.',
                _,
                _,
                _,
                b' ',
                b'.' | b'-' | b'*' | b'#',
                b' '
            ]
        );
    is_layout.then_some(text)
}

/// Finds the first whole prefix that begins at `from` or later, and where.
///
/// Two lines glued together, a label somebody put in front, a zone without a blank after it: the server's own prefix
/// is recognised wherever it begins.
pub(crate) fn find(line: &[u8], from: usize) -> Option<(usize, Header<'_>)> {
    let hay = line.get(from..)?;
    for at in memchr::memchr2_iter(b':', b'[', hay) {
        let at = at.saturating_add(from);
        let begin = match line.get(at)? {
            b'[' => at,
            _ => match begin_of_pid(line, at, from) {
                Some(begin) => begin,
                None => continue,
            },
        };
        let header = line.get(begin..).and_then(parse);
        if let Some(header) = header.filter(|h| !h.weak && h.pid.is_some()) {
            return Some((begin, header));
        }
    }
    let at = from.saturating_add(memchr::memchr(b'=', hay)?.checked_sub(3)?);
    Some((at, logfmt(line.get(at..)?)?))
}

/// Where the digits before this colon begin, if a role or a thread follows it.
fn begin_of_pid(line: &[u8], colon: usize, from: usize) -> Option<usize> {
    let after = *line.get(colon.checked_add(1)?)?;
    if !matches!(after, b'M' | b'S' | b'C' | b'X' | b's' | b' ' | b'0'..=b'9') {
        return None;
    }
    let before = line.get(from..colon)?;
    let digits = before.iter().rev().take(10).take_while(|b| b.is_ascii_digit()).count();
    (digits > 0).then(|| colon.saturating_sub(digits))
}

/// A prefix that begins with a digit: a pid, or the day of the month.
#[inline]
fn digits(line: &[u8]) -> Option<Header<'_>> {
    let mut cur = Cursor::new(line);
    let number = cur.number(1, 10)?;
    match cur.peek()? {
        b':' => modern(cur, Some(number)),
        b']' => {
            cur.eat(b']')?;
            dated(cur, Some(number))
        }
        b' ' | b'-' => without_pid(line),
        _ => None,
    }
}

/// `FG:M`: somebody put a word for the pid.
fn placeholder(line: &[u8]) -> Option<Header<'_>> {
    let mut cur = Cursor::new(line);
    cur.tag(b"FG")?;
    modern(cur, None)
}

/// What follows the pid since 3.0.0-beta4: `:M 21 Nov 2026 02:16:17.314 * text`.
#[inline]
fn modern(mut cur: Cursor<'_>, pid: Option<u64>) -> Option<Header<'_>> {
    cur.eat(b':')?;
    cur.blanks();
    let mut thread = None;
    if cur.peek()?.is_ascii_digit() {
        thread = Some(cur.number(1, 10)?);
        cur.eat(b':')?;
        cur.blanks();
    }
    if cur.peek()? == b's' {
        cur.tag(b"signal-handler")?;
        return in_handler(cur, pid);
    }
    let role = LogRole::from_letter(cur.one_of(|_| true)?)?;
    cur.blank()?;
    let header = Header { pid, thread, role: Some(role), ..Header::default() };
    if let Some(time) = server_stamp(&mut cur) {
        return Some(with_level(cur, Header { time: Some(time), ..header }));
    }
    Some(Header { weak: true, ..with_level(cur, header) })
}

/// `[pid] ` up to 2.8 and in the ports to Windows.
fn old(line: &[u8]) -> Option<Header<'_>> {
    let mut cur = Cursor::new(line);
    cur.eat(b'[')?;
    let pid = cur.number(1, 10)?;
    if cur.tag(b" | signal handler]").is_some() {
        return in_handler(cur, Some(pid));
    }
    cur.eat(b']')?;
    dated(cur, Some(pid))
}

/// The date and what follows, after a pid in brackets.
fn dated(mut cur: Cursor<'_>, pid: Option<u64>) -> Option<Header<'_>> {
    cur.blank()?;
    let time = server_stamp(&mut cur)?;
    Some(with_level(cur, Header { pid, time: Some(time), ..Header::default() }))
}

/// ` (1700000000) text`: a signal handler cannot format a date.
fn in_handler(mut cur: Cursor<'_>, pid: Option<u64>) -> Option<Header<'_>> {
    cur.blank()?;
    cur.eat(b'(')?;
    let seconds = i64::try_from(cur.number(1, 11)?).ok()?;
    cur.eat(b')')?;
    cur.blanks();
    let time = LogTime::from_unix_seconds(seconds);
    Some(Header { pid, time, text: cur.rest(), ..Header::default() })
}

/// `21 Nov 02:16:17.314 * text`: the pid was taken out. Without a level nothing tells it from other programs' lines.
fn without_pid(line: &[u8]) -> Option<Header<'_>> {
    let mut cur = Cursor::new(line);
    let time = server_stamp(&mut cur)?;
    let header = with_level(cur, Header { time: Some(time), ..Header::default() });
    header.level.is_some().then_some(Header { weak: true, ..header })
}

/// Takes the level where there is one. A backslash before it comes from Markdown, a bullet in its place from a list.
#[inline]
fn with_level<'a>(mut cur: Cursor<'a>, header: Header<'a>) -> Header<'a> {
    cur.blanks();
    let mut ahead = cur;
    let _ = ahead.eat(b'\\');
    let level = ahead.one_of(|_| true).and_then(Level::from_mark);
    if level.is_some() && (ahead.rest().is_empty() || ahead.blank().is_some()) {
        return Header { level, text: ahead.rest(), ..header };
    }
    let mut bullet = cur;
    if bullet.tag("•".as_bytes()).or_else(|| bullet.tag("·".as_bytes())).is_some() {
        bullet.blanks();
        return Header { text: bullet.rest(), ..header };
    }
    Header { text: cur.rest(), ..header }
}

/// `pid=1 role=primary timestamp="…" level=notice message="text"` (Valkey 8.1, `log-format logfmt`).
fn logfmt(line: &[u8]) -> Option<Header<'_>> {
    let mut cur = Cursor::new(line);
    cur.tag(b"pid=")?;
    let pid = cur.number(1, 10)?;
    cur.blank()?;
    cur.tag(b"role=")?;
    let role = LogRole::from_name(cur.word(16)?)?;
    cur.blank()?;
    cur.tag(b"timestamp=\"")?;
    let time = server_stamp(&mut cur)?;
    cur.eat(b'"')?;
    cur.blank()?;
    cur.tag(b"level=")?;
    let level = Level::from_name(cur.word(16)?)?;
    cur.blank()?;
    cur.tag(b"message=\"")?;
    let closed = cur.rest().strip_suffix(b"\"");
    let (text, quoted) = (closed.unwrap_or(cur.rest()), closed.is_some());
    let (role, level, time) = (Some(role), Some(level), Some(time));
    Some(Header { pid: Some(pid), role, time, level, text, quoted, ..Header::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<String> {
        let h = parse(line.as_bytes())?;
        let opt = |x: Option<u64>| x.map_or("-".into(), |x| x.to_string());
        let time = h.time.map_or("-".into(), |t| t.to_string());
        let role = h.role.map_or("-", LogRole::name);
        let level = h.level.map_or("-", Level::name);
        let text = String::from_utf8_lossy(h.text);
        Some(format!(
            "{} {role} {time} {level} {text}{}",
            opt(h.pid),
            if h.weak { " ?" } else { "" }
        ))
    }

    #[test]
    fn every_layout_reads() {
        for (line, expected) in [
            ("[18245] 21 Nov 18:01:38 * Connecting", "18245 - --11-21T18:01:38 notice Connecting"),
            ("[002784] 16 Aug 22:46:24.472 # x", "2784 - --08-16T22:46:24.472 warning x"),
            ("3438:S 23 Jun 10:25:38.103 - x", "3438 replica --06-23T10:25:38.103 verbose x"),
            ("8674:M 07 Mar 2021 18:51:28.911 . x", "8674 master 2021-03-07T18:51:28.911 debug x"),
            (
                "43531:43545:S 11 Nov 2022 14:07:24.893 * x",
                "43531 replica 2022-11-11T14:07:24.893 notice x",
            ),
            ("FG:M 2026-01-12T09:43:10.924-05:00 * x", "- master 2026-01-12T09:43:10.924 notice x"),
            ("1:M 1791000309042 * m", "1 master 2026-10-03T04:05:09.042 notice m"),
            ("1447:signal-handler (1712656277) x", "1447 - 2024-04-09T09:51:17 - x"),
            ("[812 | signal handler] (1400000000) x", "812 - 2014-05-13T16:53:20 - x"),
            (
                "pid=43765 role=master   timestamp=\"12 Jan 2024 18:29:14.441\" level=notice  message=\"x y\"",
                "43765 master 2024-01-12T18:29:14.441 notice x y",
            ),
            (
                "pid=1 role=RDB/AOF timestamp=\"2024-09-10T20:37:25.738-04:00\" level=info message=\"x\"",
                "1 child 2024-09-10T20:37:25.738 verbose x",
            ),
        ] {
            assert_eq!(read(line).as_deref(), Some(expected), "{line}");
        }
    }

    #[test]
    fn a_glance_shows_the_same_text_or_nothing() {
        for (line, expected) in [
            ("8674:M 07 Mar 2021 18:51:28.911 . x y", Some("x y")),
            ("1:X 07 Mar 2021 18:51:28.911 # ", Some("")),
            ("1:M 07 Mar 18:51:28.911 * x and a lot more of it", None),
            ("43531:43545:S 11 Nov 2022 14:07:24.893 * x", None),
            (":S 11 Nov 2022 14:07:24.893 * x", None),
            ("1:S 11 Nov 2022 14:07", None),
        ] {
            assert_eq!(glance(line.as_bytes()), expected.map(str::as_bytes), "{line}");
            if let Some(text) = expected {
                assert_eq!(parse(line.as_bytes()).unwrap().text, text.as_bytes(), "{line}");
            }
        }
    }

    #[test]
    fn what_people_do_to_it_is_forgiven() {
        for (line, expected) in [
            (
                "568: S 06 Feb 2020 11: 36: 01.797 # x",
                "568 replica 2020-02-06T11:36:01.797 warning x",
            ),
            ("[3289] 15 Jan 10:26:53.943 \\* x", "3289 - --01-15T10:26:53.943 notice x"),
            ("6027] 22 Jan 04:10:16.688 * x", "6027 - --01-22T04:10:16.688 notice x"),
            ("22 Jan 04:10:16.688 * x", "- - --01-22T04:10:16.688 notice x ?"),
            ("1:S # x", "1 replica - warning x ?"),
            (
                "18:S Connection with primary lost.",
                "18 replica - - Connection with primary lost. ?",
            ),
            ("1:M 22 Jan 2022 04:10:16.688 • x", "1 master 2022-01-22T04:10:16.688 - x"),
        ] {
            assert_eq!(read(line).as_deref(), Some(expected), "{line}");
        }
    }

    #[test]
    fn other_lines_are_not_taken_for_it() {
        for line in [
            "",
            "12",
            "12:",
            "12:30:15 x",
            "[1] x",
            "2024-01-02 03:04:05 x",
            "127.0.0.1:6379> info",
            "pid=1",
            "1:Z 1",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }

    #[test]
    fn it_is_found_after_a_label_and_after_another_line() {
        let line = b"a CEST1:S 28 Sep 2022 01:02:03.004 * one[7] 21 Nov 02:16:17.314 * two";
        let (at, header) = find(line, 0).unwrap();
        assert_eq!((at, header.pid), (6, Some(1)));
        let (at, header) = find(line, 7).unwrap();
        assert_eq!((at, header.text), (40, &b"two"[..]));
        assert_eq!(find(line, 41), None);
    }
}
