//! Type 10: a small list in a ziplist. Written by Redis 2.4 to 3.0, read by all.

use super::{Layout, TypeInfo, ValueKind, shared};
use crate::{Error, Region, Scratch, ValueVisitor, cursor::Cursor, structure::Part};

/// A string that holds a ziplist of elements.
pub(crate) struct ListZiplist;

impl Layout for ListZiplist {
    const INFO: TypeInfo = TypeInfo::common(10, "list-ziplist", ValueKind::List, "ziplist", 2);
    const PARTS: &'static [Part] = &[Part::Packed(Region::Ziplist)];

    #[inline]
    fn skip(cursor: &mut Cursor<'_>) -> Result<(), Error> {
        shared::skip_blob(cursor)
    }

    fn count(cursor: &mut Cursor<'_>) -> Result<Option<u64>, Error> {
        shared::count::<shared::Ziplists>(cursor, 1)
    }

    fn visit<V: ValueVisitor + ?Sized>(
        cursor: &mut Cursor<'_>,
        scratch: &mut Scratch,
        visitor: &mut V,
    ) -> Result<(), Error> {
        let string = shared::blob(cursor)?;
        shared::each::<shared::Ziplists>(&string, scratch, |entry| visitor.list_element(entry))
    }
}
