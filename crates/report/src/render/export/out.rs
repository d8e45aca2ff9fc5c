//! A buffer before the output, which keeps the first error for later: visitors cannot stop.

use std::io::{self, Write};

/// How many bytes are gathered before they are written.
pub const BUFFER: usize = 256 << 10;

/// A long string is written in pieces of so many bytes; a multiple of three, so that base64 has no padding inside.
pub(super) const PIECE: usize = 48 << 10;

/// From this many bytes on, the pieces of a string that were written are told to [`Passed`].
const LONG: usize = 1 << 20;

/// Is told which bytes of the evidence were written and are not needed any more.
pub type Passed<'p> = &'p (dyn Fn(&[u8]) + Sync);

pub(super) struct Out<'p, W> {
    pub(super) buffer: Vec<u8>,
    /// The buffer is written where it has reached this.
    full: usize,
    sink: W,
    failed: Option<io::Error>,
    passed: Option<Passed<'p>>,
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

impl Out<'_, InMemory> {
    /// A buffer that grows.
    pub(super) fn in_memory() -> Self {
        Self { buffer: Vec::new(), full: usize::MAX, sink: InMemory, failed: None, passed: None }
    }
}

impl<'p, W: Write> Out<'p, W> {
    pub(super) fn new(out: W) -> Self {
        let buffer = Vec::with_capacity(BUFFER + BUFFER / 4);
        Self { buffer, full: BUFFER, sink: out, failed: None, passed: None }
    }

    /// Tells from now on what of a long string was passed.
    pub(super) fn telling(&mut self, passed: Passed<'p>) {
        self.passed = Some(passed);
    }

    /// Hands a long string on in pieces, none of which ends within a character of UTF-8, until one is not taken. Returns
    /// whether all were.
    pub(super) fn pieces(
        &mut self,
        bytes: &[u8],
        mut take: impl FnMut(&mut Self, &[u8]) -> bool,
    ) -> bool {
        let mut rest = bytes;
        while !rest.is_empty() {
            let (piece, tail) = rest.split_at(piece_of(rest));
            if !take(self, piece) {
                return false;
            }
            self.went(piece, bytes);
            rest = tail;
        }
        true
    }

    /// Notes that a piece of a string went into the buffer.
    pub(super) fn went(&mut self, piece: &[u8], of: &[u8]) {
        self.settle();
        if let Some(passed) = self.passed.filter(|_| of.len() >= LONG) {
            passed(piece);
        }
    }

    /// Copies bytes, however many.
    pub(super) fn copy(&mut self, bytes: &[u8]) {
        self.pieces(bytes, |out, piece| {
            out.put(piece);
            true
        });
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

/// How long the next piece is: [`PIECE`] bytes, or up to three fewer where it would end within a character.
fn piece_of(bytes: &[u8]) -> usize {
    let starts = |at: &usize| bytes.get(*at).is_none_or(|byte| byte & 0xc0 != 0x80);
    if bytes.len() <= PIECE {
        return bytes.len();
    }
    (PIECE - 3..=PIECE).rev().find(starts).unwrap_or(PIECE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn pieces_are_the_whole_and_cut_no_character() {
        for text in ["aü€𝄞".repeat(40_000), "€".repeat(100_000), "𝄞".repeat(70_000)] {
            let told = AtomicUsize::new(0);
            let count = |bytes: &[u8]| {
                told.fetch_add(bytes.len(), Ordering::Relaxed);
            };
            let mut out = Out::new(Vec::new());
            out.telling(&count);
            for skip in 0..4 {
                let bytes = &text.as_bytes()[skip..];
                let mut whole = Vec::new();
                assert!(out.pieces(bytes, |_, piece| {
                    whole.extend_from_slice(piece);
                    piece.len() <= PIECE && (skip > 0 || std::str::from_utf8(piece).is_ok())
                }));
                assert_eq!(whole, bytes);
                assert_eq!(
                    told.swap(0, Ordering::Relaxed),
                    if bytes.len() >= LONG { bytes.len() } else { 0 }
                );
            }
        }
        let odd = vec![0x80; 2 * PIECE];
        let mut out = Out::new(Vec::new());
        out.copy(&odd);
        assert_eq!(out.finish().unwrap(), odd);
    }
}
