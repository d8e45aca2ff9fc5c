//! Type 26: a stream that remembers idempotent additions (Redis 8.6).

use super::{
    Layout, TypeInfo, ValueKind,
    streams::{self, Generation},
};
use crate::{Error, Scratch, ValueVisitor, cursor::Cursor, structure::Part};

/// See [`streams`].
pub(crate) struct Stream4;

impl Layout for Stream4 {
    const INFO: TypeInfo = TypeInfo::redis(26, "stream-v4", ValueKind::Stream, "stream", 13);
    const PARTS: &'static [Part] = streams::FOURTH;

    #[inline]
    fn skip(cursor: &mut Cursor<'_>) -> Result<(), Error> {
        streams::skip(cursor, Generation::FOURTH)
    }

    fn count(cursor: &mut Cursor<'_>) -> Result<Option<u64>, Error> {
        streams::count(cursor, Generation::FOURTH)
    }

    fn visit<V: ValueVisitor + ?Sized>(
        cursor: &mut Cursor<'_>,
        scratch: &mut Scratch,
        visitor: &mut V,
    ) -> Result<(), Error> {
        streams::visit(cursor, Generation::FOURTH, scratch, visitor)
    }
}
