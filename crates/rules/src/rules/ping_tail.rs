//! `ping-tail`: a demoted master that went on alone for a few PINGs.

use crate::{Answers, Confidence, Finding, Rule, State};
use autopsync_model::Severity;
use autopsync_psync::{Reason, RequestedOffset};

/// Bytes of a PING in the stream.
const PING: i64 = 14;

const PAGE: &str = "\
# Means
A master that lost its replicas goes on to produce a PING of 14 bytes every ten seconds until it notices. Demoted later,
it asks for a byte behind the point up to which the promoted replica shares its history, and is refused, although the
bytes in between hold no data.

# Versions
4.0 and later, Valkey included; 6.0-rc3 to 6.0.3 tried to hide it, with worse effects.

# Recognised by
`Requested offset for second ID was N, but I can reply up to S`, with N - S a multiple of 14; certain when the old
master's backlog shows nothing but PINGs there.

# Do
Nothing but let the full synchronisation happen. FAILOVER (6.2 and later) and a manual cluster failover avoid it.
";

pub(super) static RULE: Rule = Rule {
    id: "ping-tail",
    severity: Severity::Note,
    title: "the replica is ahead by what look like PINGs",
    page: PAGE,
    references: &["redis#7002"],
    check,
};

fn check(rule: &'static Rule, answers: &Answers<'_>) -> Vec<Finding> {
    let Some(psync) =
        answers.psync.filter(|psync| psync.decision.reason == Reason::SecondIdOffsetExceeded)
    else {
        return Vec::new();
    };
    let (Some(request), Some(master)) = (&psync.request, &psync.master) else { return Vec::new() };
    let RequestedOffset::Number(next) = &request.request.next else { return Vec::new() };
    let ahead = next.bytes_since(master.second_replid_offset);
    if ahead <= 0 || ahead % PING != 0 {
        return Vec::new();
    }
    vec![Finding {
        rule,
        explanation: format!(
            "the replica is {ahead} bytes ahead of the shared history, as long as {} of 14 bytes",
            if ahead == PING { "one PING".to_owned() } else { format!("{} PINGs", ahead / PING) }
        ),
        confidence: Confidence::Hint,
        state: State::Happened,
        evidence: Vec::new(),
        remedy: "Compare the replica's own backlog behind that offset: PINGs alone are harmless, writes are lost.".to_owned(),
    }]
}
