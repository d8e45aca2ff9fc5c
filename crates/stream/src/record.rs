//! A command of the stream with its place, and how a stream ends.

use crate::Kind;
use autopsync_model::{Bytes, Damage, NextOffset, Place};
use std::fmt;

/// One command, borrowed from the evidence; the list of arguments is the reader's and lives until the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record<'r, 'a> {
    /// The offset of its first byte.
    pub start: NextOffset,
    /// The offset of the byte after its last one: what a replica that applied it asks for.
    pub end: NextOffset,
    /// The index of its first byte in the file, counted from 0.
    pub at: u64,
    /// The database selected before it runs, as far as the stream tells. `SELECT` moves it for what follows, inside
    /// a transaction as well as outside.
    pub db: Option<u32>,
    /// Whether it came as words on a line instead of an array. A replica from 6.0.4 on gives up the link there.
    pub inline: bool,
    /// Whether it is written exactly as a master writes: an array with `\r\n` after each part. Servers accept other
    /// bytes there, and damage hides in them.
    pub canonical: bool,
    /// The name and the arguments; never empty.
    pub args: &'r [&'a [u8]],
    pub(crate) annotation: bool,
}

impl<'a> Record<'_, 'a> {
    /// Returns the command's name as it is spelled.
    #[must_use]
    pub fn name(&self) -> &'a [u8] {
        self.args.first().copied().unwrap_or_default()
    }

    /// Returns the same record with its arguments where somebody who reads ahead keeps them.
    #[must_use]
    #[inline]
    pub const fn with_args<'s>(&self, args: &'s [&'a [u8]]) -> Record<'s, 'a> {
        Record {
            start: self.start,
            end: self.end,
            at: self.at,
            db: self.db,
            inline: self.inline,
            canonical: self.canonical,
            args,
            annotation: self.annotation,
        }
    }

    /// Returns what the command is to the link.
    #[must_use]
    pub fn kind(&self) -> Kind {
        if self.annotation { Kind::Annotation } else { Kind::of(self.name()) }
    }

    /// Tells whether the command has this name, without regard to case.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        self.name().eq_ignore_ascii_case(name.as_bytes())
    }

    /// Returns how many bytes of the stream it takes.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.end.index_from(self.start).unwrap_or(0)
    }

    /// Returns the database that a `SELECT` names, if this is one and the servers could read it.
    #[must_use]
    pub fn selects(&self) -> Option<u32> {
        match self.args {
            [name, db] if name.len() == 6 && name.eq_ignore_ascii_case(b"SELECT") => database(db),
            _ => None,
        }
    }

    /// Returns its place in the file.
    #[must_use]
    pub const fn place(&self) -> Place {
        Place::byte(self.at)
    }
}

/// Reads the argument of `SELECT`: at most `i32::MAX`, as the servers count databases.
fn database(text: &[u8]) -> Option<u32> {
    let canonical =
        text == b"0" || (!text.starts_with(b"0") && text.iter().all(u8::is_ascii_digit));
    let number: i32 = canonical.then(|| std::str::from_utf8(text).ok()).flatten()?.parse().ok()?;
    u32::try_from(number).ok()
}

/// What a reader yields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item<'r, 'a> {
    /// A command.
    Record(Record<'r, 'a>),
    /// The end, where it is not a clean one. Nothing follows.
    Tail(Tail),
}

/// How a stream ends other than after a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tail {
    /// The bytes end inside a command.
    Cut(Cut),
    /// The bytes are no command, whatever may follow them.
    Bad(Bad),
}

/// The bytes end inside a command: an outcome, not an error. A replica would wait for the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    /// The offset of the incomplete command's first byte.
    pub at: NextOffset,
    /// Its index in the file, counted from 0.
    pub index: u64,
    /// How many bytes of it are there.
    pub pending_bytes: u64,
}

/// The bytes are no command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bad {
    /// The offset of the byte that cannot stand where it does.
    pub at: NextOffset,
    /// Its index in the file, counted from 0.
    pub index: u64,
    /// The offset of the first byte of the command that it breaks: the first one that is not applied.
    pub command_start: NextOffset,
    /// What was expected.
    pub reason: Reason,
}

impl Bad {
    /// Returns the stable name of the defect.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        self.reason.id()
    }

    /// Describes the defect as damage of the file.
    #[must_use]
    pub fn damage(&self) -> Damage {
        let message = format!("{} (offset {})", self.reason, self.at);
        Damage::new(self.id(), Place::byte(self.index), message)
    }
}

impl Cut {
    /// Describes the cut as damage of the file, for evidence that should not end there.
    #[must_use]
    pub fn damage(&self) -> Damage {
        let message = format!(
            "expected the rest of the command at offset {}, found the end after {} bytes of it",
            self.at, self.pending_bytes
        );
        Damage::new("stream-cut", Place::byte(self.index), message)
    }
}

