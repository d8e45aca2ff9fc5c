//! A parent process that logs with glog or klog: `I0609 15:17:17.271856       1 file.go:12] text`.

use super::Peeled;
use crate::log::cursor::Cursor;

pub(super) fn peel(line: &[u8]) -> Option<Peeled<'_>> {
    let mut cur = Cursor::new(line);
    cur.one_of(|b| matches!(b, b'I' | b'W' | b'E' | b'F'))?;
    cur.number(4, 4)?;
    cur.blank()?;
    crate::log::time::clock(&mut cur)?;
    cur.blank()?;
    cur.number(1, 10)?;
    cur.blank()?;
    let origin = cur.until(b']', 128)?;
    if origin.contains(&b' ') {
        return None;
    }
    cur.blanks();
    Some(Peeled::new(cur.rest()))
}
