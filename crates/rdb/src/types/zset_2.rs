//! Type 5: a sorted set with binary scores (Redis 4.0). Current servers write the highest score first.

use super::{Layout, TypeInfo, ValueKind, plain};
use crate::{Error, Scratch, ValueVisitor, cursor::Cursor, structure::Part};

/// A count, and pairs of a string and a little-endian double.
pub(crate) struct Zset2;

impl Layout for Zset2 {
    const INFO: TypeInfo = TypeInfo::common(5, "zset-v2", ValueKind::Zset, "skiplist", 8);
    const PARTS: &'static [Part] =
        &[Part::Repeat("members", &[Part::String("member"), Part::Double])];

    #[inline]
    fn skip(cursor: &mut Cursor<'_>) -> Result<(), Error> {
        plain::skip_zset::<plain::Binary>(cursor)
    }

    fn count(cursor: &mut Cursor<'_>) -> Result<Option<u64>, Error> {
        plain::count(cursor).map(Some)
    }

    fn visit<V: ValueVisitor + ?Sized>(
        cursor: &mut Cursor<'_>,
        scratch: &mut Scratch,
        visitor: &mut V,
    ) -> Result<(), Error> {
        plain::visit_zset::<plain::Binary, V>(cursor, scratch, visitor)
    }
}
