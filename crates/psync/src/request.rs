//! The request: `PSYNC <replid> <next> [FAILOVER]`, as it stands on the wire.

use crate::HistoryId;
use autopsync_model::{NextOffset, Position, RequestedId, Version};
use std::fmt;

/// The offset of a request.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum RequestedOffset {
    /// The first byte wanted.
    Number(NextOffset),
    /// Something the master cannot read as a number.
    NotANumber(String),
}

impl RequestedOffset {
    /// Reads the offset as a master of this version does (`getLongLongFromObject` in `object.c`).
    ///
    /// Up to 3.2.1 it is C's `strtoll`: an empty text is 0, `+5` and `007` are numbers. From 3.2.2 it is
    /// `string2ll`, which takes only what it would print itself.
    #[must_use]
    pub fn parse(text: &str, version: &Version) -> Self {
        let number = if version.at_least(3, 2, 2) { strict(text) } else { lenient(text) };
        number.map_or_else(
            || Self::NotANumber(text.to_owned()),
            |number| Self::Number(NextOffset::new(number)),
        )
    }
}

/// `string2ll` of `util.c`: no sign but `-`, no leading zero, no empty text.
fn strict(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let canonical = text == "0" || matches!(digits.as_bytes().first(), Some(b'1'..=b'9'));
    if canonical { text.parse().ok() } else { None }
}

/// `strtoll` in base 10 over the whole text, with a check that the first character is not white space.
fn lenient(text: &str) -> Option<i64> {
    if text.is_empty() { Some(0) } else { text.parse().ok() }
}

impl fmt::Display for RequestedOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(next) => next.fmt(f),
            Self::NotANumber(text) => f.pad(text),
        }
    }
}

/// One `PSYNC`, and what the master knows of who sends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The id asked for.
    pub id: RequestedId,
    /// The first byte wanted.
    pub next: RequestedOffset,
    /// Whether the word `FAILOVER` follows (6.2+).
    pub failover: bool,
    /// Whether the replica announced `capa psync2` (4.0+), so that `+CONTINUE` names the id.
    pub psync2_capable: bool,
    /// Whether the replica announced that it can take the snapshot over a second connection.
    pub second_channel_capable: bool,
    /// The replica's name in the master's log, `ip:port`; `<replica>` where nobody knows.
    pub replica_name: Option<String>,
    /// The replica's version; taken to be the master's where nobody knows.
    pub replica_version: Option<Version>,
}

impl Request {
    /// A request for a byte of a history.
    #[must_use]
    pub fn new(id: RequestedId, next: RequestedOffset) -> Self {
        Self {
            id,
            next,
            failover: false,
            psync2_capable: true,
            second_channel_capable: false,
            replica_name: None,
            replica_version: None,
        }
    }

    /// `PSYNC ? -1`: a replica without a position.
    #[must_use]
    pub fn full() -> Self {
        Self::new(RequestedId::unknown(), RequestedOffset::Number(NextOffset::new(-1)))
    }

    /// What a replica at this position asks for.
    #[must_use]
    pub fn at(position: Position) -> Self {
        Self::new(position.replid.into(), RequestedOffset::Number(position.offset.next()))
    }

    /// What a replica asks for whose id may not be known.
    #[must_use]
    pub(crate) fn in_history(id: HistoryId, next: NextOffset) -> Self {
        Self::new(RequestedId::new(id.to_string()), RequestedOffset::Number(next))
    }

    /// The replica's name for a log line.
    pub(crate) fn name(&self) -> &str {
        self.replica_name.as_deref().unwrap_or("<replica>")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str, version: (u16, u16, u16)) -> Option<i64> {
        let version = Version::redis(version.0, version.1, version.2);
        match RequestedOffset::parse(text, &version) {
            RequestedOffset::Number(next) => Some(next.get()),
            RequestedOffset::NotANumber(_) => None,
        }
    }

    #[test]
    fn an_old_master_reads_numbers_as_c_does() {
        for (text, old, new) in [
            ("44796", Some(44796), Some(44796)),
            ("-5", Some(-5), Some(-5)),
            ("0", Some(0), Some(0)),
            ("+5", Some(5), None),
            ("007", Some(7), None),
            ("-0", Some(0), None),
            ("", Some(0), None),
            (" 5", None, None),
            ("5 ", None, None),
            ("-", None, None),
            ("abc", None, None),
            ("9223372036854775807", Some(i64::MAX), Some(i64::MAX)),
            ("9223372036854775808", None, None),
            ("-9223372036854775808", Some(i64::MIN), Some(i64::MIN)),
        ] {
            assert_eq!(number(text, (3, 2, 1)), old, "{text:?} at 3.2.1");
            assert_eq!(number(text, (3, 2, 2)), new, "{text:?} at 3.2.2");
        }
    }
}
