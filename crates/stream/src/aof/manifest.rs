//! The manifest of a multi-part AOF (7.0): which files make it up, in which order.
//!
//! One file a line, `file <name> seq <n> type <b|h|i>`; newer versions add pairs, which older ones skip
//! (`aofLoadManifestFromFile`, 7.0.15). The rules below are the server's: it refuses to start where one is broken.

use crate::{Error, ErrorKind};
use autopsync_model::Place;
use nom::{
    IResult, Parser,
    branch::alt,
    bytes::complete::{is_not, tag, take, take_while_m_n},
    character::complete::{char, multispace0, multispace1},
    combinator::{all_consuming, map, map_opt, value},
    multi::{fold_many0, separated_list0},
    sequence::{delimited, preceded},
};

/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartKind {
    /// The data set at the last rewrite, as snapshot or commands. At most one.
    Base,
    /// The commands since, applied in the order of the manifest.
    Increment,
    /// Left over from before the last rewrite; not loaded.
    History,
}

/// One line of a manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The file's name, in the manifest's own directory.
    pub name: Vec<u8>,
    /// Its sequence number.
    pub seq: i64,
    /// What it is for.
    pub kind: PartKind,
    /// The replication offset at its first byte (`startoffset`, Redis 8).
    pub start_offset: Option<i64>,
    /// The replication offset at its last byte (`endoffset`, Redis 8).
    pub end_offset: Option<i64>,
    /// The line, counted from 1.
    pub line: u64,
}

/// A manifest that a server accepts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Manifest {
    parts: Vec<Part>,
}

impl Manifest {
    /// Reads a manifest.
    ///
    /// # Errors
    /// [`ErrorKind::Manifest`] with the line, where the server would refuse it: no line at all, a pair or one of
    /// the three keys missing, a name that is a path, two bases, increments out of order.
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        let mut manifest = Self::default();
        let mut line: u64 = 0;
        for text in bytes.split_inclusive(|byte| *byte == b'\n') {
            line = line.saturating_add(1);
            if text.starts_with(b"#") {
                continue;
            }
            if !text.ends_with(b"\n") {
                return Err(refused(line, "expected a line end"));
            }
            let part = part(text, line)?;
            manifest.check(&part)?;
            manifest.parts.push(part);
        }
        if line == 0 {
            return Err(refused(1, "expected at least one line, found an empty file"));
        }
        Ok(manifest)
    }

    /// Returns all lines in the order of the file.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Returns the base, where there is one.
    #[must_use]
    pub fn base(&self) -> Option<&Part> {
        self.parts.iter().find(|part| part.kind == PartKind::Base)
    }

    /// Returns what a server loads, in its order: the base, then the increments.
    pub fn loaded(&self) -> impl Iterator<Item = &Part> {
        let increments = self.parts.iter().filter(|part| part.kind == PartKind::Increment);
        self.base().into_iter().chain(increments)
    }

    fn check(&self, next: &Part) -> Result<(), Error> {
        let last = self.parts.iter().rfind(|part| part.kind == PartKind::Increment);
        match next.kind {
            PartKind::Base if self.base().is_some() => {
                Err(refused(next.line, "expected one base file, found a second"))
            }
            PartKind::Increment if last.map_or(0, |last| last.seq) >= next.seq => {
                Err(refused(next.line, "expected a growing sequence of increments"))
            }
            _ => Ok(()),
        }
    }
}

/// Tells whether these bytes look like a manifest.
#[must_use]
pub fn looks_like_manifest(bytes: &[u8]) -> bool {
    let head = bytes.get(..4096).unwrap_or(bytes);
    head.split_inclusive(|byte| *byte == b'\n')
        .find(|line| !line.starts_with(b"#"))
        .is_some_and(|line| part(line, 1).is_ok())
}

fn refused(line: u64, detail: &str) -> Error {
    Error { kind: ErrorKind::Manifest { detail: detail.to_owned() }, place: Place::line(line) }
}

