//! Who was where in which history, how the nodes relate, and what each failover would lose.
//!
//! Relations come from ids and offsets (`autopsync-psync`), and from the bytes themselves where two nodes left any.
//! Dumps of two nodes are never taken in one instant; offsets of one history tell how far apart they were, clocks do not.

mod compare;
mod histories;
mod losses;
mod missing;
mod rate;
mod skew;

pub use compare::{CommandAt, ComparisonStatus, StreamComparison, Tail};
pub use histories::{EndedBy, HistoryRow};
pub use losses::{Loss, MostAdvanced};
pub(crate) use missing::{redis_cli, shell_word};
pub use rate::{BacklogRow, Rate};
pub use skew::Skew;

use super::psync::Missing;
use crate::assembly::{Case, Content, Node, SeenBy, Sighting};
use autopsync_model::{AppliedOffset, NextOffset, Place, ReplId, Version};
use autopsync_psync::{Relation, RelationStatus, relate};
pub use autopsync_text::Role;

/// A node's last position.
#[derive(Debug, Clone)]
pub struct NodeRow {
    /// Its name.
    pub node: String,
    /// Its role.
    pub role: Option<Role>,
    /// Its version.
    pub version: Option<Version>,
    /// Its history.
    pub replid: Option<ReplId>,
    /// The last byte applied or produced.
    pub offset: Option<AppliedOffset>,
    /// The history before.
    pub replid2: Option<ReplId>,
    /// The first byte not shared with it; -1 where there is none.
    pub second_replid_offset: Option<NextOffset>,
    /// Whether a replica's link is up.
    pub link_up: Option<bool>,
    /// The node that it follows, or the address where the evidence has no such node.
    pub follows: Option<String>,
    /// What tells its position: `info`, `log` and so on.
    pub by: Option<&'static str>,
    /// Where its position stands.
    pub from: Vec<Place>,
}

impl NodeRow {
    /// Tells whether its position is that of a line or an acknowledgement, behind which the node may have gone on.
    fn is_dated(&self) -> bool {
        self.by.is_some_and(|by| by == SeenBy::Log.id() || by == SeenBy::Other.id())
    }
}

/// A position at a moment.
#[derive(Debug, Clone)]
pub struct PositionRow {
    /// The node.
    pub node: String,
    /// The word that tells the moment.
    pub moment: String,
    /// What says it.
    pub by: &'static str,
    /// The role.
    pub role: Option<Role>,
    /// The history.
    pub replid: Option<ReplId>,
    /// The last byte.
    pub offset: Option<AppliedOffset>,
    /// Milliseconds since 1970, where the evidence tells them.
    pub unix_millis: Option<i64>,
    /// Where it stands.
    pub place: Place,
}

/// How two nodes relate.
#[derive(Debug, Clone)]
pub struct RelationRow {
    /// The first.
    pub a: String,
    /// The second.
    pub b: String,
    /// What the first is, seen from the second.
    pub relation: Relation,
}

/// Fields of one dump that cannot all be right.
#[derive(Debug, Clone)]
pub struct Contradiction {
    /// The node.
    pub node: String,
    /// A stable name.
    pub id: &'static str,
    /// What was expected and what stands there.
    pub message: String,
    /// Where.
    pub place: Place,
}

/// How all nodes stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// All are in one history, perhaps at different places.
    OneHistory,
    /// Some hold what others lack on both sides, or have nothing in common.
    Parted,
    /// The evidence does not suffice.
    Open,
}

/// Everything that is known of the nodes' positions.
#[derive(Debug, Clone)]
pub struct OffsetsAnswer {
    /// The nodes.
    pub nodes: Vec<NodeRow>,
    /// All positions, of each node in order of time.
    pub positions: Vec<PositionRow>,
    /// The histories.
    pub histories: Vec<HistoryRow>,
    /// How every two nodes relate.
    pub relations: Vec<RelationRow>,
    /// Streams of two nodes beside each other.
    pub comparisons: Vec<StreamComparison>,
    /// The replica with most.
    pub most_advanced: Option<MostAdvanced>,
    /// What a failover to each would lose.
    pub losses: Vec<Loss>,
    /// Write rates and backlogs.
    pub backlogs: Vec<BacklogRow>,
    /// How far clocks are apart.
    pub skews: Vec<Skew>,
    /// Dumps that contradict themselves.
    pub contradictions: Vec<Contradiction>,
    /// What is not known, and the command that tells it.
    pub missing: Vec<Missing>,
    /// Files that say nothing.
    pub ignored: Vec<(String, String)>,
    /// The answer in one line.
    pub summary: String,
}

