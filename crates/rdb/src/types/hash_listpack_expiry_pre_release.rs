//! Type 23 of Redis: a small hash whose fields expire, as 7.4-rc1 and rc2 wrote it. Later ones still read it.
//!
//! Like type 25, with no moment in front.

use super::{Layout, TypeInfo, ValueKind, expiry, shared};
use crate::{Error, Region, Scratch, ValueVisitor, cursor::Cursor, structure::Part};

/// A string that holds a listpack of triples.
pub(crate) struct HashListpackExpiryPreRelease;

impl Layout for HashListpackExpiryPreRelease {
    const INFO: TypeInfo =
        TypeInfo::redis(23, "hash-listpack-md-pre-release", ValueKind::Hash, "listpackex", 12);
    const PARTS: &'static [Part] = &[Part::Packed(Region::Listpack)];

    #[inline]
    fn skip(cursor: &mut Cursor<'_>) -> Result<(), Error> {
        shared::skip_blob(cursor)
    }

    fn count(cursor: &mut Cursor<'_>) -> Result<Option<u64>, Error> {
        shared::count::<shared::Listpacks>(cursor, 3)
    }

    fn visit<V: ValueVisitor + ?Sized>(
        cursor: &mut Cursor<'_>,
        scratch: &mut Scratch,
        visitor: &mut V,
    ) -> Result<(), Error> {
        expiry::visit_listpack(cursor, scratch, visitor)
    }
}
