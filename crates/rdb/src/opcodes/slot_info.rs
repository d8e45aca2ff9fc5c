//! `SLOT_INFO`: how large the hash slot is whose keys follow (Redis 7.4, cluster mode). A hint.

use super::{Opcode, OpcodeInfo, State};
use crate::{
    Error, Event,
    cursor::{Cursor, Mark},
    encoding::length,
};

/// Three lengths: slot, keys, and keys that expire.
pub(super) struct SlotInfo;

impl Opcode for SlotInfo {
    const INFO: OpcodeInfo = OpcodeInfo::common(244, "slot-info", 12);

    fn read<'a>(
        start: Mark,
        cursor: &mut Cursor<'a>,
        _state: &mut State<'a>,
    ) -> Result<Option<Event<'a>>, Error> {
        let slot = length::read(cursor, "the number of a hash slot")?;
        let keys = length::read(cursor, "the number of keys")?;
        let expires = length::read(cursor, "the number of keys that expire")?;
        Ok(Some(Event::SlotInfo { slot, keys, expires, at: cursor.position_at(start) }))
    }
}
