//! `backlog-sizing`: how long the backlog lasts at the rate that the evidence shows.

use crate::{Answers, Confidence, Finding, Rule, State};
use autopsync_case::questions::offsets::Role;
use autopsync_model::Severity;

const PAGE: &str = "\
# Means
The backlog is smaller than what the master writes in the outage that is asked about, or that a replica's log shows: a replica
that is away for so long synchronises fully.

# Versions
All from 2.8 on. The default size is 1 MiB, and 10 MiB in Valkey 8 and later.

# Recognised by
Two offsets of one history with the time between them give the rate; the outage is the longest one in the logs, or
`--outage`.

# Do
`CONFIG SET repl-backlog-size` to the bytes of the outage and a fifth more. Up to 6.2 that empties the backlog: do it while all
replicas are attached.
";

pub(super) static RULE: Rule = Rule {
    id: "backlog-sizing",
    severity: Severity::Note,
    title: "the backlog does not last for the outage",
    page: PAGE,
    references: &[],
    check,
};

fn check(rule: &'static Rule, answers: &Answers<'_>) -> Vec<Finding> {
    let Some(offsets) = answers.offsets else { return Vec::new() };
    let is_master =
        |name: &str| offsets.node(name).is_some_and(|node| node.role == Some(Role::Master));
    let mut findings = Vec::new();
    for row in offsets.backlogs.iter().filter(|row| is_master(&row.node)) {
        let (Some(size), Some(needed), Some(rate)) = (row.size, row.needed_bytes(), row.rate)
        else {
            continue;
        };
        let (Some(set), Some(outage)) = (row.recommended_size(), row.outage) else { continue };
        if needed <= size {
            continue;
        }
        findings.push(Finding {
            rule,
            explanation: format!(
                "{} writes {} bytes a second: its backlog of {size} bytes lasts {} s, and {} s need {needed} bytes",
                row.node,
                rate.bytes_per_second(),
                row.lasts_millis().unwrap_or(0) / 1000,
                outage.div_ceil(1000)
            ),
            confidence: Confidence::Strong,
            state: State::AtRisk,
            evidence: Vec::new(),
            remedy: format!("Set repl-backlog-size to {set}."),
        });
    }
    findings
}
