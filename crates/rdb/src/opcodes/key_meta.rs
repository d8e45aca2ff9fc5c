//! `KEY_META`: what modules say about the next key (Redis 8.6). Code 243 under its magic.

use super::{Opcode, OpcodeInfo, State};
use crate::{
    Error, Event, KeyMeta as KeyMetaAttribute,
    cursor::{Cursor, Mark},
};

/// A count of classes, and for each its name and items.
pub(super) struct KeyMeta;

impl Opcode for KeyMeta {
    const INFO: OpcodeInfo =
        OpcodeInfo { code: 243, name: "key-meta", redis: Some(13), valkey: None };

    fn read<'a>(
        start: Mark,
        cursor: &mut Cursor<'a>,
        state: &mut State<'a>,
    ) -> Result<Option<Event<'a>>, Error> {
        state.attributes.begin(start);
        state.attributes.meta = Some(KeyMetaAttribute::read(cursor)?);
        Ok(None)
    }
}
