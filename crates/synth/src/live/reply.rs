//! Replies of a server in RESP2, as values.

use autopsync_model::Bytes;
use std::{
    fmt,
    io::{self, BufRead, Read},
};

/// One reply in RESP2.
#[derive(Clone, PartialEq, Eq)]
pub enum Reply {
    /// `+…`: a status, without the line's end.
    Simple(Vec<u8>),
    /// `-…`: an error, with its code, without the line's end.
    Error(Vec<u8>),
    /// `:…`: a number.
    Integer(i64),
    /// `$…`: a string.
    Bulk(Vec<u8>),
    /// `$-1` or `*-1`: nothing.
    Nil,
    /// `*…`: a list of replies.
    Array(Vec<Self>),
}

impl Reply {
    /// The status `OK`.
    #[must_use]
    pub fn ok() -> Self {
        Self::Simple(b"OK".to_vec())
    }

    /// Returns the bytes of a status or a string.
    #[must_use]
    pub fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Simple(bytes) | Self::Bulk(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// Returns the text of a status, a string or an error, with what is not UTF-8 replaced.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        match self {
            Self::Simple(bytes) | Self::Bulk(bytes) | Self::Error(bytes) => {
                Some(String::from_utf8_lossy(bytes).into_owned())
            }
            _ => None,
        }
    }

    /// Returns the number, also of a string that spells one.
    #[must_use]
    pub fn integer(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(*number),
            _ => std::str::from_utf8(self.bytes()?).ok()?.parse().ok(),
        }
    }

    /// Returns the elements of a list.
    #[must_use]
    pub fn array(&self) -> Option<&[Self]> {
        match self {
            Self::Array(elements) => Some(elements),
            _ => None,
        }
    }

    /// Returns the bytes of every element of a list of strings.
    #[must_use]
    pub fn strings(&self) -> Option<Vec<Vec<u8>>> {
        self.array()?.iter().map(|element| element.bytes().map(<[u8]>::to_vec)).collect()
    }

    /// Tells whether this is an error.
    #[must_use]
    pub const fn is_error(&self) -> bool {
        matches!(self, Self::Error(_))
    }

    /// Reads one reply.
    ///
    /// # Errors
    /// Those of the reader, and [`io::ErrorKind::InvalidData`] for what is not RESP2.
    pub fn read(from: &mut impl BufRead) -> io::Result<Self> {
        let line = read_line(from)?;
        let (kind, rest) = line.split_first().ok_or_else(|| invalid(&line))?;
        match kind {
            b'+' => Ok(Self::Simple(rest.to_vec())),
            b'-' => Ok(Self::Error(rest.to_vec())),
            b':' => Ok(Self::Integer(number(rest)?)),
            b'$' => match u64::try_from(number(rest)?) {
                Err(_) => Ok(Self::Nil),
                Ok(length) => read_bulk(from, length).map(Self::Bulk),
            },
            b'*' => match u64::try_from(number(rest)?) {
                Err(_) => Ok(Self::Nil),
                Ok(count) => {
                    (0..count).map(|_| Self::read(from)).collect::<io::Result<_>>().map(Self::Array)
                }
            },
            _ => Err(invalid(&line)),
        }
    }
}

/// Reads a line without its end (`\n` or `\r\n`).
pub(super) fn read_line(from: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    from.read_until(b'\n', &mut line)?;
    if line.pop() != Some(b'\n') {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    line.pop_if(|last| *last == b'\r');
    Ok(line)
}

/// Parses a decimal number of a protocol line.
pub(super) fn number(digits: &[u8]) -> io::Result<i64> {
    std::str::from_utf8(digits)
        .ok()
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| invalid(digits))
}

fn read_bulk(from: &mut impl BufRead, length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(length).read_to_end(&mut bytes)?;
    let mut end = [0; 2];
    from.read_exact(&mut end)?;
    if end == *b"\r\n" { Ok(bytes) } else { Err(invalid(&end)) }
}

fn invalid(found: &[u8]) -> io::Error {
    let message = format!("expected a reply in RESP2, found {:?}", Bytes(found));
    io::Error::new(io::ErrorKind::InvalidData, message)
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Simple(bytes) => write!(f, "+{}", Bytes(bytes)),
            Self::Error(bytes) => write!(f, "-{}", Bytes(bytes)),
            Self::Integer(number) => write!(f, ":{number}"),
            Self::Bulk(bytes) => Bytes(bytes).fmt(f),
            Self::Nil => f.write_str("nil"),
            Self::Array(elements) => f.debug_list().entries(elements).finish(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_reply_is_read() {
        let mut bytes =
            &b"*7\r\n+OK\r\n-ERR no\r\n:-5\r\n$4\r\na\r\nb\r\n$0\r\n\r\n$-1\r\n*-1\r\n:1\r\n"[..];
        assert_eq!(
            Reply::read(&mut bytes).unwrap(),
            Reply::Array(vec![
                Reply::ok(),
                Reply::Error(b"ERR no".to_vec()),
                Reply::Integer(-5),
                Reply::Bulk(b"a\r\nb".to_vec()),
                Reply::Bulk(Vec::new()),
                Reply::Nil,
                Reply::Nil,
            ])
        );
        assert_eq!(Reply::read(&mut bytes).unwrap(), Reply::Integer(1));
        assert!(Reply::read(&mut bytes).is_err());
        assert!(Reply::read(&mut &b"?what\r\n"[..]).is_err());
    }
}
