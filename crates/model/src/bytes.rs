//! Keys and values are bytes. This file alone decides how they look.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Serialize, Serializer, ser::SerializeMap};
use std::{borrow::Cow, fmt};

/// Bytes of the evidence: a key, a value, an argument.
///
/// In JSON, valid UTF-8 is a string and anything else `{"base64": "…"}`. On a terminal ([`fmt::Display`]) control
/// bytes, and what is not UTF-8, are escaped, so that no key can move a cursor.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bytes<'a>(pub &'a [u8]);

impl Serialize for Bytes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Ok(text) = std::str::from_utf8(self.0) {
            return serializer.serialize_str(text);
        }
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry("base64", &STANDARD.encode(self.0))?;
        map.end()
    }
}

impl fmt::Display for Bytes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for chunk in self.0.utf8_chunks() {
            for c in chunk.valid().chars() {
                write_escaped(f, c)?;
            }
            for byte in chunk.invalid() {
                write!(f, "\\x{byte:02x}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Bytes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{self}\"")
    }
}

/// Escapes what a terminal would act upon in text that is already valid, and borrows it where there is nothing.
#[must_use]
pub fn escape_control(text: &str) -> Cow<'_, str> {
    if text.chars().any(acts_on_terminal) {
        Cow::Owned(Bytes(text.as_bytes()).to_string())
    } else {
        Cow::Borrowed(text)
    }
}

/// C0 and C1 controls, and the marks that reorder text around them.
fn acts_on_terminal(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

fn write_escaped(f: &mut fmt::Formatter<'_>, c: char) -> fmt::Result {
    match c {
        '\n' => f.write_str("\\n"),
        '\r' => f.write_str("\\r"),
        '\t' => f.write_str("\\t"),
        '\\' => f.write_str("\\\\"),
        c if (c as u32) < 0x80 && acts_on_terminal(c) => write!(f, "\\x{:02x}", c as u32),
        c if acts_on_terminal(c) => write!(f, "\\u{{{:x}}}", c as u32),
        c => fmt::Write::write_char(f, c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_cannot_reach_the_terminal() {
        assert_eq!(Bytes(b"\x1b[2Jk\r\n\x00\xff").to_string(), "\\x1b[2Jk\\r\\n\\x00\\xff");
        assert_eq!(Bytes("a\u{202e}b\u{9b}".as_bytes()).to_string(), "a\\u{202e}b\\u{9b}");
        assert_eq!(Bytes("schlüssel".as_bytes()).to_string(), "schlüssel");
    }
}