impl OffsetsAnswer {
    /// Returns a node's row.
    #[must_use]
    pub fn node(&self, name: &str) -> Option<&NodeRow> {
        self.nodes.iter().find(|row| row.node == name)
    }

    /// Tells how the nodes stand to each other, in one word.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let is = |status| self.relations.iter().any(|row| row.relation.status == status);
        if is(RelationStatus::Diverged)
            || is(RelationStatus::Unrelated)
            || self.divergence().is_some_and(|found| found.is_current)
        {
            Standing::Parted
        } else if is(RelationStatus::Unknown) || self.nodes.iter().all(|node| node.offset.is_none())
        {
            Standing::Open
        } else {
            Standing::OneHistory
        }
    }

    /// Returns the first two streams that differ; those of histories that somebody is still in come first.
    #[must_use]
    pub fn divergence(&self) -> Option<&StreamComparison> {
        let differ =
            || self.comparisons.iter().filter(|row| row.status == ComparisonStatus::Differ);
        differ().find(|row| row.is_current).or_else(|| differ().next())
    }
}

/// Answers the question. `outage` is the time, in seconds, that a backlog should survive.
#[must_use]
pub fn ask(case: &Case, outage: Option<u64>) -> OffsetsAnswer {
    let relations = relations(case);
    let comparisons = compare::all(case);
    let mut answer = OffsetsAnswer {
        nodes: case.nodes.iter().map(|node| row(case, node)).collect(),
        positions: case.nodes.iter().flat_map(positions).collect(),
        histories: histories::all(case),
        most_advanced: losses::most_advanced(case, &relations),
        losses: losses::all(case, &relations),
        relations,
        comparisons,
        backlogs: rate::all(case, outage),
        skews: skew::all(case),
        contradictions: case.nodes.iter().flat_map(contradictions).collect(),
        missing: missing::all(case),
        ignored: case
            .ignored
            .iter()
            .map(|file| (file.path.to_string(), file.why.clone()))
            .collect(),
        summary: String::new(),
    };
    answer.summary = summary(&answer);
    answer
}

fn row(case: &Case, node: &Node) -> NodeRow {
    let now = node.present();
    let role = node.role();
    let is_replica = role == Some(Role::Replica);
    let follows = case
        .master_of(node)
        .map(|master| master.name.clone())
        .or_else(|| node.master().map(|address| address.to_string()));
    NodeRow {
        node: node.name.clone(),
        role,
        version: node.version(),
        replid: now.and_then(|seen| seen.replid),
        offset: now.and_then(|seen| seen.offset),
        replid2: now.and_then(|seen| seen.replid2).filter(|id| !id.is_cleared()),
        second_replid_offset: now.and_then(|seen| seen.second_replid_offset),
        link_up: now.and_then(|seen| seen.link_up),
        follows: follows.filter(|_| is_replica),
        by: now.filter(|seen| seen.offset.is_some()).map(|seen| seen.by.id()),
        from: now.map(|seen| seen.place.clone()).into_iter().collect(),
    }
}

fn positions(node: &Node) -> Vec<PositionRow> {
    let said = node.sightings.iter().filter(|seen| seen.offset.is_some() || seen.replid.is_some());
    said.map(|seen: &Sighting| PositionRow {
        node: node.name.clone(),
        moment: seen.moment.to_string(),
        by: seen.by.id(),
        role: seen.role,
        replid: seen.replid,
        offset: seen.offset,
        unix_millis: seen.unix_millis(),
        place: seen.place.clone(),
    })
    .collect()
}

fn relations(case: &Case) -> Vec<RelationRow> {
    let positions: Vec<_> = case.nodes.iter().map(|node| (node, node.position())).collect();
    let mut rows = Vec::new();
    for (at, (a, first)) in positions.iter().enumerate() {
        for (b, second) in positions.iter().skip(at + 1) {
            let relation = match (first, second) {
                (Some(first), Some(second)) => relate(first, second),
                _ => Relation {
                    status: RelationStatus::Unknown,
                    common_replid: None,
                    common_offset: None,
                    only_first: 0,
                    only_second: 0,
                },
            };
            rows.push(RelationRow { a: a.name.clone(), b: b.name.clone(), relation });
        }
    }
    rows
}

