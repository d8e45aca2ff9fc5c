//! Damage: what is wrong with evidence that can still be read.

use crate::Place;
use std::fmt;

/// A defect of the evidence, with its place. Reading goes on where the format allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// A stable kebab-case name, unique across the crates.
    pub id: &'static str,
    /// Where it stands.
    pub place: Place,
    /// What was expected and what stood there, in words.
    pub message: String,
}

impl Damage {
    /// Describes a defect.
    #[must_use]
    pub fn new(id: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self { id, place, message: message.into() }
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, in {}", self.message, self.place)
    }
}
