//! Named findings: what the answers mean, one file a rule.
//!
//! A rule reads answers and never changes them. Its page says what it means, which versions it concerns, how it is
//! recognised and what to do; the page is written before the check, and `autopsync explain RULE` prints it.
#![forbid(unsafe_code)]

mod finding;
mod rule;
mod rules;

pub use finding::{Confidence, Finding, Quote, State};
pub use rule::{Answers, Rule};
pub use rules::{ALL, find};

/// Runs every rule over what was answered, in the order of the documentation.
#[must_use]
pub fn check(answers: &Answers<'_>) -> Vec<Finding> {
    ALL.iter().flat_map(|rule| (rule.check)(rule, answers)).collect()
}
