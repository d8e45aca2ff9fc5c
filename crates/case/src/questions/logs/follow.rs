//! Following logs that grow.
//!
//! A file is read to its end, and again when there is more. A file that was renamed or cut by a rotation (`logrotate`
//! with or without `copytruncate`) is read to the end of what was opened, then from its new beginning.

use super::{
    LogFile, LogRow, LogSelection, WINDOW,
    clock::{Clock, first_year},
    merge::{self, Input},
};
use crate::{CaseError, ErrorKind, Source};
use autopsync_text::log::{Progress, last_whole_line};
use std::{
    fs::{self, File, Metadata},
    io::{self, Read},
    ops::ControlFlow,
    path::{Path, PathBuf},
};

/// How much is read at once, in bytes.
const READ: usize = 1 << 20;

/// Logs that are read as they grow.
#[derive(Debug)]
pub struct Follower {
    tails: Vec<Tail>,
    selection: LogSelection,
}

impl Follower {
    /// Opens the files; `-` is standard input.
    ///
    /// # Errors
    /// [`ErrorKind::Open`] where the system refuses.
    pub fn open<P: AsRef<Path>>(paths: &[P], selection: LogSelection) -> Result<Self, CaseError> {
        let open = |path: &P| Tail::open(path.as_ref(), &selection);
        let tails = paths.iter().map(open).collect::<Result<_, _>>()?;
        Ok(Self { tails, selection })
    }

    /// Hands out what was written since the last call, in the order of time; returns whether more may follow at once,
    /// or `None` where nothing can follow any more.
    ///
    /// # Errors
    /// [`ErrorKind::Open`] where a file cannot be read any more.
    pub fn poll(
        &mut self,
        mut visit: impl FnMut(&LogRow<'_, '_>) -> ControlFlow<()>,
    ) -> Result<Option<bool>, CaseError> {
        let mut more = false;
        for tail in &mut self.tails {
            tail.fill().map_err(|error| CaseError::new(&tail.path, ErrorKind::Open(error)))?;
            more |= !tail.is_at_end;
        }
        let selection = &self.selection;
        let mut inputs: Vec<_> = self.tails.iter_mut().map(|tail| tail.input()).collect();
        let flow = merge::round(&mut inputs, selection, &mut visit);
        let consumed: Vec<_> = inputs.iter().map(|input| input.consumed).collect();
        for (tail, consumed) in self.tails.iter_mut().zip(consumed) {
            tail.buffer.drain(..consumed.min(tail.buffer.len()));
            more |= consumed > 0;
        }
        let ended = self.tails.iter().all(|tail| tail.is_ended && tail.buffer.is_empty());
        Ok(if flow.is_break() || ended { None } else { Some(more) })
    }
}

/// One file.
#[derive(Debug)]
struct Tail {
    path: PathBuf,
    /// Who writes, and the name; its bytes are empty.
    log: LogFile,
    input: Opened,
    /// What was read and not handed out.
    buffer: Vec<u8>,
    progress: Progress,
    clock: Clock,
    known_lines: u64,
    /// Nothing more is there at present.
    is_at_end: bool,
    /// Nothing more can come.
    is_ended: bool,
}

#[derive(Debug)]
enum Opened {
    Stdin,
    File { file: File, read: u64 },
}

impl Tail {
    fn open(path: &Path, selection: &LogSelection) -> Result<Self, CaseError> {
        let error = |error| CaseError::new(path, ErrorKind::Open(error));
        let input = if path == Path::new("-") {
            Opened::Stdin
        } else {
            if path.is_dir() {
                return Err(error(io::Error::new(
                    io::ErrorKind::IsADirectory,
                    "only files can be followed, and it is a directory",
                )));
            }
            Opened::File { file: File::open(path).map_err(error)?, read: 0 }
        };
        let source = Source::from_bytes(&path.to_string_lossy(), Vec::new());
        let log = LogFile::new(source);
        let clock = Clock::new(&[], selection, &log.node_name(), None);
        Ok(Self {
            path: path.to_owned(),
            log,
            input,
            buffer: Vec::new(),
            progress: Progress::default(),
            clock,
            known_lines: 0,
            is_at_end: false,
            is_ended: false,
        })
    }

    /// Reads what is there, up to one window.
    fn fill(&mut self) -> io::Result<()> {
        if self.is_ended || self.buffer.len() >= WINDOW {
            return Ok(());
        }
        let got = self.read()?;
        self.is_at_end = got == 0;
        if got > 0 {
            return Ok(());
        }
        match &self.input {
            Opened::Stdin => self.is_ended = true,
            Opened::File { file, read } => {
                let old = file.metadata()?;
                if old.len() < *read || self.is_replaced(&old) {
                    self.reopen();
                }
            }
        }
        Ok(())
    }

    fn read(&mut self) -> io::Result<usize> {
        let before = self.buffer.len();
        self.buffer.resize(before.saturating_add(READ), 0);
        let room = self.buffer.get_mut(before..).unwrap_or_default();
        let got = loop {
            let got = match &mut self.input {
                Opened::Stdin => io::stdin().lock().read(room),
                Opened::File { file, .. } => file.read(room),
            };
            match got {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                got => break got,
            }
        };
        self.buffer.truncate(before.saturating_add(*got.as_ref().unwrap_or(&0)));
        let got = got?;
        if let Opened::File { read, .. } = &mut self.input {
            *read = read.saturating_add(got as u64);
        }
        Ok(got)
    }

