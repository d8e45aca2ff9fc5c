//! RESIZEDB: how large the database selected will be (Redis 3.2). A hint, which need not be true.

use super::{Opcode, OpcodeInfo, State};
use crate::{
    Error, Event,
    cursor::{Cursor, Mark},
    encoding::length,
};

/// Two lengths: keys, and keys that expire.
pub(super) struct ResizeDb;

impl Opcode for ResizeDb {
    const INFO: OpcodeInfo = OpcodeInfo::common(251, "resize-db", 7);

    #[inline]
    fn read<'a>(
        start: Mark,
        cursor: &mut Cursor<'a>,
        _state: &mut State<'a>,
    ) -> Result<Option<Event<'a>>, Error> {
        let keys = length::read(cursor, "the number of keys")?;
        let expires = length::read(cursor, "the number of keys that expire")?;
        Ok(Some(Event::ResizeDb { keys, expires, at: cursor.position_at(start) }))
    }
}
