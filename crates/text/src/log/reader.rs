//! The log as a sequence of events.
//!
//! Each physical line is opened ([`super::open`]) and its text looked up ([`super::recognise`]). What this file adds is
//! what concerns more than one line: lines that were glued or torn apart, parts that a container runtime split, headings
//! that name the file of what follows, and crash reports.

use super::{
    catalogue::{Strictness, catalogue},
    clean::is_dirty,
    crash::Report,
    event::{Event, LogEvent},
    header,
    line::{Line, Lines},
    messages::Concern,
    open::{Opened, open, unwrap, with_header},
    recognise::{recognise, recognise_anywhere, recognise_cleaned},
};
use autopsync_model::Limits;
use memchr::{memmem, memrchr};
use std::borrow::Cow;

/// The most lines that are joined to complete a message.
const MOST_JOINED: u32 = 4;

/// How many lines back a good end of a piece is looked for.
const LOOK_BACK: u32 = 64;

/// The longest line that a piece may leave to the next one, in bytes.
const LONGEST_BEGINNING: usize = 16 << 10;

/// How far a log was read, for one that comes in pieces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    /// Lines that were read.
    pub lines: u64,
    /// Bytes that were read.
    pub bytes: u64,
    heading: Option<String>,
    report: Report,
}

/// Reads a log.
#[derive(Debug, Clone)]
pub struct Reader<'a> {
    bytes: &'a [u8],
    limits: Limits,
    least: Option<Concern>,
    from: Progress,
}

impl<'a> Reader<'a> {
    /// Reads this log, with the usual limits.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, limits: Limits::default(), least: None, from: Progress::default() }
    }

    /// Goes on where another reader stopped: the bytes are those that follow. A message that is broken over the end of a
    /// piece is not joined; [`last_whole_line`] finds a good end.
    #[must_use]
    pub fn after(self, from: Progress) -> Self {
        Self { from, ..self }
    }

    /// Changes the limits: of each line the first `inline_bytes` are looked at.
    #[must_use]
    pub fn limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Leaves out the lines whose message is not known or concerns less than this; they cost next to nothing.
    #[must_use]
    pub fn only(self, least: Concern) -> Self {
        Self { least: Some(least), ..self }
    }

    /// Returns the lines that are not blank, in the order of the file. The memory needed does not grow with the file.
    #[must_use]
    pub fn events(self) -> Events<'a> {
        let longest = usize::try_from(self.limits.inline_bytes).unwrap_or(usize::MAX);
        Events {
            lines: Lines::resume(self.bytes, longest, self.from.lines, self.from.bytes),
            longest,
            least: self.least,
            waiting: Vec::new(),
            part: None,
            heading: self.from.heading.map(Cow::Owned),
            report: self.from.report,
        }
    }
}

/// How much of a piece of a log, counted from its beginning, can be read before the next piece is there: up to the last
/// line that begins with a server's prefix, or else up to the last line's end. 0 where no line is whole.
#[must_use]
pub fn last_whole_line(piece: &[u8]) -> usize {
    let whole = memrchr(b'\n', piece).map_or(0, |at| at.saturating_add(1));
    let mut begin = whole;
    for _ in 0..LOOK_BACK {
        let Some(lines) = piece.get(..begin.saturating_sub(1)) else { return whole };
        begin = memrchr(b'\n', lines).map_or(0, |at| at.saturating_add(1));
        if begin == 0 {
            return whole;
        }
        let line = lines.get(begin..).unwrap_or_default();
        if line.len() <= LONGEST_BEGINNING && open(Cow::Borrowed(line)).header.is_some() {
            return begin;
        }
    }
    whole
}

/// The lines of a log, from [`Reader::events`].
#[derive(Debug, Clone)]
pub struct Events<'a> {
    lines: Lines<'a>,
    longest: usize,
    least: Option<Concern>,
    /// What comes before the next line, the first one last: what was glued to a line, and what came between parts.
    waiting: Vec<(Line<'a>, Opened<'a>)>,
    /// The line whose parts come one after another, and what came so far.
    part: Option<(Line<'a>, Vec<u8>)>,
    /// The file that the last heading named.
    heading: Option<Cow<'a, str>>,
    report: Report,
}

impl<'a> Iterator for Events<'a> {
    type Item = LogEvent<'a>;

    fn next(&mut self) -> Option<LogEvent<'a>> {
        loop {
            let event = self.next_line()?;
            let Some(least) = self.least else { return Some(event) };
            let concern =
                event.event.as_ref().and_then(Event::message).map(|message| message.concern);
            if concern.is_some_and(|concern| concern >= least) {
                return Some(event);
            }
        }
    }
}

