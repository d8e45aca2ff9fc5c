//! The cluster's state as this node sees it.
//!
//! Written by `clusterUpdateState`, `cluster.c`.

use super::{Concern, Message, Side, wording};

/// The messages of this file.
pub(super) const MESSAGES: &[Message] = &[Message {
    id: "cluster-state",
    side: Side::Any,
    concern: Concern::Notable,
    means: "The cluster serves (`ok`) or does not (`fail`), as this node sees it.",
    remedy: Some(
        "While it is down, clients get CLUSTERDOWN: look for the slots that nobody serves.",
    ),
    before: &[],
    after: &[],
    wordings: &[wording(
        "Cluster state changed: {state}",
        "3.0.0.., valkey 7.2..",
        "Cluster state changed: ok",
    )],
}];
