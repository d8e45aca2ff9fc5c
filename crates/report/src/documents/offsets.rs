//! `autopsync offsets`.

use super::{Document, Finding, psync::Missing};
use crate::Privacy;
use autopsync_case::questions::offsets::{
    BacklogRow, CommandAt, HistoryRow, Loss, NodeRow, OffsetsAnswer, PositionRow, RelationRow,
    Skew, StreamComparison, Tail,
};
use autopsync_model::{AppliedOffset, At, NextOffset, Place, ReplId};
use autopsync_text::Role;
use schemars::JsonSchema;
use serde::Serialize;

/// Every node's position, the histories they share, and where they part.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Offsets {
    /// `autopsync.offsets/1`.
    pub schema: String,
    /// The answer in one line.
    pub summary: String,
    /// The last known position of each node.
    pub nodes: Vec<OffsetsNode>,
    /// All positions, of each node in order of time as far as that can be told.
    pub positions: Vec<PositionAt>,
    /// The histories: which id, from which byte, under which ids it goes on.
    pub histories: Vec<HistoryOf>,
    /// How every two nodes relate.
    pub relations: Vec<RelationOf>,
    /// The first two streams of one history that differ; null where none do.
    pub stream_divergence: Option<StreamDivergence>,
    /// Every two nodes whose streams hold bytes of one history in common.
    pub stream_comparisons: Vec<StreamsCompared>,
    /// The replica that holds most; null where there is none, or where replicas parted.
    pub most_advanced: Option<MostAdvancedNode>,
    /// What a failover to each node would lose.
    pub losses: Vec<LossOf>,
    /// Backlogs and the rates at which they fill.
    pub backlogs: Vec<BacklogSizing>,
    /// How far clocks are apart, estimated from requests that both sides wrote down.
    pub clock_skews: Vec<ClockSkew>,
    /// Fields of one dump that cannot all be right.
    pub contradictions: Vec<ContradictionAt>,
    /// What is not known, and what would settle it.
    pub missing: Vec<Missing>,
    /// Files of a directory that say nothing of replication.
    pub ignored: Vec<IgnoredFile>,
    /// What the rules say.
    pub findings: Vec<Finding>,
}

impl Document for Offsets {
    const NAME: &'static str = "offsets";
}

/// A node's last position.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OffsetsNode {
    /// Its name.
    pub node: String,
    /// `master` or `replica`; null where nothing tells it.
    pub role: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// Its history; up to 3.2 the run id of the master.
    pub replid: Option<String>,
    /// The last byte applied or produced.
    pub offset: Option<i64>,
    /// The history before.
    pub replid2: Option<String>,
    /// The first byte not shared with it; -1 where there is none.
    pub second_replid_offset: Option<i64>,
    /// Whether a replica's link to its master is up.
    pub link_up: Option<bool>,
    /// The node that a replica follows, or its address.
    pub follows: Option<String>,
    /// What tells its position: `info`, `role`, `stream`, `snapshot`, `log`, `other-node`; the last two are of a line or
    /// an acknowledgement, behind which it may have gone on.
    pub by: Option<String>,
    /// Where that stands.
    pub from: Vec<SourcePlace>,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SourcePlace {
    /// The file.
    pub path: String,
    /// The line, counted from 1, for text; the byte, counted from 0, for anything else.
    pub at: u64,
}

/// A position at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PositionAt {
    /// The node.
    pub node: String,
    /// The word by which the file's name tells the moment.
    pub moment: String,
    /// What says it: `info`, `role`, `stream`, `snapshot`, `log`, `other-node`.
    pub by: String,
    /// `master` or `replica`.
    pub role: Option<String>,
    /// The history.
    pub replid: Option<String>,
    /// The last byte applied or produced.
    pub offset: Option<i64>,
    /// Milliseconds since 1970.
    pub unix_ms: Option<i64>,
    /// Where it stands.
    pub from: SourcePlace,
}

/// A history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct HistoryOf {
    /// Its id.
    pub replid: String,
    /// The id before it.
    pub after_replid: Option<String>,
    /// The first byte that belongs to it; null where nothing tells what was before.
    pub first_offset: Option<i64>,
    /// The last byte that anybody is known to hold of it.
    pub last_offset: Option<i64>,
    /// The nodes that were in it at some moment.
    pub nodes: Vec<String>,
    /// Under which ids it goes on; two are a split.
    pub ended: Vec<HistoryEnd>,
}

