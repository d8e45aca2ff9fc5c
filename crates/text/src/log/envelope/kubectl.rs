//! A source in brackets: `kubectl logs --prefix` and kubetail (`[pod/redis-0/redis] text`), routers (`[redis-2] text`).

use super::{Peeled, is_name};
use crate::log::cursor::Cursor;

pub(super) fn peel(line: &[u8]) -> Option<Peeled<'_>> {
    let mut cur = Cursor::new(line);
    cur.eat(b'[')?;
    let source = cur.take_while(200, is_name);
    cur.eat(b']')?;
    if !source.iter().any(u8::is_ascii_alphabetic) {
        return None;
    }
    let _ = cur.eat(b':');
    cur.blanks();
    let pod = source.strip_prefix(b"pod/").unwrap_or(source);
    let pod = pod.split(|b| *b == b'/').next().unwrap_or(pod);
    Some(Peeled::new(cur.rest()).node(pod))
}
