//! Sorted sets.

mod large;
mod small;

use super::{Kind, SmallBytes, Value};
use crate::Profile;
use large::Large;
use small::Small;
use std::cmp::Ordering;

/// A sorted set: members by (score, bytes), where `-0` and `0` are one score.
///
/// From 7.0 on the server's compact form stores `-0` as `0` while the large form keeps it, and `DEBUG DIGEST` tells
/// the two apart (`commands.md` §4.6). So the compact form here is compact exactly when the server's is.
#[derive(Debug, Clone)]
pub(crate) enum Zset {
    /// Few short members.
    Small(Small),
    /// Anything.
    Large(Box<Large>),
}

/// What adding a member did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Added {
    /// It is new.
    New,
    /// It was there with another score.
    Moved,
    /// Nothing changed.
    Same,
}

/// Compares as the server orders.
pub(crate) fn compare(a: (f64, &[u8]), b: (f64, &[u8])) -> Ordering {
    match a.0.partial_cmp(&b.0) {
        Some(Ordering::Equal) | None => a.1.cmp(b.1),
        Some(order) => order,
    }
}

impl Zset {
    /// Returns an empty sorted set.
    pub(crate) fn new() -> Self {
        Self::Small(Small::default())
    }

    /// Returns an empty sorted set of the large form, as the server's `*STORE` commands begin with.
    pub(crate) fn new_large() -> Self {
        Self::Large(Box::default())
    }

    /// Makes a sorted set large or compact for a first member, as `ZADD` on an absent key does.
    pub(crate) fn for_member(len: usize, profile: &Profile) -> Self {
        let limits = &profile.compact;
        if limits.zset_entries == 0 || len > limits.zset_value {
            Self::new_large()
        } else {
            Self::new()
        }
    }

    /// Returns how many members there are.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Small(small) => small.len(),
            Self::Large(large) => large.len(),
        }
    }

    /// Tells whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Small(small) => small.is_empty(),
            Self::Large(large) => large.len() == 0,
        }
    }

    /// Returns a member's score.
    pub(crate) fn score(&self, member: &[u8]) -> Option<f64> {
        match self {
            Self::Small(small) => small.score(member),
            Self::Large(large) => large.score(member),
        }
    }

    /// Adds a member or moves it to another score.
    pub(crate) fn set(&mut self, member: &[u8], score: f64, profile: &Profile) -> Added {
        match self {
            Self::Small(small) => {
                let limits = &profile.compact;
                let score = stored(score, profile);
                let room = |small: &Small| {
                    small.len() < limits.zset_entries && member.len() <= limits.zset_value
                };
                match small.score(member) {
                    #[allow(clippy::float_cmp)] // The server compares so (`zsetAdd`).
                    Some(old) if old == score => Added::Same,
                    Some(_) => {
                        small.remove(member);
                        small.insert(member, score);
                        Added::Moved
                    }
                    None if room(small) => {
                        small.insert(member, score);
                        Added::New
                    }
                    None => {
                        self.enlarge();
                        self.set(member, score, profile)
                    }
                }
            }
            Self::Large(large) => large.set(member, score),
        }
    }

    /// Takes the large form.
    pub(crate) fn enlarge(&mut self) {
        if let Self::Small(small) = self {
            let mut large = Large::default();
            small.for_each(|member, score| {
                large.set(member, score);
            });
            *self = Self::Large(Box::new(large));
        }
    }

    /// Takes the compact form where the server's `zsetConvertToZiplistIfNeeded` would.
    pub(crate) fn shrink(&mut self, profile: &Profile) {
        self.pack(profile, |score| stored(score, profile));
    }

    /// Takes the compact form that a file holds, with its scores as they are, where it is within the limits.
    pub(crate) fn shrink_as_stored(&mut self, profile: &Profile) {
        self.pack(profile, |score| score);
    }

    fn pack(&mut self, profile: &Profile, stored: impl Fn(f64) -> f64) {
        let limits = &profile.compact;
        let Self::Large(large) = self else { return };
        let mut longest = 0;
        large.for_range(0, large.len(), |member, _| longest = longest.max(member.len()));
        if large.len() <= limits.zset_entries && longest <= limits.zset_value {
            let mut small = Small::default();
            large.for_range(0, large.len(), |member, score| small.push(member, stored(score)));
            *self = Self::Small(small);
        }
    }

    /// Removes a member; `false` where it was none.
    pub(crate) fn remove(&mut self, member: &[u8]) -> bool {
        match self {
            Self::Small(small) => small.remove(member),
            Self::Large(large) => large.remove(member),
        }
    }

    /// Returns how many members stand before the first one for which `before` is false. The order must agree.
    pub(crate) fn count_while(&self, before: impl Fn(&[u8], f64) -> bool) -> usize {
        match self {
            Self::Small(small) => small.count_while(before),
            Self::Large(large) => large.count_while(before),
        }
    }

    /// Returns a member's place from the front.
    pub(crate) fn rank(&self, member: &[u8]) -> Option<usize> {
        let score = self.score(member)?;
        Some(self.count_while(|m, s| compare((s, m), (score, member)) == Ordering::Less))
    }

    /// Calls `visit` with members and scores of the ranks `from..to`, in order.
    pub(crate) fn for_range(&self, from: usize, to: usize, mut visit: impl FnMut(&[u8], f64)) {
        match self {
            Self::Small(small) => {
                let mut rank = 0;
                small.for_each(|member, score| {
                    if (from..to).contains(&rank) {
                        visit(member, score);
                    }
                    rank += 1;
                });
            }
            Self::Large(large) => large.for_range(from, to, visit),
        }
    }

    /// Returns copies of members and scores of the ranks `from..to`.
    pub(crate) fn range(&self, from: usize, to: usize) -> Vec<(SmallBytes, f64)> {
        let mut members = Vec::with_capacity(to.min(self.len()).saturating_sub(from));
        self.for_range(from, to, |member, score| members.push((SmallBytes::new(member), score)));
        members
    }

    /// Calls `visit` with all members and scores, in order.
    pub(crate) fn for_each(&self, visit: impl FnMut(&[u8], f64)) {
        self.for_range(0, usize::MAX, visit);
    }

    /// Returns the server's word for the form.
    pub(crate) fn encoding(&self, profile: &Profile) -> &'static str {
        match self {
            Self::Small(_) if profile.replica.at_least(7, 0, 0) => "listpack",
            Self::Small(_) => "ziplist",
            Self::Large(_) => "skiplist",
        }
    }

    /// Returns the bytes on the heap.
    pub(crate) fn heap_bytes(&self) -> usize {
        match self {
            Self::Small(small) => small.heap_bytes(),
            Self::Large(large) => large.heap_bytes() + size_of::<Large>(),
        }
    }
}

