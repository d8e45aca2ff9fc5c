//! Type 11: a set of integers in an intset (Redis 2.4).

use super::{Layout, TypeInfo, ValueKind, shared};
use crate::encoding::{intset::Intset, packed::unpack};
use crate::{Decimal, Error, Region, Scratch, ValueVisitor, cursor::Cursor, structure::Part};

/// A string that holds an intset.
pub(crate) struct SetIntset;

impl Layout for SetIntset {
    const INFO: TypeInfo = TypeInfo::common(11, "set-intset", ValueKind::Set, "intset", 2);
    const PARTS: &'static [Part] = &[Part::Packed(Region::Intset)];

    #[inline]
    fn skip(cursor: &mut Cursor<'_>) -> Result<(), Error> {
        shared::skip_blob(cursor)
    }

    fn count(cursor: &mut Cursor<'_>) -> Result<Option<u64>, Error> {
        let (head, filled) = shared::blob(cursor)?.head::<8>();
        Ok((filled == 8).then(|| Intset::count_in(head)))
    }

    fn visit<V: ValueVisitor + ?Sized>(
        cursor: &mut Cursor<'_>,
        scratch: &mut Scratch,
        visitor: &mut V,
    ) -> Result<(), Error> {
        let string = shared::blob(cursor)?;
        unpack(&string, &mut scratch.blob, Intset::REGION, |cursor| {
            let mut set = Intset::open(cursor)?;
            visitor.expect(set.count());
            while let Some(value) = set.next_value()? {
                visitor.set_member(&Decimal::new(value));
            }
            Ok(())
        })
    }
}
