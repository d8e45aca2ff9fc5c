//! Type 29: a small hash with the names of its template beside it (RDB 15), as a DUMP payload has it.
//!
//! Known from other readers only; no file of a released server has been seen.

use super::{
    Layout, TypeInfo, ValueKind, shared,
    templates::{self, Names},
};
use crate::{Error, Region, Scratch, ValueVisitor, cursor::Cursor, structure::Part};

/// The fields in one of two forms, and a string that holds a listpack: an id without meaning, and the values.
pub(crate) struct HashTemplateListpackDump;

impl Layout for HashTemplateListpackDump {
    const INFO: TypeInfo =
        TypeInfo::redis(29, "hash-template-listpack-dump", ValueKind::Hash, "listpack", 15);
    const PARTS: &'static [Part] = &[templates::NAMES, Part::Packed(Region::Listpack)];

    fn skip(cursor: &mut Cursor<'_>) -> Result<(), Error> {
        Names::read(cursor)?;
        shared::skip_blob(cursor)
    }

    fn count(cursor: &mut Cursor<'_>) -> Result<Option<u64>, Error> {
        Names::read(cursor)?;
        let entries = shared::count::<shared::Listpacks>(cursor, 1)?;
        Ok(entries.map(|entries| entries.saturating_sub(1)))
    }

    fn visit<V: ValueVisitor + ?Sized>(
        cursor: &mut Cursor<'_>,
        scratch: &mut Scratch,
        visitor: &mut V,
    ) -> Result<(), Error> {
        let names = Names::read(cursor)?;
        let string = shared::blob(cursor)?;
        let Scratch { blob, first, second } = scratch;
        names
            .walk(second, |names| templates::visit_listpack(&string, names, [blob, first], visitor))
    }
}
