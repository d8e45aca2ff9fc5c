//! SELECTDB: which database the keys that follow belong to. One that is named twice is legal.

use super::{Opcode, OpcodeInfo, State};
use crate::{
    Error, Event,
    cursor::{Cursor, Mark},
    encoding::length,
};

/// A length: the number of the database.
pub(super) struct SelectDb;

impl Opcode for SelectDb {
    const INFO: OpcodeInfo = OpcodeInfo::common(254, "select-db", 1);

    #[inline]
    fn read<'a>(
        start: Mark,
        cursor: &mut Cursor<'a>,
        state: &mut State<'a>,
    ) -> Result<Option<Event<'a>>, Error> {
        state.db = length::read(cursor, "the number of a database")?;
        Ok(Some(Event::SelectDb { db: state.db, at: cursor.position_at(start) }))
    }
}
