//! What terminals, browsers and editors do to text, undone.
//!
//! Colours (`ESC [ … m`), HTML entities (`&lt;-&gt;`), backslashes that Markdown wants (`\*`, `\<`), typographic hyphens,
//! quotes and blanks. Only lines that were not understood as they stand are cleaned.

use std::borrow::Cow;

/// What stands for what, by the first byte of what stands there.
const REPLACED: [(&str, &str); 22] = [
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&amp;", "&"),
    ("&quot;", "\""),
    ("&#39;", "'"),
    ("&apos;", "'"),
    ("&nbsp;", " "),
    ("\u{a0}", " "),
    ("\u{202f}", " "),
    ("\u{200b}", ""),
    ("\u{feff}", ""),
    ("\u{2010}", "-"),
    ("\u{2011}", "-"),
    ("\u{2012}", "-"),
    ("\u{2013}", "-"),
    ("\u{2014}", "-"),
    ("\u{2018}", "'"),
    ("\u{2019}", "'"),
    ("\u{201c}", "\""),
    ("\u{201d}", "\""),
    ("\u{2192}", "->"),
    ("**", ""),
];

/// Cleans a line; borrows it where there is nothing to do.
pub(crate) fn clean(line: &[u8]) -> Cow<'_, [u8]> {
    if !is_dirty(line) {
        return Cow::Borrowed(line);
    }
    let mut clean = Vec::with_capacity(line.len());
    let mut rest = line;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match *first {
            0x1b => rest = skip_escape(after),
            b'\\' if after.first().is_some_and(|b| is_escaped_by_markdown(*b)) => {}
            byte if begins_dirt(byte) => {
                let found = REPLACED.iter().find(|(dirt, _)| {
                    dirt.as_bytes()
                        .split_first()
                        .is_some_and(|(d, tail)| d == first && after.starts_with(tail))
                });
                if let Some((dirt, meant)) = found {
                    clean.extend_from_slice(meant.as_bytes());
                    rest = after.get(dirt.len().saturating_sub(1)..).unwrap_or_default();
                } else {
                    clean.push(byte);
                }
            }
            byte => clean.push(byte),
        }
    }
    if clean == line { Cow::Borrowed(line) } else { Cow::Owned(clean) }
}

/// Whether there is a byte that cleaning looks at.
#[inline]
pub(crate) fn is_dirty(line: &[u8]) -> bool {
    !line.is_ascii()
        || memchr::memchr3(0x1b, b'\\', b'&', line).is_some()
        || memchr::memchr(b'*', line).is_some()
}

fn begins_dirt(byte: u8) -> bool {
    matches!(byte, 0x1b | b'\\' | b'&' | b'*' | 0xc2 | 0xe2 | 0xef)
}

fn is_escaped_by_markdown(byte: u8) -> bool {
    matches!(
        byte,
        b'*' | b'<'
            | b'>'
            | b'#'
            | b'-'
            | b'_'
            | b'['
            | b']'
            | b'('
            | b')'
            | b'.'
            | b'`'
            | b'+'
            | b'|'
            | b'!'
    )
}

/// Returns what follows an escape sequence of a terminal.
fn skip_escape(after: &[u8]) -> &[u8] {
    let Some(parameters) = after.strip_prefix(b"[") else { return after };
    let length = parameters.iter().take(32).take_while(|b| matches!(b, 0x20..=0x3f)).count();
    parameters.get(length.saturating_add(1)..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_to_a_line_is_undone() {
        for (line, expected) in [
            ("\u{1b}[1;32m1:M\u{1b}[0m x", "1:M x"),
            ("MASTER &lt;-&gt; REPLICA", "MASTER <-> REPLICA"),
            ("MASTER <\u{2011}> REPLICA", "MASTER <-> REPLICA"),
            ("a \\* MASTER \\<-> SLAVE", "a * MASTER <-> SLAVE"),
            ("asked for \u{2018}x\u{2019}", "asked for 'x'"),
            ("**8:S x**", "8:S x"),
            ("a\u{a0}b", "a b"),
        ] {
            assert_eq!(clean(line.as_bytes()), expected.as_bytes(), "{line}");
        }
    }

    #[test]
    fn what_is_clean_is_borrowed() {
        for line in ["", "a * b", "C:\\temp", "schlüssel → &c", "\u{e9}"] {
            let text = line.replace(" → ", " ");
            assert!(matches!(clean(text.as_bytes()), Cow::Borrowed(_)), "{line}");
        }
        assert_eq!(clean(b"\x1b"), &b""[..]);
        assert_eq!(clean(b"\x1b[12"), &b""[..]);
    }
}
