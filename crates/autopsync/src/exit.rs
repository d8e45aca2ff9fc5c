//! Exit codes: the contract's five meanings, and nothing else.

use std::process::ExitCode;

/// How a run ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// The answer is good: readable and intact, the same, would continue and stay right.
    Good = 0,
    /// The answer is bad: checksum wrong, different, refused, diverges.
    Bad = 1,
    /// The question was wrongly asked.
    Usage = 2,
    /// Some evidence cannot be read at all.
    Unreadable = 3,
    /// The evidence is sound and does not suffice to decide.
    Inconclusive = 4,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// The section on exit codes that stands in every long help and man page.
pub const HELP: &str = "\
Exit codes:
  0  the answer is good: readable and intact, the same, would continue and stay right
  1  the answer is bad: checksum wrong, damaged, different, refused, diverges
  2  usage error
  3  some evidence cannot be read at all: missing, unsupported, corrupt past recovery
  4  inconclusive: the evidence is sound and does not suffice; the output says what is missing";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_names_every_code() {
        for exit in [Exit::Good, Exit::Bad, Exit::Usage, Exit::Unreadable, Exit::Inconclusive] {
            assert!(HELP.contains(&format!("\n  {}  ", exit as u8)), "{exit:?}");
        }
    }
}
