//! Type 20: a small set in a listpack, in the order of insertion (Redis 7.2).

use super::{Layout, TypeInfo, ValueKind, shared};
use crate::{Error, Region, Scratch, ValueVisitor, cursor::Cursor, structure::Part};

/// A string that holds a listpack of members.
pub(crate) struct SetListpack;

impl Layout for SetListpack {
    const INFO: TypeInfo = TypeInfo::common(20, "set-listpack", ValueKind::Set, "listpack", 11);
    const PARTS: &'static [Part] = &[Part::Packed(Region::Listpack)];

    #[inline]
    fn skip(cursor: &mut Cursor<'_>) -> Result<(), Error> {
        shared::skip_blob(cursor)
    }

    fn count(cursor: &mut Cursor<'_>) -> Result<Option<u64>, Error> {
        shared::count::<shared::Listpacks>(cursor, 1)
    }

    fn visit<V: ValueVisitor + ?Sized>(
        cursor: &mut Cursor<'_>,
        scratch: &mut Scratch,
        visitor: &mut V,
    ) -> Result<(), Error> {
        let string = shared::blob(cursor)?;
        shared::each::<shared::Listpacks>(&string, scratch, |entry| visitor.set_member(entry))
    }
}
