//! Type 22 of Valkey: a hash whose fields expire, field by field (Valkey 9.0).
//!
//! Written only where at least one field expires; the order is field, value, moment.

use super::{Layout, TypeInfo, ValueKind, plain};
use crate::{Error, RdbString, Scratch, ValueVisitor, cursor::Cursor, structure::Part};

/// A count, and triples of two strings and a moment in eight bytes, −1 for never.
pub(crate) struct HashExpiryValkey;

impl Layout for HashExpiryValkey {
    const INFO: TypeInfo = TypeInfo::valkey(22, "hash-v2", ValueKind::Hash, "hashtable", 80);
    const PARTS: &'static [Part] = &[Part::Repeat(
        "fields",
        &[Part::String("field"), Part::String("value"), Part::Word("expiry")],
    )];

    #[inline]
    fn skip(cursor: &mut Cursor<'_>) -> Result<(), Error> {
        for _ in 0..plain::count(cursor)? {
            RdbString::skip(cursor, "a field")?;
            RdbString::skip(cursor, "the value of a field")?;
            cursor.take(8, "the expiry of a field")?;
        }
        Ok(())
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
            let moment = cursor.i64_le("the expiry of a field")?;
            let field = field.decode(&mut scratch.first)?;
            let expire_at_ms = (moment != -1).then_some(moment);
            visitor.hash_field(field, value.decode(&mut scratch.second)?, expire_at_ms);
        }
        Ok(())
    }
}
