//! Crash reports: which lines belong to one, and what it says in all.
//!
//! `logStackTrace`, `printCrashReport` and `_serverAssert` in `debug.c`. Up to 3.0 every line carries the ordinary prefix;
//! from 3.2 on headings and dumps stand without one. Between its marks a report quotes INFO and the list of clients,
//! which are no events of the log.

use super::{
    event::{Event, LogEvent},
    reader::Reader,
    time::LogTime,
};
use autopsync_model::Version;
use memchr::memmem;
use std::ops::Range;

/// The most frames, and the most arguments, that are kept of one report.
const MOST_KEPT: usize = 128;

/// Where the reader stands in a report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Report {
    inside: bool,
}

impl Report {
    /// Marks a line that belongs to a report, and sees where one begins and ends.
    pub(crate) fn see(&mut self, line: &mut LogEvent<'_>) {
        match line.id() {
            Some("crash-report-start") => self.inside = true,
            Some("crash-report-end") => {
                line.in_crash_report = self.inside;
                self.inside = false;
            }
            Some(id) if !belongs(id) && !line.bare => self.inside = false,
            _ => {}
        }
        line.in_crash_report |= self.inside;
    }

    /// Whether a report has begun and not ended.
    pub(crate) fn is_inside(&self) -> bool {
        self.inside
    }

    /// Whether a message without prefix counts here: inside a report only those of the report do.
    pub(crate) fn admits(&self, id: &str) -> bool {
        !self.inside || belongs(id)
    }
}

/// Whether a message is one that reports consist of.
fn belongs(id: &str) -> bool {
    id.starts_with("crash-")
        || id.starts_with("panic")
        || matches!(id, "assertion-failed" | "out-of-memory" | "watchdog")
}

/// What a crash report says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CrashReport {
    /// The line it begins on, counted from 1: the assertion or panic before the mark, if there is one.
    pub line: u64,
    /// The last line of it that was seen.
    pub last_line: u64,
    /// The time of the first of its lines that has one.
    pub time: Option<LogTime>,
    /// The process.
    pub pid: Option<u64>,
    /// The node, by the name of what wraps the lines.
    pub node: Option<String>,
    /// The version that crashed.
    pub version: Option<Version>,
    /// The signal's number.
    pub signal: Option<i64>,
    /// The address that was touched, as printed.
    pub address: Option<String>,
    /// The expression that was not true, or the text of the panic.
    pub failed: Option<String>,
    /// Where in the server's source: file and line.
    pub source: Option<(String, i64)>,
    /// The functions of the stack, the innermost first, as far as they are named.
    pub frames: Vec<String>,
    /// The command that was running, argument by argument, escaped as printed.
    pub arguments: Vec<String>,
    /// Where in the file the quoted INFO stands, in bytes.
    pub info: Option<Range<u64>>,
}

impl CrashReport {
    fn take(&mut self, line: &LogEvent<'_>, event: &Event<'_>) {
        let text = |name: &str| event.text(name).map(str::to_owned);
        match event.id {
            "crash-signal" => {
                self.version =
                    event.text("version").and_then(|version| version.parse().ok()).or(self.version);
                self.signal = event.number("signal").or(self.signal);
            }
            "crash-address" if self.address.is_none() => self.address = text("address"),
            "assertion-failed" | "panic" => self.take_failure(event),
            "crash-frame" if self.frames.len() < MOST_KEPT => self.frames.extend(text("function")),
            "crash-argument" if self.arguments.len() < MOST_KEPT => {
                self.arguments.extend(text("argument"));
            }
            _ => {}
        }
        if self.line == 0 {
            self.line = line.line;
            self.node = line.node.as_deref().map(str::to_owned);
        }
        self.time = self.time.or(line.time);
        self.pid = self.pid.or(line.pid);
        self.last_line = line.line;
    }
}

impl CrashReport {
    /// What failed, and where in the source. Reports of other crashes say that no assertion did.
    fn take_failure(&mut self, event: &Event<'_>) {
        let Some(what) = event.text("expression").or_else(|| event.text("message")) else { return };
        if what.starts_with("<no ") {
            return;
        }
        self.failed = Some(what.to_owned());
        if let (Some(file), Some(line)) = (event.text("source_file"), event.number("source_line")) {
            self.source = Some((file.to_owned(), line));
        }
    }
}

/// Returns the crash reports of a log, and the assertions and panics without one.
#[must_use]
pub fn crash_reports(log: &[u8]) -> Vec<CrashReport> {
    let mut reports = Vec::new();
    let mut current: Option<CrashReport> = None;
    let mut info_from = None;
    for line in Reader::new(log).events() {
        let id = line.id().filter(|id| belongs(id) && *id != "watchdog");
        if let Some(from) = info_from.filter(|_| id.is_some() || !line.in_crash_report) {
            info_from = None;
            if let Some(report) = &mut current {
                report.info = Some(from..line.at);
            }
        }
        let Some(event) = line.event.as_ref().filter(|_| id.is_some()) else {
            if !line.in_crash_report && !line.bare {
                reports.extend(current.take().filter(is_report));
            }
            continue;
        };
        let report = current.get_or_insert_default();
        report.take(&line, event);
        if event.id == "crash-section" && is_info(&line.text) {
            info_from = Some(line.at.saturating_add(line.raw.len() as u64));
        }
        if event.id == "crash-report-end" {
            reports.extend(current.take());
        }
    }
    reports.extend(current.filter(is_report));
    reports
}

/// Whether enough was seen to call it a crash: more than a stray frame or heading.
fn is_report(report: &CrashReport) -> bool {
    report.signal.is_some() || report.failed.is_some() || report.source.is_some()
}

fn is_info(heading: &[u8]) -> bool {
    memmem::find(heading, b"INFO OUTPUT").is_some() && memmem::find(heading, b"MODULES").is_none()
}
