//! The reader: commands, one after the other, without an allocation per command.

use crate::{
    Bad, Cut, Grammar, Item, Record, Stream, Tail, aof, inline,
    record::Reason,
    resp::{self, Frame},
    stream::len64,
};
use autopsync_model::NextOffset;

/// Reads the commands of a [`Stream`].
///
/// The list of arguments is reused, so this lends: what [`Records::next`] returns lives until the next call.
///
/// ```
/// use autopsync_stream::{Item, Origin, Stream};
///
/// let stream = Stream::new(b"*1\r\n$4\r\nPING\r\n*2\r\n$3\r\nDEL", Origin::unknown());
/// let mut records = stream.records();
/// let ping = records.next_record().unwrap();
/// assert_eq!((ping.start.get(), ping.end.get(), ping.name()), (1, 15, b"PING".as_slice()));
/// assert!(records.next_record().is_none());
/// assert!(records.tail().is_some(), "the stream ends inside a command");
/// ```
#[derive(Debug, Clone)]
pub struct Records<'a> {
    stream: Stream<'a>,
    rest: &'a [u8],
    first: NextOffset,
    db: Option<u32>,
    args: Vec<&'a [u8]>,
    tail: Option<Tail>,
}

impl<'a> Records<'a> {
    pub(crate) fn new(stream: Stream<'a>) -> Self {
        Self {
            rest: stream.bytes,
            first: stream.first_offset(),
            db: stream.origin.db,
            args: Vec::new(),
            tail: None,
            stream,
        }
    }

    /// Returns the next command, or the tail once, or `None` at the end.
    #[allow(clippy::should_implement_trait, reason = "an iterator cannot lend its own buffer")]
    pub fn next(&mut self) -> Option<Item<'_, 'a>> {
        if self.tail.is_some() {
            return None;
        }
        match self.advance() {
            Step::Record { index, len, form } => Some(Item::Record(self.record(index, len, form))),
            Step::Tail(tail) => Some(Item::Tail(tail)),
            Step::End => None,
        }
    }

    /// Returns the next command, or `None` at the end of them; [`Records::tail`] then tells how the stream ends.
    pub fn next_record(&mut self) -> Option<Record<'_, 'a>> {
        match self.advance() {
            Step::Record { index, len, form } => Some(self.record(index, len, form)),
            Step::Tail(_) | Step::End => None,
        }
    }

    /// Hands every remaining command to `visit` and returns how the stream ends.
    pub fn for_each(mut self, mut visit: impl FnMut(Record<'_, 'a>)) -> Option<Tail> {
        while let Some(record) = self.next_record() {
            visit(record);
        }
        self.tail
    }

    /// Returns how the stream ends, once the reader got there: `None` before that, and after a clean end.
    #[must_use]
    pub const fn tail(&self) -> Option<Tail> {
        self.tail
    }

    /// Returns the number of the first byte that was not read yet; at the end of the commands, of the first byte
    /// that belongs to none.
    #[must_use]
    pub fn offset(&self) -> NextOffset {
        self.first.advance(self.index())
    }

    /// Returns the database that the commands read so far selected, as far as they tell.
    #[must_use]
    pub const fn db(&self) -> Option<u32> {
        self.db
    }

    /// The index of the next byte in the slice.
    fn index(&self) -> u64 {
        len64(self.stream.bytes).saturating_sub(len64(self.rest))
    }

    /// Reads up to the end of a command.
    fn advance(&mut self) -> Step {
        loop {
            let Some(&first) = self.rest.first() else { return Step::End };
            if self.tail.is_some() {
                return Step::End;
            }
            let (frame, form) = if first == b'*' {
                (resp::array(self.rest, &mut self.args, self.stream.rules()), Form::Array)
            } else {
                self.between_arrays(first)
            };
            let index = self.index();
            match frame {
                Frame::Command { len, canonical } => {
                    self.rest = self.rest.get(len..).unwrap_or_default();
                    let form = if canonical { Form::Canonical } else { form };
                    return Step::Record { index, len, form };
                }
                Frame::Nothing { .. } if form == Form::Array && self.is_aof() => {
                    // A loader asks for at least one argument.
                    let found = self.rest.get(1).copied().unwrap_or_default();
                    let bad = self.bad(index, 1, Reason::ArrayLength { found });
                    return self.end(Tail::Bad(bad));
                }
                Frame::Nothing { len } => {
                    self.rest = self.rest.get(len..).unwrap_or_default();
                }
                Frame::Cut => return self.end(Tail::Cut(self.cut(index))),
                Frame::Bad { at, reason } => {
                    let bad = self.bad(index, u64::try_from(at).unwrap_or(u64::MAX), reason);
                    return self.end(Tail::Bad(bad));
                }
            }
        }
    }

    fn is_aof(&self) -> bool {
        self.stream.grammar == Grammar::Aof
    }

    /// Reads what does not start with `*`.
    #[cold]
    fn between_arrays(&mut self, first: u8) -> (Frame, Form) {
        let limits = &self.stream.limits;
        match self.stream.grammar {
            Grammar::Aof => (aof::plain::line(self.rest, &mut self.args), Form::Annotation),
            Grammar::Stream => (inline::line(self.rest, &mut self.args, limits), Form::Inline),
            Grammar::ArraysOnly | Grammar::Exact => {
                match inline::line(self.rest, &mut self.args, limits) {
                    Frame::Command { .. } => {
                        let reason = Reason::InlineRefused { found: first };
                        (Frame::Bad { at: 0, reason }, Form::Inline)
                    }
                    other => (other, Form::Inline),
                }
            }
        }
    }

