//! Inline commands: words on a line.
//!
//! A 2.6 master pings with `PING\r\n` and selects with `select N\r\n` (`replication.c` 2.6.17, `replicationFeedSlaves`);
//! later masters write no inline command, and a replica from 6.0.4 on takes one for a broken stream. Read as
//! `processInlineBuffer` does (`networking.c`, 2.6 to 7.4): up to the line feed, a carriage return before it
//! dropped, a NUL hiding what follows.

use crate::{record::Reason, resp::Frame};
use autopsync_model::Limits;

/// Reads one line. `args` is cleared first and holds the words if the line has any.
pub(crate) fn line<'a>(bytes: &'a [u8], args: &mut Vec<&'a [u8]>, limits: &Limits) -> Frame {
    args.clear();
    let limit = usize::try_from(limits.inline_bytes).unwrap_or(usize::MAX);
    let window = bytes.get(..limit.saturating_add(1)).unwrap_or(bytes);
    let Some(end) = memchr::memchr2(b'\n', 0, window) else {
        return if window.len() > limit {
            Frame::Bad { at: 0, reason: Reason::InlineTooLong { limit: limits.inline_bytes } }
        } else {
            Frame::Cut
        };
    };
    if bytes.get(end) == Some(&0) {
        return Frame::Bad { at: end, reason: Reason::InlineNul };
    }
    let len = end.saturating_add(1);
    let content = bytes.get(..end).unwrap_or_default();
    let content = content.strip_suffix(b"\r").unwrap_or(content);
    let mut rest = content;
    loop {
        rest = rest.trim_ascii_start();
        if rest.is_empty() {
            break;
        }
        let Some((argument, after)) = word(rest) else {
            let at = content.len().saturating_sub(rest.len());
            return Frame::Bad { at, reason: Reason::InlineQuotes };
        };
        args.push(argument);
        rest = after;
    }
    if args.is_empty() { Frame::Nothing { len } } else { Frame::Command { len, canonical: false } }
}

/// Splits off a word: bytes without space or quote, or a quoted string without escapes.
///
/// The servers also join quoted and bare parts and undo escapes (`sdssplitargs`). No master ever wrote such a
/// line, and its words could not be borrowed from the evidence; it is refused instead of being misread.
fn word(text: &[u8]) -> Option<(&[u8], &[u8])> {
    if let Some((&quote @ (b'"' | b'\''), inside)) = text.split_first() {
        let end = memchr::memchr2(quote, b'\\', inside)?;
        let (argument, rest) = inside.split_at_checked(end)?;
        let after = rest.strip_prefix(&[quote])?;
        return after.first().is_none_or(u8::is_ascii_whitespace).then_some((argument, after));
    }
    let end = text.iter().position(u8::is_ascii_whitespace).unwrap_or(text.len());
    let (argument, after) = text.split_at_checked(end)?;
    memchr::memchr2(b'"', b'\'', argument).is_none().then_some((argument, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (Frame, Vec<&[u8]>) {
        let mut args = Vec::new();
        let frame = line(bytes, &mut args, &Limits::default());
        (frame, args)
    }

    #[test]
    fn a_master_of_2_6_selects_and_pings_inline() {
        let (frame, args) = read(b"select 9\r\n*3\r\n");
        assert_eq!(frame, Frame::Command { len: 10, canonical: false });
        assert_eq!(args, [b"select".as_slice(), b"9"]);
        assert_eq!(read(b"PING\r\n").0, Frame::Command { len: 6, canonical: false });
    }

    #[test]
    fn an_empty_line_is_nothing() {
        for (bytes, len) in [(b"\n*1".as_slice(), 1), (b"\r\n", 2), (b"  \t\n", 4)] {
            assert_eq!(read(bytes).0, Frame::Nothing { len });
        }
    }

    #[test]
    fn quotes_are_taken_off_and_escapes_refused() {
        assert_eq!(read(b"SET \"a b\" 'c'\n").1, [b"SET".as_slice(), b"a b", b"c"]);
        for (bytes, at) in [
            (b"SET \"a\\n\" b\n".as_slice(), 4),
            (b"SET \"a\n", 4),
            (b"SET \"a\"b\n", 4),
            (b"SET a\"b\"\n", 4),
        ] {
            assert_eq!(read(bytes).0, Frame::Bad { at, reason: Reason::InlineQuotes });
        }
    }

    #[test]
    fn a_line_without_end_is_cut_until_it_is_too_long() {
        assert_eq!(read(b"PIN").0, Frame::Cut);
        let long = vec![b'x'; (64 << 10) + 1];
        assert_eq!(read(&long[..64 << 10]).0, Frame::Cut);
        assert!(matches!(
            read(&long).0,
            Frame::Bad { at: 0, reason: Reason::InlineTooLong { .. } }
        ));
        assert_eq!(read(b"PI\0NG\r\n").0, Frame::Bad { at: 2, reason: Reason::InlineNul });
    }
}
