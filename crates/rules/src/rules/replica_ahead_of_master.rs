//! `replica-ahead-of-master`: a replica holds bytes that its master does not.

use crate::{Answers, Confidence, Finding, Quote, Rule, State};
use autopsync_case::questions::offsets::Role;
use autopsync_model::{Epoch, Severity};
use autopsync_psync::RelationStatus;

const PAGE: &str = "\
# Means
A replica counts more bytes of one history than the master that produced it. Its next request asks for a byte that does not
exist yet, and once the master has written past it, the replica continues in the middle of other data.

# Versions
Up to 2.8.21 and 3.0.3 a synchronisation that shares a running save is announced with the offset of a later moment. 6.0-rc3
to 6.0.3 trim PINGs from a master's offset. Elsewhere the evidence is of two moments: the dump of the replica was taken later.

# Recognised by
The same id on both, a larger offset on the replica, the link between them.

# Do
Compare dumps that were taken together. Where the difference stays, make the replica synchronise fully.
";

pub(super) static RULE: Rule = Rule {
    id: "replica-ahead-of-master",
    severity: Severity::Warning,
    title: "a replica counts more bytes than its master produced",
    page: PAGE,
    references: &["redis#2724", "redis#3884"],
    check,
};

fn check(rule: &'static Rule, answers: &Answers<'_>) -> Vec<Finding> {
    let Some(offsets) = answers.offsets else { return Vec::new() };
    let mut findings = Vec::new();
    for row in &offsets.relations {
        let (ahead, behind) = match row.relation.status {
            RelationStatus::Ahead => (&row.a, &row.b),
            RelationStatus::Behind => (&row.b, &row.a),
            _ => continue,
        };
        let (Some(replica), Some(master)) = (offsets.node(ahead), offsets.node(behind)) else {
            continue;
        };
        if replica.role != Some(Role::Replica) || master.role != Some(Role::Master) {
            continue;
        }
        let distance = row.relation.distance();
        let counts_wrongly = master.version.is_some_and(|version| {
            matches!(
                Epoch::of(&version),
                Epoch::P1a | Epoch::MeaningfulOffset | Epoch::MeaningfulOffsetRc
            )
        });
        findings.push(Finding {
            rule,
            explanation: format!("{ahead} is {distance} bytes ahead of its master {behind}"),
            confidence: if counts_wrongly { Confidence::Strong } else { Confidence::Hint },
            state: State::Happened,
            evidence: [replica, master]
                .into_iter()
                .filter_map(|node| {
                    let text = format!("{} is at offset {}", node.node, node.offset?);
                    Some(Quote { place: node.from.first()?.clone(), text })
                })
                .collect(),
            remedy: "Take INFO of the master after that of the replica; where the replica is still ahead, let it synchronise fully.".to_owned(),
        });
    }
    findings
}
