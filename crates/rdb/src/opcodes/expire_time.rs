//! EXPIRETIME: when the next key expires (written up to Redis 2.4).

use super::{Opcode, OpcodeInfo, State};
use crate::{
    Error, Event,
    cursor::{Cursor, Mark},
};

/// Four bytes: seconds of Unix time.
pub(super) struct ExpireTime;

impl Opcode for ExpireTime {
    const INFO: OpcodeInfo = OpcodeInfo::common(253, "expire-time", 1);

    #[inline]
    fn read<'a>(
        start: Mark,
        cursor: &mut Cursor<'a>,
        state: &mut State<'a>,
    ) -> Result<Option<Event<'a>>, Error> {
        state.attributes.begin(start);
        let seconds = i64::from(cursor.i32_le("an expiry in seconds")?);
        state.attributes.expire_at_ms = Some(seconds.saturating_mul(1000));
        Ok(None)
    }
}
