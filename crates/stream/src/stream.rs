//! A slice of the stream with its origin.

use crate::{
    Error, ErrorKind, Origin, Records, Tail, inline,
    resp::{self, Frame, Rules},
};
use autopsync_model::{AppliedOffset, Limits, NextOffset, Place};

/// How commands are written down, as far as it decides what is accepted between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Grammar {
    /// A replication stream as replicas up to 6.0.3 read it: arrays, inline commands, empty lines.
    #[default]
    Stream,
    /// A replication stream as replicas from 6.0.4 on read it (`processInlineBuffer`): inline commands break it.
    ArraysOnly,
    /// As [`Grammar::ArraysOnly`], and with `\r\n` after each length and argument, as Valkey reads it from 9.1 on and in
    /// later patches of 7.2, 8.0 and 9.0 (valkey#2872).
    Exact,
    /// An AOF: arrays, and lines that start with `#`. Loaders read lengths with `atoi`, and so a little more than this;
    /// no server ever wrote more.
    Aof,
}

/// Bytes of a stream and what is known of their origin. Copying it copies no bytes.
#[derive(Debug, Clone, Copy)]
pub struct Stream<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) origin: Origin,
    /// The number of the first byte: the origin's, or counted from the file's first byte.
    pub(crate) first: NextOffset,
    pub(crate) file_index: u64,
    pub(crate) skipped: u64,
    pub(crate) grammar: Grammar,
    pub(crate) limits: Limits,
}

/// Where an offset lies in a stream: see [`Stream::locate`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    /// Between two commands (or after the last): a replica may continue there.
    Boundary {
        /// The database that the commands before it selected, as far as they tell.
        db: Option<u32>,
        /// Whether a transaction is open there. A replica from 4.0 on never asks for such an offset.
        in_transaction: bool,
    },
    /// Inside a command: a replica that continues there reads garbage.
    Inside {
        /// The offset of the command's first byte.
        start: NextOffset,
        /// The offset of the byte after it, where the command is complete.
        end: Option<NextOffset>,
    },
    /// Before the first byte, after the last, or after bytes that cannot be read.
    Outside,
}

impl<'a> Stream<'a> {
    /// Takes a slice for a stream. The first byte has the number that the origin tells, or 1.
    #[must_use]
    pub fn new(bytes: &'a [u8], origin: Origin) -> Self {
        Self {
            bytes,
            origin,
            first: origin.numbering_starts_at(),
            file_index: 0,
            skipped: 0,
            grammar: Grammar::default(),
            limits: Limits::default(),
        }
    }

    /// Says where in its file the slice begins, so that places are those of the file.
    #[must_use]
    pub const fn at_file_index(mut self, index: u64) -> Self {
        self.file_index = index;
        self
    }

    /// Chooses what is accepted between commands.
    #[must_use]
    pub const fn with_grammar(mut self, grammar: Grammar) -> Self {
        self.grammar = grammar;
        self
    }

    /// Sets other limits than the servers' defaults. Redis from 7.0 on takes more than 1048576 arguments, and longer
    /// strings where `proto-max-bulk-len` says so.
    #[must_use]
    pub const fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Fills gaps of the origin: flags and sidecars. An offset told here is that of the first byte of this stream.
    #[must_use]
    pub fn with_origin(mut self, other: Origin) -> Self {
        if let (true, Some(first)) = (self.is_relative(), other.first_offset) {
            self.first = first;
        }
        self.origin = self.origin.or(other);
        self
    }

