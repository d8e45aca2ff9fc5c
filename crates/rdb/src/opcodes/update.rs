//! UPDATE: a command that changes what was loaded before it (RDB 81). Code 242 under the magic of Valkey.
//!
//! Known from the development branch only; no file of a released server has been seen.

use super::{Opcode, OpcodeInfo, State};
use crate::{
    Error, Event, UpdateCommand,
    cursor::{Cursor, Mark},
};

/// A command in RESP: `*`, how many arguments, and each with its length.
pub(super) struct Update;

impl Opcode for Update {
    const INFO: OpcodeInfo =
        OpcodeInfo { code: 242, name: "update", redis: None, valkey: Some(81) };

    fn read<'a>(
        start: Mark,
        cursor: &mut Cursor<'a>,
        _state: &mut State<'a>,
    ) -> Result<Option<Event<'a>>, Error> {
        let command = UpdateCommand::read(cursor, cursor.position_at(start))?;
        Ok(Some(Event::Update(command)))
    }
}
