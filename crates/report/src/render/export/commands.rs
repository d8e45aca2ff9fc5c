//! Commands as RESP, and as a person types them.

use super::out::Out;
use autopsync_case::questions::export::CommandSink;
use autopsync_rdb::Decimal;
use std::io::{self, Write};

/// Commands as they stand in an append-only file (`catAppendOnlyGenericCommand`, `aof.c`).
pub struct Resp<W> {
    out: Out<W>,
    /// The arguments of the command, whose number is told before them.
    body: Vec<u8>,
    arguments: i64,
}

impl<W: Write> Resp<W> {
    /// Begins with nothing.
    pub fn new(out: W) -> Self {
        Self { out: Out::new(out), body: Vec::new(), arguments: 0 }
    }

    /// Hands the output over.
    ///
    /// # Errors
    /// What it reports.
    pub fn finish(self) -> io::Result<W> {
        self.out.finish()
    }
}

impl<W: Write> CommandSink for Resp<W> {
    fn argument(&mut self, bytes: &[u8]) {
        self.arguments += 1;
        self.body.push(b'$');
        self.body.extend_from_slice(&Decimal::new(i64::try_from(bytes.len()).unwrap_or(i64::MAX)));
        self.body.extend_from_slice(b"\r\n");
        self.body.extend_from_slice(bytes);
        self.body.extend_from_slice(b"\r\n");
    }

    fn end(&mut self) -> io::Result<()> {
        self.out.put(b"*");
        self.out.integer(self.arguments);
        self.out.put(b"\r\n");
        self.out.put(&self.body);
        self.body.clear();
        self.arguments = 0;
        self.out.settle();
        self.out.status()
    }

    fn pending(&self) -> usize {
        self.body.len()
    }
}

/// Commands as `redis-cli` takes them, one a line (`sdssplitargs`, `sdscatrepr`).
pub struct Shell<W> {
    out: Out<W>,
    line: Vec<u8>,
}

impl<W: Write> Shell<W> {
    /// Begins with nothing.
    pub fn new(out: W) -> Self {
        Self { out: Out::new(out), line: Vec::new() }
    }

    /// Hands the output over.
    ///
    /// # Errors
    /// What it reports.
    pub fn finish(self) -> io::Result<W> {
        self.out.finish()
    }
}

impl<W: Write> CommandSink for Shell<W> {
    fn argument(&mut self, bytes: &[u8]) {
        if !self.line.is_empty() {
            self.line.push(b' ');
        }
        let bare = |byte: &u8| byte.is_ascii_graphic() && !b"\"'\\#".contains(byte);
        if !bytes.is_empty() && bytes.iter().all(bare) {
            self.line.extend_from_slice(bytes);
            return;
        }
        self.line.push(b'"');
        for byte in bytes {
            quote(&mut self.line, *byte);
        }
        self.line.push(b'"');
    }

    fn end(&mut self) -> io::Result<()> {
        self.line.push(b'\n');
        self.out.put(&self.line);
        self.line.clear();
        self.out.settle();
        self.out.status()
    }

    fn pending(&self) -> usize {
        self.line.len()
    }
}

fn quote(line: &mut Vec<u8>, byte: u8) {
    match byte {
        b'"' | b'\\' => line.extend([b'\\', byte]),
        b'\n' => line.extend_from_slice(b"\\n"),
        b'\r' => line.extend_from_slice(b"\\r"),
        b'\t' => line.extend_from_slice(b"\\t"),
        0x20..=0x7e => line.push(byte),
        byte => {
            let _ = write!(line, "\\x{byte:02x}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_tells_its_arguments_and_their_lengths() {
        let mut sink = Resp::new(Vec::new());
        sink.command(&[b"SET", b"k", b"\r\n\xff"]).unwrap();
        sink.command(&[b"PING"]).unwrap();
        let expected = b"*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$3\r\n\r\n\xff\r\n*1\r\n$4\r\nPING\r\n";
        assert_eq!(sink.finish().unwrap(), expected);
    }

    #[test]
    fn what_a_shell_line_would_split_is_quoted() {
        let mut sink = Shell::new(Vec::new());
        sink.command(&[b"SET", b"user:1", b"", b"a b", b"\"\\\n\x00\xff", b"it's"]).unwrap();
        let expected = "SET user:1 \"\" \"a b\" \"\\\"\\\\\\n\\x00\\xff\" \"it's\"\n";
        assert_eq!(String::from_utf8(sink.finish().unwrap()).unwrap(), expected);
    }
}