/// The end of a history: another id from some byte on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct HistoryEnd {
    /// The id that follows.
    pub replid: String,
    /// The first byte that belongs to it.
    pub first_offset: i64,
    /// `promotion`, `restart`, or `new-id` where the evidence does not show what brought it.
    pub by: String,
    /// On which node.
    pub node: String,
    /// Where that stands.
    pub from: SourcePlace,
}

/// How two nodes relate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RelationOf {
    /// The first.
    pub a: String,
    /// The second.
    pub b: String,
    /// What the first is, seen from the second: `same`, `behind`, `ahead`, `diverged`, `unrelated`, `unknown`.
    pub status: String,
    /// The id under which the shared bytes reach furthest.
    pub common_replid: Option<String>,
    /// The last byte that both hold.
    pub common_offset: Option<i64>,
    /// Bytes between them in one history; 0 where they parted or do not relate.
    pub distance_bytes: u64,
    /// Bytes that only the first holds.
    pub only_a_bytes: u64,
    /// Bytes that only the second holds.
    pub only_b_bytes: u64,
}

/// Where two streams part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct StreamDivergence {
    /// The id that both share.
    pub replid: Option<String>,
    /// The first byte that differs.
    pub first_different_offset: i64,
    /// Whether both nodes still hold these bytes; false for a branch that was given up.
    pub current: bool,
    /// The command around it on the left, or null where that is cut.
    pub left: Option<String>,
    /// The same on the right.
    pub right: Option<String>,
    /// Offset of the left command's first byte.
    pub left_offset: Option<i64>,
    /// Offset of the right command's first byte.
    pub right_offset: Option<i64>,
    /// The node on the left.
    pub left_node: String,
    /// The node on the right.
    pub right_node: String,
}

/// What a stream holds behind the bytes that both hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TailOf {
    /// Bytes.
    pub bytes: u64,
    /// Whole commands in them.
    pub commands: u64,
    /// Bytes of PINGs and of other commands that change no data.
    pub ping_bytes: u64,
    /// Whether there is nothing else.
    pub only_pings: bool,
}

/// Two streams beside each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct StreamsCompared {
    /// The node on the left.
    pub left_node: String,
    /// The node on the right.
    pub right_node: String,
    /// The file on the left, and the place where they part or end.
    pub left_from: SourcePlace,
    /// The file on the right.
    pub right_from: SourcePlace,
    /// The id that both share; null where one was placed by its bytes alone.
    pub replid: Option<String>,
    /// `equal` or `differ`.
    pub status: String,
    /// The first byte compared.
    pub first_offset: i64,
    /// The last byte that is equal.
    pub equal_offset: i64,
    /// The first byte that differs.
    pub first_different_offset: Option<i64>,
    /// What the left holds behind it.
    pub left_tail: TailOf,
    /// What the right holds behind it.
    pub right_tail: TailOf,
}

/// The replica that holds most.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MostAdvancedNode {
    /// Its name.
    pub node: String,
    /// The last byte it applied.
    pub offset: i64,
    /// How many replicas it was chosen among.
    pub replicas: usize,
}

/// Bytes that are gone if a node becomes the master.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LossOf {
    /// The node that becomes the master.
    pub if_promoted: String,
    /// The node that holds the bytes.
    pub loser: String,
    /// The last byte that both hold.
    pub from_offset: i64,
    /// The last byte that is lost.
    pub to_offset: i64,
    /// How many.
    pub bytes: u64,
    /// How many of them are PINGs; null where no stream of the loser holds them.
    pub ping_bytes: Option<u64>,
    /// Commands in them, PINGs included; null where no stream of the loser holds them.
    pub commands: Option<u64>,
}

