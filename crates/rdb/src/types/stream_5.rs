//! Type 27: a stream whose consumers may give entries back (Redis 8.8). Known from other readers only; no file of a
//! released server has been seen.

use super::{
    Layout, TypeInfo, ValueKind,
    streams::{self, Generation},
};
use crate::{Error, Scratch, ValueVisitor, cursor::Cursor, structure::Part};

/// See [`streams`].
pub(crate) struct Stream5;

impl Layout for Stream5 {
    const INFO: TypeInfo = TypeInfo::redis(27, "stream-v5", ValueKind::Stream, "stream", 14);
    const PARTS: &'static [Part] = streams::FIFTH;

    #[inline]
    fn skip(cursor: &mut Cursor<'_>) -> Result<(), Error> {
        streams::skip(cursor, Generation::FIFTH)
    }

    fn count(cursor: &mut Cursor<'_>) -> Result<Option<u64>, Error> {
        streams::count(cursor, Generation::FIFTH)
    }

    fn visit<V: ValueVisitor + ?Sized>(
        cursor: &mut Cursor<'_>,
        scratch: &mut Scratch,
        visitor: &mut V,
    ) -> Result<(), Error> {
        streams::visit(cursor, Generation::FIFTH, scratch, visitor)
    }
}
