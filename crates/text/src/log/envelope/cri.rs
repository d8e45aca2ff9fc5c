//! The files of containerd and CRI-O: `2017-09-12T22:32:21.212861448Z stdout F text`, where `P` marks a line that goes on.

use super::Peeled;
use crate::log::{cursor::Cursor, time::iso_stamp};

pub(super) fn peel(line: &[u8]) -> Option<Peeled<'_>> {
    let mut cur = Cursor::new(line);
    let time = iso_stamp(&mut cur)?;
    cur.blank()?;
    cur.tag(b"stdout").or_else(|| cur.tag(b"stderr"))?;
    cur.eat(b' ')?;
    let tag = cur.one_of(|b| b == b'F' || b == b'P')?;
    if !cur.rest().is_empty() {
        cur.eat(b' ')?;
    }
    Some(Peeled { is_part: tag == b'P', ..Peeled::new(cur.rest()).time(time) })
}
