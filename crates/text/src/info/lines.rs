//! From bytes to lines, whatever happened to the line ends.

use std::borrow::Cow;

/// Hands every line to `visit`, with its number counted from 1 in the file as it is.
///
/// A dump that was printed as one string (`"# Server\r\nredis_version:…"`, from a client library, a JSON document or
/// `redis-cli --no-raw`) has its line ends spelled out; its lines share the number of the one they stand on.
pub(crate) fn for_each(bytes: &[u8], mut visit: impl FnMut(u64, &str)) {
    let mut number: u64 = 0;
    for line in bytes.split(|byte| *byte == b'\n') {
        number = number.saturating_add(1);
        // Old terminals and some editors leave a lone carriage return.
        for part in line.split(|byte| *byte == b'\r') {
            let mut rest = part;
            while let Some((before, after)) = split_spelled_out(rest) {
                visit(number, &clean(before));
                rest = after;
            }
            visit(number, &clean(rest));
        }
    }
}

/// Splits at the first `\r\n` or `\n` that is spelled out. The latter counts only before what can begin a line of a
/// dump, for a path on Windows may hold the same two characters.
fn split_spelled_out(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut from = 0_usize;
    loop {
        let at = from.saturating_add(memchr::memmem::find(text.get(from..)?, b"\\n")?);
        let (before, after) = text.split_at_checked(at)?;
        let after = after.strip_prefix(b"\\n")?;
        if let Some(before) = before.strip_suffix(b"\\r") {
            return Some((before, after));
        }
        if begins_line(after) {
            return Some((before, after));
        }
        from = at.saturating_add(2);
    }
}

/// Tells whether an empty line, a header or a key stands here.
fn begins_line(text: &[u8]) -> bool {
    let is_key = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    match text.first() {
        None | Some(b'#' | b'"' | b'\\') => true,
        Some(_) => {
            let key = text.iter().take_while(|byte| is_key(byte)).count();
            key > 0 && text.get(key) == Some(&b':')
        }
    }
}

/// Decodes a line and takes out what colours it.
fn clean(line: &[u8]) -> Cow<'_, str> {
    let text = String::from_utf8_lossy(line);
    if !text.contains(['\u{1b}', '\u{feff}', '\u{a0}']) {
        return text;
    }
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\u{1b}' => skip_escape(&mut chars),
            '\u{feff}' => {}
            '\u{a0}' => plain.push(' '),
            c => plain.push(c),
        }
    }
    Cow::Owned(plain)
}

/// Skips `[ parameters letter` after an escape character.
fn skip_escape(chars: &mut std::str::Chars<'_>) {
    let mut ahead = chars.clone();
    if ahead.next() == Some('[') && ahead.by_ref().any(|c| c.is_ascii_alphabetic()) {
        *chars = ahead;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &[u8]) -> Vec<(u64, String)> {
        let mut all = Vec::new();
        for_each(bytes, |number, line| all.push((number, line.to_owned())));
        all.retain(|(_, line)| !line.is_empty());
        all
    }

    #[test]
    fn spelled_out_line_ends_are_line_ends() {
        assert_eq!(
            lines(b"a\r\n\"# Server\\r\\nx:1\\ny:2\\r\\n\"\nb"),
            [(1, "a"), (2, "\"# Server"), (2, "x:1"), (2, "y:2"), (2, "\""), (3, "b")]
                .map(|(n, text)| (n, text.to_owned()))
        );
    }

    #[test]
    fn a_path_is_not_split() {
        let path = r"config_file:C:\nodes\n1\redis.conf";
        assert_eq!(lines(path.as_bytes()), [(1, path.to_owned())]);
    }

    #[test]
    fn colours_and_marks_are_taken_out() {
        assert_eq!(
            lines("\u{feff}\u{1b}[1;32mrole\u{1b}[0m:\u{a0}master\u{1b}".as_bytes()),
            [(1, "role: master".to_owned())]
        );
    }
}