impl<'a> Events<'a> {
    /// Returns how far the log is read: what [`Reader::after`] takes together with the bytes that follow.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let (lines, bytes) = self.lines.taken();
        let heading = self.heading.as_deref().map(str::to_owned);
        Progress { lines, bytes, heading, report: self.report.clone() }
    }

    /// Reads the next line.
    fn next_line(&mut self) -> Option<LogEvent<'a>> {
        if let Some((line, opened)) = self.waiting.pop() {
            return Some(self.read(line, opened));
        }
        loop {
            let Some(line) = self.lines.next() else {
                let (line, text) = self.part.take()?;
                return Some(self.read(line, open(Cow::Owned(text))));
            };
            if self.is_left_out(line.bytes) {
                continue;
            }
            let opened = match header::parse(line.bytes).filter(|header| !header.weak) {
                Some(header) => with_header(header),
                None if line.bytes.trim_ascii_start().is_empty() => continue,
                None => unwrap(Cow::Borrowed(line.bytes)),
            };
            if let Some((line, opened)) = self.assemble(line, opened) {
                return Some(self.read(line, opened));
            }
        }
    }

    /// Whether a glance at a line shows that it is not wanted.
    #[inline]
    fn is_left_out(&self, line: &[u8]) -> bool {
        let Some(least) = self.least.filter(|_| !self.report.is_inside()) else { return false };
        let Some(text) = header::glance(line) else { return false };
        !catalogue().may_be(text, least) && !is_dirty(text) && header::find(text, 1).is_none()
    }

    /// Puts together what a container runtime split; `None` while parts are missing.
    fn assemble(&mut self, line: Line<'a>, opened: Opened<'a>) -> Option<(Line<'a>, Opened<'a>)> {
        if self.part.is_none() && !opened.is_part {
            return Some((line, opened));
        }
        if !opened.wrappers.contains(&"cri") {
            // Another line comes between: the part stays alone, in its place.
            let Some((first, text)) = self.part.take() else { return Some((line, opened)) };
            self.waiting.push((line, opened));
            return Some((first, open(Cow::Owned(text))));
        }
        let (first, mut text) = self.part.take().unwrap_or_else(|| (line, Vec::new()));
        let added = text_in_cri(line.bytes, &opened);
        let room = self.longest.saturating_sub(text.len());
        text.extend_from_slice(added.get(..room).unwrap_or(&added));
        if opened.is_part {
            self.part = Some((first, text));
            return None;
        }
        let assembled = open(Cow::Owned(text));
        let outer_time = assembled.outer_time.or(opened.outer_time);
        Some((first, Opened { wrappers: opened.wrappers, outer_time, ..assembled }))
    }

    /// Makes the event of a line.
    fn read(&mut self, line: Line<'a>, opened: Opened<'a>) -> LogEvent<'a> {
        let has_prefix = opened.header.is_some_and(|header| !header.weak);
        let mut event =
            if has_prefix { self.prefixed(line, opened) } else { self.bare(line, opened) };
        self.report.see(&mut event);
        if event.node.is_none() {
            event.node.clone_from(&self.heading);
        }
        event
    }

    /// A line with a server's prefix.
    fn prefixed(&mut self, line: Line<'a>, mut opened: Opened<'a>) -> LogEvent<'a> {
        trim_start(&mut opened.text);
        let recognised = recognise(&opened.text, Strictness::Prefixed);
        if let Some(recognised) = recognised {
            let rest_is_blank =
                opened.text.get(recognised.end..).is_none_or(|rest| rest.trim_ascii().is_empty());
            let closed = rest_is_blank && !recognised.event.cut && !recognised.event.takes_rest();
            if closed {
                return assembled(line, opened, Some(recognised.event), 0);
            }
            if self.split(line, &mut opened) {
                return self.prefixed(line, opened);
            }
            if recognised.event.cut
                && let Some((text, event, joined)) = self.join(&opened)
            {
                return assembled(line, Opened { text, ..opened }, Some(event), joined);
            }
            return assembled(line, opened, Some(recognised.event), 0);
        }
        if self.split(line, &mut opened) {
            return self.prefixed(line, opened);
        }
        if let Some((text, event)) = recognise_cleaned(&opened.text, Strictness::Prefixed) {
            return assembled(line, Opened { text, ..opened }, Some(event), 0);
        }
        if catalogue().begins(&opened.text)
            && let Some((text, event, joined)) = self.join(&opened)
        {
            return assembled(line, Opened { text, ..opened }, Some(event), joined);
        }
        assembled(line, opened, None, 0)
    }

    /// A line without one: somebody took it away, or another program wrote it, or it belongs to the message before.
    fn bare(&mut self, line: Line<'a>, mut opened: Opened<'a>) -> LogEvent<'a> {
        if let Some(name) = heading(line.bytes) {
            self.heading = Some(String::from_utf8_lossy(name));
            return assembled(line, opened, None, 0);
        }
        trim_start(&mut opened.text);
        let event = recognise(&opened.text, Strictness::Bare).map(|recognised| recognised.event);
        let event = event.or_else(|| {
            // What looked like a wrapper may be the beginning of the message.
            let raw = Cow::Borrowed(line.bytes.trim_ascii());
            recognise(&raw, Strictness::Bare).map(|recognised| recognised.event)
        });
        let event = event.or_else(|| recognise_anywhere(&opened.text));
        let event = event.filter(|event| self.report.admits(event.id));
        if event.is_none() && opened.header.is_some_and(|header| header.weak) {
            // What looked like the rest of a prefix is part of the text.
            opened.header = None;
            opened.text = Cow::Borrowed(line.bytes);
        }
        if event.is_none() && opened.wrappers.iter().all(|name| *name == "paste") {
            opened.wrappers.clear();
            opened.text = Cow::Borrowed(line.bytes);
        }
        assembled(line, opened, event, 0)
    }

    /// Splits a line in which a second prefix stands; the second part comes next.
    fn split(&mut self, line: Line<'a>, opened: &mut Opened<'a>) -> bool {
        let Some((at, _)) = header::find(&opened.text, 1) else { return false };
        let (before, after) = match &opened.text {
            Cow::Borrowed(text) => {
                let Some((before, after)) = text.split_at_checked(at) else { return false };
                (Cow::Borrowed(before.trim_ascii_end()), Cow::Borrowed(after))
            }
            Cow::Owned(text) => {
                let Some((before, after)) = text.split_at_checked(at) else { return false };
                (Cow::Owned(before.trim_ascii_end().to_vec()), Cow::Owned(after.to_vec()))
            }
        };
        let mut second = open(after);
        second.node = second.node.or_else(|| opened.node.clone());
        second.outer_time = second.outer_time.or(opened.outer_time);
        opened.text = before;
        self.waiting.push((line, second));
        true
    }

    /// Completes a message that goes on in the next lines; they are read with it.
    fn join(&mut self, opened: &Opened<'a>) -> Option<(Cow<'a, [u8]>, Event<'a>, u32)> {
        let mut ahead = self.lines.clone();
        let mut text = opened.text.to_vec();
        for joined in 1..=MOST_JOINED {
            let next = ahead.next()?;
            let opened = open(Cow::Borrowed(next.bytes));
            if opened.header.is_some() || opened.text.trim_ascii().is_empty() {
                return None;
            }
            let (whole, longer) = [&b""[..], b" "].iter().find_map(|between| {
                let longer = [&text, *between, opened.text.trim_ascii()].concat();
                let found = catalogue().find(&longer, Strictness::Prefixed);
                match found {
                    Some(found) => Some((!found.cut, longer)),
                    None => catalogue().begins(&longer).then_some((false, longer)),
                }
            })?;
            if longer.len() > self.longest {
                return None;
            }
            text = longer;
            if whole {
                let text: Cow<'a, [u8]> = Cow::Owned(text);
                let event = recognise(&text, Strictness::Prefixed)?.event;
                self.lines = ahead;
                return Some((text, event, joined));
            }
        }
        None
    }
}

