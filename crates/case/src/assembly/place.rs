//! Streams in their histories, and where a dump that does not tell its origin belongs.

use super::{Case, Content, Node, NodeFile};
use crate::{StreamEvidence, node::PlacedBy};
use autopsync_model::{NextOffset, ReplId};
use autopsync_psync::{Comparison, Window, compare, locate};
use autopsync_stream::Origin;

/// The bytes of a history that a file of a node holds.
#[derive(Debug, Clone, Copy)]
pub struct PlacedStream<'a> {
    /// The node.
    pub node: &'a Node,
    /// The file.
    pub file: &'a NodeFile,
    /// What it holds.
    pub evidence: &'a StreamEvidence,
    /// The history; `None` where only the offset is known.
    pub replid: Option<ReplId>,
}

impl<'a> PlacedStream<'a> {
    /// Returns the bytes with the number of the first.
    #[must_use]
    pub fn window(&self) -> Window<'a> {
        let stream = self.evidence.stream();
        Window { first: stream.first_offset(), bytes: stream.bytes() }
    }
}

/// Returns a file as a stream of its history.
pub(super) fn of<'a>(node: &'a Node, file: &'a NodeFile) -> Option<PlacedStream<'a>> {
    let Content::Stream(evidence) = &file.content else { return None };
    let is_placed = evidence.placed_by() != PlacedBy::Nobody;
    let replid = evidence.stream().origin().replid;
    is_placed.then_some(PlacedStream { node, file, evidence, replid })
}

/// Places what does not tell its offsets: first by an INFO of the same node whose backlog has just this length, then
/// by its bytes, where another stream holds the same.
pub(super) fn place_by_content(case: &mut Case) {
    for node in &mut case.nodes {
        let windows: Vec<_> = node
            .files
            .iter()
            .filter_map(|file| match &file.content {
                Content::Info(info) => crate::node::Held::of(info),
                _ => None,
            })
            .collect();
        for stream in streams(node) {
            stream.place(&windows);
        }
    }
    let mut found: Vec<(usize, usize, Origin)> = Vec::new();
    for (node_at, node) in case.nodes.iter().enumerate() {
        for (file_at, file) in node.files.iter().enumerate() {
            let Content::Stream(evidence) = &file.content else { continue };
            if evidence.placed_by() == PlacedBy::Nobody
                && let Some((first, replid)) = by_bytes(case, evidence)
            {
                found.push((
                    node_at,
                    file_at,
                    Origin { replid, first_offset: Some(first), db: None },
                ));
            }
        }
    }
    for (node_at, file_at, origin) in found {
        let file = case.nodes.get_mut(node_at).and_then(|node| node.files.get_mut(file_at));
        if let Some(NodeFile { content: Content::Stream(evidence), .. }) = file {
            evidence.place_at(origin);
        }
    }
}

fn streams(node: &mut Node) -> impl Iterator<Item = &mut Box<StreamEvidence>> {
    node.files.iter_mut().filter_map(|file| match &mut file.content {
        Content::Stream(stream) => Some(stream),
        _ => None,
    })
}

fn by_bytes(case: &Case, evidence: &StreamEvidence) -> Option<(NextOffset, Option<ReplId>)> {
    let piece = evidence.stream();
    case.nodes
        .iter()
        .flat_map(Node::streams)
        .filter_map(|placed| {
            Some((locate(piece.bytes(), placed.window())?, placed.replid, placed.window()))
        })
        .max_by_key(|(located, ..)| located.equal_bytes)
        .map(|(located, replid, window)| {
            // Histories that part after a while have different names.
            let here = Window { first: located.first, bytes: piece.bytes() };
            let is_same = !matches!(compare(here, window), Comparison::Differ { .. });
            (located.first, replid.filter(|_| is_same))
        })
}
