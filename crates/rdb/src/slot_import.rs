//! A migration of slots that was not finished (`SLOT_IMPORT`, Valkey 9.0).

use crate::{Error, RdbString, Region, cursor::Cursor, encoding::length};
use std::fmt;

/// A migration of slots that was not finished (Valkey 9.0).
#[derive(Debug, Clone, Copy)]
pub struct SlotImport<'a> {
    /// The name of the job, forty hexadecimal digits.
    pub job: RdbString<'a>,
    /// The slots.
    pub ranges: SlotRanges<'a>,
    /// Where the record begins.
    pub at: u64,
}

/// The slots that a migration is about, as ranges with both ends included.
#[derive(Clone, Copy)]
pub struct SlotRanges<'a> {
    cursor: Cursor<'a>,
}

impl<'a> SlotRanges<'a> {
    /// Passes a count and as many ranges.
    pub(crate) fn read(cursor: &mut Cursor<'a>) -> Result<Self, Error> {
        let count = length::read(cursor, "the number of slot ranges")?;
        let start = cursor.mark();
        for _ in 0..count {
            range(cursor)?;
        }
        Ok(Self {
            cursor: Cursor::new(cursor.since(start), cursor.position_at(start), Region::File),
        })
    }
}

fn range(cursor: &mut Cursor<'_>) -> Result<(u64, u64), Error> {
    let first = length::read(cursor, "the first slot of a range")?;
    Ok((first, length::read(cursor, "the last slot of a range")?))
}

impl<'a> SlotRanges<'a> {
    /// Returns the first and last slot of each range.
    #[must_use]
    pub const fn iter(&self) -> SlotRangesIter<'a> {
        SlotRangesIter(*self)
    }
}

impl<'a> IntoIterator for SlotRanges<'a> {
    type Item = (u64, u64);
    type IntoIter = SlotRangesIter<'a>;

    fn into_iter(self) -> SlotRangesIter<'a> {
        SlotRangesIter(self)
    }
}

impl<'a> IntoIterator for &SlotRanges<'a> {
    type Item = (u64, u64);
    type IntoIter = SlotRangesIter<'a>;

    fn into_iter(self) -> SlotRangesIter<'a> {
        self.iter()
    }
}

/// Iterates over [`SlotRanges`].
#[derive(Debug, Clone)]
pub struct SlotRangesIter<'a>(SlotRanges<'a>);

impl Iterator for SlotRangesIter<'_> {
    type Item = (u64, u64);

    fn next(&mut self) -> Option<Self::Item> {
        range(&mut self.0.cursor).ok()
    }
}

impl fmt::Debug for SlotRanges<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