    pub(crate) fn rules(&self) -> Rules<'_> {
        Rules { limits: &self.limits, exact: self.grammar == Grammar::Exact }
    }

    /// Returns the bytes.
    #[must_use]
    pub const fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Returns what is known of the first byte.
    #[must_use]
    pub const fn origin(&self) -> Origin {
        self.origin
    }

    /// Returns the index of the first byte in its file.
    #[must_use]
    pub const fn file_index(&self) -> u64 {
        self.file_index
    }

    /// Returns how many bytes [`Stream::resync`] skipped to get here.
    #[must_use]
    pub const fn skipped_bytes(&self) -> u64 {
        self.skipped
    }

    /// Tells whether offsets are counted from the file's first byte because its real number is unknown.
    #[must_use]
    pub const fn is_relative(&self) -> bool {
        self.origin.is_relative()
    }

    /// Returns the number of the first byte held.
    #[must_use]
    pub const fn first_offset(&self) -> NextOffset {
        self.first
    }

    /// Returns the number after that of the last byte held; equal to the first where there are none.
    #[must_use]
    pub fn end(&self) -> NextOffset {
        self.first_offset().advance(len64(self.bytes))
    }

    /// Returns the number of the last byte held: the `master_repl_offset` of its master at that moment.
    #[must_use]
    pub fn last_offset(&self) -> AppliedOffset {
        self.end().applied()
    }

    /// Reads the commands from the first byte on.
    #[must_use]
    pub fn records(&self) -> Records<'a> {
        Records::new(*self)
    }

    /// Returns the stream from `offset` on, as a `PSYNC` that asks for it would receive it.
    ///
    /// Nothing checks that a command begins there: [`Stream::locate`] does, and tells the database, which this
    /// function does not know any more unless `offset` is the first byte.
    ///
    /// # Errors
    /// [`ErrorKind::OffsetOutside`] before the first byte and beyond the one after the last.
    pub fn starting_at(&self, offset: NextOffset) -> Result<Self, Error> {
        let index = offset.index_from(self.first_offset());
        let rest = index
            .and_then(|index| usize::try_from(index).ok())
            .and_then(|index| self.bytes.get(index..));
        match (index, rest) {
            (Some(0), Some(_)) => Ok(*self),
            (Some(index), Some(bytes)) => Ok(Self {
                bytes,
                origin: Origin {
                    first_offset: self.origin.first_offset.map(|_| offset),
                    db: None,
                    ..self.origin
                },
                first: offset,
                file_index: self.file_index.saturating_add(index),
                ..*self
            }),
            _ => Err(Error {
                kind: ErrorKind::OffsetOutside {
                    first: self.first_offset().get(),
                    end: self.end().get(),
                    found: offset.get(),
                },
                place: Place::byte(self.file_index),
            }),
        }
    }

    /// Returns the stream up to and including byte `last`; a command that goes on beyond it is then cut.
    #[must_use]
    pub fn up_to(&self, last: AppliedOffset) -> Self {
        let count = last.next().index_from(self.first_offset()).unwrap_or(0);
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        Self { bytes: self.bytes.get(..count).unwrap_or(self.bytes), ..*self }
    }

    /// Says whether a command begins at `offset`, in which database, and whether inside a transaction.
    ///
    /// Reads every command before it once.
    #[must_use]
    pub fn locate(&self, offset: NextOffset) -> Location {
        if offset < self.first_offset() || offset > self.end() {
            return Location::Outside;
        }
        let mut records = self.records();
        let mut in_transaction = false;
        let mut next = self.first_offset();
        while records.offset() < offset {
            let Some(record) = records.next_record() else { break };
            if record.start >= offset {
                return self
                    .inside_nothing(next, offset)
                    .unwrap_or(Location::Boundary { db: record.db, in_transaction });
            }
            next = record.end;
            if record.end > offset {
                return Location::Inside { start: record.start, end: Some(record.end) };
            }
            match record.kind() {
                crate::Kind::Multi => in_transaction = true,
                crate::Kind::Exec | crate::Kind::Discard => in_transaction = false,
                _ => {}
            }
        }
        match records.tail() {
            Some(Tail::Cut(cut)) if cut.at < offset => {
                Location::Inside { start: cut.at, end: None }
            }
            Some(Tail::Bad(bad)) if bad.command_start < offset => Location::Outside,
            _ => self
                .inside_nothing(next, offset)
                .unwrap_or(Location::Boundary { db: records.db(), in_transaction }),
        }
    }

    /// Looks for `offset` among what stands between two commands, from `next` on. A replica that continues inside an
    /// empty array reads its rest as an inline command; inside an empty line it reads an empty line.
    fn inside_nothing(&self, next: NextOffset, offset: NextOffset) -> Option<Location> {
        let index = usize::try_from(next.index_from(self.first_offset())?).ok()?;
        let mut rest = self.bytes.get(index..)?;
        let mut start = next;
        let mut args = Vec::new();
        while start < offset {
            let is_array = rest.first() == Some(&b'*');
            let frame = if is_array {
                resp::array(rest, &mut args, self.rules())
            } else {
                inline::line(rest, &mut args, &self.limits)
            };
            let Frame::Nothing { len } = frame else { return None };
            let end = start.advance(u64::try_from(len).unwrap_or(u64::MAX));
            if end > offset {
                return is_array.then_some(Location::Inside { start, end: Some(end) });
            }
            (start, rest) = (end, rest.get(len..)?);
        }
        None
    }
}