/// What the compact form makes of a score (`zzlInsertAt`: integers as integers from 7.0 on).
fn stored(score: f64, profile: &Profile) -> f64 {
    if score == 0.0 && profile.replica.at_least(7, 0, 0) { 0.0 } else { score }
}

impl Kind for Zset {
    const WORD: &'static str = "zset";

    fn of(value: &Value) -> Option<&Self> {
        if let Value::Zset(zset) = value { Some(zset) } else { None }
    }

    fn of_mut(value: &mut Value) -> Option<&mut Self> {
        if let Value::Zset(zset) = value { Some(zset) } else { None }
    }

    fn empty() -> Value {
        Value::Zset(Box::new(Self::new()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn sorted(model: &BTreeMap<Vec<u8>, f64>) -> Vec<(SmallBytes, f64)> {
        let mut all: Vec<_> = model.iter().collect();
        all.sort_by(|a, b| compare((*a.1, a.0), (*b.1, b.0)));
        all.into_iter().map(|(member, score)| (SmallBytes::new(member), *score)).collect()
    }

    #[test]
    fn both_forms_keep_the_order_of_score_and_bytes() {
        let profile = Profile::of("7.0.15".parse().unwrap());
        for limit in [40, 4000_u64] {
            let (mut zset, mut model) = (Zset::new(), BTreeMap::new());
            let mut state = 99_u64;
            for _ in 0..10_000 {
                state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                let random = state >> 33;
                let member = format!("m{}", random % limit).into_bytes();
                let score = ((random >> 12) % 7) as f64 * 1.5 - 3.0;
                if random.is_multiple_of(5) {
                    assert_eq!(zset.remove(&member), model.remove(&member).is_some());
                } else {
                    let added = match model.insert(member.clone(), score) {
                        None => Added::New,
                        Some(old) if old.to_bits() == score.to_bits() => Added::Same,
                        Some(_) => Added::Moved,
                    };
                    assert_eq!(zset.set(&member, score, &profile), added);
                }
            }
            let want = sorted(&model);
            assert_eq!(zset.range(0, usize::MAX), want);
            assert_eq!(zset.range(7, 19), want[7..19]);
            assert_eq!(
                zset.count_while(|_, score| score < 0.0),
                want.partition_point(|m| m.1 < 0.0)
            );
            assert_eq!(zset.rank(want[11].0.as_slice()), Some(11));
            assert_eq!(matches!(zset, Zset::Small(_)), limit == 40);
        }
    }

    #[test]
    fn a_negative_zero_survives_in_the_large_form_only() {
        let profile = Profile::of("7.0.15".parse().unwrap());
        let long = [b'x'; 65];
        for (member, negative) in [(&b"a"[..], false), (&long, true)] {
            let mut zset = Zset::for_member(member.len(), &profile);
            zset.set(member, -0.0, &profile);
            assert_eq!(zset.score(member).map(f64::is_sign_negative), Some(negative));
        }
    }
}
