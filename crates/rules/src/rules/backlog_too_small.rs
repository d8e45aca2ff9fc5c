//! `backlog-too-small`: the byte asked for is gone.

use crate::{Answers, Confidence, Finding, Rule, State};
use autopsync_model::Severity;
use autopsync_psync::{Reason, RequestedOffset};

const PAGE: &str = "\
# Means
The replica was away for longer than the backlog reaches back: the first byte it wants has been overwritten.

# Versions
All from 2.8 on. The default size is 1 MiB, and 10 MiB in Valkey 8 and later.

# Recognised by
The byte asked for is smaller than `repl_backlog_first_byte_offset`. In the log: `Unable to partial resync … for lack of
backlog`, without the warning about an offset that is greater than the master's.

# Do
Set `repl-backlog-size` to the bytes written in the longest outage that should be survived, and some more.
";

pub(super) static RULE: Rule = Rule {
    id: "backlog-too-small",
    severity: Severity::Warning,
    title: "the backlog no longer holds the first byte that is asked for",
    page: PAGE,
    references: &[],
    check,
};

fn check(rule: &'static Rule, answers: &Answers<'_>) -> Vec<Finding> {
    let Some(psync) =
        answers.psync.filter(|psync| psync.decision.reason == Reason::OffsetBeforeBacklog)
    else {
        return Vec::new();
    };
    let (Some(request), Some(master)) = (&psync.request, &psync.master) else { return Vec::new() };
    let (RequestedOffset::Number(next), Some(backlog)) = (&request.request.next, &master.backlog)
    else {
        return Vec::new();
    };
    let short = backlog.first.bytes_since(*next);
    let needed = backlog.end().bytes_since(*next);
    vec![Finding {
        rule,
        explanation: format!(
            "the backlog begins at offset {}, {short} bytes behind the byte asked for ({next}); it would have had to hold {needed} bytes",
            backlog.first
        ),
        confidence: Confidence::Proof,
        state: State::Happened,
        evidence: Vec::new(),
        remedy: format!(
            "Set repl-backlog-size to more than {needed} bytes{}.",
            backlog.size.map_or_else(String::new, |size| format!(" (it is {size})"))
        ),
    }]
}
