//! The files of an AOF, numbered one after the other.
//!
//! An AOF has no replication offsets: `PING`, `REPLCONF` and `PUBLISH` count in the stream and are not in the file, and
//! no server restores a position from one. What can be said of a command is its file and its place there. Readers
//! and replays work with one growing number all the same, so the bytes of all files are counted together here, from
//! 1, snapshots included; [`Files::place`] leads back.

use crate::{Grammar, Origin, Stream};
use autopsync_model::NextOffset;

/// The lengths of an AOF's files in loading order.
///
/// ```
/// use autopsync_stream::aof::Files;
///
/// let base = b"REDIS0010...*1\r\n$4\r\nEXEC\r\n";
/// let increment = b"#TS:1700000000\r\n*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n";
/// let mut files = Files::default();
/// for file in [base.as_slice(), increment] {
///     files.push(file.len() as u64);
/// }
/// let stream = files.stream(1, increment, 0);
/// let mut records = stream.records();
/// let annotation = records.next_record().unwrap();
/// assert_eq!(files.place(annotation.start), Some((1, 0)));
/// let select = records.next_record().unwrap();
/// assert_eq!(files.place(select.start), Some((1, 16)));
/// assert_eq!(files.place(select.end), Some((1, 39)), "the byte after the last one");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Files {
    /// How many bytes stand up to the end of each file.
    ends: Vec<u64>,
}

impl Files {
    /// Adds a file of so many bytes; returns its index.
    pub fn push(&mut self, bytes: u64) -> usize {
        self.ends.push(self.bytes().saturating_add(bytes));
        self.ends.len().saturating_sub(1)
    }

    /// Returns how many files there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.ends.len()
    }

    /// Tells whether there is no file.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Returns the bytes of all files.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.ends.last().copied().unwrap_or(0)
    }

    /// Returns how many bytes stand in the files before this one.
    #[must_use]
    pub fn before(&self, index: usize) -> u64 {
        index.checked_sub(1).and_then(|last| self.ends.get(last)).copied().unwrap_or(0)
    }

    /// Returns the commands of a file, which begin at its byte `at`, as a stream.
    ///
    /// Loaders begin each file in database 0 (`createAOFClient`, 7.0.15), and writers begin it with a `SELECT`.
    #[must_use]
    pub fn stream<'a>(&self, index: usize, commands: &'a [u8], at: u64) -> Stream<'a> {
        let first = self.number(index, at);
        let origin = Origin { first_offset: Some(first), db: Some(0), ..Origin::unknown() };
        Stream::new(commands, origin).at_file_index(at).with_grammar(Grammar::Aof)
    }

    /// Returns the number of byte `at` (counted from 0) of a file.
    #[must_use]
    pub fn number(&self, index: usize, at: u64) -> NextOffset {
        NextOffset::new(1).advance(self.before(index)).advance(at)
    }

    /// Returns the file and the index in it (counted from 0) that a number stands for. The number after the last byte
    /// of a file is the first one of the next file; after the last file it is that file's length.
    #[must_use]
    pub fn place(&self, number: NextOffset) -> Option<(usize, u64)> {
        let index = number.index_from(NextOffset::new(1))?;
        let last = self.ends.len().checked_sub(1)?;
        let file = self.ends.partition_point(|end| *end <= index).min(last);
        (index <= self.bytes()).then(|| (file, index.saturating_sub(self.before(file))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_has_one_number_and_leads_back() {
        let mut files = Files::default();
        for bytes in [3, 0, 2] {
            files.push(bytes);
        }
        let places: Vec<_> = (0..8).map(|n| files.place(NextOffset::new(n))).collect();
        assert_eq!(
            places,
            [
                None,
                Some((0, 0)),
                Some((0, 1)),
                Some((0, 2)),
                Some((2, 0)),
                Some((2, 1)),
                Some((2, 2)),
                None
            ]
        );
        assert_eq!(files.number(2, 1), NextOffset::new(5));
        assert_eq!(files.number(7, 0), NextOffset::new(1), "a file that is not there");
        assert_eq!(Files::default().place(NextOffset::new(1)), None);
    }

    #[test]
    fn lengths_beyond_all_bounds_do_not_wrap() {
        let mut files = Files::default();
        files.push(u64::MAX);
        files.push(u64::MAX);
        assert_eq!(files.number(1, u64::MAX).get(), i64::MAX);
        assert!(files.place(NextOffset::new(i64::MAX)).is_some());
    }

    #[test]
    fn each_file_begins_in_database_0() {
        let mut files = Files::default();
        files.push(40);
        let stream = files.stream(0, b"*1\r\n$4\r\nEXEC\r\n", 26);
        let mut records = stream.records();
        let record = records.next_record().unwrap();
        assert_eq!((record.db, record.at, record.start.get()), (Some(0), 26, 27));
    }
}
