//! Type 12: a small sorted set in a ziplist, ascending. Written by Redis 2.4 to 6.2, read by all.

use super::{Layout, TypeInfo, ValueKind, shared};
use crate::{Error, Region, Scratch, ValueVisitor, cursor::Cursor, structure::Part};

/// A string that holds a ziplist of members and scores.
pub(crate) struct ZsetZiplist;

impl Layout for ZsetZiplist {
    const INFO: TypeInfo = TypeInfo::common(12, "zset-ziplist", ValueKind::Zset, "ziplist", 2);
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
        shared::visit_zset::<shared::Ziplists, V>(cursor, scratch, visitor)
    }
}