impl Tail {
    /// Describes the end as damage of the file.
    #[must_use]
    pub fn damage(&self) -> Damage {
        match self {
            Self::Cut(cut) => cut.damage(),
            Self::Bad(bad) => bad.damage(),
        }
    }
}

/// Why bytes are no command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// A record of an AOF does not start with `*`.
    ArrayMarker {
        /// The byte that stands there.
        found: u8,
    },
    /// The number of arguments is no number.
    ArrayLength {
        /// The byte that stands there.
        found: u8,
    },
    /// More arguments than [`autopsync_model::Limits::arguments`].
    TooManyArguments {
        /// The declared number.
        found: u64,
        /// The limit.
        limit: u64,
    },
    /// An argument does not start with `$`.
    BulkMarker {
        /// The byte that stands there.
        found: u8,
    },
    /// The length of an argument is no number.
    BulkLength {
        /// The byte that stands there.
        found: u8,
    },
    /// The length of an argument is negative.
    NegativeBulkLength,
    /// An argument longer than [`autopsync_model::Limits::string_bytes`].
    BulkTooLong {
        /// The declared length.
        found: u64,
        /// The limit.
        limit: u64,
    },
    /// Something else than `\r\n` after a length or an argument, where the reader was told to look.
    LineEnd {
        /// The byte that stands there.
        found: u8,
    },
    /// A line longer than [`autopsync_model::Limits::inline_bytes`].
    InlineTooLong {
        /// The limit.
        limit: u64,
    },
    /// A NUL in an inline command.
    InlineNul,
    /// Quotes in an inline command that do not match, or hold escapes.
    InlineQuotes,
    /// An inline command, where the reader was told to refuse them.
    InlineRefused {
        /// The byte that stands where `*` should.
        found: u8,
    },
}

impl Reason {
    /// Returns the stable name of the defect.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::ArrayMarker { .. } => "aof-record-marker",
            Self::ArrayLength { .. } => "multibulk-length",
            Self::TooManyArguments { .. } => "multibulk-too-long",
            Self::BulkMarker { .. } => "bulk-marker",
            Self::BulkLength { .. } => "bulk-length",
            Self::NegativeBulkLength => "bulk-length-negative",
            Self::BulkTooLong { .. } => "bulk-too-long",
            Self::LineEnd { .. } => "line-end",
            Self::InlineTooLong { .. } => "inline-too-long",
            Self::InlineNul => "inline-nul",
            Self::InlineQuotes => "inline-quotes",
            Self::InlineRefused { .. } => "inline-from-master",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let byte = |found: &u8| format!("'{}'", Bytes(&[*found]));
        match self {
            Self::ArrayMarker { found } => {
                write!(f, "expected '*' at the start of a record, found {}", byte(found))
            }
            Self::ArrayLength { found } => {
                write!(f, "expected a number of arguments, found {}", byte(found))
            }
            Self::TooManyArguments { found, limit } => {
                write!(f, "expected at most {limit} arguments, found {found}")
            }
            Self::BulkMarker { found } => {
                write!(f, "expected '$' at the start of an argument, found {}", byte(found))
            }
            Self::BulkLength { found } => {
                write!(f, "expected the length of an argument, found {}", byte(found))
            }
            Self::NegativeBulkLength => {
                f.write_str("expected the length of an argument, found a negative number")
            }
            Self::BulkTooLong { found, limit } => {
                write!(f, "expected an argument of at most {limit} bytes, found {found}")
            }
            Self::LineEnd { found } => write!(f, "expected CR LF, found {}", byte(found)),
            Self::InlineTooLong { limit } => {
                write!(f, "expected an inline command of at most {limit} bytes, found no line end")
            }
            Self::InlineNul => f.write_str("expected an inline command, found a NUL in it"),
            Self::InlineQuotes => {
                f.write_str("expected plain words in an inline command, found quotes or escapes")
            }
            Self::InlineRefused { found } => {
                write!(f, "expected '*' at the start of a command, found {}", byte(found))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_is_a_small_number_without_frills() {
        assert_eq!(database(b"0"), Some(0));
        assert_eq!(database(b"2147483647"), Some(i32::MAX.unsigned_abs()));
        for text in [b"".as_slice(), b"-1", b"+1", b"01", b"1 ", b"x", b"2147483648"] {
            assert_eq!(database(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_defect_says_what_was_expected_and_where() {
        let bad = Bad {
            at: NextOffset::new(1235),
            index: 4,
            command_start: NextOffset::new(1231),
            reason: Reason::BulkMarker { found: b'\r' },
        };
        assert_eq!(
            bad.damage().to_string(),
            "expected '$' at the start of an argument, found '\\r' (offset 1235), in byte 4"
        );
    }
}
