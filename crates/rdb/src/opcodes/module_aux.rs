//! `MODULE_AUX`: what a module keeps outside of keys (read since Redis 5.0.0, written since 5.0.6).
//!
//! It stands before the keys or after them, and says so itself.

use super::{Opcode, OpcodeInfo, State};
use crate::{
    Error, ErrorKind, Event, ModuleAux as ModuleAuxEvent, ModuleId, ModuleItems,
    cursor::{Cursor, Mark},
    encoding::length,
};

/// A length that is an id, the form 2, a length that says when, and items.
pub(super) struct ModuleAux;

impl Opcode for ModuleAux {
    const INFO: OpcodeInfo = OpcodeInfo::common(247, "module-aux", 9);

    fn read<'a>(
        start: Mark,
        cursor: &mut Cursor<'a>,
        _state: &mut State<'a>,
    ) -> Result<Option<Event<'a>>, Error> {
        let id = ModuleId::new(length::read(cursor, "the id of a module's type")?);
        let form_at = cursor.mark();
        let form = length::read(cursor, "the form of a module's moment of loading")?;
        if form != 2 {
            return Err(cursor.error_at(form_at, ErrorKind::ModuleAuxForm { found: form }));
        }
        let when = length::read(cursor, "a module's moment of loading")?;
        let items = ModuleItems::read(cursor)?;
        Ok(Some(Event::ModuleAux(ModuleAuxEvent {
            id,
            when,
            items,
            at: cursor.position_at(start),
        })))
    }
}
