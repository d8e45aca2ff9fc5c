//! Type 18: a list in a chain of nodes, each a listpack or one plain string (Redis 7.0).
//!
//! Plain nodes held elements of 1 GiB and more only in 7.0 and 7.2; since 7.4 and Valkey 8.0 they hold every element
//! that is larger than a node may be, 8 KiB by default.

use super::{Layout, TypeInfo, ValueKind, plain, shared};
use crate::encoding::length;
use crate::{
    Error, ErrorKind, RdbString, Region, Scratch, ValueVisitor, cursor::Cursor, structure::Part,
};

/// A count of nodes, and for each its container and a string.
pub(crate) struct ListQuicklist2;

impl Layout for ListQuicklist2 {
    const INFO: TypeInfo = TypeInfo::common(18, "quicklist-v2", ValueKind::List, "quicklist", 10);
    const PARTS: &'static [Part] = &[Part::Repeat(
        "nodes",
        &[Part::Case(
            "container",
            &[(1, &[Part::String("element")]), (2, &[Part::Packed(Region::Listpack)])],
        )],
    )];

    #[inline]
    fn skip(cursor: &mut Cursor<'_>) -> Result<(), Error> {
        for _ in 0..plain::count(cursor)? {
            node(cursor)?;
        }
        Ok(())
    }

    fn count(cursor: &mut Cursor<'_>) -> Result<Option<u64>, Error> {
        let mut total = Some(0u64);
        for _ in 0..plain::count(cursor)? {
            let entries = match node(cursor)? {
                (Container::Plain, _) => Some(1),
                (Container::Packed, string) => {
                    <shared::Listpacks as shared::PackedKind>::count(&string)
                }
            };
            total = total.zip(entries).map(|(total, entries)| total.saturating_add(entries));
        }
        Ok(total)
    }

    fn visit<V: ValueVisitor + ?Sized>(
        cursor: &mut Cursor<'_>,
        scratch: &mut Scratch,
        visitor: &mut V,
    ) -> Result<(), Error> {
        for _ in 0..plain::count(cursor)? {
            match node(cursor)? {
                (Container::Plain, string) => {
                    visitor.list_element(string.decode(&mut scratch.first)?);
                }
                (Container::Packed, string) => {
                    shared::each::<shared::Listpacks>(&string, scratch, |e| {
                        visitor.list_element(e);
                    })?;
                }
            }
        }
        Ok(())
    }
}

/// What a node holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Container {
    /// One element, as it is.
    Plain,
    /// A listpack of elements.
    Packed,
}

#[inline]
fn node<'a>(cursor: &mut Cursor<'a>) -> Result<(Container, RdbString<'a>), Error> {
    let start = cursor.mark();
    let container = match length::read(cursor, "the container of a quicklist node")? {
        1 => Container::Plain,
        2 => Container::Packed,
        found => return Err(cursor.error_at(start, ErrorKind::QuicklistContainer { found })),
    };
    Ok((container, shared::blob(cursor)?))
}
