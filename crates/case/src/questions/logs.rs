//! The story in the logs of many nodes, in one timeline.
//!
//! Files are read side by side, in pieces, and merged by time; inside a file its own order stays. The memory needed does
//! not grow with the files.

mod clock;
mod files;
mod follow;
mod merge;
mod selection;

pub use clock::Zone;
pub use files::{LogFile, open};
pub use follow::Follower;
pub use selection::{LogSelection, NodePattern, NodePatternError};

use autopsync_text::log::{LogEvent, LogTime, Progress, Reader, last_whole_line, looks_like_log};
use clock::Clock;
use merge::Input;
use std::{ops::ControlFlow, path::Path, sync::Arc};

/// How much of a file is looked at in one go, in bytes.
const WINDOW: usize = 16 << 20;

/// A line in the timeline.
#[derive(Debug, Clone, Copy)]
pub struct LogRow<'r, 'a> {
    /// Who wrote it.
    pub node: &'r str,
    /// The file it stands in.
    pub file: &'r Arc<str>,
    /// The line.
    pub line: &'r LogEvent<'a>,
    /// Its time, with a year where one is known.
    pub time: Option<LogTime>,
    /// Milliseconds since 1970, where year and zone are known.
    pub unix_millis: Option<i64>,
}

/// What was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogsSummary {
    /// Rows that were handed out.
    pub rows: u64,
    /// What is known of each file.
    pub files: Vec<FileSummary>,
}

/// What is known of one log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileSummary {
    /// The file.
    pub file: Arc<str>,
    /// Its bytes, unpacked.
    pub bytes: u64,
    /// Lines whose message is known, as far as they were asked for.
    pub known_lines: u64,
    /// Whether lines have a date without a year, and nothing tells it.
    pub year_missing: bool,
    /// Distance from UTC in minutes, where lines or what wraps them tell.
    pub zone_minutes: Option<i16>,
    /// Whether it is a log of a server at all.
    pub is_log: bool,
}

/// Hands every selected line to `visit`, in the order of the timeline, until it breaks.
pub fn walk(
    files: &[LogFile],
    selection: &LogSelection,
    visit: impl FnMut(&LogRow<'_, '_>) -> ControlFlow<()>,
) -> LogsSummary {
    walk_in_pieces(files, selection, WINDOW, visit)
}

fn walk_in_pieces(
    files: &[LogFile],
    selection: &LogSelection,
    window: usize,
    mut visit: impl FnMut(&LogRow<'_, '_>) -> ControlFlow<()>,
) -> LogsSummary {
    let base_year = files.iter().find_map(|file| clock::first_year(file.source.bytes()));
    let mut open: Vec<Reading<'_>> =
        files.iter().map(|file| Reading::new(file, selection, base_year)).collect();
    let mut rows = 0;
    loop {
        let mut inputs: Vec<Input<'_>> =
            open.iter_mut().map(|reading| reading.piece(window)).collect();
        let flow = merge::round(&mut inputs, selection, |row| {
            rows += 1;
            visit(row)
        });
        let consumed: Vec<usize> = inputs.iter().map(|input| input.consumed).collect();
        for (reading, consumed) in open.iter_mut().zip(consumed) {
            reading.advance(consumed);
        }
        if flow.is_break() || open.iter().all(Reading::is_done) {
            break;
        }
    }
    LogsSummary { rows, files: open.iter().map(Reading::summary).collect() }
}

/// A file that is being read.
struct Reading<'f> {
    file: &'f LogFile,
    at: usize,
    progress: Progress,
    clock: Clock,
    known_lines: u64,
}

impl<'f> Reading<'f> {
    fn new(file: &'f LogFile, selection: &LogSelection, base_year: Option<u16>) -> Self {
        let clock = Clock::new(file.source.bytes(), selection, &file.node_name(), base_year);
        Self { file, at: 0, progress: Progress::default(), clock, known_lines: 0 }
    }

