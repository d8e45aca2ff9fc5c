//! NDJSON of log lines, written by hand: of gigabytes of lines each becomes a row, and most of a run is the writing.
//!
//! What is written is what `serde` would write, byte for byte; a test compares the two.

use crate::documents::logs::{LogRow, LogText, LogValue, ShownTime, UtcTime};
use autopsync_text::log::LogTime;
use std::io::{self, Write};

/// Bytes that are looked at together.
const BLOCK: usize = 16;

/// Writes rows one after another.
#[derive(Debug, Clone, Default)]
pub struct LogRows {
    node: String,
    file: String,
    /// What a row of this node and this file begins with.
    begin: Vec<u8>,
}

impl LogRows {
    /// Adds a row and a newline.
    ///
    /// # Errors
    /// Never; memory takes everything.
    pub fn add(&mut self, out: &mut Vec<u8>, row: &LogRow<'_>) -> io::Result<()> {
        if self.begin.is_empty() || self.node != row.node || self.file != row.file {
            self.node.clear();
            self.node.push_str(&row.node);
            self.file.clear();
            self.file.push_str(&row.file);
            self.begin.clear();
            self.begin.extend_from_slice(b"{\"node\":");
            string(&mut self.begin, &row.node)?;
            self.begin.extend_from_slice(b",\"file\":");
            string(&mut self.begin, &row.file)?;
            self.begin.extend_from_slice(b",\"line\":");
        }
        out.extend_from_slice(&self.begin);
        after_file(out, row)
    }
}

fn after_file(out: &mut Vec<u8>, row: &LogRow<'_>) -> io::Result<()> {
    number(out, row.line);
    out.extend_from_slice(b",\"time\":");
    match &row.time {
        Some(ShownTime(time)) => moment(out, *time, b"\"")?,
        None => out.extend_from_slice(b"null"),
    }
    out.extend_from_slice(b",\"time_utc\":");
    match &row.time_utc {
        Some(UtcTime(time)) => moment(out, *time, b"Z\"")?,
        None => out.extend_from_slice(b"null"),
    }
    out.extend_from_slice(b",\"pid\":");
    match row.pid {
        Some(pid) => number(out, pid),
        None => out.extend_from_slice(b"null"),
    }
    out.extend_from_slice(b",\"role\":");
    optional(out, row.role.as_deref())?;
    out.extend_from_slice(b",\"level\":");
    optional(out, row.level.as_deref())?;
    out.extend_from_slice(b",\"event\":");
    optional(out, row.event.as_deref())?;
    out.extend_from_slice(b",\"concern\":");
    optional(out, row.concern.as_deref())?;
    out.extend_from_slice(b",\"fields\":");
    fields(out, &row.fields.0)?;
    if row.cut {
        out.extend_from_slice(b",\"cut\":true");
    }
    out.extend_from_slice(b",\"at\":");
    number(out, row.at);
    out.extend_from_slice(b",\"text\":");
    text(out, &row.text)?;
    out.extend_from_slice(b"}\n");
    Ok(())
}

fn moment(out: &mut Vec<u8>, time: LogTime, end: &[u8]) -> io::Result<()> {
    out.push(b'"');
    match time.figures() {
        Some(figures) => out.extend_from_slice(&figures),
        None => write!(out, "{time}")?,
    }
    out.extend_from_slice(end);
    Ok(())
}

fn fields(out: &mut Vec<u8>, fields: &[(&'static str, LogValue<'_>)]) -> io::Result<()> {
    out.push(b'{');
    for (i, (name, value)) in fields.iter().enumerate() {
        if i > 0 {
            out.push(b',');
        }
        string(out, name)?;
        out.push(b':');
        match value {
            LogValue::Number(value) => {
                if *value < 0 {
                    out.push(b'-');
                }
                number(out, value.unsigned_abs());
            }
            LogValue::Text(value) => text(out, value)?,
        }
    }
    out.push(b'}');
    Ok(())
}