/// The text after `F` or `P`, whatever else was found in it.
fn text_in_cri<'a>(line: &'a [u8], opened: &Opened<'a>) -> Cow<'a, [u8]> {
    let tags = [&b" F "[..], b" P "];
    let begin = tags.iter().filter_map(|tag| memmem::find(line, tag)).min();
    match begin.and_then(|at| line.get(at.saturating_add(3)..)) {
        Some(text) => Cow::Borrowed(text),
        None => opened.text.clone(),
    }
}

/// `==> /var/log/redis-1.log <==` (`tail -f` of several files): the name without folders and extension.
fn heading(line: &[u8]) -> Option<&[u8]> {
    let path = line.strip_prefix(b"==> ")?.trim_ascii_end().strip_suffix(b" <==")?;
    let name = path.rsplit(|b| *b == b'/').next()?;
    Some(name.strip_suffix(b".log").unwrap_or(name))
}

fn trim_start(text: &mut Cow<'_, [u8]>) {
    let blanks = text.iter().take_while(|b| b.is_ascii_whitespace()).count();
    if blanks == 0 {
        return;
    }
    match text {
        Cow::Borrowed(text) => *text = text.get(blanks..).unwrap_or_default(),
        Cow::Owned(text) => {
            text.drain(..blanks.min(text.len()));
        }
    }
}

/// Puts the parts of a line together.
fn assembled<'a>(
    line: Line<'a>,
    opened: Opened<'a>,
    event: Option<Event<'a>>,
    joined: u32,
) -> LogEvent<'a> {
    let header = opened.header.unwrap_or_default();
    let time = match (header.time, opened.outer_time) {
        (Some(time), Some(outer)) => Some(time.year_from(&outer)),
        (time, outer) => time.or(outer),
    };
    LogEvent {
        line: line.number,
        at: line.at,
        raw: line.bytes,
        text: opened.text,
        time,
        outer_time: opened.outer_time,
        pid: header.pid,
        thread: header.thread,
        role: header.role,
        level: header.level,
        node: opened.node,
        wrappers: opened.wrappers,
        event,
        bare: opened.header.is_none(),
        joined,
        in_crash_report: false,
    }
}
