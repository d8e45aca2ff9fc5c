//! `writes-lost-at-failover`: two nodes hold writes that the other lacks.

use crate::{Answers, Confidence, Finding, Quote, Rule, State};
use autopsync_model::Severity;
use autopsync_psync::RelationStatus;

const PAGE: &str = "\
# Means
Two nodes share a history up to some byte and went on apart: one was promoted while the other still accepted writes. When
one of them follows the other, what it wrote behind that byte is gone.

# Versions
All from 2.8 on. Replication is asynchronous: a failover loses what was not yet sent.

# Recognised by
Two nodes whose ids lead back to one history, each with bytes behind the last common one. PINGs alone lose nothing and are
not reported here; where the bytes are at hand they are counted.

# Do
Save the backlog and the snapshot of the node that will be demoted before it synchronises. `autopsync stream` lists the
commands behind the last common byte; the ones that matter can be applied again by hand. `min-replicas-to-write` and
`min-replicas-max-lag` bound the loss.
";

pub(super) static RULE: Rule = Rule {
    id: "writes-lost-at-failover",
    severity: Severity::Error,
    title: "two nodes hold writes that the other lacks",
    page: PAGE,
    references: &[],
    check,
};

fn check(rule: &'static Rule, answers: &Answers<'_>) -> Vec<Finding> {
    let Some(offsets) = answers.offsets else { return Vec::new() };
    let parted =
        offsets.relations.iter().filter(|row| row.relation.status == RelationStatus::Diverged);
    let mut findings = Vec::new();
    for row in parted {
        let lost = |by: &str, other: &str| {
            offsets.losses.iter().find(|loss| loss.if_promoted == by && loss.loser == other)
        };
        let of_pings = |by: &str, other: &str| {
            lost(by, other).and_then(|loss| loss.what).is_some_and(|what| what.is_only_pings())
        };
        if of_pings(&row.a, &row.b) || of_pings(&row.b, &row.a) {
            continue;
        }
        let known = [lost(&row.a, &row.b), lost(&row.b, &row.a)]
            .into_iter()
            .flatten()
            .all(|loss| loss.what.is_some());
        let place =
            |name: &str| offsets.node(name).and_then(|node| Some((node, node.from.first()?)));
        let evidence =
            [&row.a, &row.b].into_iter().filter_map(|name| place(name)).map(|(node, place)| {
                Quote {
                    place: place.clone(),
                    text: format!(
                        "{} is at offset {}",
                        node.node,
                        node.offset.map_or(0, autopsync_model::AppliedOffset::get)
                    ),
                }
            });
        findings.push(Finding {
            rule,
            explanation: format!(
                "{} and {} share everything up to offset {}; behind it {} holds {} bytes and {} {}",
                row.a,
                row.b,
                row.relation.common_offset.map_or(0, autopsync_model::AppliedOffset::get),
                row.a,
                row.relation.only_first,
                row.b,
                row.relation.only_second
            ),
            confidence: if known { Confidence::Proof } else { Confidence::Strong },
            state: State::Happened,
            evidence: evidence.collect(),
            remedy: "Before one of them follows the other, save its backlog and snapshot: what it holds behind the common offset is lost then.".to_owned(),
        });
    }
    findings
}
