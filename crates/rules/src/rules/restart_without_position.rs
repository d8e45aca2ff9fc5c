//! `restart-without-position`: a restarted replica that has to ask for everything.

use crate::{Answers, Confidence, Finding, Rule, State};
use autopsync_model::Severity;
use autopsync_psync::Reason;

const PAGE: &str = "\
# Means
The restarted replica asks for a full synchronisation although its master could have continued: what it loaded carries
no position that its version would use.

# Versions
All. Up to 3.2 no snapshot carries one. 4.0.0 to 4.0.2 leave parts out in some save paths. Later versions save it unless
the node is in the middle of a synchronisation. An append-only file never carries one.

# Recognised by
The snapshot's AUX fields `repl-id`, `repl-offset`, `repl-stream-db`, and the rules of the version that loads it.

# Do
Stop replicas by SHUTDOWN while their link is up. For a planned restart of a replica with `appendonly yes`, switch it off
first, and on again afterwards.
";

pub(super) static RULE: Rule = Rule {
    id: "restart-without-position",
    severity: Severity::Warning,
    title: "the restarted replica has no position and asks for everything",
    page: PAGE,
    references: &["redis#4102", "valkey#2366"],
    check,
};

fn check(rule: &'static Rule, answers: &Answers<'_>) -> Vec<Finding> {
    let Some(psync) = answers.psync else { return Vec::new() };
    let Some(restarted) = psync.request.as_ref().and_then(|request| request.restarted.as_ref())
    else {
        return Vec::new();
    };
    if psync.decision.reason != Reason::ReplicaAskedFull || restarted.position.is_some() {
        return Vec::new();
    }
    vec![Finding {
        rule,
        explanation: restarted.why.explanation().to_owned(),
        confidence: Confidence::Proof,
        state: State::Happened,
        evidence: Vec::new(),
        remedy: "Nothing is wrong with the data; the full synchronisation costs time and memory."
            .to_owned(),
    }]
}
