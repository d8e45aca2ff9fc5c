//! Type 3: a sorted set with scores as text. Written up to Redis 3.2, read by all.

use super::{Layout, TypeInfo, ValueKind, plain};
use crate::{Error, Scratch, ValueVisitor, cursor::Cursor, structure::Part};

/// A count, and pairs of a string and an ASCII double.
pub(crate) struct Zset;

impl Layout for Zset {
    const INFO: TypeInfo = TypeInfo::common(3, "zset-v1", ValueKind::Zset, "skiplist", 1);
    const PARTS: &'static [Part] =
        &[Part::Repeat("members", &[Part::String("member"), Part::Ascii])];

    #[inline]
    fn skip(cursor: &mut Cursor<'_>) -> Result<(), Error> {
        plain::skip_zset::<plain::Ascii>(cursor)
    }

    fn count(cursor: &mut Cursor<'_>) -> Result<Option<u64>, Error> {
        plain::count(cursor).map(Some)
    }

    fn visit<V: ValueVisitor + ?Sized>(
        cursor: &mut Cursor<'_>,
        scratch: &mut Scratch,
        visitor: &mut V,
    ) -> Result<(), Error> {
        plain::visit_zset::<plain::Ascii, V>(cursor, scratch, visitor)
    }
}
