//! Type 17: a small sorted set in a listpack, ascending (Redis 7.0).

use super::{Layout, TypeInfo, ValueKind, shared};
use crate::{Error, Region, Scratch, ValueVisitor, cursor::Cursor, structure::Part};

/// A string that holds a listpack of members and scores.
pub(crate) struct ZsetListpack;

impl Layout for ZsetListpack {
    const INFO: TypeInfo = TypeInfo::common(17, "zset-listpack", ValueKind::Zset, "listpack", 10);
    const PARTS: &'static [Part] = &[Part::Packed(Region::Listpack)];

    #[inline]
    fn skip(cursor: &mut Cursor<'_>) -> Result<(), Error> {
        shared::skip_blob(cursor)
    }

    fn count(cursor: &mut Cursor<'_>) -> Result<Option<u64>, Error> {
        shared::count::<shared::Listpacks>(cursor, 2)
    }

    fn visit<V: ValueVisitor + ?Sized>(
        cursor: &mut Cursor<'_>,
        scratch: &mut Scratch,
        visitor: &mut V,
    ) -> Result<(), Error> {
        shared::visit_zset::<shared::Listpacks, V>(cursor, scratch, visitor)
    }
}
