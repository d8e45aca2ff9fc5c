//! Commands as RESP, and as a person types them.

use super::out::{Out, Passed};
use autopsync_case::questions::export::CommandSink;
use autopsync_rdb::Decimal;
use std::io::{self, Write};

/// Commands as they stand in an append-only file (`catAppendOnlyGenericCommand`, `aof.c`).
pub struct Resp<'p, W> {
    out: Out<'p, W>,
    /// The arguments of the command, whose number is told before them.
    body: Vec<u8>,
    arguments: i64,
}

impl<'p, W: Write> Resp<'p, W> {
    /// Begins with nothing.
    pub fn new(out: W) -> Self {
        Self { out: Out::new(out), body: Vec::new(), arguments: 0 }
    }

    /// Tells from now on what of a long string was written.
    #[must_use]
    pub fn telling(mut self, passed: Passed<'p>) -> Self {
        self.out.telling(passed);
        self
    }

    /// Hands the output over.
    ///
    /// # Errors
    /// What it reports.
    pub fn finish(self) -> io::Result<W> {
        self.out.finish()
    }
}

impl<W: Write> CommandSink for Resp<'_, W> {
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

    fn command(&mut self, arguments: &[&[u8]]) -> io::Result<()> {
        self.out.put(b"*");
        self.out.unsigned(arguments.len() as u64);
        self.out.put(b"\r\n");
        for argument in arguments {
            self.out.put(b"$");
            self.out.unsigned(argument.len() as u64);
            self.out.put(b"\r\n");
            self.out.copy(argument);
            self.out.put(b"\r\n");
        }
        self.out.settle();
        self.out.status()
    }

    fn pending(&self) -> usize {
        self.body.len()
    }
}

/// Commands as `redis-cli` takes them, one a line (`sdssplitargs`, `sdscatrepr`).
pub struct Shell<'p, W> {
    out: Out<'p, W>,
    /// Whether something stands on the line.
    begun: bool,
    /// Bytes of the line.
    written: usize,
}

impl<'p, W: Write> Shell<'p, W> {
    /// Begins with nothing.
    pub fn new(out: W) -> Self {
        Self { out: Out::new(out), begun: false, written: 0 }
    }

    /// Tells from now on what of a long string was written.
    #[must_use]
    pub fn telling(mut self, passed: Passed<'p>) -> Self {
        self.out.telling(passed);
        self
    }

    /// Hands the output over.
    ///
    /// # Errors
    /// What it reports.
    pub fn finish(self) -> io::Result<W> {
        self.out.finish()
    }
}

impl<W: Write> CommandSink for Shell<'_, W> {
    fn argument(&mut self, bytes: &[u8]) {
        if std::mem::replace(&mut self.begun, true) {
            self.out.put(b" ");
        }
        self.written += bytes.len() + 1;
        let bare = |byte: &u8| byte.is_ascii_graphic() && !b"\"'\\#".contains(byte);
        if !bytes.is_empty() && self.out.pieces(bytes, |_, piece| piece.iter().all(bare)) {
            return self.out.copy(bytes);
        }
        self.out.put(b"\"");
        self.out.pieces(bytes, |out, piece| {
            for byte in piece {
                quote(&mut out.buffer, *byte);
            }
            true
        });
        self.out.put(b"\"");
    }

    fn end(&mut self) -> io::Result<()> {
        self.out.put(b"\n");
        (self.begun, self.written) = (false, 0);
        self.out.settle();
        self.out.status()
    }

    fn pending(&self) -> usize {
        self.written
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
    fn a_long_argument_is_told_in_pieces_and_written_whole() {
        use std::sync::Mutex;
        let long: Vec<u8> = (0..3_000_000_u32).flat_map(u32::to_le_bytes).collect();
        let told = Mutex::new((0, 0));
        let passed = |bytes: &[u8]| {
            let mut told = told.lock().unwrap();
            *told = (told.0 + bytes.len(), told.1.max(bytes.len()));
        };
        let mut sink = Resp::new(Vec::new()).telling(&passed);
        sink.command(&[b"SET", b"k", &long]).unwrap();
        let head = format!("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n${}\r\n", long.len());
        assert!(sink.finish().unwrap() == [head.as_bytes(), &long, b"\r\n"].concat());
        let (all, most) = *told.lock().unwrap();
        assert_eq!(all, long.len());
        assert!(most <= 64 << 10, "a piece of {most} bytes");
        let mut sink = Shell::new(Vec::new()).telling(&passed);
        sink.command(&[b"SET", b"k", &long]).unwrap();
        let mut quoted = Vec::new();
        for byte in &long {
            quote(&mut quoted, *byte);
        }
        assert!(sink.finish().unwrap() == [b"SET k \"", &quoted[..], b"\"\n"].concat());
    }

    #[test]
    fn what_a_shell_line_would_split_is_quoted() {
        let mut sink = Shell::new(Vec::new());
        sink.command(&[b"SET", b"user:1", b"", b"a b", b"\"\\\n\x00\xff", b"it's"]).unwrap();
        let expected = "SET user:1 \"\" \"a b\" \"\\\"\\\\\\n\\x00\\xff\" \"it's\"\n";
        assert_eq!(String::from_utf8(sink.finish().unwrap()).unwrap(), expected);
    }
}
