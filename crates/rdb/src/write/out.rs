//! Where bytes go, and the checksum of all that went there.
//!
//! Writing does not fail here: the first error is kept, what follows it is swallowed, and whoever finishes a record asks.
//! So that the code that spells values is free of error handling, and a visitor can write.

use super::{WriteError, WriteErrorKind};
use crc_fast::{CrcAlgorithm, Digest};
use std::io::{self, Write};

/// How many bytes are gathered before they are handed on.
const BUFFER: usize = 128 << 10;

/// What a value can be written to: a snapshot ([`Sink`]), or a payload in memory.
///
/// Nobody else implements it; it is public for functions that take a [`ValueWriter`](super::ValueWriter) of either.
pub trait Out: sealed::Sealed {
    /// Appends bytes.
    fn put(&mut self, bytes: &[u8]);

    /// Returns the first error that was met, and notes that it was told.
    fn status(&mut self) -> Result<(), WriteError> {
        Ok(())
    }

    /// Makes every further [`Out::status`] an error.
    fn spoil(&mut self) {}
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for Vec<u8> {}
    impl<W> Sealed for super::Sink<W> {}
}

impl Out for Vec<u8> {
    #[inline]
    fn put(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }
}

/// The output of a [`Writer`](super::Writer), with a buffer and a running checksum.
pub struct Sink<W> {
    out: W,
    buffer: Vec<u8>,
    digest: Option<Digest>,
    handed_on: u64,
    state: State,
}

enum State {
    Sound,
    /// Bytes were lost, and nobody was told yet.
    Failed(io::Error),
    /// Bytes are missing, as somebody was told.
    Broken,
}

impl<W: Write> Sink<W> {
    pub(super) fn new(out: W) -> Self {
        Self {
            out,
            buffer: Vec::with_capacity(BUFFER),
            digest: Some(Digest::new(CrcAlgorithm::Crc64Redis)),
            handed_on: 0,
            state: State::Sound,
        }
    }

    /// Gives the checksum up, whose place will hold zeros.
    pub(super) fn without_checksum(&mut self) {
        self.digest = None;
    }

    /// Returns how many bytes were put.
    pub(super) fn position(&self) -> u64 {
        self.handed_on.saturating_add(self.buffer.len() as u64)
    }

    fn hand_on(&mut self, bytes: Option<&[u8]>) {
        let bytes = bytes.unwrap_or(&self.buffer);
        // In pieces, so that what was summed is still in the processor's memory, and an output that gives back what it
        // has written is not in the way of the checksum.
        for piece in bytes.chunks(BUFFER) {
            if let Some(digest) = &mut self.digest {
                digest.update(piece);
            }
            if let (State::Sound, Err(error)) = (&self.state, self.out.write_all(piece)) {
                self.state = State::Failed(error);
            }
        }
        self.handed_on = self.handed_on.saturating_add(bytes.len() as u64);
    }

    fn flush_buffer(&mut self) {
        self.hand_on(None);
        self.buffer.clear();
    }

    /// Returns the checksum of all bytes put, or 0 where none is computed.
    pub(super) fn checksum(&mut self) -> u64 {
        self.flush_buffer();
        self.digest.as_ref().map_or(0, Digest::finalize)
    }

    /// Hands everything on and returns the output.
    pub(super) fn finish(mut self) -> Result<W, WriteError> {
        self.flush_buffer();
        self.status()?;
        match self.out.flush() {
            Ok(()) => Ok(self.out),
            Err(error) => Err(WriteError::new(WriteErrorKind::Io(error))),
        }
    }
}

impl<W: Write> Out for Sink<W> {
    #[inline]
    fn put(&mut self, bytes: &[u8]) {
        if bytes.len() > BUFFER.saturating_sub(self.buffer.len()) {
            self.flush_buffer();
            if bytes.len() >= BUFFER {
                return self.hand_on(Some(bytes));
            }
        }
        self.buffer.extend_from_slice(bytes);
    }

    #[inline]
    fn status(&mut self) -> Result<(), WriteError> {
        if matches!(self.state, State::Sound) {
            return Ok(());
        }
        let kind = match std::mem::replace(&mut self.state, State::Broken) {
            State::Failed(error) => WriteErrorKind::Io(error),
            State::Sound | State::Broken => WriteErrorKind::Broken,
        };
        Err(WriteError::new(kind))
    }

    fn spoil(&mut self) {
        if matches!(self.state, State::Sound) {
            self.state = State::Broken;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crc64;

    #[test]
    fn the_checksum_covers_small_and_large_pieces() {
        let mut sink = Sink::new(Vec::new());
        let mut all = Vec::new();
        for len in [1, 0, 100, BUFFER - 1, BUFFER, BUFFER + 1, 3] {
            let piece = vec![u8::try_from(len % 251).unwrap(); len];
            sink.put(&piece);
            all.extend(piece);
            assert_eq!(sink.position(), all.len() as u64);
        }
        assert_eq!(sink.checksum(), crc64(&all));
        assert!(sink.finish().unwrap() == all);
    }

    #[test]
    fn the_first_error_of_the_output_is_told_once_and_stays() {
        struct Full;
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::StorageFull.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let mut sink = Sink::new(Full);
        sink.put(&vec![0; BUFFER + 1]);
        assert_eq!(sink.status().unwrap_err().id(), "write-io");
        assert_eq!(sink.status().unwrap_err().id(), "write-broken");
        assert_eq!(sink.finish().err().unwrap().id(), "write-broken");
    }
}
