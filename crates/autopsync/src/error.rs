//! Every failure, its hint and its exit code, in one place.

use crate::{exit::Exit, ui::Ui};
use autopsync_case::CaseError;
use autopsync_model::escape_control;
use std::io;

/// Why a run has no answer.
#[derive(Debug)]
pub enum Error {
    /// The question was wrongly asked.
    Usage {
        /// What is wrong.
        message: String,
        /// What would be right.
        hint: Option<String>,
    },
    /// The evidence does not have, or the target does not take, what was asked for: the answer is no.
    Refused {
        /// What was expected and what was found.
        message: String,
        /// What can be done.
        hint: Option<String>,
    },
    /// A file cannot be read.
    Case(CaseError),
    /// The answer cannot be written.
    Output(io::Error),
}

impl Error {
    /// A usage error with what would be right.
    pub fn usage(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Usage { message: message.into(), hint: Some(hint.into()) }
    }
}

impl From<CaseError> for Error {
    fn from(error: CaseError) -> Self {
        Self::Case(error)
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// Says what went wrong and returns how the run ends.
pub fn report(error: &Error, ui: &mut Ui) -> Exit {
    let (message, hint, exit) = match error {
        Error::Usage { message, hint } => (message.clone(), hint.clone(), Exit::Usage),
        Error::Refused { message, hint } => (message.clone(), hint.clone(), Exit::Bad),
        Error::Case(error) => {
            (error.to_string(), error.hint().map(str::to_owned), Exit::Unreadable)
        }
        Error::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => return Exit::Good,
        Error::Output(error) => {
            (format!("the answer cannot be written: {error}"), None, Exit::Unreadable)
        }
    };
    let (red, off) = if ui.error_style().color { ("\x1b[1;31m", "\x1b[0m") } else { ("", "") };
    ui.error(&format!("{red}error:{off} {}", escape_control(&message)));
    if let Some(hint) = hint {
        ui.error(&format!("hint: {}", escape_control(&hint)));
    }
    exit
}

/// Prints clap's help or complaint.
pub fn usage(error: &clap::Error) -> Exit {
    match error.print() {
        Err(io) if io.kind() == io::ErrorKind::BrokenPipe => Exit::Good,
        _ if error.use_stderr() => Exit::Usage,
        _ => Exit::Good,
    }
}
