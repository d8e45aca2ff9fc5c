//! Finding the first command in bytes that begin inside one.
//!
//! The ring of 2.8 to 6.2 loses its oldest bytes one by one, the blocks of 7.0 and later are cut anywhere
//! (`trimReplicationBacklog`), so a full backlog begins in the middle of a command. The first `*` from which
//! commands follow, one exactly after the other as a master writes them, is where the next one begins. A value
//! that holds such bytes itself can deceive; that is noticed and told.

use crate::{
    Error, ErrorKind, Origin, Stream,
    resp::{self, Frame, Rules},
    stream::len64,
};
use autopsync_model::{Limits, Place};

/// After so many commands in a row a boundary is believed, even where the bytes turn bad later.
const CONVINCING_COMMANDS: u64 = 64;

/// How many arguments may be looked at per byte of input, so that hostile bytes cost no more than that.
const WORK_PER_BYTE: usize = 4;

/// The longest end of a `SELECT` that a stream can begin with, in bytes.
const LONGEST_SELECT: u64 = 40;

/// A stream that begins with a command, and how sure that is.
#[derive(Debug, Clone, Copy)]
pub struct Resync<'a> {
    /// The stream from the boundary on, numbered as before. Its database is unknown where the bytes before may have
    /// been the end of a `SELECT`.
    pub stream: Stream<'a>,
    /// How many bytes lie before the boundary: the end of a command whose beginning is lost.
    pub skipped_bytes: u64,
    /// How many complete commands follow it; counted up to 64.
    pub confirmed_by: u64,
    /// The index in the slice of another position that could be the boundary: one from which commands follow just as
    /// well, or one before it that is the beginning of a command without end.
    pub alternative: Option<u64>,
}

impl Resync<'_> {
    /// Tells whether the boundary could be another one: commands follow elsewhere too, or not even one follows here.
    #[must_use]
    pub const fn is_ambiguous(&self) -> bool {
        self.alternative.is_some() || (self.confirmed_by == 0 && self.skipped_bytes > 0)
    }
}

impl<'a> Stream<'a> {
    /// Skips to the first byte from which commands follow to the end, or 64 of them.
    ///
    /// A stream that begins with a command is returned as it is. Only arrays as masters write them count here: no
    /// inline commands and no loose bytes, which would let anything pass.
    ///
    /// # Errors
    /// [`ErrorKind::NoBoundary`] where no such byte is found. An empty stream has a boundary.
    pub fn resync(&self) -> Result<Resync<'a>, Error> {
        let mut search = Search::new(self.bytes, &self.limits);
        let at_start = search.chain(0);
        if self.bytes.is_empty() || at_start.is_some() {
            return Ok(self.resynced(0, at_start.unwrap_or_default(), None));
        }
        // A chain that is cut before its first end proves little: it only counts where no better one follows.
        let mut weak = None;
        let mut from = 1;
        while let Some(at) = search.candidate(from) {
            match search.chain(at) {
                Some(chain) if chain.commands > 0 => {
                    let alternative =
                        weak.map(|(at, _)| at).or_else(|| search.alternative(at, chain.first_len));
                    return Ok(self.resynced(at, chain, alternative));
                }
                Some(chain) => weak = weak.or(Some((at, chain))),
                None => {}
            }
            from = at.saturating_add(1);
        }
        if let Some((at, chain)) = weak {
            return Ok(self.resynced(at, chain, None));
        }
        Err(Error {
            kind: ErrorKind::NoBoundary { searched: len64(self.bytes) },
            place: Place::byte(self.file_index),
        })
    }

    fn resynced(&self, at: usize, chain: Chain, alternative: Option<usize>) -> Resync<'a> {
        let skipped = u64::try_from(at).unwrap_or(u64::MAX);
        let db = if (1..=LONGEST_SELECT).contains(&skipped) { None } else { self.origin.db };
        let stream = Stream {
            bytes: self.bytes.get(at..).unwrap_or_default(),
            origin: Origin {
                first_offset: self.origin.first_offset.map(|first| first.advance(skipped)),
                db,
                ..self.origin
            },
            first: self.first.advance(skipped),
            file_index: self.file_index.saturating_add(skipped),
            skipped: self.skipped.saturating_add(skipped),
            ..*self
        };
        Resync {
            stream,
            skipped_bytes: skipped,
            confirmed_by: chain.commands,
            alternative: alternative.and_then(|index| u64::try_from(index).ok()),
        }
    }
}

/// What follows a candidate.
#[derive(Debug, Clone, Copy, Default)]
struct Chain {
    /// Complete commands, at most [`CONVINCING_COMMANDS`].
    commands: u64,
    /// Length of the first one, or of all bytes if not even that is complete.
    first_len: usize,
}

struct Search<'a> {
    bytes: &'a [u8],
    limits: &'a Limits,
    args: Vec<&'a [u8]>,
    work_left: usize,
}

impl<'a> Search<'a> {
    fn new(bytes: &'a [u8], limits: &'a Limits) -> Self {
        let work_left = bytes.len().saturating_mul(WORK_PER_BYTE).saturating_add(1024);
        Self { bytes, limits, args: Vec::new(), work_left }
    }

    /// Returns the next place at or after `from` that looks like the beginning of an array, while there is work left.
    fn candidate(&self, from: usize) -> Option<usize> {
        if self.work_left == 0 {
            return None;
        }
        let mut from = from;
        loop {
            let rest = self.bytes.get(from..)?;
            let at = from.saturating_add(memchr::memchr(b'*', rest)?);
            match self.bytes.get(at.saturating_add(1)) {
                Some(b'1'..=b'9') | None => return Some(at),
                Some(_) => from = at.saturating_add(1),
            }
        }
    }

