//! Type 30: a small hash whose field names stand in a template (RDB 15).
//!
//! Known from other readers only; no file of a released server has been seen.

use super::{
    Layout, TypeInfo, ValueKind, shared,
    templates::{self, NameWalk},
};
use crate::{
    Error, RdbString, Region, Scratch, ValueVisitor,
    cursor::Cursor,
    encoding::{
        listpack::Listpack,
        packed::{Packed, unpack},
    },
    structure::Part,
    template::{Template, Templates},
};

/// A string that holds a listpack: the id of a template, and values in the order of its fields.
pub(crate) struct HashTemplateListpack;

impl Layout for HashTemplateListpack {
    const INFO: TypeInfo =
        TypeInfo::redis(30, "hash-template-listpack", ValueKind::Hash, "listpack", 15);
    const PARTS: &'static [Part] = &[Part::Packed(Region::Listpack)];

    fn skip(cursor: &mut Cursor<'_>) -> Result<(), Error> {
        shared::skip_blob(cursor)
    }

    fn count(cursor: &mut Cursor<'_>) -> Result<Option<u64>, Error> {
        let entries = shared::count::<shared::Listpacks>(cursor, 1)?;
        Ok(entries.map(|entries| entries.saturating_sub(1)))
    }

    fn visit<V: ValueVisitor + ?Sized>(
        cursor: &mut Cursor<'_>,
        scratch: &mut Scratch,
        visitor: &mut V,
    ) -> Result<(), Error> {
        Self::visit_with(cursor, None, scratch, visitor)
    }

    fn template<'a>(
        cursor: &mut Cursor<'_>,
        templates: &Templates<'a>,
    ) -> Result<Option<Template<'a>>, Error> {
        let start = cursor.mark();
        let string = shared::blob(cursor)?;
        templates.get(id(&string)?, cursor, start).map(Some)
    }

    fn visit_with<V: ValueVisitor + ?Sized>(
        cursor: &mut Cursor<'_>,
        template: Option<Template<'_>>,
        scratch: &mut Scratch,
        visitor: &mut V,
    ) -> Result<(), Error> {
        let start = cursor.mark();
        let string = shared::blob(cursor)?;
        let Some(template) = template else {
            return Templates::new().get(id(&string)?, cursor, start).map(|_| ());
        };
        let buffers = [&mut scratch.blob, &mut scratch.first];
        templates::visit_listpack(&string, &mut NameWalk::Plain(template), buffers, visitor)
    }
}

/// Returns the id of the template, the first element of the listpack.
fn id(string: &RdbString<'_>) -> Result<u64, Error> {
    let mut scratch = Scratch::default();
    let first = unpack(string, &mut scratch.blob, Listpack::REGION, |cursor| {
        let value = Listpack::open(cursor)?.next_value()?;
        Ok(value.and_then(crate::PackedValue::integer))
    })?;
    Ok(first.and_then(|id| u64::try_from(id).ok()).unwrap_or(u64::MAX))
}
