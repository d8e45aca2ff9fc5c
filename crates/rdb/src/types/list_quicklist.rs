//! Type 14: a list in a chain of ziplists. Written by Redis 3.2 to 6.2, read by all.

use super::{Layout, TypeInfo, ValueKind, plain, shared};
use crate::{Error, Region, Scratch, ValueVisitor, cursor::Cursor, structure::Part};

/// A count of nodes, and for each a string that holds a ziplist.
pub(crate) struct ListQuicklist;

impl Layout for ListQuicklist {
    const INFO: TypeInfo = TypeInfo::common(14, "quicklist", ValueKind::List, "quicklist", 7);
    const PARTS: &'static [Part] = &[Part::Repeat("nodes", &[Part::Packed(Region::Ziplist)])];

    #[inline]
    fn skip(cursor: &mut Cursor<'_>) -> Result<(), Error> {
        plain::skip_strings(cursor, 1)
    }

    fn count(cursor: &mut Cursor<'_>) -> Result<Option<u64>, Error> {
        let mut total = Some(0u64);
        for _ in 0..plain::count(cursor)? {
            let node = shared::count::<shared::Ziplists>(cursor, 1)?;
            total = total.zip(node).map(|(total, node)| total.saturating_add(node));
        }
        Ok(total)
    }

    fn visit<V: ValueVisitor + ?Sized>(
        cursor: &mut Cursor<'_>,
        scratch: &mut Scratch,
        visitor: &mut V,
    ) -> Result<(), Error> {
        for _ in 0..plain::count(cursor)? {
            let string = shared::blob(cursor)?;
            shared::each::<shared::Ziplists>(&string, scratch, |entry| {
                visitor.list_element(entry);
            })?;
        }
        Ok(())
    }
}