/// The length of a slice as the offsets count.
pub(crate) fn len64(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BYTES: &[u8] =
        b"*2\r\n$6\r\nSELECT\r\n$1\r\n3\r\n*1\r\n$5\r\nMULTI\r\n*1\r\n$4\r\nPING\r\n*1\r\n$4\r\nEXEC\r\n";

    fn stream() -> Stream<'static> {
        let first_offset = Some(NextOffset::new(1001));
        Stream::new(BYTES, Origin { first_offset, ..Origin::unknown() })
    }

    #[test]
    fn the_last_byte_has_the_number_of_the_masters_offset() {
        assert_eq!(stream().last_offset(), AppliedOffset::new(1066));
        assert_eq!(Stream::new(b"", Origin::unknown()).last_offset(), AppliedOffset::new(0));
    }

    #[test]
    fn an_offset_is_a_boundary_or_lies_inside() {
        let at = |n| stream().locate(NextOffset::new(n));
        assert_eq!(at(1000), Location::Outside);
        assert_eq!(at(1001), Location::Boundary { db: None, in_transaction: false });
        assert_eq!(
            at(1023),
            Location::Inside { start: NextOffset::new(1001), end: Some(NextOffset::new(1024)) }
        );
        assert_eq!(at(1024), Location::Boundary { db: Some(3), in_transaction: false });
        assert_eq!(at(1039), Location::Boundary { db: Some(3), in_transaction: true });
        assert_eq!(at(1067), Location::Boundary { db: Some(3), in_transaction: false });
        assert_eq!(at(1068), Location::Outside);
    }

    #[test]
    fn an_offset_inside_an_array_of_nothing_is_no_boundary() {
        for bytes in [b"\r\n*0\r\n*1\r\n$4\r\nPING\r\n".as_slice(), b"\r\n*0\r\n"] {
            let stream = Stream::new(bytes, Origin::unknown());
            let inside =
                Location::Inside { start: NextOffset::new(3), end: Some(NextOffset::new(7)) };
            let boundary = Location::Boundary { db: None, in_transaction: false };
            let expected =
                [boundary, boundary, boundary, inside, inside, inside, boundary].into_iter();
            for (offset, expected) in (1..).zip(expected) {
                assert_eq!(stream.locate(NextOffset::new(offset)), expected, "{offset}");
            }
        }
    }

    #[test]
    fn a_stream_can_start_and_end_anywhere() {
        let part = stream().starting_at(NextOffset::new(1024)).unwrap();
        assert_eq!(part.first_offset(), NextOffset::new(1024));
        assert_eq!(part.file_index(), 23);
        assert_eq!(part.last_offset(), AppliedOffset::new(1066));
        assert_eq!(stream().starting_at(NextOffset::new(1067)).unwrap().bytes(), b"");
        for outside in [1000, 1068, i64::MIN, i64::MAX] {
            let error = stream().starting_at(NextOffset::new(outside)).unwrap_err();
            assert_eq!(error.id(), "offset-outside-stream");
        }
        assert_eq!(stream().up_to(AppliedOffset::new(1023)).bytes().len(), 23);
        assert_eq!(stream().up_to(AppliedOffset::new(9999)).bytes().len(), BYTES.len());
        assert_eq!(stream().up_to(AppliedOffset::new(5)).bytes().len(), 0);
    }
}
