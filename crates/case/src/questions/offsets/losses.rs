//! What a failover to each node would lose.

use super::{RelationRow, compare::Tail};
use crate::assembly::{Case, Node};
use autopsync_model::AppliedOffset;
use autopsync_psync::RelationStatus;
use autopsync_text::Role;

/// Bytes that one node holds, and that are gone if another becomes the master.
#[derive(Debug, Clone)]
pub struct Loss {
    /// The node that becomes the master.
    pub if_promoted: String,
    /// The node that holds the bytes.
    pub loser: String,
    /// The last byte that both hold.
    pub from: AppliedOffset,
    /// The last byte that is lost.
    pub to: AppliedOffset,
    /// How many.
    pub bytes: u64,
    /// What they are; `None` where no stream of the loser holds them.
    pub what: Option<Tail>,
}

/// The replica that holds most.
#[derive(Debug, Clone)]
pub struct MostAdvanced {
    /// Its name.
    pub node: String,
    /// The last byte it applied.
    pub offset: AppliedOffset,
    /// How many replicas it was chosen among.
    pub among: usize,
}

/// One direction of a relation: what `other` holds beyond `node`.
fn directions(row: &RelationRow) -> [(&str, &str, u64); 2] {
    [(&row.a, &row.b, row.relation.only_second), (&row.b, &row.a, row.relation.only_first)]
}

/// Returns the losses of every failover that can be thought of: to each replica, and between two masters.
pub(super) fn all(case: &Case, relations: &[RelationRow]) -> Vec<Loss> {
    let mut losses = Vec::new();
    for promoted in &case.nodes {
        for (node, other, bytes) in relations
            .iter()
            .flat_map(directions)
            .filter(|(node, _, bytes)| *node == promoted.name && *bytes > 0)
        {
            let Some(loser) = case.node(other) else { continue };
            let is_failover =
                promoted.role() == Some(Role::Replica) || loser.role() != Some(Role::Replica);
            let row = relations
                .iter()
                .find(|row| (row.a == node && row.b == other) || (row.b == node && row.a == other));
            let common = row.and_then(|row| row.relation.common_offset);
            let held = loser.present().and_then(|seen| seen.offset);
            if let (true, Some(from), Some(to)) = (is_failover, common, held) {
                losses.push(Loss {
                    if_promoted: node.to_owned(),
                    loser: other.to_owned(),
                    from,
                    to,
                    bytes,
                    what: what(loser, from, to),
                });
            }
        }
    }
    losses
}

/// Counts the lost commands in a stream of the loser that holds all of them.
fn what(loser: &Node, from: AppliedOffset, to: AppliedOffset) -> Option<Tail> {
    let history = loser.position()?.history;
    let holds = loser.streams().find(|stream| {
        let window = stream.window();
        let is_its = stream
            .replid
            .is_none_or(|id| history.parts().iter().any(|part| part.replid.same_history(&id)));
        is_its && window.first <= from.next() && window.end() >= to.next()
    })?;
    Some(Tail::of(holds.evidence, from.next(), to.next()))
}

/// Returns the replica that none other is ahead of. `None` where there is none, or where replicas parted.
pub(super) fn most_advanced(case: &Case, relations: &[RelationRow]) -> Option<MostAdvanced> {
    let replicas: Vec<(&Node, AppliedOffset)> = case
        .nodes
        .iter()
        .filter(|node| node.role() == Some(Role::Replica))
        .filter_map(|node| {
            Some((
                node,
                node.present()?
                    .offset
                    .filter(|_| node.position().is_some_and(|p| !p.history.parts().is_empty()))?,
            ))
        })
        .collect();
    let is_replica = |name: &str| replicas.iter().any(|(node, _)| node.name == name);
    let among_replicas: Vec<&RelationRow> =
        relations.iter().filter(|row| is_replica(&row.a) && is_replica(&row.b)).collect();
    let comparable = |row: &&RelationRow| {
        matches!(
            row.relation.status,
            RelationStatus::Same | RelationStatus::Behind | RelationStatus::Ahead
        )
    };
    if !among_replicas.iter().all(comparable) {
        return None;
    }
    let lacks = |name: &str| {
        among_replicas
            .iter()
            .flat_map(|row| directions(row))
            .any(|(node, _, bytes)| node == name && bytes > 0)
    };
    let (node, offset) = replicas.iter().find(|(node, _)| !lacks(&node.name))?;
    Some(MostAdvanced { node: node.name.clone(), offset: *offset, among: replicas.len() })
}
