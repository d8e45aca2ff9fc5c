//! `scripts-ignored-by-newer-replica`: a replica of 7.0 or later under an older master.

use super::scripts_lost_on_restart::scripts;
use crate::{Answers, Confidence, Finding, Quote, Rule, State};
use autopsync_model::Severity;

const PAGE: &str = "\
# Means
A replica of 7.0 or later neither saves scripts in its snapshot nor reads them from one. Restarted, and continued by
PSYNC under a master that still replicates EVALSHA, it refuses every script it is not sent again, and lacks the writes.

# Versions
Replicas from 7.0 on, Valkey included, under masters up to 4.0, or 5.0 to 6.2 with `lua-replicate-commands no`.

# Recognised by
As `scripts-lost-on-restart`, whatever the snapshot carries. These replicas do log it: NOSCRIPT in a CRITICAL line.

# Do
Let the replica take a full synchronisation after the change of its binary, and switch the master to replicate effects.
";

pub(super) static RULE: Rule = Rule {
    id: "scripts-ignored-by-newer-replica",
    severity: Severity::Error,
    title: "a newer replica does not load the scripts that its older master calls",
    page: PAGE,
    references: &[],
    check,
};

fn check(rule: &'static Rule, answers: &Answers<'_>) -> Vec<Finding> {
    let Some(psync) = answers.psync else { return Vec::new() };
    let newer = psync.replica_version.is_some_and(|version| version.at_least(7, 0, 0));
    let (Some(lost), true) = (&psync.aftermath.lost_scripts, newer) else { return Vec::new() };
    vec![Finding {
        rule,
        explanation: format!(
            "{} EVALSHA name {} that this replica's version does not load from a snapshot, the first at offset {}",
            lost.commands,
            scripts(lost.scripts.len()),
            lost.first
        ),
        confidence: Confidence::Proof,
        state: State::Happened,
        evidence: vec![Quote {
            place: lost.place.clone(),
            text: format!("EVALSHA {}", lost.scripts.join(", ")),
        }],
        remedy:
            "Force a full synchronisation of this replica, and make the master replicate effects."
                .to_owned(),
    }]
}
