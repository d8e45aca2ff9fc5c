//! How far the clocks of two nodes are apart, from the requests that both wrote down.
//!
//! A replica writes that it asks, and within milliseconds its master writes what it answers, with the same byte. The
//! difference of the two times is the difference of the clocks, and the way between them.

use crate::assembly::{Asked, Case, Node};

/// The clock of one node against that of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skew {
    /// The replica that asked.
    pub a: String,
    /// The master that was asked.
    pub b: String,
    /// How much later `b`'s clock shows than `a`'s, in milliseconds; the middle of all samples.
    pub millis: i64,
    /// The least of them.
    pub least: i64,
    /// The most.
    pub most: i64,
    /// How many requests both wrote down.
    pub samples: usize,
}

/// Estimates the skew of every two nodes that talked to each other.
pub(super) fn all(case: &Case) -> Vec<Skew> {
    let mut skews = Vec::new();
    for a in &case.nodes {
        for b in case.nodes.iter().filter(|b| b.name != a.name) {
            let mut samples = samples(case, a, b);
            samples.sort_unstable();
            let middle = samples.get(samples.len() / 2).copied();
            if let (Some(millis), Some(least), Some(most)) =
                (middle, samples.first().copied(), samples.last().copied())
            {
                skews.push(Skew {
                    a: a.name.clone(),
                    b: b.name.clone(),
                    millis,
                    least,
                    most,
                    samples: samples.len(),
                });
            }
        }
    }
    skews
}

/// The differences of all requests that stand exactly once in all logs on either side; one that was repeated, or made of
/// two masters, could be any.
fn samples(case: &Case, a: &Node, b: &Node) -> Vec<i64> {
    let same = |one: &Asked, other: &Asked| {
        one.next_offset == other.next_offset
            && one.replid.zip(other.replid).is_none_or(|(mine, theirs)| mine.same_history(&theirs))
    };
    let logs = || case.nodes.iter().flat_map(Node::logs);
    let mut samples = Vec::new();
    for request in a.logs().flat_map(|log| &log.asked).take(MOST) {
        let asked =
            logs().flat_map(|log| &log.asked).filter(|other| same(request, other)).take(2).count();
        let answers = logs()
            .flat_map(|log| &log.was_asked)
            .filter(|other| same(request, other))
            .take(2)
            .count();
        let answer = b.logs().flat_map(|log| &log.was_asked).find(|other| same(request, other));
        if let (1, 1, Some(answer)) = (asked, answers, answer) {
            samples.push(answer.at.saturating_sub(request.at));
        }
    }
    samples
}

/// The most requests of a node that are looked at.
const MOST: usize = 512;