/// A backlog and the rate at which it fills.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BacklogSizing {
    /// The node.
    pub node: String,
    /// How many bytes the backlog may hold.
    pub size: Option<u64>,
    /// How many it holds.
    pub histlen: Option<u64>,
    /// Bytes a second over the longest span that the evidence shows, rounded up.
    pub bytes_per_second: Option<u64>,
    /// That span in seconds.
    pub measured_seconds: Option<u64>,
    /// The highest rate between two moments.
    pub peak_bytes_per_second: Option<u64>,
    /// How long the backlog lasts at the mean rate.
    pub lasts_seconds: Option<u64>,
    /// The longest time that a replica of the evidence was without its master, in milliseconds.
    pub longest_outage_ms: Option<u64>,
    /// The outage to survive: as asked, else the longest one seen; in seconds, rounded up.
    pub outage_seconds: Option<u64>,
    /// The bytes of that outage at the mean rate.
    pub needed_bytes: Option<u64>,
    /// A size to set: at the highest rate, a fifth more, in whole MiB.
    pub recommended_size: Option<u64>,
}

/// How far two clocks are apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ClockSkew {
    /// The replica that asked.
    pub a: String,
    /// The master that answered.
    pub b: String,
    /// How much later `b`'s clock shows than `a`'s, in milliseconds.
    pub skew_ms: i64,
    /// The least sample.
    pub least_ms: i64,
    /// The largest sample.
    pub most_ms: i64,
    /// How many requests both wrote down.
    pub samples: usize,
}

/// A dump that contradicts itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ContradictionAt {
    /// The node.
    pub node: String,
    /// A stable name.
    pub id: String,
    /// What was expected and what stands there.
    pub message: String,
    /// Where.
    pub from: SourcePlace,
}

/// A file of which nothing was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct IgnoredFile {
    /// The file.
    pub path: String,
    /// Why.
    pub why: String,
}

impl Offsets {
    /// Puts an answer into the contract's form.
    #[must_use]
    pub fn of(
        answer: &OffsetsAnswer,
        findings: &[autopsync_rules::Finding],
        privacy: Privacy,
    ) -> Self {
        Self {
            schema: "autopsync.offsets/1".to_owned(),
            summary: answer.summary.clone(),
            nodes: answer.nodes.iter().map(node).collect(),
            positions: answer.positions.iter().map(position).collect(),
            histories: answer.histories.iter().map(history).collect(),
            relations: answer.relations.iter().map(relation).collect(),
            stream_divergence: answer.divergence().and_then(|found| divergence(found, privacy)),
            stream_comparisons: answer.comparisons.iter().map(compared).collect(),
            most_advanced: answer.most_advanced.as_ref().map(|best| MostAdvancedNode {
                node: best.node.clone(),
                offset: best.offset.get(),
                replicas: best.among,
            }),
            losses: answer.losses.iter().map(loss).collect(),
            backlogs: answer.backlogs.iter().map(backlog).collect(),
            clock_skews: answer.skews.iter().map(skew).collect(),
            contradictions: answer
                .contradictions
                .iter()
                .map(|found| ContradictionAt {
                    node: found.node.clone(),
                    id: found.id.to_owned(),
                    message: found.message.clone(),
                    from: place(&found.place),
                })
                .collect(),
            missing: answer.missing.iter().map(Missing::of).collect(),
            ignored: answer
                .ignored
                .iter()
                .map(|(path, why)| IgnoredFile { path: path.clone(), why: why.clone() })
                .collect(),
            findings: findings.iter().map(Finding::of).collect(),
        }
    }
}

fn place(place: &Place) -> SourcePlace {
    let at = match place.at() {
        At::Line(n) | At::Byte(n) => n,
    };
    SourcePlace { path: place.source().unwrap_or_default().to_owned(), at }
}

fn role(role: Role) -> String {
    match role {
        Role::Master => "master",
        Role::Replica => "replica",
        Role::Sentinel => "sentinel",
    }
    .to_owned()
}

fn id(id: Option<ReplId>) -> Option<String> {
    id.map(|id| id.to_string())
}

fn node(row: &NodeRow) -> OffsetsNode {
    OffsetsNode {
        node: row.node.clone(),
        role: row.role.map(role),
        version: row.version.map(|version| version.to_string()),
        replid: id(row.replid),
        offset: row.offset.map(AppliedOffset::get),
        replid2: id(row.replid2),
        second_replid_offset: row.second_replid_offset.map(NextOffset::get),
        link_up: row.link_up,
        follows: row.follows.clone(),
        by: row.by.map(str::to_owned),
        from: row.from.iter().map(place).collect(),
    }
}

