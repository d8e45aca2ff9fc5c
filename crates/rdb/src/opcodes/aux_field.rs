//! AUX: a named fact (Redis 3.2).
//!
//! It may stand anywhere: 4.0.4 to 6.2 write scripts (`lua`) after the keys, Valkey `slot-info` between them, `KeyDB`
//! `mvcc-tstamp` between a key's expiry and its type and `keydb-subexpire-…` behind its value. What was said about the next
//! key stays said.

use super::{Opcode, OpcodeInfo, State};
use crate::{
    Aux as AuxEvent, Error, Event, RdbString,
    cursor::{Cursor, Mark},
};

/// Two strings: a name and a value.
pub(super) struct Aux;

impl Opcode for Aux {
    const INFO: OpcodeInfo = OpcodeInfo::common(250, "aux", 7);

    #[inline]
    fn read<'a>(
        start: Mark,
        cursor: &mut Cursor<'a>,
        state: &mut State<'a>,
    ) -> Result<Option<Event<'a>>, Error> {
        let key = RdbString::read(cursor, "the name of an AUX field")?;
        let value = RdbString::read(cursor, "the value of an AUX field")?;
        let aux = AuxEvent { key, value, at: cursor.position_at(start) };
        state.keydb = state.keydb || aux.is_of_keydb();
        Ok(Some(Event::Aux(aux)))
    }
}
