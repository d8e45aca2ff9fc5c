//! Where the answer goes, and in which dress.
//!
//! Standard output carries the answer alone. Notes go to standard error, on a terminal only; errors always.

use crate::cli::{Color, Format, Global};
use autopsync_case::{StreamEvidence, node::PlacedBy};
use autopsync_report::{
    Privacy,
    render::{
        Style,
        csv::{self, CsvRow},
        json,
    },
};
use serde::Serialize;
use std::io::{self, BufWriter, IsTerminal, StderrLock, StdoutLock, Write};

/// The outside of a run.
pub struct Ui {
    format: Option<Format>,
    style: Style,
    error_style: Style,
    quiet: bool,
    privacy: Privacy,
    out: BufWriter<StdoutLock<'static>>,
    /// The row that is being written.
    scratch: Vec<u8>,
    err: StderrLock<'static>,
    terminal: bool,
    error_terminal: bool,
}

impl Ui {
    /// Settles format, colours and width once, from the options and the surroundings.
    pub fn new(options: &Global) -> Self {
        let out = io::stdout().lock();
        let err = io::stderr().lock();
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let color = |terminal: bool| match options.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => terminal && !no_color,
        };
        let (terminal, error_terminal) = (out.is_terminal(), err.is_terminal());
        Self {
            format: options.format,
            style: Style { color: color(terminal), width: terminal.then(width) },
            error_style: Style { color: color(error_terminal), width: error_terminal.then(width) },
            quiet: options.quiet,
            privacy: if options.redact { Privacy::Redacted } else { Privacy::Shown },
            out: BufWriter::with_capacity(1 << 16, out),
            scratch: Vec::new(),
            err,
            terminal,
            error_terminal,
        }
    }

    /// Returns the format that the user asked for, if any.
    pub fn asked_format(&self) -> Option<Format> {
        self.format
    }

    /// Returns the format of an answer that is one document.
    pub fn document_format(&self) -> Format {
        self.format.unwrap_or(if self.terminal { Format::Table } else { Format::Json })
    }

    /// Returns the format of an answer that is rows.
    pub fn row_format(&self) -> Format {
        self.format.unwrap_or(if self.terminal { Format::Table } else { Format::Ndjson })
    }

    /// Returns how keys and values are shown.
    pub fn privacy(&self) -> Privacy {
        self.privacy
    }

    /// Returns what tables may use.
    pub fn style(&self) -> Style {
        self.style
    }

    /// Returns what errors may use.
    pub fn error_style(&self) -> Style {
        self.error_style
    }

    /// Returns where data go that are no document of this program.
    pub fn data(&mut self) -> &mut impl Write {
        &mut self.out
    }

    /// Writes one document: JSON, or what `table` makes of it.
    pub fn document<T: Serialize>(
        &mut self,
        doc: &T,
        table: impl FnOnce(&T, Style) -> String,
    ) -> io::Result<()> {
        match self.document_format() {
            Format::Table => self.out.write_all(table(doc, self.style).as_bytes()),
            Format::Json => json::document(&mut self.out, doc),
            Format::Ndjson | Format::Csv => json::row(&mut self.out, doc),
        }
    }

    /// Writes one row of NDJSON.
    pub fn row(&mut self, row: &impl Serialize) -> io::Result<()> {
        // A row is many small pieces: they are put together first.
        self.scratch.clear();
        json::row(&mut self.scratch, row)?;
        self.out.write_all(&self.scratch)
    }

    /// Writes rows that `write` puts together.
    pub fn row_with(
        &mut self,
        write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>,
    ) -> io::Result<()> {
        self.scratch.clear();
        write(&mut self.scratch)?;
        self.out.write_all(&self.scratch)
    }

    /// Writes the headings of CSV.
    pub fn csv_headings<R: CsvRow>(&mut self) -> io::Result<()> {
        csv::headings::<R>(&mut self.out)
    }

    /// Writes one row of CSV.
    pub fn csv_row(&mut self, row: &impl CsvRow) -> io::Result<()> {
        csv::row(&mut self.out, row)
    }

    /// Writes a line of a table.
    pub fn line(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.out, "{line}")
    }

    /// Tells a person something beside the answer.
    pub fn note(&mut self, text: &str) {
        if self.error_terminal && !self.quiet {
            let _ = writeln!(self.err, "{text}");
        }
    }

    /// Returns what shows on a terminal how many of how many bytes are done.
    pub fn progress(&self) -> impl Fn(u64, u64) + use<> {
        let shown = self.error_terminal && !self.quiet;
        move |done, total| {
            if shown && total > 0 {
                let percent = done.min(total).saturating_mul(100) / total;
                let _ = write!(io::stderr(), "\r\x1b[K{percent} %");
            }
        }
    }

    /// Takes the progress from the terminal.
    pub fn progress_ends(&mut self) {
        if self.error_terminal && !self.quiet {
            let _ = write!(self.err, "\r\x1b[K");
        }
    }

    /// Notes which streams count their own bytes, because nobody tells their offsets.
    pub fn relative_offsets(&mut self, streams: &[&StreamEvidence]) {
        for stream in
            streams.iter().filter(|one| one.placed_by() == PlacedBy::Nobody && one.aof().is_none())
        {
            let name = stream.source().name();
            self.note(&format!(
                "note: {name} does not tell its offsets; they count its own bytes from 1"
            ));
        }
    }

    /// Tells what went wrong; never left out.
    pub fn error(&mut self, text: &str) {
        let _ = self.out.flush();
        let _ = writeln!(self.err, "{text}");
    }

    /// Hands the answer over.
    pub fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The terminal's width, from `COLUMNS` or what a table of this program needs.
fn width() -> u16 {
    comfy_table::Table::new().width().unwrap_or(100)
}
