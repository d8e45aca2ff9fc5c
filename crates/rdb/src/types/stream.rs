//! Type 15: a stream. Written by Redis 5.0 to 6.2, read by all later ones.

use super::{
    Layout, TypeInfo, ValueKind,
    streams::{self, Generation},
};
use crate::{Error, Scratch, ValueVisitor, cursor::Cursor, structure::Part};

/// See [`streams`].
pub(crate) struct Stream;

impl Layout for Stream {
    const INFO: TypeInfo = TypeInfo::common(15, "stream", ValueKind::Stream, "stream", 9);
    const PARTS: &'static [Part] = streams::FIRST;

    #[inline]
    fn skip(cursor: &mut Cursor<'_>) -> Result<(), Error> {
        streams::skip(cursor, Generation::FIRST)
    }

    fn count(cursor: &mut Cursor<'_>) -> Result<Option<u64>, Error> {
        streams::count(cursor, Generation::FIRST)
    }

    fn visit<V: ValueVisitor + ?Sized>(
        cursor: &mut Cursor<'_>,
        scratch: &mut Scratch,
        visitor: &mut V,
    ) -> Result<(), Error> {
        streams::visit(cursor, Generation::FIRST, scratch, visitor)
    }
}
