//! `EXPIRETIME_MS`: when the next key expires (Redis 2.6 and later).
//!
//! Versions below 9 wrote the writer's native byte order; no file of a big-endian host is known, so it is read as
//! little-endian throughout.

use super::{Opcode, OpcodeInfo, State};
use crate::{
    Error, Event,
    cursor::{Cursor, Mark},
};

/// Eight bytes: milliseconds of Unix time, −1 for never.
pub(super) struct ExpireTimeMs;

impl Opcode for ExpireTimeMs {
    const INFO: OpcodeInfo = OpcodeInfo::common(252, "expire-time-ms", 3);

    #[inline]
    fn read<'a>(
        start: Mark,
        cursor: &mut Cursor<'a>,
        state: &mut State<'a>,
    ) -> Result<Option<Event<'a>>, Error> {
        state.attributes.begin(start);
        let at = cursor.i64_le("an expiry in milliseconds")?;
        state.attributes.expire_at_ms = (at != -1).then_some(at);
        Ok(None)
    }
}