    /// The next piece of the file: whole lines, unless it is the last.
    fn piece(&mut self, window: usize) -> Input<'_> {
        let rest = self.file.source.bytes().get(self.at..).unwrap_or_default();
        let piece = match rest.get(..window) {
            None => rest,
            // A line longer than a piece is no line of a server's: it is taken in pieces.
            Some(piece) => match last_whole_line(piece) {
                0 => piece,
                whole => piece.get(..whole).unwrap_or(piece),
            },
        };
        Input {
            bytes: piece,
            is_last: piece.len() == rest.len(),
            file: self.file,
            progress: &mut self.progress,
            clock: &mut self.clock,
            known_lines: &mut self.known_lines,
            consumed: 0,
        }
    }

    fn advance(&mut self, consumed: usize) {
        self.file.source.release(self.at..self.at + consumed);
        self.at += consumed;
    }

    fn is_done(&self) -> bool {
        self.at >= self.file.source.bytes().len()
    }

    fn summary(&self) -> FileSummary {
        let bytes = self.file.source.bytes();
        FileSummary {
            file: Arc::clone(self.file.source.name()),
            bytes: bytes.len() as u64,
            known_lines: self.known_lines,
            year_missing: self.clock.is_year_missing(),
            zone_minutes: self.clock.zone(),
            is_log: self.known_lines > 0 || bytes.is_empty() || looks_like_log(bytes),
        }
    }
}

/// The name that a file gives a node: without folders, `.log`, numbers of rotation and compression.
fn stem(path: &Path) -> String {
    let mut name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    while let Some((rest, last)) = name.rsplit_once('.') {
        let is_suffix = matches!(last, "log" | "txt" | "gz" | "zst" | "zstd" | "old")
            || (rest.as_bytes().ends_with(b".log") && last.bytes().all(|b| b.is_ascii_digit()));
        if !is_suffix || rest.is_empty() {
            break;
        }
        name.truncate(rest.len());
    }
    name
}

/// Reads a piece of a log with what is wanted of it.
fn reader<'a>(bytes: &'a [u8], from: &Progress, selection: &LogSelection) -> Reader<'a> {
    let reader = Reader::new(bytes).after(from.clone());
    match selection.least_concern() {
        Some(least) => reader.only(least),
        None => reader,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Source;

    /// Node, line and event of each row, read in pieces of this many bytes.
    fn rows(files: &[LogFile], window: usize) -> Vec<(String, u64, Option<&'static str>)> {
        let mut rows = Vec::new();
        let selection = LogSelection { all: true, ..LogSelection::default() };
        let summary = walk_in_pieces(files, &selection, window, |row| {
            rows.push((row.node.to_owned(), row.line.line, row.line.id()));
            ControlFlow::Continue(())
        });
        assert_eq!(summary.rows, rows.len() as u64);
        rows
    }

    #[test]
    fn pieces_of_any_size_give_the_same_timeline() {
        let log = |minute: u32, lines: u32| {
            let line = |n: u32| {
                let text =
                    ["Connection with master lost.", "hello", "MASTER <-> REPLICA sync started"];
                let text = text[n as usize % 3];
                format!(
                    "1:S 21 Nov 2026 02:{:02}:17.{:03} * {text}\n",
                    minute + n / 7,
                    n * 31 % 1000
                )
            };
            (0..lines).map(line).collect::<String>()
        };
        let glued = "1:S 21 Nov 2026 02:17:17.000 # Connection with master lost.1:S 21 Nov 2026 02:17:18.000 * Retrying with SYNC...\n";
        let file =
            |name: &str, text: String| LogFile::new(Source::from_bytes(name, text.into_bytes()));
        let files = [
            file("a", log(16, 40) + glued + &log(22, 9)),
            file("b", log(17, 23) + "no end"),
            file("c", String::new()),
        ];
        let whole = rows(&files, WINDOW);
        assert_eq!(whole.len(), 40 + 2 + 9 + 23 + 1);
        for window in [130, 180, 300, 1000, 2000] {
            assert_eq!(rows(&files, window), whole, "{window}");
        }
    }

    #[test]
    fn a_node_is_named_after_its_file() {
        for (path, name) in [
            ("logs/redis-1.log", "redis-1"),
            ("a.log.2.gz", "a"),
            ("6379.log", "6379"),
            ("10.0.0.1.log", "10.0.0.1"),
            (".log", ".log"),
            ("server", "server"),
        ] {
            assert_eq!(stem(Path::new(path)), name, "{path}");
        }
    }
}
