//! A time before the line: `docker logs -t`, `kubectl logs --timestamps`, routers of platforms.
//!
//! `2024-09-04T05:51:57.173289640Z text`, `2023-05-19 12:51:28.968298784 +0200 CEST text`, `[2024-09-04 05:51:57] text`

use super::Peeled;
use crate::log::{cursor::Cursor, time::iso_stamp};

pub(super) fn peel(line: &[u8]) -> Option<Peeled<'_>> {
    let mut cur = Cursor::new(line);
    let bracket = cur.eat(b'[').is_some();
    let time = iso_stamp(&mut cur)?;
    if bracket {
        cur.until(b']', 12)?;
    }
    cur.blank().or_else(|| cur.eat(b':')).or_else(|| cur.eat(b'\t'))?;
    let mut ahead = cur;
    // the zone by its letters as well
    let zone = ahead.take_while(5, |b| b.is_ascii_uppercase());
    if matches!(zone.len(), 3..=5) && ahead.blank().is_some() {
        cur = ahead;
    }
    cur.blanks();
    Some(Peeled::new(cur.rest()).time(time))
}
