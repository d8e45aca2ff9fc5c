//! Why a command failed, in the server's words.

use autopsync_model::Version;
use std::borrow::Cow;

/// What a failing command answers. A replica discards it, goes on, and is from then on not what its master is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CommandError {
    /// The key holds a value of another type.
    WrongType,
    /// Another refusal with a fixed text.
    Refused(&'static str),
    /// Another refusal, whose text names what was refused.
    RefusedWith(Box<[u8]>),
    /// No command of the emulated version has this name: it belongs to a module or to another version.
    Unknown(Box<[u8]>),
    /// A script that the replica does not know (`NOSCRIPT`): its effects are lost.
    NoScript(&'static str),
    /// The engine cannot tell what the server would have done.
    Unsupported(&'static str),
}

impl CommandError {
    /// The text that the server of this version answers, without the leading `-`.
    #[must_use]
    pub fn text(&self, version: &Version) -> Cow<'_, [u8]> {
        match self {
            Self::WrongType if version.at_least(2, 8, 0) => {
                b"WRONGTYPE Operation against a key holding the wrong kind of value".into()
            }
            Self::WrongType => {
                b"ERR Operation against a key holding the wrong kind of value".into()
            }
            Self::Refused(text) | Self::NoScript(text) | Self::Unsupported(text) => {
                text.as_bytes().into()
            }
            Self::RefusedWith(text) | Self::Unknown(text) => (&**text).into(),
        }
    }

    /// A stable name of the kind of failure.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        match self {
            Self::WrongType => "command-wrong-type",
            Self::Refused(_) | Self::RefusedWith(_) => "command-refused",
            Self::Unknown(_) => "command-unknown",
            Self::NoScript(_) => "script-unknown",
            Self::Unsupported(_) => "command-unsupported",
        }
    }

    /// Wraps a text that names what was refused.
    pub(crate) fn with(text: impl AsRef<[u8]>) -> Self {
        Self::RefusedWith(text.as_ref().into())
    }
}

/// Texts that many commands share (`createSharedObjects`, `src/server.c`).
pub(crate) mod refusal {
    use super::CommandError::{self, Refused};

    pub(crate) const SYNTAX: CommandError = Refused("ERR syntax error");
    pub(crate) const NOT_INTEGER: CommandError =
        Refused("ERR value is not an integer or out of range");
    pub(crate) const INTEGER_TEXT: &str = "ERR value is not an integer or out of range";
    pub(crate) const NOT_FLOAT: CommandError = Refused("ERR value is not a valid float");
    pub(crate) const NO_SUCH_KEY: CommandError = Refused("ERR no such key");
    pub(crate) const OUT_OF_RANGE: CommandError = Refused("ERR index out of range");
    pub(crate) const SAME_OBJECT: CommandError =
        Refused("ERR source and destination objects are the same");
    pub(crate) const NEGATIVE: CommandError =
        Refused("ERR value is out of range, must be positive");
    pub(crate) const TOO_LONG: CommandError =
        Refused("ERR string exceeds maximum allowed size (proto-max-bulk-len)");
    pub(crate) const TOO_LONG_512: CommandError =
        Refused("ERR string exceeds maximum allowed size (512MB)");
    pub(crate) const OVERFLOW: CommandError = Refused("ERR increment or decrement would overflow");
    pub(crate) const NAN_SCORE: CommandError = Refused("ERR resulting score is not a number (NaN)");
}
