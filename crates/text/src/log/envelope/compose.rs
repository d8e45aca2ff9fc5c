//! Compose and its relatives: `redis-slave-1  | text`, `[sentinel2] | text`.

use super::{Peeled, is_name};
use crate::log::cursor::Cursor;

pub(super) fn peel(line: &[u8]) -> Option<Peeled<'_>> {
    let mut cur = Cursor::new(line);
    let bracket = cur.eat(b'[').is_some();
    let name = cur.take_while(128, is_name);
    if name.is_empty() {
        return None;
    }
    if bracket {
        cur.eat(b']')?;
    }
    cur.blanks();
    cur.eat(b'|')?;
    cur.blanks();
    Some(Peeled::new(cur.rest()).node(name))
}
