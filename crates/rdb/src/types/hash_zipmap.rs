//! Type 9: a small hash in a zipmap. Written by Redis 2.4, read by all.

use super::{Layout, TypeInfo, ValueKind, shared};
use crate::encoding::{packed::unpack, zipmap::Zipmap};
use crate::{Error, Region, Scratch, ValueVisitor, cursor::Cursor, structure::Part};

/// A string that holds a zipmap.
pub(crate) struct HashZipmap;

impl Layout for HashZipmap {
    const INFO: TypeInfo = TypeInfo::common(9, "hash-zipmap", ValueKind::Hash, "zipmap", 2);
    const PARTS: &'static [Part] = &[Part::Packed(Region::Zipmap)];

    #[inline]
    fn skip(cursor: &mut Cursor<'_>) -> Result<(), Error> {
        shared::skip_blob(cursor)
    }

    fn count(cursor: &mut Cursor<'_>) -> Result<Option<u64>, Error> {
        let (head, filled) = shared::blob(cursor)?.head::<1>();
        Ok((filled == 1).then(|| Zipmap::count_in(head)).flatten())
    }

    fn visit<V: ValueVisitor + ?Sized>(
        cursor: &mut Cursor<'_>,
        scratch: &mut Scratch,
        visitor: &mut V,
    ) -> Result<(), Error> {
        let string = shared::blob(cursor)?;
        unpack(&string, &mut scratch.blob, Zipmap::REGION, |cursor| {
            let mut map = Zipmap::open(cursor)?;
            while let Some(pair) = map.next_pair()? {
                visitor.hash_field(pair.field, pair.value, None);
            }
            Ok(())
        })
    }
}
