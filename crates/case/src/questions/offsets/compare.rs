//! Streams of two nodes beside each other, byte by byte.

use crate::{
    StreamEvidence,
    assembly::{Case, Node, PlacedStream},
};
use autopsync_model::{History, NextOffset, Place, ReplId};
use autopsync_psync::{Comparison, compare};
use autopsync_stream::Kind;

/// The most pairs of streams that are compared.
const MOST_PAIRS: usize = 4096;

/// How much of a command is kept: words, and bytes of each.
const SHOWN: (usize, usize) = (16, 128);

/// What a comparison says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ComparisonStatus {
    /// Every byte that both hold is the same.
    Equal,
    /// They differ.
    Differ,
}

impl ComparisonStatus {
    /// The word in a document.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::Differ => "differ",
        }
    }
}

/// A command of a stream and where it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandAt {
    /// The number of its first byte.
    pub offset: NextOffset,
    /// Its words; long ones are cut.
    pub command: Vec<Vec<u8>>,
}

/// What a stream holds from some byte on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tail {
    /// How many bytes.
    pub bytes: u64,
    /// Whole commands in them.
    pub commands: u64,
    /// Bytes of PINGs and of what else changes no data (`REPLCONF`).
    pub ping_bytes: u64,
    /// Bytes of commands that were cut at either end.
    pub fragment_bytes: u64,
}

impl Tail {
    /// Tells whether there is nothing but PINGs, and something.
    #[must_use]
    pub const fn is_only_pings(&self) -> bool {
        self.bytes > 0 && self.ping_bytes == self.bytes
    }

    /// Counts what a stream holds from `from` up to and without `to`.
    pub(super) fn of(evidence: &StreamEvidence, from: NextOffset, to: NextOffset) -> Self {
        let (stream, _) = evidence.whole_commands();
        let mut tail =
            Self { bytes: u64::try_from(to.bytes_since(from)).unwrap_or(0), ..Self::default() };
        let mut whole = 0_u64;
        let mut records = stream.records();
        while let Some(record) = records.next_record() {
            if record.start >= to {
                break;
            }
            if record.start < from || record.end > to {
                continue;
            }
            whole = whole.saturating_add(record.bytes());
            tail.commands = tail.commands.saturating_add(1);
            if matches!(record.kind(), Kind::Ping | Kind::Replconf) {
                tail.ping_bytes = tail.ping_bytes.saturating_add(record.bytes());
            }
        }
        tail.fragment_bytes = tail.bytes.saturating_sub(whole);
        tail
    }
}

/// Two streams of one history.
#[derive(Debug, Clone)]
pub struct StreamComparison {
    /// The node on the left.
    pub left_node: String,
    /// The node on the right.
    pub right_node: String,
    /// The file on the left.
    pub left_place: Place,
    /// The file on the right.
    pub right_place: Place,
    /// The id that both share.
    pub replid: Option<ReplId>,
    /// What it says.
    pub status: ComparisonStatus,
    /// The first byte that both hold.
    pub first_offset: NextOffset,
    /// The byte after the last one that is equal.
    pub equal_until: NextOffset,
    /// The first byte that differs.
    pub first_different_offset: Option<NextOffset>,
    /// Whether both nodes still hold these bytes: a branch that was given up with a full synchronisation does not count.
    pub is_current: bool,
    /// The command around it on the left.
    pub left: Option<CommandAt>,
    /// The command around it on the right.
    pub right: Option<CommandAt>,
    /// What the left holds from there on.
    pub left_tail: Tail,
    /// What the right holds from there on.
    pub right_tail: Tail,
}

/// Compares the streams of every two nodes; of several files of two nodes the telling ones are kept: the first
/// difference, else the longest agreement.
pub(super) fn all(case: &Case) -> Vec<StreamComparison> {
    let mut rows = Vec::new();
    let mut pairs = 0_usize;
    for (at, left) in case.nodes.iter().enumerate() {
        for right in case.nodes.iter().skip(at + 1) {
            let mut best: Option<Pair<'_>> = None;
            for (one, other) in
                left.streams().flat_map(|one| right.streams().map(move |other| (one, other)))
            {
                pairs += 1;
                if pairs > MOST_PAIRS {
                    return rows;
                }
                best = Pair::of(one, other).into_iter().chain(best).min_by_key(Pair::rank);
            }
            rows.extend(best.map(|pair| pair.describe()));
        }
    }
    rows
}

