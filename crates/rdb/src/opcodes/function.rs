//! FUNCTION2: a library of functions (Redis 7.0): its source alone, whose first line names engine and library.

use super::{Opcode, OpcodeInfo, State};
use crate::{
    Error, Event, Function as FunctionEvent, RdbString,
    cursor::{Cursor, Mark},
};

/// A string.
pub(super) struct Function;

impl Opcode for Function {
    const INFO: OpcodeInfo = OpcodeInfo::common(245, "function2", 10);

    fn read<'a>(
        start: Mark,
        cursor: &mut Cursor<'a>,
        _state: &mut State<'a>,
    ) -> Result<Option<Event<'a>>, Error> {
        let code = RdbString::read(cursor, "the source of a function library")?;
        Ok(Some(Event::Function(FunctionEvent {
            code,
            pre_release: None,
            at: cursor.position_at(start),
        })))
    }
}
