//! Strings: raw, as an integer, or compressed (`rdbGenericLoadStringObject`, `rdb.c`).
//!
//! Every string of a file may take any of these forms, the ones that hold packed structures included.

use super::{length, length::Length, lzf};
use crate::{Decimal, Error, ErrorKind, Region, cursor::Cursor};
use autopsync_model::{Bytes, Limits};
use std::{borrow::Cow, fmt};

/// A string as it stands in a snapshot: borrowed from it, and not yet decoded.
#[derive(Clone, Copy)]
pub struct RdbString<'a> {
    /// All of it, from its length on.
    encoded: &'a [u8],
    at: u64,
    /// How many bytes stand before the content: one to nineteen.
    prefix: u8,
    kind: Kind,
}

/// Which form a string has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Raw,
    Integer,
    Compressed,
}

/// The three forms of a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StringForm<'a> {
    /// The bytes themselves.
    Raw(&'a [u8]),
    /// The decimal text of an integer of 8, 16 or 32 bits.
    Integer(i32),
    /// LZF.
    Compressed {
        /// The compressed bytes.
        bytes: &'a [u8],
        /// The size that the file states for the decompressed string.
        len: u64,
    },
}

impl<'a> RdbString<'a> {
    /// Reads one string; the bytes of its content are not looked at.
    #[inline(always)]
    #[allow(clippy::inline_always, reason = "the short form is most of what a snapshot holds")]
    pub(crate) fn read(cursor: &mut Cursor<'a>, what: &'static str) -> Result<Self, Error> {
        let start = cursor.mark();
        let (prefix, kind) = match cursor.peek() {
            Some(short @ 0..=63) => {
                cursor.take(u64::from(short).wrapping_add(1), what)?;
                (1, Kind::Raw)
            }
            _ => pass(cursor, what)?,
        };
        let (encoded, at) = (cursor.since(start), cursor.position_at(start));
        Ok(Self { encoded, at, prefix, kind })
    }

    /// Passes one string.
    #[inline]
    pub(crate) fn skip(cursor: &mut Cursor<'a>, what: &'static str) -> Result<(), Error> {
        match cursor.peek() {
            Some(short @ 0..=63) => cursor.take(u64::from(short).wrapping_add(1), what).map(|_| ()),
            _ => pass(cursor, what).map(|_| ()),
        }
    }