    fn record(&mut self, index: u64, len: usize, form: Form) -> Record<'_, 'a> {
        let start = self.first.advance(index);
        let record = Record {
            start,
            end: start.advance(u64::try_from(len).unwrap_or(u64::MAX)),
            at: self.stream.file_index.saturating_add(index),
            db: self.db,
            inline: form == Form::Inline,
            canonical: form == Form::Canonical,
            args: &self.args,
            annotation: form == Form::Annotation,
        };
        if let Some(db) = record.selects() {
            self.db = Some(db);
        }
        record
    }

    fn end(&mut self, tail: Tail) -> Step {
        self.tail = Some(tail);
        Step::Tail(tail)
    }

    fn cut(&self, index: u64) -> Cut {
        Cut {
            at: self.first.advance(index),
            index: self.stream.file_index.saturating_add(index),
            pending_bytes: len64(self.rest),
        }
    }

    fn bad(&self, index: u64, at: u64, reason: Reason) -> Bad {
        let byte = index.saturating_add(at);
        Bad {
            at: self.first.advance(byte),
            index: self.stream.file_index.saturating_add(byte),
            command_start: self.first.advance(index),
            reason,
        }
    }
}

/// What [`Records::advance`] came to. The arguments of a record are in the buffer.
enum Step {
    Record { index: u64, len: usize, form: Form },
    Tail(Tail),
    End,
}

/// How a record is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Canonical,
    Array,
    Inline,
    Annotation,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Kind, Origin};

    fn stream(bytes: &[u8]) -> Stream<'_> {
        let first_offset = Some(NextOffset::new(1001));
        Stream::new(bytes, Origin { first_offset, ..Origin::unknown() })
    }

    #[test]
    fn offsets_name_the_first_byte_and_the_one_after_the_last() {
        let bytes = b"*1\r\n$4\r\nping\r\n\n\r\n*2\r\n$6\r\nSELECT\r\n$2\r\n15\r\n*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$0\r\n\r\n";
        let mut seen = Vec::new();
        let tail = stream(bytes).records().for_each(|record| {
            seen.push((record.start.get(), record.end.get(), record.at, record.db, record.kind()));
        });
        assert_eq!(tail, None);
        assert_eq!(
            seen,
            [
                (1001, 1015, 0, None, Kind::Ping),
                (1018, 1042, 17, None, Kind::Select),
                (1042, 1068, 41, Some(15), Kind::Write),
            ]
        );
    }

    #[test]
    fn a_database_is_followed_inside_a_transaction_too() {
        let bytes = b"*1\r\n$5\r\nMULTI\r\nselect 7\r\n*1\r\n$4\r\nEXEC\r\nselect x\r\nselect 2 3\r\nPING\r\n";
        let mut records = stream(bytes).records();
        let mut databases = Vec::new();
        while let Some(record) = records.next_record() {
            databases.push((record.db, record.inline));
        }
        assert_eq!(
            databases,
            [
                (None, false),
                (None, true),
                (Some(7), false),
                (Some(7), true),
                (Some(7), true),
                (Some(7), true)
            ]
        );
        assert_eq!(records.db(), Some(7));
    }

    #[test]
    fn the_tail_comes_once_and_nothing_after_it() {
        let mut records = stream(b"*1\r\n$4\r\nPING\r\n*1\r\n$4\r\nPI").records();
        assert!(matches!(records.next(), Some(Item::Record(_))));
        let cut = Cut { at: NextOffset::new(1015), index: 14, pending_bytes: 10 };
        assert_eq!(records.next(), Some(Item::Tail(Tail::Cut(cut))));
        assert_eq!(records.next(), None);
        assert_eq!(records.tail(), Some(Tail::Cut(cut)));
        assert_eq!(records.offset(), NextOffset::new(1015));
    }

    #[test]
    fn a_bad_byte_has_an_offset_and_so_has_its_command() {
        let tail = stream(b"PING\r\n*2\r\n$4\r\nPING\r\n:1\r\n").records().for_each(|_| {});
        let Some(Tail::Bad(bad)) = tail else { panic!("{tail:?}") };
        assert_eq!((bad.at.get(), bad.index, bad.command_start.get()), (1021, 20, 1007));
        assert_eq!(bad.id(), "bulk-marker");
    }

    #[test]
    fn inline_commands_can_be_refused_and_empty_lines_not() {
        let stream =
            stream(b"\r\n*1\r\n$4\r\nPING\r\n\nPING\r\n").with_grammar(Grammar::ArraysOnly);
        let mut count = 0;
        let tail = stream.records().for_each(|_| count += 1);
        let Some(Tail::Bad(bad)) = tail else { panic!("{tail:?}") };
        assert_eq!((count, bad.at.get(), bad.id()), (1, 1018, "inline-from-master"));
    }

    #[test]
    fn numbers_at_the_end_of_the_range_do_not_wrap() {
        let first_offset = Some(NextOffset::new(i64::MAX));
        let bytes = b"*1\r\n$4\r\nPING\r\n*";
        let stream = Stream::new(bytes, Origin { first_offset, ..Origin::unknown() })
            .at_file_index(u64::MAX);
        let mut ends = Vec::new();
        stream.records().for_each(|record| ends.push((record.end.get(), record.at)));
        assert_eq!(ends, [(i64::MAX, u64::MAX)]);
    }
}
