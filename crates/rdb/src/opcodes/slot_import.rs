//! `SLOT_IMPORT`: an atomic migration of slots that was not finished (Valkey 9.0). Code 243 under its magic.

use super::{Opcode, OpcodeInfo, State};
use crate::{
    Error, Event, RdbString, SlotImport as SlotImportEvent, SlotRanges,
    cursor::{Cursor, Mark},
};

/// A string that names the job, a count, and pairs of first and last slot.
pub(super) struct SlotImport;

impl Opcode for SlotImport {
    const INFO: OpcodeInfo =
        OpcodeInfo { code: 243, name: "slot-import", redis: None, valkey: Some(80) };

    fn read<'a>(
        start: Mark,
        cursor: &mut Cursor<'a>,
        _state: &mut State<'a>,
    ) -> Result<Option<Event<'a>>, Error> {
        let job = RdbString::read(cursor, "the name of a slot migration")?;
        let ranges = SlotRanges::read(cursor)?;
        Ok(Some(Event::SlotImport(SlotImportEvent { job, ranges, at: cursor.position_at(start) })))
    }
}
