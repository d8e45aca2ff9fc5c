//! `replid-mismatch`: the master does not know the history that is asked for.

use crate::{Answers, Confidence, Finding, Rule, State};
use autopsync_model::Severity;
use autopsync_psync::Reason;

const PAGE: &str = "\
# Means
The id in the request is neither the master's id nor its second one. Either the two never shared a history, or the
master changed its id more than once since, or it was restarted and its version does not keep the id.

# Versions
4.0 and later; before, the run id has this part and changes with every restart.

# Recognised by
`Replication ID mismatch` in the master's log; the ids in INFO.

# Do
Find out which event changed the id: a promotion, a restart, or a backlog that was freed after `repl-backlog-ttl`
without replicas. A first attach is refused in the same words and is harmless.
";

pub(super) static RULE: Rule = Rule {
    id: "replid-mismatch",
    severity: Severity::Warning,
    title: "the master does not know the history that is asked for",
    page: PAGE,
    references: &[],
    check,
};

fn check(rule: &'static Rule, answers: &Answers<'_>) -> Vec<Finding> {
    let Some(psync) = answers.psync.filter(|psync| psync.decision.reason == Reason::ReplidMismatch)
    else {
        return Vec::new();
    };
    let (Some(request), Some(master)) = (&psync.request, &psync.master) else { return Vec::new() };
    vec![Finding {
        rule,
        explanation: format!(
            "the replica asks for {}, and the master's ids are {} and {}",
            request.request.id, master.replid, master.replid2
        ),
        confidence: Confidence::Proof,
        state: State::Happened,
        evidence: Vec::new(),
        remedy: "Look in the master's log for what changed its id: a promotion, a restart, or a freed backlog.".to_owned(),
    }]
}
