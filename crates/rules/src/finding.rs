//! What a rule says about a piece of evidence.

use crate::Rule;
use autopsync_model::Place;

/// How far the evidence leaves another explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confidence {
    /// None.
    Proof,
    /// None that is likely.
    Strong,
    /// Several.
    Hint,
}

impl Confidence {
    /// The word in a document.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Proof => "proof",
            Self::Strong => "strong",
            Self::Hint => "hint",
        }
    }
}

/// Whether it came to pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It did, or will when the question asked becomes real.
    Happened,
    /// The conditions are there.
    AtRisk,
}

impl State {
    /// The word in a document.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Happened => "happened",
            Self::AtRisk => "at-risk",
        }
    }
}

/// A place that shows a finding, and what stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// Where.
    pub place: Place,
    /// What.
    pub text: String,
}

/// A named fact with its explanation and its remedy.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// What it means here, with numbers.
    pub explanation: String,
    /// How certain it is.
    pub confidence: Confidence,
    /// Whether it came to pass.
    pub state: State,
    /// Where it can be seen.
    pub evidence: Vec<Quote>,
    /// What to do here.
    pub remedy: String,
}
