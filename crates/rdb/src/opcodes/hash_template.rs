//! `HASH_TEMPLATE`: field names that many hashes share (RDB 15). Code 242 under the magic of Redis.
//!
//! Known from other readers only; no file of a released server has been seen.

use super::{Opcode, OpcodeInfo, State};
use crate::{
    Error, Event,
    cursor::{Cursor, Mark},
    template::Template,
};

/// A length that is an id, a count, and the names.
pub(super) struct HashTemplate;

impl Opcode for HashTemplate {
    const INFO: OpcodeInfo =
        OpcodeInfo { code: 242, name: "hash-template", redis: Some(15), valkey: None };

    fn read<'a>(
        start: Mark,
        cursor: &mut Cursor<'a>,
        state: &mut State<'a>,
    ) -> Result<Option<Event<'a>>, Error> {
        let (id, template) = Template::define(cursor)?;
        state.templates.insert(id, template);
        Ok(Some(Event::HashTemplate { id, fields: template.len(), at: cursor.position_at(start) }))
    }
}