fn contradictions(node: &Node) -> Vec<Contradiction> {
    let mut all = Vec::new();
    for file in &node.files {
        let Content::Info(info) = &file.content else { continue };
        all.extend(info.inconsistencies().into_iter().map(|found| Contradiction {
            node: node.name.clone(),
            id: found.id,
            message: found.message,
            place: found.place.in_source(&file.name),
        }));
    }
    all.extend(several_nodes(node));
    all
}

/// Notices dumps of two servers under one name, as in a directory that holds the dumps of all nodes.
fn several_nodes(node: &Node) -> Option<Contradiction> {
    let dumps = node.files.iter().filter_map(|file| match &file.content {
        Content::Info(info) => Some((file, info, info.server().tcp_port?)),
        _ => None,
    });
    let (mut first, mut other) = (None, None);
    for (file, info, port) in dumps {
        let expected = *first.get_or_insert(port);
        if port != expected {
            other = other.or(Some((file, info, expected, port)));
        }
    }
    let (file, info, expected, port) = other?;
    Some(Contradiction {
        node: node.name.clone(),
        id: "several-nodes",
        message: format!(
            "expected the dumps of one server, at port {expected}, found port {port}: give each node its own directory"
        ),
        place: info.place_of("tcp_port")?.clone().in_source(&file.name),
    })
}

/// Puts the answer into one line, the worst first.
fn summary(answer: &OffsetsAnswer) -> String {
    let of = |status| answer.relations.iter().filter(move |row| row.relation.status == status);
    if let Some(row) = of(RelationStatus::Diverged).next() {
        let Relation { common_offset, only_first, only_second, .. } = row.relation;
        let at = common_offset.map_or_else(String::new, |offset| format!(" after offset {offset}"));
        return format!(
            "DIVERGED: {} and {} part{at}; {} holds {only_first} bytes and {} {only_second} that the other lacks",
            row.a, row.b, row.a, row.b
        );
    }
    if let Some(found) = answer.divergence().filter(|found| found.is_current) {
        let at = found
            .first_different_offset
            .map_or_else(String::new, |offset| format!(" at offset {offset}"));
        return format!(
            "DIVERGED: the streams of {} and {} differ{at}",
            found.left_node, found.right_node
        );
    }
    if let Some(row) = of(RelationStatus::Unrelated).next() {
        return format!("UNRELATED: {} and {} share no history", row.a, row.b);
    }
    let distant = answer
        .relations
        .iter()
        .max_by_key(|row| row.relation.distance())
        .filter(|row| row.relation.distance() > 0);
    if let Some(row) = distant {
        let (behind, ahead) = if row.relation.status == RelationStatus::Behind {
            (&row.a, &row.b)
        } else {
            (&row.b, &row.a)
        };
        return format!(
            "ONE HISTORY: {behind} is {} bytes behind {ahead}, and nothing parts{}",
            row.relation.distance(),
            dated(answer, &[behind, ahead])
        );
    }
    if of(RelationStatus::Same).next().is_some() && of(RelationStatus::Unknown).next().is_none() {
        let all: Vec<&str> = answer.nodes.iter().map(|node| node.node.as_str()).collect();
        return format!("SAME: all nodes hold the same bytes{}", dated(answer, &all));
    }
    match (answer.nodes.as_slice(), answer.missing.first()) {
        ([], _) => "nothing here tells a position".to_owned(),
        ([only], _) => match (only.replid, only.offset) {
            (Some(id), Some(offset)) => format!("{} is at {id}:{offset}", only.node),
            (None, Some(offset)) => format!(
                "{} is at offset {offset} of a history that the evidence does not name",
                only.node
            ),
            _ => format!("nothing tells the position of {}", only.node),
        },
        (_, Some(missing)) => format!("UNKNOWN: missing is {}", missing.what),
        _ => "UNKNOWN: the positions cannot be related".to_owned(),
    }
}

/// Names those of the nodes whose position is not that of now.
fn dated(answer: &OffsetsAnswer, names: &[&str]) -> String {
    let dated: Vec<&str> = answer
        .nodes
        .iter()
        .filter(|node| names.contains(&node.node.as_str()) && node.is_dated())
        .map(|node| node.node.as_str())
        .collect();
    if dated.is_empty() {
        return String::new();
    }
    format!(" ({}: as last told by a log or another node)", dated.join(", "))
}
