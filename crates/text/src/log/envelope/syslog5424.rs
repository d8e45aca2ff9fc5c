//! Syslog by RFC 5424: `<134>1 2024-04-28T09:05:56.226Z host app 2326 - [data] text`.

use super::Peeled;
use crate::log::{cursor::Cursor, time::iso_stamp};

pub(super) fn peel(line: &[u8]) -> Option<Peeled<'_>> {
    let mut cur = Cursor::new(line);
    cur.eat(b'<')?;
    cur.number(1, 3)?;
    cur.tag(b">1 ")?;
    let time = iso_stamp(&mut cur);
    if time.is_none() {
        cur.eat(b'-')?;
    }
    cur.blank()?;
    let host = cur.word(255)?;
    for _ in 0..3 {
        cur.blank()?;
        cur.word(255)?;
    }
    cur.blank()?;
    structured_data(&mut cur)?;
    cur.blanks();
    let _ = cur.tag(b"\xef\xbb\xbf");
    let peeled = Peeled { time, ..Peeled::new(cur.rest()) };
    Some(if host == b"-" { peeled } else { peeled.node(host) })
}

/// `-`, or elements in brackets with quoted values.
fn structured_data(cur: &mut Cursor<'_>) -> Option<()> {
    if cur.eat(b'-').is_some() {
        return Some(());
    }
    cur.eat(b'[')?;
    loop {
        let mut quoted = false;
        loop {
            match cur.one_of(|_| true)? {
                b'\\' if quoted => {
                    cur.one_of(|_| true)?;
                }
                b'"' => quoted = !quoted,
                b']' if !quoted => break,
                _ => {}
            }
        }
        if cur.eat(b'[').is_none() {
            return Some(());
        }
    }
}
