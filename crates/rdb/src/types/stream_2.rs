//! Type 19: a stream with its first and highest deleted id, the entries added, and what groups have read. Written by
//! Redis 7.0.

use super::{
    Layout, TypeInfo, ValueKind,
    streams::{self, Generation},
};
use crate::{Error, Scratch, ValueVisitor, cursor::Cursor, structure::Part};

/// See [`streams`].
pub(crate) struct Stream2;

impl Layout for Stream2 {
    const INFO: TypeInfo = TypeInfo::common(19, "stream-v2", ValueKind::Stream, "stream", 10);
    const PARTS: &'static [Part] = streams::SECOND;

    #[inline]
    fn skip(cursor: &mut Cursor<'_>) -> Result<(), Error> {
        streams::skip(cursor, Generation::SECOND)
    }

    fn count(cursor: &mut Cursor<'_>) -> Result<Option<u64>, Error> {
        streams::count(cursor, Generation::SECOND)
    }

    fn visit<V: ValueVisitor + ?Sized>(
        cursor: &mut Cursor<'_>,
        scratch: &mut Scratch,
        visitor: &mut V,
    ) -> Result<(), Error> {
        streams::visit(cursor, Generation::SECOND, scratch, visitor)
    }
}
