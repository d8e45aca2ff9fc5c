//! The large form: a table of members, and their places in order.
//!
//! The order is a list of runs of at most 256 (score, place) pairs: a B-tree of two levels. Against a skip list it
//! has no pointers to follow inside a run, takes 16 bytes a member, and tells ranks by adding lengths.

use super::{Added, compare};
use crate::{
    keyspace::{Keyed, Slab},
    value::SmallBytes,
};
use std::cmp::Ordering;

/// Most pairs in a run.
const RUN: usize = 256;

/// Any number of members with their scores.
#[derive(Debug, Clone, Default)]
pub(crate) struct Large {
    members: Slab<Scored>,
    runs: Vec<Vec<(f64, u32)>>,
}

#[derive(Debug, Clone)]
struct Scored {
    member: SmallBytes,
    score: f64,
}

impl Keyed for Scored {
    fn key(&self) -> &[u8] {
        self.member.as_slice()
    }
}

impl Large {
    pub(super) fn len(&self) -> usize {
        self.members.len()
    }

    pub(super) fn score(&self, member: &[u8]) -> Option<f64> {
        self.members.get(member).map(|scored| scored.score)
    }

    fn member(&self, place: u32) -> &[u8] {
        self.members.at(place).map_or(&[], |scored| scored.member.as_slice())
    }

    /// Compares a pair of the order with a score and a member; the member is looked up only on a tie.
    fn compare(&self, pair: (f64, u32), score: f64, member: &[u8]) -> Ordering {
        match pair.0.partial_cmp(&score) {
            Some(Ordering::Equal) | None => self.member(pair.1).cmp(member),
            Some(order) => order,
        }
    }

    /// Finds the run where a score and member stand or would stand, and the index in it.
    fn locate(&self, score: f64, member: &[u8]) -> (usize, usize) {
        let less = |pair: (f64, u32)| self.compare(pair, score, member) == Ordering::Less;
        let run = self
            .runs
            .partition_point(|run| run.last().is_some_and(|pair| less(*pair)))
            .min(self.runs.len().saturating_sub(1));
        let index = self.runs.get(run).map_or(0, |run| run.partition_point(|pair| less(*pair)));
        (run, index)
    }

    pub(super) fn set(&mut self, member: &[u8], score: f64) -> Added {
        let Some(place) = self.members.find(member) else {
            let place = self.members.insert(Scored { member: SmallBytes::new(member), score });
            self.link(score, member, place);
            return Added::New;
        };
        let old = self.members.at(place).map_or(score, |scored| scored.score);
        #[allow(clippy::float_cmp)] // The server compares so (`zsetAdd`).
        if old == score {
            return Added::Same;
        }
        self.unlink(old, member);
        self.link(score, member, place);
        if let Some(scored) = self.members.at_mut(place) {
            scored.score = score;
        }
        Added::Moved
    }

    fn link(&mut self, score: f64, member: &[u8], place: u32) {
        if self.runs.is_empty() {
            return self.runs.push(vec![(score, place)]);
        }
        let (run, index) = self.locate(score, member);
        let is_last = run + 1 == self.runs.len();
        let Some(pairs) = self.runs.get_mut(run) else { return };
        pairs.insert(index, (score, place));
        if pairs.len() > RUN {
            // Ascending insertion, which loads and streams are made of, leaves full runs behind.
            let at = if is_last && index + 1 == pairs.len() { RUN } else { RUN / 2 };
            let right = pairs.split_off(at);
            self.runs.insert(run + 1, right);
        }
    }

    fn unlink(&mut self, score: f64, member: &[u8]) {
        let (run, index) = self.locate(score, member);
        if let Some(pairs) = self.runs.get_mut(run) {
            if index < pairs.len() {
                pairs.remove(index);
            }
            if pairs.is_empty() {
                self.runs.remove(run);
            }
        }
    }

    pub(super) fn remove(&mut self, member: &[u8]) -> bool {
        let Some(score) = self.score(member) else { return false };
        self.unlink(score, member);
        self.members.remove(member);
        if self.members.is_sparse() {
            self.members.compact();
            self.order_again();
        }
        true
    }

    /// Builds the order anew from the members.
    fn order_again(&mut self) {
        let mut pairs: Vec<(f64, u32)> =
            self.members.iter_from(0).map(|(place, scored)| (scored.score, place)).collect();
        pairs.sort_by(|a, b| compare((a.0, self.member(a.1)), (b.0, self.member(b.1))));
        self.runs = pairs.chunks(RUN).map(<[_]>::to_vec).collect();
    }

    pub(super) fn count_while(&self, before: impl Fn(&[u8], f64) -> bool) -> usize {
        let holds = |pair: &(f64, u32)| before(self.member(pair.1), pair.0);
        let run = self.runs.partition_point(|run| run.last().is_some_and(holds));
        let whole: usize = self.runs.iter().take(run).map(Vec::len).sum();
        whole + self.runs.get(run).map_or(0, |run| run.partition_point(holds))
    }

    pub(super) fn for_range(&self, from: usize, to: usize, mut visit: impl FnMut(&[u8], f64)) {
        let mut skip = from;
        let mut left = to.saturating_sub(from);
        for run in &self.runs {
            if left == 0 {
                return;
            }
            if skip >= run.len() {
                skip -= run.len();
                continue;
            }
            for (score, place) in run.iter().skip(std::mem::take(&mut skip)).take(left) {
                visit(self.member(*place), *score);
                left -= 1;
            }
        }
    }

    pub(super) fn heap_bytes(&self) -> usize {
        let order: usize =
            self.runs.iter().map(|run| run.capacity() * size_of::<(f64, u32)>()).sum();
        let members: usize = self.members.iter().map(|scored| scored.member.heap_bytes()).sum();
        self.members.table_bytes() + members + order + self.runs.capacity() * size_of::<Vec<u8>>()
    }
}
