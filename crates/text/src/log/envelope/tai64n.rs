//! multilog and s6: `@400000005df8aff31f1a556c text`, sixteen digits of TAI seconds and eight of nanoseconds.

use super::Peeled;
use crate::log::{cursor::Cursor, time::LogTime};

/// TAI was ten seconds ahead of UTC in 1970, as libtai counts; leap seconds since then are not in the label's promise.
const EPOCH: u64 = 0x4000_0000_0000_000a;

pub(super) fn peel(line: &[u8]) -> Option<Peeled<'_>> {
    let mut cur = Cursor::new(line);
    cur.eat(b'@')?;
    let digits = cur.take_while(24, |b| b.is_ascii_hexdigit());
    let (seconds, nanos) = digits.split_at_checked(16)?;
    let number = |digits: &[u8]| u64::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok();
    let (seconds, nanos) = (number(seconds)?.checked_sub(EPOCH)?, number(nanos)?);
    let millis = i64::try_from(seconds).ok()?.checked_mul(1000)?;
    let millis = millis.checked_add(i64::try_from(nanos / 1_000_000).ok()?)?;
    cur.blank()?;
    Some(Peeled { time: LogTime::from_unix_millis(millis), ..Peeled::new(cur.rest()) })
}
