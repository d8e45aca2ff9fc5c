//! What a rule is made of.

use crate::Finding;
use autopsync_case::questions::{
    inspect::Inspection, offsets::OffsetsAnswer, psync::PsyncAnswer, replay::ReplayAnswer,
};
use autopsync_model::Severity;
use std::fmt;

/// A rule: its page and its check.
pub struct Rule {
    /// Its name, which is also its file's.
    pub id: &'static str,
    /// How grave what it finds is.
    pub severity: Severity,
    /// One line.
    pub title: &'static str,
    /// The page: the doc comment of its file.
    pub page: &'static str,
    /// Issues of the servers.
    pub references: &'static [&'static str],
    /// The check.
    pub check: fn(&'static Self, &Answers<'_>) -> Vec<Finding>,
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rule({})", self.id)
    }
}

/// The answers that a command has at hand. A rule about an answer that is not there is silent.
#[derive(Debug, Clone, Copy, Default)]
pub struct Answers<'a> {
    /// What a snapshot says of itself.
    pub inspection: Option<&'a Inspection>,
    /// What a replay gave.
    pub replay: Option<&'a ReplayAnswer>,
    /// What a server would answer.
    pub psync: Option<&'a PsyncAnswer>,
    /// Where the nodes are.
    pub offsets: Option<&'a OffsetsAnswer>,
}
