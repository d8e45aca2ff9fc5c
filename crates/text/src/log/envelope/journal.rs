//! journald's `short-iso` and `short-full`: `2024-04-28T09:05:56+0200 redis01 redis-server[23260]: text`.

use super::{Peeled, syslog::tagged};
use crate::log::{cursor::Cursor, time::iso_stamp};

pub(super) fn peel(line: &[u8]) -> Option<Peeled<'_>> {
    let mut cur = Cursor::new(line);
    // short-full begins with the day of the week
    if cur.peek()?.is_ascii_alphabetic() {
        cur.take_while(3, |b| b.is_ascii_alphabetic());
        cur.blank()?;
    }
    let time = iso_stamp(&mut cur)?;
    cur.blank()?;
    let mut ahead = cur;
    let zone = ahead.take_while(5, |b| b.is_ascii_uppercase());
    if zone.len() >= 3 && ahead.blank().is_some() {
        cur = ahead;
    }
    let (host, text) = tagged(cur)?;
    Some(Peeled::new(text).time(time).node(host))
}
