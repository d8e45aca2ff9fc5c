//! Type 32: a hash whose field names stand in a template (RDB 15).
//!
//! Known from other readers only; no file of a released server has been seen.

use super::{Layout, TypeInfo, ValueKind};
use crate::{
    Error, RdbString, Scratch, ValueVisitor,
    cursor::Cursor,
    encoding::length,
    structure::Part,
    template::{Template, Templates},
};

/// A length that is the id of a template, and a string for each of its fields.
pub(crate) struct HashTemplate;

impl Layout for HashTemplate {
    const INFO: TypeInfo = TypeInfo::redis(32, "hash-template", ValueKind::Hash, "template", 15);
    const PARTS: &'static [Part] =
        &[Part::Length("template"), Part::Rest(&[Part::String("value")])];

    fn skip(cursor: &mut Cursor<'_>) -> Result<(), Error> {
        Self::skip_among(cursor, &Templates::new())
    }

    fn count(_cursor: &mut Cursor<'_>) -> Result<Option<u64>, Error> {
        Ok(None)
    }

    fn visit<V: ValueVisitor + ?Sized>(
        cursor: &mut Cursor<'_>,
        scratch: &mut Scratch,
        visitor: &mut V,
    ) -> Result<(), Error> {
        Self::visit_with(cursor, None, scratch, visitor)
    }

    fn skip_among(cursor: &mut Cursor<'_>, templates: &Templates<'_>) -> Result<(), Error> {
        for _ in 0..find(cursor, templates)?.len() {
            RdbString::skip(cursor, "the value of a field")?;
        }
        Ok(())
    }

    fn template<'a>(
        cursor: &mut Cursor<'_>,
        templates: &Templates<'a>,
    ) -> Result<Option<Template<'a>>, Error> {
        find(cursor, templates).map(Some)
    }

    fn visit_with<V: ValueVisitor + ?Sized>(
        cursor: &mut Cursor<'_>,
        template: Option<Template<'_>>,
        scratch: &mut Scratch,
        visitor: &mut V,
    ) -> Result<(), Error> {
        let Some(mut template) = template else {
            return find(cursor, &Templates::new()).map(|_| ());
        };
        length::read(cursor, "the id of a hash template")?;
        while let Some(name) = template.next_name()? {
            let value = RdbString::read(cursor, "the value of a field")?;
            let name = name.decode(&mut scratch.first)?;
            visitor.hash_field(name, value.decode(&mut scratch.second)?, None);
        }
        Ok(())
    }
}

/// Reads an id and looks its template up.
fn find<'a>(cursor: &mut Cursor<'_>, templates: &Templates<'a>) -> Result<Template<'a>, Error> {
    let start = cursor.mark();
    let id = length::read(cursor, "the id of a hash template")?;
    templates.get(id, cursor, start)
}
