//! What can go wrong in a task.

use std::{fmt, io};

/// The result of a task or a step of one.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a task failed.
#[derive(Debug)]
pub enum Error {
    /// The task was called wrongly; the text says how to call it.
    Usage(String),
    /// It failed, and has said so itself.
    Reported,
    /// A step did not succeed; the text names it.
    Failed(String),
    /// A file or a process could not be used.
    Io(io::Error),
}

impl Error {
    /// A step failed, in words.
    pub fn failed(what: impl Into<String>) -> Self {
        Self::Failed(what.into())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(text) | Self::Failed(text) => f.write_str(text),
            Self::Reported => Ok(()),
            Self::Io(error) => error.fmt(f),
        }
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