    /// Returns the form in which it is stored.
    #[inline]
    #[must_use]
    pub fn form(&self) -> StringForm<'a> {
        let content = self.content();
        match self.kind {
            Kind::Raw => StringForm::Raw(content),
            Kind::Integer => StringForm::Integer(integer(content)),
            Kind::Compressed => {
                StringForm::Compressed { bytes: content, len: self.original_size() }
            }
        }
    }

    /// Returns all its bytes as they stand in the file, from its length on.
    #[inline]
    #[must_use]
    pub const fn encoded(&self) -> &'a [u8] {
        self.encoded
    }

    #[inline]
    fn content(&self) -> &'a [u8] {
        self.encoded.get(usize::from(self.prefix)..).unwrap_or_default()
    }

    /// Reads again what a compressed string states about its size.
    fn original_size(&self) -> u64 {
        // Behind the byte that tells the form stand two lengths, which were read before.
        let lengths = self.encoded.get(1..).unwrap_or_default();
        let mut cursor = Cursor::new(lengths, self.at, Region::File);
        let mut next = || length::read(&mut cursor, "the original size of a string");
        next().and_then(|_| next()).unwrap_or(0)
    }

    /// Returns the position of its first byte, its length included, counted from the start of the file.
    #[inline]
    #[must_use]
    pub const fn at(&self) -> u64 {
        self.at
    }

    /// Returns the position of the first byte of its content, where it is stored as it is.
    pub(crate) fn content_at(&self) -> u64 {
        self.at.saturating_add(self.prefix.into())
    }

    /// Returns its length in bytes, as the file states it; nothing is decoded.
    #[inline]
    #[must_use]
    pub fn len(&self) -> u64 {
        match self.form() {
            StringForm::Raw(bytes) => bytes.len() as u64,
            StringForm::Integer(value) => Decimal::len_of(value.into()) as u64,
            StringForm::Compressed { len, .. } => len,
        }
    }

    /// Tells whether it has no bytes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns `raw`, `int` or `lzf`.
    #[must_use]
    pub const fn encoding(&self) -> &'static str {
        match self.kind {
            Kind::Raw => "raw",
            Kind::Integer => "int",
            Kind::Compressed => "lzf",
        }
    }

    /// Returns the bytes, using `buffer` where they do not stand in the file as they are.
    ///
    /// # Errors
    /// `lzf-…` when the compressed bytes are damaged, `rdb-limit` when the string is longer than the buffer may be.
    #[inline]
    pub fn decode<'b>(&self, buffer: &'b mut StringBuffer) -> Result<&'b [u8], Error>
    where
        'a: 'b,
    {
        match self.form() {
            StringForm::Raw(bytes) => Ok(bytes),
            StringForm::Integer(value) => {
                buffer.decimal = Decimal::new(value.into());
                Ok(&buffer.decimal)
            }
            StringForm::Compressed { bytes, len } if buffer.checks_only => {
                lzf::check(bytes, len, self.at)?;
                Ok(&[])
            }
            StringForm::Compressed { bytes, len } => {
                lzf::decompress(bytes, len, buffer.limit, self.at, &mut buffer.bytes)?;
                Ok(&buffer.bytes)
            }
        }
    }

    /// Returns the bytes, borrowed where the file holds them as they are.
    ///
    /// # Errors
    /// As [`RdbString::decode`], with the limit of [`Limits::default`].
    pub fn to_cow(&self) -> Result<Cow<'a, [u8]>, Error> {
        match self.form() {
            StringForm::Raw(bytes) => Ok(Cow::Borrowed(bytes)),
            StringForm::Integer(value) => Ok(Cow::Owned(Decimal::new(value.into()).to_vec())),
            StringForm::Compressed { .. } => {
                let mut buffer = StringBuffer::default();
                self.decode(&mut buffer)?;
                Ok(Cow::Owned(buffer.bytes))
            }
        }
    }

    /// Returns the first bytes without decoding the rest, and how many there are of them.
    pub(crate) fn head<const N: usize>(&self) -> ([u8; N], usize) {
        let mut head = [0; N];
        let filled = match self.form() {
            StringForm::Raw(bytes) => {
                for (to, from) in head.iter_mut().zip(bytes) {
                    *to = *from;
                }
                bytes.len().min(N)
            }
            StringForm::Integer(_) => 0,
            StringForm::Compressed { bytes, .. } => lzf::decompress_head(bytes, &mut head),
        };
        (head, filled)
    }

    /// Tells whether the string is this text. A damaged string is no text.
    #[must_use]
    pub fn is(&self, text: &[u8]) -> bool {
        match self.form() {
            StringForm::Raw(bytes) => bytes == text,
            _ => self.len() == text.len() as u64 && self.to_cow().is_ok_and(|own| *own == *text),
        }
    }
}

/// Passes a string; returns how many bytes stand before its content.
#[inline(never)]
fn pass(cursor: &mut Cursor<'_>, what: &'static str) -> Result<(u8, Kind), Error> {
    // The forms that are frequent. What does not end well is read again, with care for where it stops.
    let (prefix, kind, len) = match *cursor.rest() {
        [first @ 0x40..=0x7f, low, ..] => (2, Kind::Raw, u16::from_be_bytes([first & 0x3f, low])),
        [0xc0, ..] => (1, Kind::Integer, 1),
        [0xc1, ..] => (1, Kind::Integer, 2),
        [0xc2, ..] => (1, Kind::Integer, 4),
        _ => return pass_any(cursor, what),
    };
    if cursor.pass_if(usize::from(len).wrapping_add(usize::from(prefix))) {
        return Ok((prefix, kind));
    }
    pass_any(cursor, what)
}

/// Passes a string of any form.
fn pass_any(cursor: &mut Cursor<'_>, what: &'static str) -> Result<(u8, Kind), Error> {
    let start = cursor.mark();
    let (kind, len) = match Length::read(cursor, what)? {
        Length::Plain(len) => (Kind::Raw, len),
        Length::Special(0) => (Kind::Integer, 1),
        Length::Special(1) => (Kind::Integer, 2),
        Length::Special(2) => (Kind::Integer, 4),
        Length::Special(3) => {
            let compressed = length::read(cursor, "the compressed size of a string")?;
            length::read(cursor, "the original size of a string")?;
            (Kind::Compressed, compressed)
        }
        Length::Special(form) => {
            let found = form | 0xc0;
            return Err(cursor.error_at(start, ErrorKind::StringEncoding { found }));
        }
    };
    #[allow(clippy::cast_possible_truncation, reason = "two lengths and a byte have 19 at most")]
    let prefix = cursor.passed(start) as u8;
    cursor.take(len, what)?;
    Ok((prefix, kind))
}

