//! How two nodes' positions relate, from the histories they remember.

use autopsync_model::{AppliedOffset, History, HistoryPart, ReplId};
use std::fmt;

/// A node's position and the histories it knows its data to belong to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodePosition {
    /// Its ids, newest first; empty where none is known.
    pub history: History,
    /// The last byte it applied or produced, in the newest of them.
    pub offset: AppliedOffset,
}

/// What one node is, seen from the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RelationStatus {
    /// Both hold the same bytes.
    Same,
    /// It holds a beginning of what the other holds.
    Behind,
    /// The other holds a beginning of what it holds.
    Ahead,
    /// Both hold bytes that the other does not.
    Diverged,
    /// They share no id.
    Unrelated,
    /// One of them has no id.
    Unknown,
}

impl RelationStatus {
    /// The contract's word for it.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Behind => "behind",
            Self::Ahead => "ahead",
            Self::Diverged => "diverged",
            Self::Unrelated => "unrelated",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for RelationStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

/// How two positions relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Relation {
    /// What the first node is, seen from the second.
    pub status: RelationStatus,
    /// The id under which the shared bytes reach furthest.
    pub common_replid: Option<ReplId>,
    /// The last byte that both share.
    pub common_offset: Option<AppliedOffset>,
    /// How many bytes the first node holds beyond it.
    pub only_first: u64,
    /// How many bytes the second node holds beyond it.
    pub only_second: u64,
}

impl Relation {
    /// Returns the distance between two nodes of one history in bytes; 0 where they diverged or do not relate.
    #[must_use]
    pub const fn distance(&self) -> u64 {
        match self.status {
            RelationStatus::Behind => self.only_second,
            RelationStatus::Ahead => self.only_first,
            _ => 0,
        }
    }
}

/// Relates two positions.
///
/// The shared bytes are those that some id vouches for on both sides: up to a node's offset under its newest id,
/// up to the second offset under an older one. Whatever a node holds beyond them, the other does not have.
#[must_use]
pub fn relate(first: &NodePosition, second: &NodePosition) -> Relation {
    let nothing = |status| Relation {
        status,
        common_replid: None,
        common_offset: None,
        only_first: 0,
        only_second: 0,
    };
    if first.history.parts().is_empty() || second.history.parts().is_empty() {
        return nothing(RelationStatus::Unknown);
    }
    let Some((id, common)) = furthest_common(first, second) else {
        return nothing(RelationStatus::Unrelated);
    };
    let beyond = |node: &NodePosition| {
        u64::try_from(i128::from(node.offset.get()) - i128::from(common.get())).unwrap_or(0)
    };
    let (only_first, only_second) = (beyond(first), beyond(second));
    Relation {
        status: match (only_first, only_second) {
            (0, 0) => RelationStatus::Same,
            (0, _) => RelationStatus::Behind,
            (_, 0) => RelationStatus::Ahead,
            _ => RelationStatus::Diverged,
        },
        common_replid: Some(id),
        common_offset: Some(common),
        only_first,
        only_second,
    }
}

/// The id under which two nodes share most, and the last byte they share.
fn furthest_common(first: &NodePosition, second: &NodePosition) -> Option<(ReplId, AppliedOffset)> {
    let mut best: Option<(ReplId, AppliedOffset)> = None;
    for mine in first.history.parts() {
        for theirs in second.history.parts() {
            if !mine.replid.same_history(&theirs.replid) {
                continue;
            }
            let shared = last_vouched(mine, first).min(last_vouched(theirs, second));
            if best.is_none_or(|(_, offset)| shared > offset) {
                best = Some((mine.replid, shared));
            }
        }
    }
    best
}

/// The last byte of a node's data that one of its ids vouches for.
fn last_vouched(part: &HistoryPart, node: &NodePosition) -> AppliedOffset {
    part.ends_before.map_or(node.offset, |end| end.applied().min(node.offset))
}

#[cfg(test)]
mod tests {
    use super::*;
    use autopsync_model::NextOffset;

    fn id(letter: u8) -> ReplId {
        ReplId::from_bytes(&[letter; 40]).unwrap()
    }

    fn node(current: u8, offset: i64, older: Option<(u8, i64)>) -> NodePosition {
        let mut history = History::new(id(current));
        if let Some((letter, end)) = older {
            history = history.preceded_by(id(letter), NextOffset::new(end));
        }
        NodePosition { history, offset: AppliedOffset::new(offset) }
    }

    fn status(
        first: &NodePosition,
        second: &NodePosition,
    ) -> (&'static str, Option<i64>, u64, u64) {
        let relation = relate(first, second);
        let mirrored = relate(second, first);
        assert_eq!(relation.common_offset, mirrored.common_offset);
        assert_eq!(
            (relation.only_first, relation.only_second),
            (mirrored.only_second, mirrored.only_first)
        );
        (
            relation.status.id(),
            relation.common_offset.map(AppliedOffset::get),
            relation.only_first,
            relation.only_second,
        )
    }

    #[test]
    fn one_history_orders_by_offset() {
        let (a, b) = (node(b'a', 100, None), node(b'a', 90, None));
        assert_eq!(status(&a, &a), ("same", Some(100), 0, 0));
        assert_eq!(status(&a, &b), ("ahead", Some(90), 10, 0));
        assert_eq!(status(&b, &a), ("behind", Some(90), 0, 10));
        assert_eq!(relate(&b, &a).distance(), 10);
    }

    #[test]
    fn a_promoted_node_shares_its_old_id_up_to_the_second_offset() {
        let promoted = node(b'b', 900, Some((b'a', 801)));
        assert_eq!(status(&node(b'a', 800, None), &promoted), ("behind", Some(800), 0, 100));
        assert_eq!(status(&node(b'a', 750, None), &promoted), ("behind", Some(750), 0, 150));
        assert_eq!(status(&node(b'a', 814, None), &promoted), ("diverged", Some(800), 14, 100));
        let idle = node(b'b', 800, Some((b'a', 801)));
        assert_eq!(status(&node(b'a', 814, None), &idle), ("ahead", Some(800), 14, 0));
    }

    #[test]
    fn two_promotions_part_at_the_smaller_second_offset() {
        let left = node(b'b', 900, Some((b'a', 801)));
        let right = node(b'c', 950, Some((b'a', 811)));
        assert_eq!(status(&left, &right), ("diverged", Some(800), 100, 150));
    }

    #[test]
    fn strangers_and_the_nameless_are_told_apart() {
        let nameless = NodePosition { history: History::default(), offset: AppliedOffset::new(1) };
        assert_eq!(status(&node(b'a', 1, None), &node(b'b', 1, None)).0, "unrelated");
        assert_eq!(status(&node(b'a', 1, None), &nameless).0, "unknown");
    }

    #[test]
    fn the_edges_of_the_number_do_not_wrap() {
        let (low, high) = (node(b'a', i64::MIN, None), node(b'a', i64::MAX, None));
        assert_eq!(status(&low, &high).3, u64::MAX);
    }
}
