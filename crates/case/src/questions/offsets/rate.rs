//! How fast a history grows, and how long a backlog lasts.

use crate::assembly::{Case, Node, Sighting};
use autopsync_model::AppliedOffset;

/// Shorter spans say nothing: INFO counts whole seconds.
const SHORTEST: i64 = 1000;

/// The growth of a history between two moments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// The last byte at the first moment.
    pub from: AppliedOffset,
    /// The last byte at the second.
    pub to: AppliedOffset,
    /// The time between, in milliseconds.
    pub millis: u64,
}

impl Rate {
    /// Returns the bytes of a second, rounded up.
    #[must_use]
    pub fn bytes_per_second(&self) -> u64 {
        self.bytes_in(1000)
    }

    /// Returns the bytes of a time in milliseconds, rounded up.
    #[must_use]
    pub fn bytes_in(&self, millis: u64) -> u64 {
        let bytes = u128::try_from(self.to.bytes_since(self.from)).unwrap_or(0);
        let total =
            bytes.saturating_mul(u128::from(millis)).div_ceil(u128::from(self.millis.max(1)));
        u64::try_from(total).unwrap_or(u64::MAX)
    }

    fn between(earlier: &Sighting, later: &Sighting) -> Option<Self> {
        if earlier.replid.is_none() || earlier.replid != later.replid {
            return None;
        }
        let (from, to) = (earlier.offset?, later.offset?);
        let millis = later.millis_since(earlier).filter(|millis| *millis >= SHORTEST)?;
        (to >= from).then_some(Self { from, to, millis: u64::try_from(millis).ok()? })
    }
}

/// A node's backlog beside the rate at which it fills.
#[derive(Debug, Clone)]
pub struct BacklogRow {
    /// The node.
    pub node: String,
    /// How many bytes it may hold.
    pub size: Option<u64>,
    /// How many it holds.
    pub histlen: Option<u64>,
    /// The rate over the longest span that the evidence shows.
    pub rate: Option<Rate>,
    /// The highest rate between two moments that follow each other.
    pub peak: Option<Rate>,
    /// How long the link of this node was down, at most, as its log says; in milliseconds.
    pub longest_outage: Option<u64>,
    /// The time to survive, in milliseconds: as asked, else the longest outage seen.
    pub outage: Option<u64>,
}

impl BacklogRow {
    /// How long the backlog lasts at the mean rate, in milliseconds.
    #[must_use]
    pub fn lasts_millis(&self) -> Option<u64> {
        let per_second = self.rate?.bytes_per_second();
        self.size?.saturating_mul(1000).checked_div(per_second)
    }

    /// The bytes of the outage at the mean rate.
    #[must_use]
    pub fn needed_bytes(&self) -> Option<u64> {
        Some(self.rate?.bytes_in(self.outage?))
    }

    /// A size to set: the bytes of the outage at the highest rate seen, a fifth more, in whole MiB.
    #[must_use]
    pub fn recommended_size(&self) -> Option<u64> {
        const MIB: u64 = 1 << 20;
        let most = self.peak.or(self.rate)?.bytes_in(self.outage?).max(self.needed_bytes()?);
        Some(most.saturating_add(most / 5).div_ceil(MIB).max(1).saturating_mul(MIB))
    }
}

/// Returns a row for each node with a backlog or a rate.
pub(super) fn all(case: &Case, outage: Option<u64>) -> Vec<BacklogRow> {
    // The outage of any replica is what its master's backlog has to bridge.
    let longest = case.nodes.iter().flat_map(Node::logs).filter_map(|log| log.longest_outage).max();
    // Whole seconds, as they are shown: a size for 2 ms would help nobody.
    let longest = longest.and_then(|millis| u64::try_from(millis).ok());
    let longest = longest.map(|millis| millis.div_ceil(1000).saturating_mul(1000));
    let rows = case.nodes.iter().map(|node| {
        let now = node.present();
        let mut spans: Vec<Rate> = Vec::new();
        for (at, earlier) in node.sightings.iter().enumerate() {
            spans.extend(
                node.sightings
                    .iter()
                    .skip(at + 1)
                    .take(MOST_LATER)
                    .filter_map(|later| Rate::between(earlier, later)),
            );
        }
        spans.extend(
            node.sightings
                .first()
                .zip(node.sightings.last())
                .and_then(|(first, last)| Rate::between(first, last)),
        );
        BacklogRow {
            node: node.name.clone(),
            size: node.sightings.iter().rev().find_map(|seen| seen.backlog_size),
            histlen: now.and_then(|seen| seen.backlog).map(|(_, bytes)| bytes),
            rate: spans.iter().max_by_key(|span| span.millis).copied(),
            peak: spans.iter().max_by_key(|span| span.bytes_per_second()).copied(),
            longest_outage: longest,
            outage: outage.map(|seconds| seconds.saturating_mul(1000)).or(longest),
        }
    });
    rows.filter(|row| row.size.is_some() || row.rate.is_some()).collect()
}

/// How many later moments each is compared with; the first and the last of all are compared as well.
const MOST_LATER: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_come_from_the_rate_and_are_rounded_up() {
        let rate =
            Rate { from: AppliedOffset::new(0), to: AppliedOffset::new(1001), millis: 10_000 };
        assert_eq!(rate.bytes_per_second(), 101);
        let row = BacklogRow {
            node: "m".into(),
            size: Some(1 << 20),
            histlen: None,
            rate: Some(rate),
            peak: Some(Rate { to: AppliedOffset::new(2002), ..rate }),
            longest_outage: None,
            outage: Some(3_600_000),
        };
        assert_eq!(row.needed_bytes(), Some(360_360));
        assert_eq!(row.recommended_size(), Some(1 << 20));
        assert_eq!(row.lasts_millis(), Some((1 << 20) * 1000 / 101));
        assert_eq!(Rate { millis: 0, ..rate }.bytes_in(u64::MAX), u64::MAX);
    }
}