    /// Whether another file has the name now. While nobody has it, the old one may still be written.
    fn is_replaced(&self, old: &Metadata) -> bool {
        fs::metadata(&self.path).is_ok_and(|new| !is_same_file(old, &new))
    }

    /// Begins with the new file. What was not a whole line in the old one will not become one.
    fn reopen(&mut self) {
        if !self.buffer.is_empty() && !self.buffer.ends_with(b"\n") {
            self.buffer.push(b'\n');
            return;
        }
        let Ok(file) = File::open(&self.path) else { return };
        self.input = Opened::File { file, read: 0 };
        self.progress = Progress::default();
        self.is_at_end = false;
    }

    /// The whole lines at hand.
    fn input(&mut self) -> Input<'_> {
        if self.progress.lines == 0 && !self.clock.has_year() {
            self.clock.set_year(first_year(&self.buffer));
        }
        let whole = if self.is_ended {
            self.buffer.len()
        } else if self.is_at_end {
            // A line that a server has just written is not broken, so every line's end is good.
            after_last_line(&self.buffer)
        } else {
            match last_whole_line(&self.buffer) {
                0 if self.buffer.len() >= WINDOW => self.buffer.len(),
                whole => whole,
            }
        };
        Input {
            bytes: self.buffer.get(..whole).unwrap_or_default(),
            is_last: self.is_at_end || self.is_ended,
            file: &self.log,
            progress: &mut self.progress,
            clock: &mut self.clock,
            known_lines: &mut self.known_lines,
            consumed: 0,
        }
    }
}

/// The bytes up to the last line's end.
fn after_last_line(bytes: &[u8]) -> usize {
    bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at.saturating_add(1))
}

#[cfg(unix)]
fn is_same_file(a: &Metadata, b: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (a.dev(), a.ino()) == (b.dev(), b.ino())
}

/// Without numbers of files only a file that became shorter is known to be new.
#[cfg(not(unix))]
fn is_same_file(a: &Metadata, b: &Metadata) -> bool {
    b.len() >= a.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn rows(follower: &mut Follower) -> Vec<(u64, String)> {
        let mut rows = Vec::new();
        let mut idle = 0;
        while idle < 3 {
            let more = follower
                .poll(|row| {
                    let id = row.line.id().unwrap_or("-");
                    rows.push((row.line.line, id.to_owned()));
                    ControlFlow::Continue(())
                })
                .unwrap();
            idle = if more == Some(true) { 0 } else { idle + 1 };
        }
        rows
    }

    fn append(path: &Path, text: &str) {
        let mut file = fs::OpenOptions::new().create(true).append(true).open(path).unwrap();
        file.write_all(text.as_bytes()).unwrap();
    }

    const LOST: &str = "1:S 21 Nov 2026 02:16:17.314 * Connection with master lost.\n";
    const READY: &str = "1:S 21 Nov 2026 02:16:18.314 * Ready to accept connections\n";

    fn row(line: u64, id: &str) -> (u64, String) {
        (line, id.to_owned())
    }

    #[test]
    fn a_line_counts_when_it_is_whole() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.log");
        append(&path, LOST);
        let mut follower = Follower::open(&[&path], LogSelection::default()).unwrap();
        assert_eq!(rows(&mut follower), [row(1, "master-lost")]);
        append(&path, &READY[..30]);
        assert_eq!(rows(&mut follower), []);
        append(&path, &READY[30..]);
        assert_eq!(rows(&mut follower), [row(2, "ready")]);
    }

    #[test]
    fn a_rotation_loses_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.log");
        append(&path, LOST);
        let mut follower = Follower::open(&[&path], LogSelection::default()).unwrap();
        assert_eq!(rows(&mut follower).len(), 1);
        // The server goes on writing to the file it has open until it is told.
        fs::rename(&path, dir.path().join("a.log.1")).unwrap();
        append(&dir.path().join("a.log.1"), LOST);
        assert_eq!(rows(&mut follower), [row(2, "master-lost")]);
        append(&dir.path().join("a.log.1"), READY);
        append(&path, LOST);
        assert_eq!(rows(&mut follower), [row(3, "ready"), row(1, "master-lost")]);
    }

    #[test]
    fn a_file_that_is_cut_is_read_from_its_beginning() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.log");
        append(&path, &[LOST, LOST, LOST].concat());
        let mut follower = Follower::open(&[&path], LogSelection::default()).unwrap();
        assert_eq!(rows(&mut follower).len(), 3);
        fs::write(&path, READY).unwrap();
        assert_eq!(rows(&mut follower), [row(1, "ready")]);
    }

    #[test]
    fn several_files_are_merged_by_time() {
        let dir = tempfile::tempdir().unwrap();
        let (a, b) = (dir.path().join("a.log"), dir.path().join("b.log"));
        append(&a, READY);
        append(&b, LOST);
        let mut follower = Follower::open(&[&a, &b], LogSelection::default()).unwrap();
        assert_eq!(rows(&mut follower), [row(1, "master-lost"), row(1, "ready")]);
    }
}
