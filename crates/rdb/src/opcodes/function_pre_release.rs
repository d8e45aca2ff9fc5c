//! `FUNCTION_PRE_GA`: a library of functions as 7.0-rc1 and rc2 wrote it. Releases refuse it.

use super::{Opcode, OpcodeInfo, State};
use crate::{
    Error, Event, Function as FunctionEvent, FunctionPreRelease as Details, RdbString,
    cursor::{Cursor, Mark},
    encoding::length,
};

/// Two strings, a flag, a string if the flag says so, and the source.
pub(super) struct FunctionPreRelease;

impl Opcode for FunctionPreRelease {
    const INFO: OpcodeInfo =
        OpcodeInfo { valkey: None, ..OpcodeInfo::common(246, "function-pre-ga", 10) };

    fn read<'a>(
        start: Mark,
        cursor: &mut Cursor<'a>,
        _state: &mut State<'a>,
    ) -> Result<Option<Event<'a>>, Error> {
        let name = RdbString::read(cursor, "the name of a function library")?;
        let engine = RdbString::read(cursor, "the engine of a function library")?;
        let description = match length::read(cursor, "whether a function library is described")? {
            0 => None,
            _ => Some(RdbString::read(cursor, "the description of a function library")?),
        };
        let code = RdbString::read(cursor, "the source of a function library")?;
        let pre_release = Some(Details { name, engine, description });
        Ok(Some(Event::Function(FunctionEvent {
            code,
            pre_release,
            at: cursor.position_at(start),
        })))
    }
}
