//! The compact form: member, score, member, score, in order, in one buffer.

use super::super::packed;
use super::compare;
use std::cmp::Ordering;

/// Up to this byte a score is that small integer itself.
const SMALL: u8 = 0xfc;
/// A 32-bit integer follows.
const INT: u8 = 0xfd;
/// A double follows.
const DOUBLE: u8 = 0xfe;

/// Few short members with their scores.
#[derive(Debug, Clone, Default)]
pub(crate) struct Small {
    buffer: Vec<u8>,
}

struct Found {
    start: usize,
    end: usize,
    score: f64,
}

fn score_size(first: u8) -> usize {
    match first {
        INT => 5,
        DOUBLE => 9,
        _ => 1,
    }
}

fn read_score(buffer: &[u8], at: usize) -> Option<(f64, usize)> {
    let first = *buffer.get(at)?;
    let end = at + score_size(first);
    let rest = buffer.get(at + 1..end)?;
    let score = match first {
        INT => i32::from_le_bytes(rest.try_into().ok()?).into(),
        DOUBLE => f64::from_le_bytes(rest.try_into().ok()?),
        small => f64::from(small),
    };
    Some((score, end))
}

/// Writes a score and tells how many bytes it took.
fn write_score(slot: &mut [u8; 9], score: f64) -> usize {
    let whole = score as i32;
    let exact = f64::from(whole).to_bits() == score.to_bits();
    match u8::try_from(whole) {
        Ok(small) if exact && small <= SMALL => slot[0] = small,
        _ if exact => {
            slot[0] = INT;
            slot[1..5].copy_from_slice(&whole.to_le_bytes());
        }
        _ => {
            slot[0] = DOUBLE;
            slot[1..9].copy_from_slice(&score.to_le_bytes());
        }
    }
    score_size(slot[0])
}

impl Small {
    fn read(&self, at: usize) -> Option<(&[u8], f64, usize)> {
        let (member, next) = packed::read(&self.buffer, at)?;
        let (score, end) = read_score(&self.buffer, next)?;
        Some((member, score, end))
    }

    fn entries(&self) -> impl Iterator<Item = (usize, &[u8], f64, usize)> {
        let mut at = 0;
        std::iter::from_fn(move || {
            let (member, score, end) = self.read(at)?;
            let start = std::mem::replace(&mut at, end);
            Some((start, member, score, end))
        })
    }

    fn find(&self, wanted: &[u8]) -> Option<Found> {
        let mut at = 0;
        while let Some((member, next)) = packed::read(&self.buffer, at) {
            let first = *self.buffer.get(next)?;
            let end = next + score_size(first);
            if member == wanted {
                let (score, end) = read_score(&self.buffer, next)?;
                return Some(Found { start: at, end, score });
            }
            at = end;
        }
        None
    }

    /// Returns how many members there are.
    pub(super) fn len(&self) -> usize {
        let (mut at, mut count) = (0, 0);
        while let Some((_, next)) = packed::read(&self.buffer, at) {
            at = next + self.buffer.get(next).map_or(1, |first| score_size(*first));
            count += 1;
        }
        count
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.buffer.is_empty()
    }

    pub(super) fn score(&self, member: &[u8]) -> Option<f64> {
        self.find(member).map(|found| found.score)
    }

    /// Adds a member that is known to be absent.
    pub(super) fn insert(&mut self, member: &[u8], score: f64) {
        let after = |(_, other, s, _): &(usize, &[u8], f64, usize)| {
            compare((*s, other), (score, member)) == Ordering::Greater
        };
        let at = self.entries().find(after).map_or(self.buffer.len(), |(start, ..)| start);
        let mut slot = [0; 9];
        let len = write_score(&mut slot, score);
        packed::reserve(&mut self.buffer, packed::size(member.len()) + len);
        packed::replace(&mut self.buffer, at, at, Some(member));
        let after = at + packed::size(member.len());
        packed::splice(&mut self.buffer, after, after, &slot[..len]);
    }

    /// Adds a member that is known to be absent and to come after all others.
    pub(super) fn push(&mut self, member: &[u8], score: f64) {
        let mut slot = [0; 9];
        let len = write_score(&mut slot, score);
        packed::reserve(&mut self.buffer, packed::size(member.len()) + len);
        packed::push(&mut self.buffer, member);
        self.buffer.extend_from_slice(&slot[..len]);
    }

    pub(super) fn remove(&mut self, member: &[u8]) -> bool {
        let Some(found) = self.find(member) else { return false };
        packed::splice(&mut self.buffer, found.start, found.end, &[]);
        true
    }

    pub(super) fn count_while(&self, before: impl Fn(&[u8], f64) -> bool) -> usize {
        self.entries().take_while(|(_, member, score, _)| before(member, *score)).count()
    }

    pub(super) fn for_each(&self, mut visit: impl FnMut(&[u8], f64)) {
        self.entries().for_each(|(_, member, score, _)| visit(member, score));
    }

    pub(super) const fn heap_bytes(&self) -> usize {
        self.buffer.capacity()
    }
}
