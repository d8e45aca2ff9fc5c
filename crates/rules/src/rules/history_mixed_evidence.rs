//! `history-mixed-evidence`: fields of one dump that cannot all be right.

use crate::{Answers, Confidence, Finding, Quote, Rule, State};
use autopsync_model::Severity;

const PAGE: &str = "\
# Means
The fields of one INFO dump contradict each other: it was cut from two dumps, edited, or comes from a version whose counters
go apart.

# Versions
All. 4.0.0 and 4.0.1 freeze a restarted replica's own offset; 6.0-rc3 to 6.0.3 trim an offset and not the second one.

# Recognised by
The end of the backlog is not the offset; a second offset lies behind the offset; a replica's two offsets differ while its link
is up; a replication id is the run id.

# Do
Take the dump again, whole, in one command.
";

pub(super) static RULE: Rule = Rule {
    id: "history-mixed-evidence",
    severity: Severity::Note,
    title: "the fields of a dump contradict each other",
    page: PAGE,
    references: &["redis#4102", "redis#7320"],
    check,
};

fn check(rule: &'static Rule, answers: &Answers<'_>) -> Vec<Finding> {
    let Some(offsets) = answers.offsets else { return Vec::new() };
    let finding = |found: &autopsync_case::questions::offsets::Contradiction| Finding {
        rule,
        explanation: format!("{}: {}", found.node, found.message),
        confidence: Confidence::Proof,
        state: State::Happened,
        evidence: vec![Quote { place: found.place.clone(), text: found.message.clone() }],
        remedy: "Take the dump again, whole, in one command: redis-cli INFO.".to_owned(),
    };
    offsets.contradictions.iter().map(finding).collect()
}
