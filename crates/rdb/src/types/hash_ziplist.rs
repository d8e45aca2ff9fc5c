//! Type 13: a small hash in a ziplist. Written by Redis 2.6 to 6.2, read by all.

use super::{Layout, TypeInfo, ValueKind, shared};
use crate::{Error, Region, Scratch, ValueVisitor, cursor::Cursor, structure::Part};

/// A string that holds a ziplist of fields and values.
pub(crate) struct HashZiplist;

impl Layout for HashZiplist {
    const INFO: TypeInfo = TypeInfo::common(13, "hash-ziplist", ValueKind::Hash, "ziplist", 4);
    const PARTS: &'static [Part] = &[Part::Packed(Region::Ziplist)];

    #[inline]
    fn skip(cursor: &mut Cursor<'_>) -> Result<(), Error> {
        shared::skip_blob(cursor)
    }

    fn count(cursor: &mut Cursor<'_>) -> Result<Option<u64>, Error> {
        shared::count::<shared::Ziplists>(cursor, 2)
    }

    fn visit<V: ValueVisitor + ?Sized>(
        cursor: &mut Cursor<'_>,
        scratch: &mut Scratch,
        visitor: &mut V,
    ) -> Result<(), Error> {
        shared::visit_hash::<shared::Ziplists, V>(cursor, scratch, visitor)
    }
}
