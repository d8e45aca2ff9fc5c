//! Type 24: a hash whose fields expire, field by field (Redis 7.4).
//!
//! In front stands the earliest moment of all, and each field's own as the distance to it plus one; 0 says never. The
//! order is moment, field, value, although several descriptions have it otherwise.

use super::{Layout, TypeInfo, ValueKind, expiry, plain};
use crate::{
    Error, RdbString, Scratch, ValueVisitor, cursor::Cursor, encoding::length, structure::Part,
};

/// A moment in eight bytes, a count, and triples of a length and two strings.
pub(crate) struct HashExpiry;

impl Layout for HashExpiry {
    const INFO: TypeInfo =
        TypeInfo::redis(24, "hash-hashtable-md", ValueKind::Hash, "hashtable", 12);
    const PARTS: &'static [Part] = &[
        Part::Word("earliest"),
        Part::Repeat(
            "fields",
            &[Part::Length("expiry"), Part::String("field"), Part::String("value")],
        ),
    ];

    #[inline]
    fn skip(cursor: &mut Cursor<'_>) -> Result<(), Error> {
        cursor.take(8, "the earliest expiry of a field")?;
        for _ in 0..plain::count(cursor)? {
            length::read(cursor, "the expiry of a field")?;
            RdbString::skip(cursor, "a field")?;
            RdbString::skip(cursor, "the value of a field")?;
        }
        Ok(())
    }

    fn count(cursor: &mut Cursor<'_>) -> Result<Option<u64>, Error> {
        cursor.take(8, "the earliest expiry of a field")?;
        plain::count(cursor).map(Some)
    }

    fn visit<V: ValueVisitor + ?Sized>(
        cursor: &mut Cursor<'_>,
        scratch: &mut Scratch,
        visitor: &mut V,
    ) -> Result<(), Error> {
        let start = cursor.mark();
        let earliest = cursor.u64_le("the earliest expiry of a field")?;
        expiry::check_earliest(earliest).map_err(|kind| cursor.error_at(start, kind))?;
        for _ in 0..plain::begin(cursor, visitor)? {
            let start = cursor.mark();
            let distance = length::read(cursor, "the expiry of a field")?;
            let expire_at_ms = expiry::relative(earliest, distance)
                .map_err(|kind| cursor.error_at(start, kind))?;
            let field = RdbString::read(cursor, "a field")?;
            let value = RdbString::read(cursor, "the value of a field")?;
            let field = field.decode(&mut scratch.first)?;
            visitor.hash_field(field, value.decode(&mut scratch.second)?, expire_at_ms);
        }
        Ok(())
    }
}
