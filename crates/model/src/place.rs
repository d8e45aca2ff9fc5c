//! Where a fact stands.

use serde::{Deserialize, Serialize};
use std::{fmt, sync::Arc};

/// A position inside one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum At {
    /// An index into the file, counted in bytes from 0.
    Byte(u64),
    /// A line of a text file, counted from 1.
    Line(u64),
}

/// A source and a position in it. A reader that is handed a slice does not know its source; whoever opened the
/// file adds it with [`Place::in_source`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    source: Option<Arc<str>>,
    at: At,
}

impl Place {
    /// A byte, counted from 0.
    #[must_use]
    pub const fn byte(index: u64) -> Self {
        Self { source: None, at: At::Byte(index) }
    }

    /// A line, counted from 1.
    #[must_use]
    pub const fn line(number: u64) -> Self {
        Self { source: None, at: At::Line(number) }
    }

    /// Returns the same position in a named source.
    #[must_use]
    pub fn in_source(mut self, source: &Arc<str>) -> Self {
        self.source = Some(Arc::clone(source));
        self
    }

    /// Returns the name of the source, if it was told.
    #[must_use]
    pub fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }

    /// Returns the position.
    #[must_use]
    pub const fn at(&self) -> At {
        self.at
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.source, self.at) {
            (Some(source), At::Byte(n)) => write!(f, "{source} at byte {n}"),
            (Some(source), At::Line(n)) => write!(f, "{source}:{n}"),
            (None, At::Byte(n)) => write!(f, "byte {n}"),
            (None, At::Line(n)) => write!(f, "line {n}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_names_its_source_once_it_is_known() {
        assert_eq!(Place::byte(8812).to_string(), "byte 8812");
        assert_eq!(
            Place::byte(8812).in_source(&"dump.rdb".into()).to_string(),
            "dump.rdb at byte 8812"
        );
        assert_eq!(Place::line(3).in_source(&"redis.log".into()).to_string(), "redis.log:3");
    }
}