fn text(out: &mut Vec<u8>, text: &LogText<'_>) -> io::Result<()> {
    match text {
        LogText::Text(text) => string(out, text),
        LogText::Binary(bytes) => serde_json::to_writer(out, bytes).map_err(io::Error::from),
    }
}

fn optional(out: &mut Vec<u8>, text: Option<&str>) -> io::Result<()> {
    if let Some(text) = text {
        return string(out, text);
    }
    out.extend_from_slice(b"null");
    Ok(())
}

fn string(out: &mut Vec<u8>, text: &str) -> io::Result<()> {
    if is_plain(text.as_bytes()) {
        out.push(b'"');
        out.extend_from_slice(text.as_bytes());
        out.push(b'"');
        return Ok(());
    }
    serde_json::to_writer(out, text).map_err(io::Error::from)
}

/// Whether nothing has to be escaped. Whole blocks are looked at without a branch inside.
fn is_plain(bytes: &[u8]) -> bool {
    let is_special = |byte: &u8| *byte < 0x20 || *byte == b'"' || *byte == b'\\';
    let mut blocks = bytes.chunks_exact(BLOCK);
    blocks.by_ref().all(|block| !block.iter().fold(false, |any, byte| any | is_special(byte)))
        && !blocks.remainder().iter().any(is_special)
}

fn number(out: &mut Vec<u8>, number: u64) {
    let mut figures = [0_u8; 20];
    let mut begin = figures.len();
    let mut rest = number;
    loop {
        begin = begin.saturating_sub(1);
        if let Some(figure) = figures.get_mut(begin) {
            *figure = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        }
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(figures.get(begin..).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Privacy;
    use autopsync_case::questions::logs::LogRow as Row;
    use autopsync_text::log::Reader;
    use std::sync::Arc;

    #[test]
    fn a_row_is_what_serde_would_write() {
        let log = b"1:M 21 Nov 2026 02:16:17.314 * Ready to accept connections\n\
            x \"quoted\" \\ and \x1b[2J a tab\there\n\
            1:M 21 Nov 02:16:17 # Failed assertion: \"a\\b\" (\xff\xfe:12)\n\
            [9] 21 Nov 2026 02:16:17.314 * Replica 10.0.0.3:6379 asks for synchronization\n\
            2024-09-04T05:51:57.173289640Z 8:S 04 Sep 2024 05:51:57.170 * Full resync from master: 8cbe44fd13e701294f18f0818bb2b96f7e4bf235:-5\n\
            1:S 01 Jun 2020 01:03:07.812 * Discarding previously cached maste\n\
            1700000000123 \xc3\xa9\xe2\x80\xa8 0123456789012345678901234567890\"\n";
        let (mut rows, mut rows_of) = (0, LogRows::default());
        for privacy in [Privacy::Shown, Privacy::Redacted] {
            for line in Reader::new(log).events() {
                let row = Row {
                    node: if line.line > 3 { "a \"node\"" } else { "b" },
                    file: &Arc::from("b\\c"),
                    line: &line,
                    time: line.time,
                    unix_millis: line.time.and_then(|time| time.unix_millis()),
                };
                let row = LogRow::of(&row, privacy);
                let mut written = Vec::new();
                rows_of.add(&mut written, &row).unwrap();
                let mut expected = serde_json::to_vec(&row).unwrap();
                expected.push(b'\n');
                assert_eq!(String::from_utf8_lossy(&written), String::from_utf8_lossy(&expected));
                rows += 1;
            }
        }
        assert_eq!(rows, 14);
    }

    #[test]
    fn numbers_are_written_to_their_ends() {
        let mut out = Vec::new();
        for n in [0, 9, 10, u64::MAX] {
            number(&mut out, n);
            out.push(b' ');
        }
        assert_eq!(out, b"0 9 10 18446744073709551615 ");
    }
}
