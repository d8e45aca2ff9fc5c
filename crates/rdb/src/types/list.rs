//! Type 1: a list, element by element from head to tail. Written up to Redis 3.0, read by all.

use super::{Layout, TypeInfo, ValueKind, plain};
use crate::{Error, RdbString, Scratch, ValueVisitor, cursor::Cursor, structure::Part};

/// A count and strings.
pub(crate) struct List;

impl Layout for List {
    const INFO: TypeInfo = TypeInfo::common(1, "list-linked", ValueKind::List, "linkedlist", 1);
    const PARTS: &'static [Part] = &[Part::Repeat("elements", &[Part::String("element")])];

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
            let element = RdbString::read(cursor, "an element")?;
            visitor.list_element(element.decode(&mut scratch.first)?);
        }
        Ok(())
    }
}
