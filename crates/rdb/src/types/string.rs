//! Type 0: a string (`rdbLoadStringObject`, `rdb.c`).

use super::{Layout, TypeInfo, ValueKind};
use crate::{Error, RdbString, Scratch, ValueVisitor, cursor::Cursor, structure::Part};

/// A string of the file itself.
pub(crate) struct String;

impl Layout for String {
    const INFO: TypeInfo = TypeInfo::common(0, "string", ValueKind::String, "raw", 1);
    const PARTS: &'static [Part] = &[Part::String("value")];

    #[inline]
    fn skip(cursor: &mut Cursor<'_>) -> Result<(), Error> {
        RdbString::skip(cursor, "a string value")
    }

    fn count(_cursor: &mut Cursor<'_>) -> Result<Option<u64>, Error> {
        Ok(None)
    }

    fn visit<V: ValueVisitor + ?Sized>(
        cursor: &mut Cursor<'_>,
        scratch: &mut Scratch,
        visitor: &mut V,
    ) -> Result<(), Error> {
        let value = RdbString::read(cursor, "a string value")?;
        visitor.string(value.decode(&mut scratch.first)?);
        Ok(())
    }
}
