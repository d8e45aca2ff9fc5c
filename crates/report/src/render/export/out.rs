//! A buffer before the output, which keeps the first error for later: visitors cannot stop.

use std::io::{self, Write};

/// How many bytes are gathered before they are written.
pub const BUFFER: usize = 256 << 10;

pub(super) struct Out<W> {
    pub(super) buffer: Vec<u8>,
    /// The buffer is written where it has reached this.
    full: usize,
    sink: W,
    failed: Option<io::Error>,
}

/// Where nothing is written, since the buffer is what is wanted.
pub(super) struct InMemory;

impl Write for InMemory {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Out<InMemory> {
    /// A buffer that grows.
    pub(super) fn in_memory() -> Self {
        Self { buffer: Vec::new(), full: usize::MAX, sink: InMemory, failed: None }
    }
}

impl<W: Write> Out<W> {
    pub(super) fn new(out: W) -> Self {
        let buffer = Vec::with_capacity(BUFFER + BUFFER / 4);
        Self { buffer, full: BUFFER, sink: out, failed: None }
    }

    #[inline]
    pub(super) fn put(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// Writes the buffer where it is full.
    #[inline]
    pub(super) fn settle(&mut self) {
        if self.buffer.len() >= self.full {
            self.spill();
        }
    }

    #[inline(never)]
    fn spill(&mut self) {
        if self.failed.is_none() && !self.buffer.is_empty() {
            self.failed = self.sink.write_all(&self.buffer).err();
        }
        self.buffer.clear();
    }

    /// Writes what was gathered elsewhere.
    pub(super) fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.spill();
        self.status()?;
        self.sink.write_all(bytes)
    }

    /// Returns the first error of the output.
    pub(super) fn status(&mut self) -> io::Result<()> {
        self.failed.take().map_or(Ok(()), Err)
    }

    /// Writes what is left, and hands the output back.
    pub(super) fn finish(mut self) -> io::Result<W> {
        self.spill();
        self.status()?;
        self.sink.flush()?;
        Ok(self.sink)
    }
}
