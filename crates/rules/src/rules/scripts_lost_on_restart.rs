//! `scripts-lost-on-restart`: redis #4483.

use crate::{Answers, Confidence, Finding, Quote, Rule, State};
use autopsync_model::Severity;

const PAGE: &str = "\
# Means
The replica was restarted from its snapshot, continued by PSYNC, and did not know the scripts that its master calls by
EVALSHA. Each such command is refused with NOSCRIPT and its writes are missing on the replica. The offset advances all
the same, so nothing but the data tells, and up to 6.2.0 the replica does not even log it.

# Versions
4.0.0 to 4.0.3. 4.0.4 saves the scripts in the snapshot; a replica that an older version saved loses them once more when
it is started with a newer binary.

# Recognised by
A continuation after a restart, and EVALSHA in the stream behind the snapshot's offset whose script is neither in the
snapshot (AUX `lua`) nor sent again by EVAL or SCRIPT LOAD.

# Do
Force a full synchronisation of the replica (restart it without its snapshot), and upgrade to 4.0.6 or later. Until then
run SCRIPT FLUSH on the master after each restart of a replica: clients then load their scripts again, and the master
sends the bodies.
";

pub(super) static RULE: Rule = Rule {
    id: "scripts-lost-on-restart",
    severity: Severity::Error,
    title: "a restart made the replica forget the scripts that its master calls",
    page: PAGE,
    references: &["redis#4483"],
    check,
};

fn check(rule: &'static Rule, answers: &Answers<'_>) -> Vec<Finding> {
    let Some(psync) = answers.psync else { return Vec::new() };
    let newer = psync.replica_version.is_some_and(|version| version.at_least(7, 0, 0));
    let (Some(lost), false) = (&psync.aftermath.lost_scripts, newer) else { return Vec::new() };
    vec![Finding {
        rule,
        explanation: format!(
            "{} of {} EVALSHA behind the snapshot name {} that the restarted replica does not know, the first at offset {}; \
             their writes are missing on the replica",
            lost.commands,
            lost.evalsha_in_stream,
            scripts(lost.scripts.len()),
            lost.first
        ),
        confidence: Confidence::Proof,
        state: State::Happened,
        evidence: vec![Quote {
            place: lost.place.clone(),
            text: format!("EVALSHA {}", lost.scripts.join(", ")),
        }],
        remedy: "Force a full synchronisation of this replica, then upgrade to 4.0.6 or later."
            .to_owned(),
    }]
}

/// A number of scripts in words.
pub(super) fn scripts(n: usize) -> String {
    if n == 1 { "one script".to_owned() } else { format!("{n} scripts") }
}
