//! What the plain types share: a count, and then the elements as strings and numbers of the file itself.

use crate::{
    Error, RdbString, ValueVisitor,
    cursor::Cursor,
    encoding::{double, length},
};

/// Reads the count of a plain value.
#[inline]
pub(super) fn count(cursor: &mut Cursor<'_>) -> Result<u64, Error> {
    length::read(cursor, "the number of elements")
}

/// Reads the count and tells it to the visitor, never above what the bytes left could hold.
#[inline]
pub(super) fn begin<V: ValueVisitor + ?Sized>(
    cursor: &mut Cursor<'_>,
    visitor: &mut V,
) -> Result<u64, Error> {
    let count = count(cursor)?;
    visitor.expect(count.min(cursor.left()));
    Ok(count)
}

/// Passes a count, and as many times the given number of strings.
#[inline]
pub(super) fn skip_strings(cursor: &mut Cursor<'_>, per_element: u64) -> Result<(), Error> {
    let count = count(cursor)?;
    for _ in 0..count {
        for _ in 0..per_element {
            RdbString::skip(cursor, "an element")?;
        }
    }
    Ok(())
}

/// How the scores of a sorted set are stored.
pub(super) trait Score {
    /// Reads a score.
    fn read(cursor: &mut Cursor<'_>) -> Result<f64, Error>;
    /// Passes a score.
    fn skip(cursor: &mut Cursor<'_>) -> Result<(), Error>;
}

/// As text with a length byte.
pub(super) struct Ascii;

impl Score for Ascii {
    fn read(cursor: &mut Cursor<'_>) -> Result<f64, Error> {
        double::read_ascii(cursor)
    }

    fn skip(cursor: &mut Cursor<'_>) -> Result<(), Error> {
        double::skip_ascii(cursor)
    }
}

/// As eight bytes.
pub(super) struct Binary;

impl Score for Binary {
    fn read(cursor: &mut Cursor<'_>) -> Result<f64, Error> {
        cursor.f64_le("a score")
    }

    fn skip(cursor: &mut Cursor<'_>) -> Result<(), Error> {
        cursor.take(8, "a score").map(|_| ())
    }
}

/// Passes a sorted set.
pub(super) fn skip_zset<S: Score>(cursor: &mut Cursor<'_>) -> Result<(), Error> {
    for _ in 0..count(cursor)? {
        RdbString::skip(cursor, "a member")?;
        S::skip(cursor)?;
    }
    Ok(())
}

/// Decodes a sorted set.
pub(super) fn visit_zset<S: Score, V: ValueVisitor + ?Sized>(
    cursor: &mut Cursor<'_>,
    scratch: &mut crate::Scratch,
    visitor: &mut V,
) -> Result<(), Error> {
    for _ in 0..begin(cursor, visitor)? {
        let member = RdbString::read(cursor, "a member")?;
        let score = S::read(cursor)?;
        visitor.zset_member(member.decode(&mut scratch.first)?, score);
    }
    Ok(())
}