/// Reads a line: pairs of a key and a value, of which three must be there.
fn part(text: &[u8], line: u64) -> Result<Part, Error> {
    let (_, words) = all_consuming(words).parse(text).map_err(|_| refused(line, "quotes"))?;
    if words.len() < 6 || words.len() % 2 != 0 {
        return Err(refused(line, "expected file, seq and type, each with a value"));
    }
    let mut found = Part {
        name: Vec::new(),
        seq: 0,
        kind: PartKind::History,
        start_offset: None,
        end_offset: None,
        line,
    };
    let mut has_kind = false;
    for pair in words.chunks_exact(2) {
        let [key, value] = pair else { continue };
        match key.to_ascii_lowercase().as_slice() {
            b"file" => found.name.clone_from(value),
            b"seq" => found.seq = integer(value).unwrap_or(0),
            b"type" => {
                found.kind = kind(value).ok_or_else(|| refused(line, "expected type b, h or i"))?;
                has_kind = true;
            }
            b"startoffset" => found.start_offset = integer(value),
            b"endoffset" => found.end_offset = integer(value),
            _ => {}
        }
    }
    if found.name.is_empty() || found.seq == 0 || !has_kind {
        return Err(refused(line, "expected file, seq and type, each with a value"));
    }
    if found.name.iter().any(|byte| matches!(byte, b'/' | b'\\')) {
        return Err(refused(line, "expected the name of a file, found a path"));
    }
    Ok(found)
}

fn integer(text: &[u8]) -> Option<i64> {
    std::str::from_utf8(text).ok()?.parse().ok()
}

fn kind(text: &[u8]) -> Option<PartKind> {
    match text.first()? {
        b'b' => Some(PartKind::Base),
        b'h' => Some(PartKind::History),
        b'i' => Some(PartKind::Increment),
        _ => None,
    }
}

/// `words = [ word *( space word ) ]`, with space around it.
fn words(input: &[u8]) -> IResult<&[u8], Vec<Vec<u8>>> {
    delimited(multispace0, separated_list0(multispace1, word), multispace0).parse(input)
}

/// `word = '"' *( escape / byte ) '"' / bare`; the server quotes names with special characters (`sdscatrepr`).
fn word(input: &[u8]) -> IResult<&[u8], Vec<u8>> {
    let bare = map(is_not(" \t\r\n\"'"), <[u8]>::to_vec);
    let inside =
        fold_many0(alt((escape, map_opt(take(1_usize), plain))), Vec::new, |mut all, byte| {
            all.push(byte);
            all
        });
    alt((delimited(char('"'), inside, char('"')), bare)).parse(input)
}

/// A byte that stands for itself. `none_of` would count a byte of 0x80 or above as two.
fn plain(byte: &[u8]) -> Option<u8> {
    byte.first().copied().filter(|byte| !matches!(byte, b'"' | b'\\'))
}

/// `escape = "\x" 2hex / "\" byte`.
fn escape(input: &[u8]) -> IResult<&[u8], u8> {
    let hex = map_opt(take_while_m_n(2, 2, |byte: u8| byte.is_ascii_hexdigit()), |digits| {
        u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
    });
    let named = alt((
        value(b'\n', char('n')),
        value(b'\r', char('r')),
        value(b'\t', char('t')),
        value(0x08, char('b')),
        value(0x07, char('a')),
        map_opt(take(1_usize), |other: &[u8]| other.first().copied()),
    ));
    preceded(char('\\'), alt((preceded(tag("x"), hex), named))).parse(input)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_and_increments_are_loaded_in_order_and_history_is_not() {
        let text = b"# made by a test\nfile a.2.base.rdb seq 2 type b\nfile a.1.incr.aof seq 1 type h\n\
                     file a.4.incr.aof seq 4 type i startoffset 100 endoffset 180\nfile \"a \\x41\\\".aof\" seq 5 type i\n";
        let manifest = Manifest::parse(text).unwrap();
        let names: Vec<_> = manifest.loaded().map(|part| part.name.as_slice()).collect();
        assert_eq!(names, [b"a.2.base.rdb".as_slice(), b"a.4.incr.aof", b"a A\".aof"]);
        assert_eq!(manifest.parts()[2].start_offset, Some(100));
        assert_eq!(manifest.parts()[2].end_offset, Some(180));
        assert_eq!(manifest.parts()[3].line, 5);
        assert!(looks_like_manifest(text));
        assert!(!looks_like_manifest(b"*2\r\n$6\r\nSELECT\r\n"));
    }

    #[test]
    fn what_a_server_refuses_is_refused_with_its_line() {
        for (text, line) in [
            ("", 1),
            ("file a seq 1 type b", 1),
            ("file a seq 1\n", 1),
            ("\n", 1),
            ("file a seq 1 type x\n", 1),
            ("file ../a seq 1 type b\n", 1),
            ("file a seq 0 type b\n", 1),
            ("file \"a seq 1 type b\n", 1),
            ("file a seq 1 type b\nfile b seq 2 type b\n", 2),
            ("file a seq 2 type i\n#\nfile b seq 2 type i\n", 3),
        ] {
            let error = Manifest::parse(text.as_bytes()).unwrap_err();
            assert_eq!((error.id(), error.place), ("aof-manifest", Place::line(line)), "{text:?}");
        }
    }
}
