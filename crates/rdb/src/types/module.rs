//! Type 7: the value of a module (Redis 4.0): its id, and items up to an end mark.
//!
//! Any module's value can be passed over, and its items be told, without knowing the module. Vector sets (`vectorset`,
//! Redis 8.0) are such values.

use super::{Layout, TypeInfo, ValueKind};
use crate::{
    Error, ModuleId, ModuleItems, Scratch, ValueVisitor, cursor::Cursor, encoding::length,
    structure::Part,
};

/// A length that is an id, and items.
pub(crate) struct Module;

impl Layout for Module {
    const INFO: TypeInfo = TypeInfo::common(7, "module-value", ValueKind::Module, "module", 8);
    const PARTS: &'static [Part] = &[Part::Length("id"), Part::Items];

    #[inline]
    fn skip(cursor: &mut Cursor<'_>) -> Result<(), Error> {
        read(cursor).map(|_| ())
    }

    fn count(_cursor: &mut Cursor<'_>) -> Result<Option<u64>, Error> {
        Ok(None)
    }

    fn visit<V: ValueVisitor + ?Sized>(
        cursor: &mut Cursor<'_>,
        _scratch: &mut Scratch,
        visitor: &mut V,
    ) -> Result<(), Error> {
        let (id, items) = read(cursor)?;
        visitor.module(id, items);
        Ok(())
    }
}

fn read<'a>(cursor: &mut Cursor<'a>) -> Result<(ModuleId, ModuleItems<'a>), Error> {
    let id = ModuleId::new(length::read(cursor, "the id of a module's type")?);
    Ok((id, ModuleItems::read(cursor)?))
}