struct Pair<'a> {
    left: PlacedStream<'a>,
    right: PlacedStream<'a>,
    shared: Option<ReplId>,
    result: Comparison,
}

impl<'a> Pair<'a> {
    fn of(left: PlacedStream<'a>, right: PlacedStream<'a>) -> Option<Self> {
        let shared = shared_id(&left, &right)?;
        let result = compare(left.window(), right.window());
        (result != Comparison::Apart).then_some(Self { left, right, shared, result })
    }

    /// Differences come first, the earliest of them; then agreements, the longest first. Of equals the one that begins
    /// earliest.
    fn rank(&self) -> (u8, i64, i64) {
        let begin = self.left.window().first.max(self.right.window().first).get();
        match self.result {
            Comparison::Differ { at } => (0, at.get(), begin),
            Comparison::Equal { first, end } => {
                (1, i64::MAX.saturating_sub(end.bytes_since(first)), begin)
            }
            Comparison::Apart => (2, 0, begin),
        }
    }

    fn describe(&self) -> StreamComparison {
        let (left, right) = (self.left.window(), self.right.window());
        let first = left.first.max(right.first);
        let (status, until, different) = match self.result {
            Comparison::Differ { at } => (ComparisonStatus::Differ, at, Some(at)),
            Comparison::Equal { end, .. } => (ComparisonStatus::Equal, end, None),
            Comparison::Apart => (ComparisonStatus::Equal, first, None),
        };
        let place = |stream: &PlacedStream<'_>, window: &autopsync_psync::Window<'_>| {
            let index = until.index_from(window.first).unwrap_or(0);
            Place::byte(stream.evidence.stream().file_index().saturating_add(index))
                .in_source(&stream.file.name)
        };
        StreamComparison {
            left_node: self.left.node.name.clone(),
            right_node: self.right.node.name.clone(),
            left_place: place(&self.left, &left),
            right_place: place(&self.right, &right),
            replid: self.shared,
            status,
            first_offset: first,
            equal_until: until,
            first_different_offset: different,
            is_current: different.is_none_or(|at| holds(&self.left, at) && holds(&self.right, at)),
            left: different.and_then(|at| command_at(self.left.evidence, at)),
            right: different.and_then(|at| command_at(self.right.evidence, at)),
            left_tail: Tail::of(self.left.evidence, until, left.end()),
            right_tail: Tail::of(self.right.evidence, until, right.end()),
        }
    }
}

/// Tells whether a byte of a stream is one of its node's present data.
fn holds(stream: &PlacedStream<'_>, byte: NextOffset) -> bool {
    let Some(position) = stream.node.position() else { return true };
    stream.replid.is_none_or(|id| position.history.contains(&id, byte))
}

/// The id that both streams' histories have. `Some(None)` where one was placed by its bytes alone and has none; `None`
/// where they have none in common.
#[allow(clippy::option_option, reason = "private, and both absences are explained above")]
fn shared_id(left: &PlacedStream<'_>, right: &PlacedStream<'_>) -> Option<Option<ReplId>> {
    let (Some(mine), Some(theirs)) = (left.replid, right.replid) else { return Some(None) };
    let (mine, theirs) = (ids(left.node, mine), ids(right.node, theirs));
    let found = mine
        .parts()
        .iter()
        .find(|part| theirs.parts().iter().any(|other| other.replid.same_history(&part.replid)));
    found.map(|part| Some(part.replid))
}

/// What the node knew of a history's past.
fn ids(node: &Node, id: ReplId) -> History {
    let known =
        node.sightings.iter().filter(|seen| seen.replid == Some(id)).map(|seen| node.history(seen));
    known.max_by_key(|history| history.parts().len()).unwrap_or_else(|| History::new(id))
}

/// Returns the command that holds a byte.
fn command_at(evidence: &StreamEvidence, byte: NextOffset) -> Option<CommandAt> {
    let (stream, _) = evidence.whole_commands();
    let mut records = stream.records();
    while let Some(record) = records.next_record() {
        if record.end > byte {
            let words = record
                .args
                .iter()
                .take(SHOWN.0)
                .map(|word| word.iter().copied().take(SHOWN.1).collect());
            return (record.start <= byte)
                .then(|| CommandAt { offset: record.start, command: words.collect() });
        }
    }
    None
}