fn position(row: &PositionRow) -> PositionAt {
    PositionAt {
        node: row.node.clone(),
        moment: row.moment.clone(),
        by: row.by.to_owned(),
        role: row.role.map(role),
        replid: id(row.replid),
        offset: row.offset.map(AppliedOffset::get),
        unix_ms: row.unix_millis,
        from: place(&row.place),
    }
}

fn history(row: &HistoryRow) -> HistoryOf {
    HistoryOf {
        replid: row.replid.to_string(),
        after_replid: id(row.after.map(|(id, _)| id)),
        first_offset: row.after.map(|(_, first)| first.get()),
        last_offset: row.last.map(AppliedOffset::get),
        nodes: row.nodes.clone(),
        ended: row
            .successors
            .iter()
            .map(|next| HistoryEnd {
                replid: next.replid.to_string(),
                first_offset: next.first.get(),
                by: next.by.id().to_owned(),
                node: next.node.clone(),
                from: place(&next.place),
            })
            .collect(),
    }
}

fn relation(row: &RelationRow) -> RelationOf {
    RelationOf {
        a: row.a.clone(),
        b: row.b.clone(),
        status: row.relation.status.id().to_owned(),
        common_replid: id(row.relation.common_replid),
        common_offset: row.relation.common_offset.map(AppliedOffset::get),
        distance_bytes: row.relation.distance(),
        only_a_bytes: row.relation.only_first,
        only_b_bytes: row.relation.only_second,
    }
}

fn divergence(found: &StreamComparison, privacy: Privacy) -> Option<StreamDivergence> {
    let text = |command: &Option<CommandAt>| {
        let words = privacy.show_command(&command.as_ref()?.command);
        Some(words.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
    };
    let offset = |command: &Option<CommandAt>| command.as_ref().map(|command| command.offset.get());
    Some(StreamDivergence {
        replid: id(found.replid),
        first_different_offset: found.first_different_offset?.get(),
        current: found.is_current,
        left: text(&found.left),
        right: text(&found.right),
        left_offset: offset(&found.left),
        right_offset: offset(&found.right),
        left_node: found.left_node.clone(),
        right_node: found.right_node.clone(),
    })
}

fn tail(tail: &Tail) -> TailOf {
    TailOf {
        bytes: tail.bytes,
        commands: tail.commands,
        ping_bytes: tail.ping_bytes,
        only_pings: tail.is_only_pings(),
    }
}

fn compared(found: &StreamComparison) -> StreamsCompared {
    StreamsCompared {
        left_node: found.left_node.clone(),
        right_node: found.right_node.clone(),
        left_from: place(&found.left_place),
        right_from: place(&found.right_place),
        replid: id(found.replid),
        status: found.status.id().to_owned(),
        first_offset: found.first_offset.get(),
        equal_offset: found.equal_until.applied().get(),
        first_different_offset: found.first_different_offset.map(NextOffset::get),
        left_tail: tail(&found.left_tail),
        right_tail: tail(&found.right_tail),
    }
}

fn loss(loss: &Loss) -> LossOf {
    LossOf {
        if_promoted: loss.if_promoted.clone(),
        loser: loss.loser.clone(),
        from_offset: loss.from.get(),
        to_offset: loss.to.get(),
        bytes: loss.bytes,
        ping_bytes: loss.what.map(|what| what.ping_bytes),
        commands: loss.what.map(|what| what.commands),
    }
}

fn backlog(row: &BacklogRow) -> BacklogSizing {
    BacklogSizing {
        node: row.node.clone(),
        size: row.size,
        histlen: row.histlen,
        bytes_per_second: row.rate.map(|rate| rate.bytes_per_second()),
        measured_seconds: row.rate.map(|rate| rate.millis / 1000),
        peak_bytes_per_second: row.peak.map(|rate| rate.bytes_per_second()),
        lasts_seconds: row.lasts_millis().map(|millis| millis / 1000),
        longest_outage_ms: row.longest_outage,
        outage_seconds: row.outage.map(|millis| millis.div_ceil(1000)),
        needed_bytes: row.needed_bytes(),
        recommended_size: row.recommended_size(),
    }
}

fn skew(skew: &Skew) -> ClockSkew {
    ClockSkew {
        a: skew.a.clone(),
        b: skew.b.clone(),
        skew_ms: skew.millis,
        least_ms: skew.least,
        most_ms: skew.most,
        samples: skew.samples,
    }
}