/// Returns the integer of one, two or four bytes, the lowest first.
#[inline]
fn integer(bytes: &[u8]) -> i32 {
    match *bytes {
        [a] => i32::from(a.cast_signed()),
        [a, b] => i32::from(i16::from_le_bytes([a, b])),
        [a, b, c, d] => i32::from_le_bytes([a, b, c, d]),
        _ => 0,
    }
}

impl fmt::Debug for RdbString<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.form() {
            StringForm::Raw(bytes) => write!(f, "{:?}", Bytes(bytes)),
            StringForm::Integer(value) => write!(f, "\"{value}\" (int)"),
            StringForm::Compressed { bytes, len } => {
                write!(f, "{len} bytes (lzf, {})", bytes.len())
            }
        }
    }
}

/// Room for one decoded string, to be used again for the next.
///
/// It grows to the longest string met, never beyond its limit, and never by the word of a file: the size that a
/// compressed string states is compared with what its bytes can hold.
#[derive(Debug)]
pub struct StringBuffer {
    bytes: Vec<u8>,
    decimal: Decimal,
    limit: u64,
    /// Compressed strings are checked, and told as empty: nobody listens.
    checks_only: bool,
}

impl StringBuffer {
    /// Sets whether compressed strings are only checked, and not decompressed.
    pub(crate) fn set_checks_only(&mut self, checks_only: bool) {
        self.checks_only = checks_only;
    }

    /// Makes room for strings of at most [`Limits::string_bytes`].
    #[must_use]
    pub fn new(limits: &Limits) -> Self {
        Self {
            bytes: Vec::new(),
            decimal: Decimal::default(),
            limit: limits.string_bytes,
            checks_only: false,
        }
    }
}

impl Default for StringBuffer {
    fn default() -> Self {
        Self::new(&Limits::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Region;
    use proptest::prelude::*;

    fn text(bytes: &[u8]) -> Result<Vec<u8>, Error> {
        let mut cursor = Cursor::new(bytes, 0, Region::File);
        let string = RdbString::read(&mut cursor, "a string")?;
        let text = string.to_cow()?.into_owned();
        assert_eq!(cursor.left(), 0);
        assert_eq!(string.len(), text.len() as u64);
        assert!(string.is(&text));
        assert_eq!(string.decode(&mut StringBuffer::default())?, text);
        Ok(text)
    }

    #[test]
    fn integers_are_signed_and_little_endian_and_stand_for_text() {
        assert_eq!(text(&[0xc0, 0x05]).unwrap(), b"5");
        assert_eq!(text(&[0xc0, 0xff]).unwrap(), b"-1");
        assert_eq!(text(&[0xc1, 0x00, 0x80]).unwrap(), b"-32768");
        assert_eq!(text(&[0xc1, 0x2c, 0x01]).unwrap(), b"300");
        assert_eq!(text(&[0xc2, 0x00, 0x00, 0x00, 0x80]).unwrap(), b"-2147483648");
    }

    #[test]
    fn a_string_of_any_bytes_is_kept() {
        assert_eq!(text(b"\x00").unwrap(), b"");
        assert_eq!(text(b"\x03a\x00\xff").unwrap(), b"a\x00\xff");
        assert_eq!(text(b"\xc3\x05\x0d\x00a\xe0\x03\x00").unwrap(), b"aaaaaaaaaaaaa");
    }

    #[test]
    fn unassigned_forms_are_refused_at_their_first_byte() {
        for first in 0xc4..=0xff {
            let error = text(&[first, 0, 0]).unwrap_err();
            assert_eq!((error.id(), error.at()), ("rdb-string-encoding", 0));
        }
    }

    #[test]
    fn a_declared_length_allocates_nothing() {
        let error = text(&[0x81, 0x7f, 255, 255, 255, 255, 255, 255, 255]).unwrap_err();
        assert_eq!(error.id(), "rdb-truncated");
        let error = text(&[0xc3, 1, 0x81, 0x7f, 255, 255, 255, 255, 255, 255, 255, 0]).unwrap_err();
        assert_eq!(error.id(), "lzf-implausible-size");
    }

    proptest! {
        #[test]
        fn any_bytes_give_a_string_or_an_error(bytes: Vec<u8>) {
            let mut cursor = Cursor::new(&bytes, 0, Region::File);
            match RdbString::read(&mut cursor, "x").and_then(|s| s.to_cow().map(|c| c.len())) {
                Ok(len) => prop_assert!(len <= 88 * bytes.len().max(1)),
                Err(error) => prop_assert!(error.at() <= bytes.len() as u64),
            }
        }
    }
}
