//! What the packed structures have in common: each lives in a string, and is a sequence of texts.

use crate::{
    Decimal, Error, ErrorKind, RdbString, Region, StringBuffer, Text,
    cursor::{Cursor, Mark},
};

/// One entry of a packed structure: bytes, or an integer that stands for its decimal text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PackedValue<'a> {
    /// A string.
    Bytes(&'a [u8]),
    /// An integer.
    Integer(i64),
}

impl<'a> PackedValue<'a> {
    /// Returns the text that the entry stands for.
    #[inline]
    #[must_use]
    pub fn text(self) -> Text<'a> {
        match self {
            Self::Bytes(bytes) => Text::Bytes(bytes),
            Self::Integer(value) => Text::Integer(Decimal::new(value)),
        }
    }

    /// Returns the number that the entry spells as a score.
    pub(crate) fn score(self) -> Result<f64, ErrorKind> {
        match self {
            #[allow(clippy::cast_precision_loss, reason = "so do the servers: a score is a double")]
            Self::Integer(value) => Ok(value as f64),
            Self::Bytes(text) => {
                super::double::parse(text).ok_or_else(|| super::double::score(text))
            }
        }
    }

    /// Returns the integer, also where it is stored as text.
    pub(crate) fn integer(self) -> Option<i64> {
        match self {
            Self::Integer(value) => Some(value),
            Self::Bytes(text) => std::str::from_utf8(text).ok()?.parse().ok(),
        }
    }
}

/// A packed structure that is read from its head to its end: a ziplist or a listpack.
pub(crate) trait Packed<'a>: Sized {
    /// Which structure it is.
    const REGION: Region;

    /// Checks the header.
    fn open(cursor: Cursor<'a>) -> Result<Self, Error>;

    /// Returns the next entry; at the end mark, checks what the header states about the whole.
    fn next_value(&mut self) -> Result<Option<PackedValue<'a>>, Error>;

    /// Returns how many entries were read.
    fn read_so_far(&self) -> u64;

    /// Returns the position of the next entry.
    fn position(&self) -> u64;

    /// Returns the next two entries, or an error where there is only one.
    #[inline]
    fn next_pair(&mut self) -> Result<Option<(PackedValue<'a>, PackedValue<'a>)>, Error> {
        let Some(first) = self.next_value()? else { return Ok(None) };
        match self.next_value()? {
            Some(second) => Ok(Some((first, second))),
            None => Err(self.incomplete(2)),
        }
    }

    /// Describes that the entries do not come in groups of so many.
    #[cold]
    fn incomplete(&self, group: u64) -> Error {
        let found = self.read_so_far();
        Error::new(ErrorKind::PackedGroup { region: Self::REGION, group, found }, self.position())
    }
}

/// Opens the string that holds a packed structure, decompressing it where it has to be.
///
/// Positions are those of the file where the string is raw; else errors name the string and the byte inside it.
#[inline]
pub(crate) fn unpack<'b, 'a: 'b, R>(
    string: &RdbString<'a>,
    buffer: &'b mut StringBuffer,
    region: Region,
    read: impl FnOnce(Cursor<'b>) -> Result<R, Error>,
) -> Result<R, Error> {
    if let crate::StringForm::Raw(bytes) = string.form() {
        return read(Cursor::new(bytes, string.content_at(), region));
    }
    let bytes = string.decode(buffer)?;
    read(Cursor::new(bytes, 0, region)).map_err(|error| error.inside_compressed(string.at()))
}

/// The count of a ziplist or listpack that holds 65535 entries or more: walk to know.
pub(crate) const UNKNOWN_COUNT: u64 = 65535;

/// Returns the count that a header of either ends with, or `None` where it states none.
pub(crate) fn stated_count(bytes: [u8; 2]) -> Option<u64> {
    let count = u64::from(u16::from_le_bytes(bytes));
    (count != UNKNOWN_COUNT).then_some(count)
}

/// Compares the size that a header states with the size of the string that holds the structure.
#[inline]
pub(crate) fn check_size(cursor: &Cursor<'_>, declared: u64) -> Result<(), Error> {
    let (region, found) = (cursor.region(), cursor.size());
    if declared == found {
        return Ok(());
    }
    Err(cursor.error_at(Mark::START, ErrorKind::PackedSize { region, declared, found }))
}

/// Checks that nothing follows the end mark, which was just passed.
#[inline]
pub(crate) fn check_end(cursor: &Cursor<'_>) -> Result<(), Error> {
    let (region, left) = (cursor.region(), cursor.left());
    if left == 0 {
        return Ok(());
    }
    Err(cursor.error(ErrorKind::PackedEnd { region, left }))
}

/// Compares the count that a header states with what was found; `unknown` stands for no statement.
#[inline]
pub(crate) fn check_count(
    cursor: &Cursor<'_>,
    declared: u64,
    unknown: u64,
    found: u64,
) -> Result<(), Error> {
    if declared == found || declared == unknown {
        return Ok(());
    }
    Err(cursor
        .error_at(Mark::START, ErrorKind::PackedCount { region: cursor.region(), declared, found }))
}
