//! IDLE: for how long the next key had not been used, under an LRU policy (Redis 5.0).

use super::{Opcode, OpcodeInfo, State};
use crate::{
    Error, Event,
    cursor::{Cursor, Mark},
    encoding::length,
};

/// A length: seconds, not milliseconds.
pub(super) struct Idle;

impl Opcode for Idle {
    const INFO: OpcodeInfo = OpcodeInfo::common(248, "idle", 9);

    #[inline]
    fn read<'a>(
        start: Mark,
        cursor: &mut Cursor<'a>,
        state: &mut State<'a>,
    ) -> Result<Option<Event<'a>>, Error> {
        state.attributes.begin(start);
        state.attributes.idle_seconds = Some(length::read(cursor, "an idle time")?);
        Ok(None)
    }
}
