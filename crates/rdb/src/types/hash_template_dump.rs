//! Type 31: a hash with the names of its template beside it (RDB 15), as a DUMP payload has it.
//!
//! Known from other readers only; no file of a released server has been seen.

use super::{
    Layout, TypeInfo, ValueKind, plain,
    templates::{self, Names},
};
use crate::{Error, RdbString, Scratch, ValueVisitor, cursor::Cursor, structure::Part};

/// The fields in one of two forms, a count, and the values.
pub(crate) struct HashTemplateDump;

impl Layout for HashTemplateDump {
    const INFO: TypeInfo =
        TypeInfo::redis(31, "hash-template-dump", ValueKind::Hash, "template", 15);
    const PARTS: &'static [Part] =
        &[templates::NAMES, Part::Repeat("values", &[Part::String("value")])];

    fn skip(cursor: &mut Cursor<'_>) -> Result<(), Error> {
        Names::read(cursor)?;
        plain::skip_strings(cursor, 1)
    }

    fn count(cursor: &mut Cursor<'_>) -> Result<Option<u64>, Error> {
        Names::read(cursor)?;
        plain::count(cursor).map(Some)
    }

    fn visit<V: ValueVisitor + ?Sized>(
        cursor: &mut Cursor<'_>,
        scratch: &mut Scratch,
        visitor: &mut V,
    ) -> Result<(), Error> {
        let names = Names::read(cursor)?;
        let start = cursor.mark();
        let count = plain::count(cursor)?;
        let Scratch { blob, first, second } = scratch;
        names.walk(second, |names| {
            for index in 0..count {
                let value = RdbString::read(cursor, "the value of a field")?;
                let value = value.decode(blob)?;
                if !names.next(first, |name| visitor.hash_field(name, value, None))? {
                    return Err(templates::unequal(index, count, cursor.position_at(start)));
                }
            }
            if names.next(first, |_| ())? {
                let fields = count.saturating_add(1);
                return Err(templates::unequal(fields, count, cursor.position_at(start)));
            }
            Ok(())
        })
    }
}
