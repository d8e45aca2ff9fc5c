//! Type 2: a set, member by member in no order.

use super::{Layout, TypeInfo, ValueKind, plain};
use crate::{Error, RdbString, Scratch, ValueVisitor, cursor::Cursor, structure::Part};

/// A count and strings.
pub(crate) struct Set;

impl Layout for Set {
    const INFO: TypeInfo = TypeInfo::common(2, "set-hashtable", ValueKind::Set, "hashtable", 1);
    const PARTS: &'static [Part] = &[Part::Repeat("members", &[Part::String("member")])];

    #[inline]
    fn skip(cursor: &mut Cursor<'_>) -> Result<(), Error> {
        plain::skip_strings(cursor, 1)
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
            let member = RdbString::read(cursor, "a member")?;
            visitor.set_member(member.decode(&mut scratch.first)?);
        }
        Ok(())
    }
}
