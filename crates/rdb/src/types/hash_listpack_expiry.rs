//! Type 25: a small hash whose fields expire, in a listpack (Redis 7.4).
//!
//! In front stands a moment that may be long past and is not looked at: 0 for none. The triples are field, value, moment
//! (0 for never), earliest first and those without one at the end.

use super::{Layout, TypeInfo, ValueKind, expiry, shared};
use crate::{Error, Region, Scratch, ValueVisitor, cursor::Cursor, structure::Part};

/// A moment in eight bytes, and a string that holds a listpack of triples.
pub(crate) struct HashListpackExpiry;

impl Layout for HashListpackExpiry {
    const INFO: TypeInfo =
        TypeInfo::redis(25, "hash-listpack-md", ValueKind::Hash, "listpackex", 12);
    const PARTS: &'static [Part] = &[Part::Word("earliest"), Part::Packed(Region::Listpack)];

    #[inline]
    fn skip(cursor: &mut Cursor<'_>) -> Result<(), Error> {
        cursor.take(8, "the earliest expiry of a field")?;
        shared::skip_blob(cursor)
    }

    fn count(cursor: &mut Cursor<'_>) -> Result<Option<u64>, Error> {
        cursor.take(8, "the earliest expiry of a field")?;
        shared::count::<shared::Listpacks>(cursor, 3)
    }

    fn visit<V: ValueVisitor + ?Sized>(
        cursor: &mut Cursor<'_>,
        scratch: &mut Scratch,
        visitor: &mut V,
    ) -> Result<(), Error> {
        cursor.take(8, "the earliest expiry of a field")?;
        expiry::visit_listpack(cursor, scratch, visitor)
    }
}
