//! A finding in a document.

use autopsync_model::{At, Severity};
use autopsync_rules::Quote;
use schemars::JsonSchema;
use serde::Serialize;

/// A named fact about the evidence, with its place and its remedy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Finding {
    /// The rule's id; `autopsync explain RULE` tells more.
    pub rule: String,
    /// How grave it is.
    pub severity: Severity,
    /// One line.
    pub title: String,
    /// What it means here, with numbers.
    pub explanation: String,
    /// Whether the evidence leaves another explanation: `proof`, `strong`, `hint`.
    pub confidence: String,
    /// `happened` or `at-risk`.
    pub state: String,
    /// Where it can be seen.
    pub evidence: Vec<FindingEvidence>,
    /// What to do.
    pub remedy: String,
    /// Issues and commits of the servers.
    pub references: Vec<String>,
}

/// A place that shows a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FindingEvidence {
    /// The file.
    pub path: String,
    /// The line, for text.
    pub line: Option<u64>,
    /// The byte, counted from 0, for anything else.
    pub at: Option<u64>,
    /// What stands there.
    pub quote: String,
}

impl Finding {
    /// Puts a rule's finding into the contract's form.
    #[must_use]
    pub fn of(finding: &autopsync_rules::Finding) -> Self {
        Self {
            rule: finding.rule.id.to_owned(),
            severity: finding.rule.severity,
            title: finding.rule.title.to_owned(),
            explanation: finding.explanation.clone(),
            confidence: finding.confidence.id().to_owned(),
            state: finding.state.id().to_owned(),
            evidence: finding.evidence.iter().map(FindingEvidence::of).collect(),
            remedy: finding.remedy.clone(),
            references: finding
                .rule
                .references
                .iter()
                .map(|&reference| reference.to_owned())
                .collect(),
        }
    }
}

impl FindingEvidence {
    fn of(quote: &Quote) -> Self {
        let (line, at) = match quote.place.at() {
            At::Line(n) => (Some(n), None),
            At::Byte(n) => (None, Some(n)),
        };
        Self {
            path: quote.place.source().unwrap_or_default().to_owned(),
            line,
            at,
            quote: quote.text.clone(),
        }
    }
}
