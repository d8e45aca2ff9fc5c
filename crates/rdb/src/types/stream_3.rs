//! Type 21: a stream whose consumers have a time of activity. Written by Redis 7.2 to 8.4 and by Valkey.

use super::{
    Layout, TypeInfo, ValueKind,
    streams::{self, Generation},
};
use crate::{Error, Scratch, ValueVisitor, cursor::Cursor, structure::Part};

/// See [`streams`].
pub(crate) struct Stream3;

impl Layout for Stream3 {
    const INFO: TypeInfo = TypeInfo::common(21, "stream-v3", ValueKind::Stream, "stream", 11);
    const PARTS: &'static [Part] = streams::THIRD;

    #[inline]
    fn skip(cursor: &mut Cursor<'_>) -> Result<(), Error> {
        streams::skip(cursor, Generation::THIRD)
    }

    fn count(cursor: &mut Cursor<'_>) -> Result<Option<u64>, Error> {
        streams::count(cursor, Generation::THIRD)
    }

    fn visit<V: ValueVisitor + ?Sized>(
        cursor: &mut Cursor<'_>,
        scratch: &mut Scratch,
        visitor: &mut V,
    ) -> Result<(), Error> {
        streams::visit(cursor, Generation::THIRD, scratch, visitor)
    }
}
