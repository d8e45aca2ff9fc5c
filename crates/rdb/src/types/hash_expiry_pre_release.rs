//! Type 22 of Redis: a hash whose fields expire, as 7.4-rc1 and rc2 wrote it. Later ones still read it.
//!
//! Like type 24, with absolute moments and none in front.

use super::{Layout, TypeInfo, ValueKind, expiry, plain};
use crate::{
    Error, RdbString, Scratch, ValueVisitor, cursor::Cursor, encoding::length, structure::Part,
};

/// A count, and triples of a length and two strings.
pub(crate) struct HashExpiryPreRelease;

impl Layout for HashExpiryPreRelease {
    const INFO: TypeInfo =
        TypeInfo::redis(22, "hash-hashtable-md-pre-release", ValueKind::Hash, "hashtable", 12);
    const PARTS: &'static [Part] = &[Part::Repeat(
        "fields",
        &[Part::Length("expiry"), Part::String("field"), Part::String("value")],
    )];

    #[inline]
    fn skip(cursor: &mut Cursor<'_>) -> Result<(), Error> {
        for _ in 0..plain::count(cursor)? {
            length::read(cursor, "the expiry of a field")?;
            RdbString::skip(cursor, "a field")?;
            RdbString::skip(cursor, "the value of a field")?;
        }
        Ok(())
    }

    fn count(cursor: &mut Cursor<'_>) -> Result<Option<u64>, Error> {
        plain::count(cursor).map(Some)
    }

    fn visit<V: ValueVisitor + ?Sized>(
        cursor: &mut Cursor<'_>,
        scratch: &mut Scratch,
        visitor: &mut V,
    ) -> Result<(), Error> {
        for _ in 0..plain::begin(cursor, visitor)? {
            let start = cursor.mark();
            let moment = length::read(cursor, "the expiry of a field")?;
            let expire_at_ms =
                expiry::absolute(moment).map_err(|kind| cursor.error_at(start, kind))?;
            let field = RdbString::read(cursor, "a field")?;
            let value = RdbString::read(cursor, "the value of a field")?;
            let field = field.decode(&mut scratch.first)?;
            visitor.hash_field(field, value.decode(&mut scratch.second)?, expire_at_ms);
        }
        Ok(())
    }
}
