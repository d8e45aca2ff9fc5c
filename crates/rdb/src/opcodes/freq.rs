//! FREQ: how often the next key was used, under an LFU policy (Redis 5.0).

use super::{Opcode, OpcodeInfo, State};
use crate::{
    Error, Event,
    cursor::{Cursor, Mark},
};

/// One byte, unsigned: the logarithmic counter.
pub(super) struct Freq;

impl Opcode for Freq {
    const INFO: OpcodeInfo = OpcodeInfo::common(249, "freq", 9);

    #[inline]
    fn read<'a>(
        start: Mark,
        cursor: &mut Cursor<'a>,
        state: &mut State<'a>,
    ) -> Result<Option<Event<'a>>, Error> {
        state.attributes.begin(start);
        state.attributes.freq = Some(cursor.byte("a frequency")?);
        Ok(None)
    }
}
