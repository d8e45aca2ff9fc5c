//! What a search finds, in which order, and how much of it is kept.

use std::{cmp::Ordering, ops::ControlFlow};

use super::{GeoRules, Shape};
use crate::algo::partial_sort::partial_sort;

/// The order that a command asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// The nearest first.
    Ascending,
    /// The farthest first.
    Descending,
}

/// A member that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Hit<M> {
    /// The member.
    pub(crate) member: M,
    /// Its score: what STORE stores.
    pub(crate) score: f64,
    /// Its distance in metres; divided by the unit's metres, what STOREDIST stores.
    pub(crate) metres: f64,
}

/// Gathers members that lie in a shape.
///
/// The caller walks each range of [`Shape::scores`] in turn, offers every member in the order of the sorted set, and
/// takes the next range where it is told to stop (there it will be told to stop at once).
#[derive(Debug, Clone)]
pub(crate) struct Hits<M> {
    shape: Shape,
    rules: GeoRules,
    limit: Option<usize>,
    found: Vec<Hit<M>>,
}

impl<M> Hits<M> {
    /// Starts with nothing. `limit` is the COUNT of a command that says ANY.
    pub(crate) const fn new(shape: Shape, rules: GeoRules, limit: Option<usize>) -> Self {
        Self { shape, rules, limit, found: Vec::new() }
    }

    /// Takes a member if it lies in the shape, and tells whether that was enough.
    pub(crate) fn offer(&mut self, score: f64, member: impl FnOnce() -> M) -> ControlFlow<()> {
        if self.is_full() {
            return ControlFlow::Break(());
        }
        if let Some(metres) = self.shape.contains(score, self.rules) {
            self.found.push(Hit { member: member(), score, metres });
        }
        if self.is_full() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// Tells whether as many were found as ANY wants.
    fn is_full(&self) -> bool {
        self.limit.is_some_and(|limit| self.found.len() >= limit)
    }

    /// Sorts what was found and keeps the first `count`, if there is one.
    ///
    /// A COUNT without order and without ANY means the nearest.
    pub(crate) fn finish(mut self, count: Option<usize>, order: Option<Order>) -> Vec<Hit<M>> {
        let kept = count.map_or(self.found.len(), |count| count.min(self.found.len()));
        let implied = (count.is_some() && self.limit.is_none()).then_some(Order::Ascending);
        if let Some(order) = order.or(implied) {
            // No distance is negative. What is no number, which only scores that mean no place on earth can give
            // (up to 5.0), comes last; the server's order is no order then.
            let ascending = |left: &Hit<M>, right: &Hit<M>| -> Ordering {
                left.metres.abs().total_cmp(&right.metres.abs())
            };
            let compare = |left: &Hit<M>, right: &Hit<M>| match order {
                Order::Ascending => ascending(left, right),
                Order::Descending => ascending(left, right).reverse(),
            };
            if self.rules.partial_sort && kept < self.found.len() {
                partial_sort(&mut self.found, 0, kept.saturating_sub(1), compare);
            } else {
                self.found.sort_by(compare);
            }
        }
        self.found.truncate(kept);
        self.found
    }
}
