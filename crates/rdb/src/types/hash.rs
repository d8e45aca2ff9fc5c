//! Type 4: a hash, field by field in no order.

use super::{Layout, TypeInfo, ValueKind, plain};
use crate::{Error, RdbString, Scratch, ValueVisitor, cursor::Cursor, structure::Part};

/// A count, and pairs of strings.
pub(crate) struct Hash;

impl Layout for Hash {
    const INFO: TypeInfo = TypeInfo::common(4, "hash-hashtable", ValueKind::Hash, "hashtable", 1);
    const PARTS: &'static [Part] =
        &[Part::Repeat("fields", &[Part::String("field"), Part::String("value")])];

    #[inline]
    fn skip(cursor: &mut Cursor<'_>) -> Result<(), Error> {
        plain::skip_strings(cursor, 2)
    }

    fn count(cursor: &mut Cursor<'_>) -> Result<Option<u64>, Error> {
        plain::count(cursor).map(Some)
    }

    fn visit<V: ValueVisitor + ?Sized>(
        cursor: &mut Cursor<'_>,
        scratch: &mut Scratch,
        visitor: &mut V,
    ) -> Result<(), Error> {
        for _ in 0..plain::begin(cursor, visitor)? {
            let field = RdbString::read(cursor, "a field")?;
            let value = RdbString::read(cursor, "the value of a field")?;
            let field = field.decode(&mut scratch.first)?;
            visitor.hash_field(field, value.decode(&mut scratch.second)?, None);
        }
        Ok(())
    }
}
