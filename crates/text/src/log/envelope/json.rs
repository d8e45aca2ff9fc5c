//! The string and number members of a JSON document, without building it.

use std::borrow::Cow;

/// The deepest nesting that is followed.
const DEEPEST: u32 = 16;

/// A scalar member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Scalar<'a> {
    Text(Cow<'a, [u8]>),
    Number(&'a [u8]),
}

/// Hands each scalar member of a document to `visit` with its key, in order, at any depth; those of an array have the
/// array's key. Returns whether the document was whole; a line that is cut gives what comes before.
pub(super) fn members<'a>(text: &'a [u8], mut visit: impl FnMut(&[u8], Scalar<'a>)) -> bool {
    let mut reader = Reader { rest: text };
    reader.blanks();
    reader.rest.first() == Some(&b'{') && reader.value(b"", DEEPEST, &mut visit).is_some()
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn blanks(&mut self) {
        while let Some((b' ' | b'\t' | b'\r' | b'\n', rest)) = self.rest.split_first() {
            self.rest = rest;
        }
    }

    fn eat(&mut self, byte: u8) -> Option<()> {
        self.blanks();
        let (first, rest) = self.rest.split_first()?;
        (*first == byte).then(|| self.rest = rest)
    }

    fn value(
        &mut self,
        key: &[u8],
        depth: u32,
        visit: &mut impl FnMut(&[u8], Scalar<'a>),
    ) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        self.blanks();
        match self.rest.first()? {
            b'{' => self.object(depth, visit),
            b'[' => self.array(key, depth, visit),
            b'"' => {
                let text = self.string()?;
                visit(key, Scalar::Text(text));
                Some(())
            }
            _ => {
                let length = self
                    .rest
                    .iter()
                    .take_while(|b| !matches!(b, b',' | b'}' | b']') && !b.is_ascii_whitespace())
                    .count();
                let (word, rest) = self.rest.split_at_checked(length)?;
                (length > 0).then_some(())?;
                self.rest = rest;
                visit(key, Scalar::Number(word));
                Some(())
            }
        }
    }

    fn object(&mut self, depth: u32, visit: &mut impl FnMut(&[u8], Scalar<'a>)) -> Option<()> {
        self.eat(b'{')?;
        if self.eat(b'}').is_some() {
            return Some(());
        }
        loop {
            self.blanks();
            let key = self.string()?;
            self.eat(b':')?;
            self.value(&key, depth, visit)?;
            if self.eat(b',').is_none() {
                return self.eat(b'}');
            }
        }
    }

    fn array(
        &mut self,
        key: &[u8],
        depth: u32,
        visit: &mut impl FnMut(&[u8], Scalar<'a>),
    ) -> Option<()> {
        self.eat(b'[')?;
        if self.eat(b']').is_some() {
            return Some(());
        }
        loop {
            self.value(key, depth, visit)?;
            if self.eat(b',').is_none() {
                return self.eat(b']');
            }
        }
    }

    /// A string; a cut one ends with the line.
    fn string(&mut self) -> Option<Cow<'a, [u8]>> {
        self.eat(b'"')?;
        let stop = memchr::memchr2(b'"', b'\\', self.rest).unwrap_or(self.rest.len());
        let (plain, rest) = self.rest.split_at_checked(stop)?;
        self.rest = rest;
        if rest.first() == Some(&b'\\') {
            return Some(Cow::Owned(self.escaped(plain.to_vec())));
        }
        self.rest = rest.get(1..).unwrap_or_default();
        Some(Cow::Borrowed(plain))
    }

    fn escaped(&mut self, mut text: Vec<u8>) -> Vec<u8> {
        while let Some((first, rest)) = self.rest.split_first() {
            self.rest = rest;
            match first {
                b'"' => break,
                b'\\' => self.escape(&mut text),
                byte => text.push(*byte),
            }
        }
        text
    }

    fn escape(&mut self, text: &mut Vec<u8>) {
        let Some((first, rest)) = self.rest.split_first() else { return };
        self.rest = rest;
        match first {
            b'n' => text.push(b'\n'),
            b't' => text.push(b'\t'),
            b'r' => text.push(b'\r'),
            b'b' | b'f' => text.push(b' '),
            b'u' => {
                let mut code = self.code_unit().unwrap_or(0xfffd);
                if (0xd800..0xdc00).contains(&code) && self.rest.starts_with(b"\\u") {
                    self.rest = self.rest.get(2..).unwrap_or_default();
                    let low = self.code_unit().unwrap_or(0).wrapping_sub(0xdc00) & 0x3ff;
                    let high = code.wrapping_sub(0xd800) & 0x3ff;
                    code = (high << 10 | low).saturating_add(0x10000);
                }
                let c = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
                text.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            }
            byte => text.push(*byte),
        }
    }

    fn code_unit(&mut self) -> Option<u32> {
        let (digits, rest) = self.rest.split_at_checked(4)?;
        let code = u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
        self.rest = rest;
        Some(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<String>, bool) {
        let mut all = Vec::new();
        let whole = members(text.as_bytes(), |key, value| {
            let value = match &value {
                Scalar::Text(text) => format!("{:?}", String::from_utf8_lossy(text)),
                Scalar::Number(text) => String::from_utf8_lossy(text).into_owned(),
            };
            all.push(format!("{}={value}", String::from_utf8_lossy(key)));
        });
        (all, whole)
    }

    #[test]
    fn members_are_read_at_any_depth() {
        let (members, whole) = read(
            r#" {"log":"a\n\u00e9\ud83d\ude00","t":12, "k":{"pod":"p","l":["x",null]},"e":{},"f":[]}"#,
        );
        assert_eq!(members, ["log=\"a\\né😀\"", "t=12", "pod=\"p\"", "l=\"x\"", "l=null"]);
        assert!(whole);
    }

    #[test]
    fn cut_and_hostile_documents_end_quietly() {
        for text in [r#"{"log":"a b"#, r#"{"log":"a b\"#, r#"{"log":"a b","#, r#"{"log":"a b","t"#]
        {
            let (members, _) = read(text);
            assert_eq!(members, ["log=\"a b\""], "{text}");
        }
        for text in [
            "",
            "{",
            "{}",
            "[1]",
            "{\"a\"",
            "{\"a\":}",
            "{1:2}",
            &"{\"a\":".repeat(5000),
            &"{\"a\":[".repeat(5000),
        ] {
            assert_eq!(read(text).0, [""; 0], "{text:.20}");
        }
    }
}
