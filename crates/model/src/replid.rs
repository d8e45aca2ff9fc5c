//! Replication ids: forty characters that name a history.

use serde::{Deserialize, Serialize, de};
use std::{fmt, str::FromStr};

/// A replication id (from 4.0) or a run id in that role (2.8 to 3.2): forty ASCII characters.
///
/// Servers write lower-case hex, compare without case on the master (`masterTryPartialResynchronization`) and
/// with case on the replica (`slaveTryPartialResynchronization`), and accept any forty bytes from the wire.
/// Equality of this type is the exact one; [`ReplId::same_history`] is the master's.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReplId([u8; 40]);

impl ReplId {
    /// How many characters an id has (`CONFIG_RUN_ID_SIZE`).
    pub const LEN: usize = 40;

    /// Forty zeros: how the servers print a second id that is not set.
    pub const CLEARED: Self = Self([b'0'; 40]);

    /// Returns the id that these bytes spell.
    ///
    /// # Errors
    /// [`ParseReplIdError`] unless there are forty printable ASCII characters.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ParseReplIdError> {
        let id: [u8; 40] = bytes.try_into().map_err(|_| ParseReplIdError { found: bytes.len() })?;
        if id.iter().all(u8::is_ascii_graphic) {
            Ok(Self(id))
        } else {
            Err(ParseReplIdError { found: 40 })
        }
    }

    /// Returns the forty characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Only ASCII gets in, so this cannot fail; an empty name is better than a panic all the same.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Tells whether this is the printed form of "no id".
    #[must_use]
    pub fn is_cleared(&self) -> bool {
        *self == Self::CLEARED
    }

    /// Compares as a master does: without regard to case.
    #[must_use]
    pub fn same_history(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

/// Why forty characters were not found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a replication id of 40 ASCII characters, found {found} bytes")]
pub struct ParseReplIdError {
    /// How many bytes there were.
    pub found: usize,
}

impl FromStr for ReplId {
    type Err = ParseReplIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::from_bytes(text.as_bytes())
    }
}

impl fmt::Display for ReplId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for ReplId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReplId({self})")
    }
}

impl Serialize for ReplId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ReplId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

/// The id of a `PSYNC` as it came over the wire: any text, of which only some is a [`ReplId`].
///
/// A replica without a position sends `?`; tools send what they like, and the master prints it back.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RequestedId(String);

impl RequestedId {
    /// Wraps the text of a request.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The request of a replica that knows no history.
    #[must_use]
    pub fn unknown() -> Self {
        Self("?".to_owned())
    }

    /// Returns the text as it was sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Tells whether the request asks for a full synchronisation: the servers look at the first character only.
    #[must_use]
    pub fn asks_full(&self) -> bool {
        self.0.starts_with('?')
    }

    /// Tells whether a master would take this text for `id`: forty characters, without regard to case.
    #[must_use]
    pub fn names(&self, id: &ReplId) -> bool {
        self.0.eq_ignore_ascii_case(id.as_str())
    }

    /// Returns the id, where the text is one.
    #[must_use]
    pub fn replid(&self) -> Option<ReplId> {
        self.0.parse().ok()
    }
}

impl From<ReplId> for RequestedId {
    fn from(id: ReplId) -> Self {
        Self(id.as_str().to_owned())
    }
}

impl fmt::Display for RequestedId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "6559e00f3a0ce0f9d9f7aa168dd5c1901cf1f022";

    #[test]
    fn an_id_has_forty_characters() {
        assert_eq!(A.parse::<ReplId>().unwrap().as_str(), A);
        assert_eq!(A[1..].parse::<ReplId>(), Err(ParseReplIdError { found: 39 }));
        assert!(ReplId::from_bytes(&[0x1b; 40]).is_err());
    }

    #[test]
    fn a_master_compares_without_case_and_only_the_whole() {
        let id: ReplId = A.parse().unwrap();
        assert!(RequestedId::new(A.to_uppercase()).names(&id));
        assert!(!RequestedId::new(&A[..20]).names(&id));
        assert!(RequestedId::unknown().asks_full());
    }

    #[test]
    fn forty_zeros_are_no_id() {
        assert!("0".repeat(40).parse::<ReplId>().unwrap().is_cleared());
    }
}
