//! The histories: which id, from which byte, ended by what.

use crate::assembly::{Case, Node, Sighting};
use autopsync_model::{AppliedOffset, NextOffset, Place, ReplId};
use autopsync_text::Role;

/// What brought a new id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndedBy {
    /// A replica became a master.
    Promotion,
    /// A master was restarted from its snapshot (7.0 and later).
    Restart,
    /// Some other node's promotion or restart, which the evidence does not show.
    NewId,
}

impl EndedBy {
    /// The word in a document.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Promotion => "promotion",
            Self::Restart => "restart",
            Self::NewId => "new-id",
        }
    }
}

/// A history that goes on under another id.
#[derive(Debug, Clone)]
pub struct Successor {
    /// That id.
    pub replid: ReplId,
    /// The first byte that belongs to it.
    pub first: NextOffset,
    /// What brought it.
    pub by: EndedBy,
    /// On which node.
    pub node: String,
    /// Where that is said.
    pub place: Place,
}

/// A history.
#[derive(Debug, Clone)]
pub struct HistoryRow {
    /// Its id.
    pub replid: ReplId,
    /// The id before, and the first byte that belongs to this one.
    pub after: Option<(ReplId, NextOffset)>,
    /// The last byte that anybody is known to hold of it.
    pub last: Option<AppliedOffset>,
    /// The nodes that were in it at some moment.
    pub nodes: Vec<String>,
    /// Under which other ids it goes on. Two are a split.
    pub successors: Vec<Successor>,
}

/// Lists all histories, in the order in which the evidence shows them; one that follows another stands behind it.
pub(super) fn all(case: &Case) -> Vec<HistoryRow> {
    let mut rows: Vec<HistoryRow> = Vec::new();
    for (node, seen) in sightings(case) {
        if let Some(older) = older(seen) {
            entry(&mut rows, older.0);
        }
        let Some(id) = seen.replid else { continue };
        let row = entry(&mut rows, id);
        row.last = row.last.max(seen.offset);
        row.after = row.after.or_else(|| older(seen));
        if !row.nodes.contains(&node.name) {
            row.nodes.push(node.name.clone());
        }
    }
    for (node, seen) in sightings(case) {
        let (Some(id), Some((older, first))) = (seen.replid, older(seen)) else { continue };
        let successor = Successor {
            replid: id,
            first,
            by: cause(node, seen, older),
            node: node.name.clone(),
            place: seen.place.clone(),
        };
        let row = entry(&mut rows, older);
        match row.successors.iter_mut().find(|known| known.replid.same_history(&id)) {
            // Who made the id says more than who followed.
            Some(known) if known.by == EndedBy::NewId && successor.by != EndedBy::NewId => {
                *known = successor;
            }
            Some(_) => {}
            None => row.successors.push(successor),
        }
        row.last = row.last.max(Some(first.applied()));
    }
    rows
}

fn sightings(case: &Case) -> impl Iterator<Item = (&Node, &Sighting)> {
    case.nodes.iter().flat_map(|node| node.sightings.iter().map(move |seen| (node, seen)))
}

fn older(seen: &Sighting) -> Option<(ReplId, NextOffset)> {
    let id = seen.replid2.filter(|id| !id.is_cleared())?;
    seen.second_replid_offset.filter(|offset| offset.get() > 0).map(|offset| (id, offset))
}

fn entry(rows: &mut Vec<HistoryRow>, id: ReplId) -> &mut HistoryRow {
    let at = rows.iter().position(|row| row.replid.same_history(&id)).unwrap_or_else(|| {
        rows.push(HistoryRow {
            replid: id,
            after: None,
            last: None,
            nodes: Vec::new(),
            successors: Vec::new(),
        });
        rows.len() - 1
    });
    &mut rows[at]
}

/// A master with a new id was a replica before, or it was itself a master of the old one and was restarted.
fn cause(node: &Node, seen: &Sighting, older: ReplId) -> EndedBy {
    if seen.event == Some("second-id-set") {
        return EndedBy::Promotion;
    }
    if seen.role != Some(Role::Master) {
        return EndedBy::NewId;
    }
    let was_master = node.sightings.iter().any(|before| {
        before.replid.is_some_and(|id| id.same_history(&older)) && before.role == Some(Role::Master)
    });
    if was_master && seen.version.is_none_or(|v| v.at_least(7, 0, 0)) {
        EndedBy::Restart
    } else {
        EndedBy::Promotion
    }
}
