//! What a line of a log says, as types.

use super::time::LogTime;
use autopsync_model::Place;
use smallvec::SmallVec;
use std::borrow::Cow;

/// How serious the server takes a message (`loglevel`). Many messages changed theirs in 7.2: never classify by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// `.`
    Debug,
    /// `-`
    Verbose,
    /// `*`
    Notice,
    /// `#`
    Warning,
}

impl Level {
    /// The server's word for it, as in `loglevel`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Verbose => "verbose",
            Self::Notice => "notice",
            Self::Warning => "warning",
        }
    }

    pub(crate) const fn from_mark(mark: u8) -> Option<Self> {
        match mark {
            b'.' => Some(Self::Debug),
            b'-' => Some(Self::Verbose),
            b'*' => Some(Self::Notice),
            b'#' => Some(Self::Warning),
            _ => None,
        }
    }

    pub(crate) fn from_name(name: &[u8]) -> Option<Self> {
        match name {
            b"debug" => Some(Self::Debug),
            b"verbose" | b"info" => Some(Self::Verbose),
            b"notice" => Some(Self::Notice),
            b"warning" => Some(Self::Warning),
            _ => None,
        }
    }
}

/// Who writes a line: the configured role at the moment of writing, not the state of the link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LogRole {
    /// `M`: has no master configured.
    Master,
    /// `S`: has one.
    Replica,
    /// `C`: a child process, or the server before it recorded its pid.
    Child,
    /// `X`: a Sentinel.
    Sentinel,
}

impl LogRole {
    /// The contract's word for it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Master => "master",
            Self::Replica => "replica",
            Self::Child => "child",
            Self::Sentinel => "sentinel",
        }
    }

    #[inline]
    pub(crate) const fn from_letter(letter: u8) -> Option<Self> {
        match letter {
            b'M' => Some(Self::Master),
            b'S' => Some(Self::Replica),
            b'C' => Some(Self::Child),
            b'X' => Some(Self::Sentinel),
            _ => None,
        }
    }

    pub(crate) fn from_name(name: &[u8]) -> Option<Self> {
        match name {
            b"primary" | b"master" | b"M" => Some(Self::Master),
            b"replica" | b"slave" | b"S" => Some(Self::Replica),
            b"RDB/AOF" | b"C" => Some(Self::Child),
            b"sentinel" | b"X" => Some(Self::Sentinel),
            _ => None,
        }
    }
}

/// The value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldValue<'a> {
    /// A number: an offset, a pid, a count.
    Number(i64),
    /// Text as it stands in the line.
    Text(Cow<'a, [u8]>),
}

impl FieldValue<'_> {
    /// Returns the number, if it is one.
    #[must_use]
    pub const fn number(&self) -> Option<i64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(_) => None,
        }
    }

    /// Returns the text; `None` for a number, and for bytes that are no UTF-8.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Number(_) => None,
            Self::Text(text) => std::str::from_utf8(text).ok(),
        }
    }
}

/// The fields of an event, in the order of the line.
pub type Fields<'a> = Vec<(&'static str, FieldValue<'a>)>;

/// A message of the catalogue, with what it tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event<'a> {
    /// The message's id, stable and kebab-case.
    pub id: &'static str,
    /// The values, each under the name that [`field`](super::field) explains.
    pub fields: Fields<'a>,
    /// The line ends before the message does: the fields that are gone, or printed in part, are left out.
    pub cut: bool,
    pub(crate) wording: u16,
}

impl<'a> Event<'a> {
    /// Returns the value of a field.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&FieldValue<'a>> {
        self.fields.iter().find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// Returns a field that holds a number.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<i64> {
        self.get(name)?.number()
    }

    /// Returns a field that holds text.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.text()
    }
}

/// The names of what was taken off a line, outermost first.
pub type Wrappers = SmallVec<[&'static str; 2]>;

/// One line of a log, whether its message is known or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEvent<'a> {
    /// The physical line it begins on, counted from 1.
    pub line: u64,
    /// Index of that line's first byte in the file.
    pub at: u64,
    /// The physical line as it stands in the file.
    pub raw: &'a [u8],
    /// The message, without what stands in front of it.
    pub text: Cow<'a, [u8]>,
    /// The time the server printed; where it printed none, the time of what wraps the line.
    pub time: Option<LogTime>,
    /// The time of what wraps the line, where it has its own.
    pub outer_time: Option<LogTime>,
    /// The process.
    pub pid: Option<u64>,
    /// The thread (`KeyDB`).
    pub thread: Option<u64>,
    /// Who writes.
    pub role: Option<LogRole>,
    /// How serious.
    pub level: Option<Level>,
    /// The node, by the name of what wraps the line (container, pod, host, label).
    pub node: Option<Cow<'a, str>>,
    /// What was taken off the line, outermost first.
    pub wrappers: Wrappers,
    /// The message, where the catalogue knows it.
    pub event: Option<Event<'a>>,
    /// The line has no prefix of a server: it belongs to the message before it, or to somebody else.
    pub bare: bool,
    /// Physical lines that were joined to complete the message, 0 for most.
    pub joined: u32,
    /// Whether this line stands inside a crash report.
    pub in_crash_report: bool,
}

impl LogEvent<'_> {
    /// Returns the place of the line.
    #[must_use]
    pub const fn place(&self) -> Place {
        Place::line(self.line)
    }

    /// The id of the event, if the catalogue knows the message.
    #[must_use]
    pub fn id(&self) -> Option<&'static str> {
        self.event.as_ref().map(|event| event.id)
    }

    /// Whether the line ends before its message does.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.event.as_ref().is_some_and(|event| event.cut)
    }
}
