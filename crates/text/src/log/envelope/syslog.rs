//! Syslog by RFC 3164 and journald's short form: `Apr 28 09:05:56 redis01 redis-server[23260]: text`.

use super::{Peeled, is_name};
use crate::log::{cursor::Cursor, time::syslog_stamp};

pub(super) fn peel(line: &[u8]) -> Option<Peeled<'_>> {
    let mut cur = Cursor::new(line);
    if cur.eat(b'<').is_some() {
        cur.number(1, 3)?;
        cur.eat(b'>')?;
    }
    let time = syslog_stamp(&mut cur)?;
    cur.blank()?;
    let (host, text) = tagged(cur)?;
    Some(Peeled::new(text).time(time).node(host))
}

/// `host ident[pid]: text`, where the pid may be missing.
pub(super) fn tagged(mut cur: Cursor<'_>) -> Option<(&[u8], &[u8])> {
    let host = cur.take_while(255, |b| is_name(b) && b != b':');
    if host.is_empty() {
        return None;
    }
    cur.blank()?;
    let ident = cur.take_while(128, |b| is_name(b) && b != b':');
    // A program's name; a number with a colon is the pid of a server's own prefix.
    if !ident.iter().any(u8::is_ascii_alphabetic) {
        return None;
    }
    if cur.eat(b'[').is_some() {
        cur.until(b']', 32)?;
    }
    cur.eat(b':')?;
    cur.blanks();
    Some((host, cur.rest()))
}