    /// Follows commands from `at`; `None` where something else stands among the first of them.
    fn chain(&mut self, at: usize) -> Option<Chain> {
        let mut rest = self.bytes.get(at..)?;
        let mut chain = Chain { commands: 0, first_len: rest.len() };
        while !rest.is_empty() && chain.commands < CONVINCING_COMMANDS {
            let rules = Rules { limits: self.limits, exact: true };
            let frame = resp::array(rest, &mut self.args, rules);
            self.work_left = self.work_left.saturating_sub(self.args.len().saturating_add(1));
            match frame {
                Frame::Command { len, .. } => {
                    if chain.commands == 0 {
                        chain.first_len = len;
                    }
                    chain.commands = chain.commands.saturating_add(1);
                    rest = rest.get(len..)?;
                }
                Frame::Cut => return Some(chain),
                _ => return None,
            }
        }
        Some(chain)
    }

    /// Looks inside the first command of a chain for another one that does as well and is not part of it.
    fn alternative(&mut self, at: usize, first_len: usize) -> Option<usize> {
        let end = at.saturating_add(first_len);
        let mut from = at.saturating_add(1);
        while let Some(other) = self.candidate(from).filter(|other| *other < end) {
            // A single asterisk at the very end proves nothing.
            if self.chain(other).is_some_and(|chain| chain.commands > 0) {
                return Some(other);
            }
            from = other.saturating_add(1);
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use autopsync_model::NextOffset;

    fn stream(bytes: &[u8]) -> Stream<'_> {
        let first_offset = Some(NextOffset::new(501));
        Stream::new(bytes, Origin { first_offset, db: Some(2), ..Origin::unknown() })
    }

    const SET: &[u8] = b"*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\n";

    #[test]
    fn the_end_of_a_command_is_skipped_and_counted() {
        let bytes = [b"ww*ww\r\n$1\r\n*\r\n".as_slice(), SET, SET].concat();
        let found = stream(&bytes).resync().unwrap();
        assert_eq!((found.skipped_bytes, found.confirmed_by), (14, 2));
        assert_eq!(found.stream.first_offset(), NextOffset::new(515));
        assert_eq!(found.stream.skipped_bytes(), 14);
        assert_eq!(found.stream.last_offset(), stream(&bytes).last_offset());
        assert!(!found.is_ambiguous());
    }

    #[test]
    fn a_stream_that_begins_with_a_command_is_left_alone() {
        for bytes in [b"".as_slice(), SET, b"*3\r\n$3\r\nSE"] {
            let found = stream(bytes).resync().unwrap();
            assert_eq!(found.skipped_bytes, 0);
            assert_eq!(found.stream.origin().db, Some(2));
            assert!(!found.is_ambiguous());
        }
    }

    #[test]
    fn a_short_end_may_have_been_a_select() {
        let bytes = [b"T\r\n$1\r\n3\r\n".as_slice(), SET].concat();
        assert_eq!(stream(&bytes).resync().unwrap().stream.origin().db, None);
        let bytes = [[b'w'; 60].as_slice(), SET].concat();
        assert_eq!(stream(&bytes).resync().unwrap().stream.origin().db, Some(2));
    }

    #[test]
    fn commands_inside_a_value_do_not_deceive() {
        // The value is itself a stream, but its last byte is followed by the value's own line end.
        let mut bytes = b"www\r\n*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$27\r\n".to_vec();
        bytes.extend_from_slice(SET);
        bytes.extend_from_slice(b"\r\n");
        bytes.extend_from_slice(SET);
        let found = stream(&bytes).resync().unwrap();
        assert_eq!((found.skipped_bytes, found.confirmed_by), (5, 2));
        assert!(!found.is_ambiguous());
    }

    #[test]
    fn what_could_be_two_things_is_called_so() {
        // Either one command with a value that looks like one, or the end of a value before a command.
        let mut bytes = b"www*2\r\n$3\r\nGET\r\n$22\r\n".to_vec();
        bytes.extend_from_slice(b"*2\r\n$3\r\nDEL\r\n$5\r\nabcde\r\n");
        bytes.extend_from_slice(SET);
        let found = stream(&bytes).resync().unwrap();
        assert_eq!(found.skipped_bytes, 3);
        assert_eq!(found.alternative, Some(21));
        assert!(found.is_ambiguous());
        let mut bytes = b"*www*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$9999\r\nab".to_vec();
        bytes.extend_from_slice(SET);
        let found = stream(&bytes).resync().unwrap();
        assert_eq!((found.skipped_bytes, found.alternative), (33, Some(4)));
        let weak = stream(b"www\r\n*3\r\n$3\r\nSE").resync().unwrap();
        assert!(weak.is_ambiguous());
    }

    #[test]
    fn relative_numbers_go_on_counting_from_the_file() {
        let bytes = [b"www\r\n".as_slice(), SET].concat();
        let found = Stream::new(&bytes, Origin::unknown()).resync().unwrap().stream;
        assert!(found.is_relative());
        assert_eq!(found.first_offset(), NextOffset::new(6));
    }

    #[test]
    fn without_a_boundary_there_is_an_error() {
        let error = stream(b"no command here\r\n").resync().unwrap_err();
        assert_eq!(error.id(), "no-command-boundary");
    }

    #[test]
    fn hostile_nesting_costs_no_more_than_its_bytes() {
        // Each `*` starts a chain of many arguments that fails at the very end.
        let mut bytes = b"x".to_vec();
        while bytes.len() < 1 << 20 {
            bytes.extend_from_slice(b"*1000000\r\n$11\r\n");
        }
        bytes.extend_from_slice(b"*1\r\n:");
        let _ = stream(&bytes).resync();
    }
}
