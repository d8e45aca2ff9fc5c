//! Finding the place at which records go on.

use super::chain::{Chain, LinkKind, Prober};

/// How far behind the start of a first record another one is looked for that contradicts it, in bytes.
const CONTRADICTIONS: usize = 4096;

/// Bits below which a record has to be usual to be taken for the first one.
const WEAK: i32 = 8;
/// How many keys are looked at to know what is usual: one in so many is.
const PEERS: u32 = 12;
const USUAL: u32 = 6;

/// Bits up to which the records before a break are taken for a part of it.
const NONSENSE: i32 = 2;

/// How much more a chain has to be worth than the records that were read, to make these suspect.
const MARGIN: i32 = 8;

impl Prober<'_, '_> {
    /// Looks for a believable chain from an index on.
    pub(super) fn ahead(&mut self, from: usize) -> Option<Chain> {
        let mut at = from;
        let mut doubtful = None;
        while let Some(next) = self.candidate(at) {
            self.credit.earn_ahead(next.saturating_add(1));
            if let Some(chain) = self.chain(next, None)
                && self.leads_to_the_end(next)
            {
                if let Some(behind) = self.behind_fields(next) {
                    at = behind;
                    continue;
                }
                if !self.is_doubtful(&chain) {
                    return Some(self.contradicted(chain));
                }
                doubtful = doubtful.or(Some(chain));
            }
            at = next.saturating_add(1);
        }
        doubtful
    }

    /// In a sound file, every right chain goes to the end.
    fn leads_to_the_end(&mut self, start: usize) -> bool {
        self.obstacle.is_none() || self.walk(start).is_some()
    }

    /// Goes from record to record up to the end, or up to what cannot be passed; counts the keys before the next
    /// database is selected.
    pub(super) fn walk(&mut self, start: usize) -> Option<Walk> {
        let mut walk = Walk { keys: 0, obstructed: false };
        let (mut at, mut selected) = (start, false);
        loop {
            let link = self.link(at)?;
            match link.kind {
                LinkKind::Key if !selected => walk.keys = walk.keys.saturating_add(1),
                LinkKind::Select => selected = true,
                LinkKind::Last => {
                    walk.obstructed = !selected && !self.source.ends_at(at);
                    return Some(walk);
                }
                LinkKind::Key | LinkKind::Other => {}
            }
            at = link.end;
        }
    }

    /// A first record may have swallowed others: prefers a chain that begins inside it, meets it later, and is worth
    /// more.
    fn contradicted(&mut self, mut chain: Chain) -> Chain {
        let to = chain.first_end.min(chain.start.saturating_add(CONTRADICTIONS));
        let mut at = chain.start.saturating_add(1);
        while let Some(next) = self.candidate(at).filter(|next| *next < to) {
            if let Some(other) = self.chain(next, None)
                && self.compare(chain.start, next).is_some_and(|more| more > 0)
            {
                chain = other;
            }
            at = next.saturating_add(1);
        }
        chain
    }

    /// Tells whether the first record of a chain looks less like one than those that follow, and is not of a usual kind
    /// among them. What remains of a damaged record often ends in something that can be read.
    fn is_doubtful(&mut self, chain: &Chain) -> bool {
        let Some(first) = self.link(chain.start) else { return true };
        first.kind == LinkKind::Key
            && first.bits < WEAK
            && (first.nameless || !self.is_usual(first.bits, first.end))
    }

    /// Tells whether some of the records from an index on are worth no more than so many bits.
    fn is_usual(&mut self, bits: i32, from: usize) -> bool {
        let (mut at, mut keys, mut alike) = (from, 0u32, 0u32);
        while keys < PEERS
            && let Some(link) = self.link(at)
            && link.kind != LinkKind::Last
        {
            if link.kind == LinkKind::Key {
                keys = keys.saturating_add(1);
                alike = alike.saturating_add(u32::from(link.bits <= bits));
            }
            at = link.end;
        }
        alike.saturating_mul(USUAL) >= keys && alike > 0
    }

    /// In a sound file, drops first records that would make more keys than the database has.
    pub(super) fn with_keys(&mut self, mut chain: Chain, expected: u64) -> Chain {
        let Some(walk) = self.walk(chain.start).filter(|walk| !walk.obstructed) else {
            return chain;
        };
        for _ in expected..walk.keys {
            match self.link(chain.start) {
                Some(link) if link.kind == LinkKind::Key => match self.chain(link.end, None) {
                    Some(next) => chain = next,
                    None => break,
                },
                _ => break,
            }
        }
        chain
    }

    /// Looks for a chain that begins between the records read last and gets past the place at which they stopped, and
    /// that is worth more than they are. `read` are the starts of these records; the first is taken as given.
    pub(super) fn behind(
        &mut self,
        read: &[usize],
        stopped: usize,
        ahead: Option<Chain>,
    ) -> Option<Chain> {
        let (&first, _) = read.split_first()?;
        let mut at = first.saturating_add(1);
        while let Some(next) = self.candidate(at).filter(|next| *next < stopped) {
            self.credit.earn_behind(next.saturating_add(1));
            at = next.saturating_add(1);
            if read.contains(&next) {
                continue;
            }
            if let Some(chain) = self.chain(next, Some(stopped))
                && !self.is_doubtful(&chain)
                && self.outweighs(next, read, ahead)
            {
                return Some(self.contradicted(chain))
                    .filter(|chain| chain.start < stopped && !read.contains(&chain.start));
            }
        }
        None
    }

    /// Returns which of the records at these indices is the first that can be told to be nonsense: one that no server
    /// writes, or one in a row of records up to the last that look like nothing.
    pub(super) fn nonsense(&mut self, read: &[usize]) -> Option<usize> {
        let mut first = None;
        let mut unbroken = true;
        for &at in read.iter().rev() {
            let link = self.link(at);
            unbroken = unbroken && link.is_some_and(|link| link.bits <= NONSENSE);
            if unbroken || link.is_some_and(|link| link.unheard_of) {
                first = Some(at);
            }
        }
        first
    }

    /// Compares a chain with the records that were read over the same bytes and what was found ahead of them.
    fn outweighs(&mut self, start: usize, read: &[usize], ahead: Option<Chain>) -> bool {
        let mut taken = 0i32;
        for &record in read.iter().filter(|record| **record > start) {
            taken = taken.saturating_add(self.link(record).map_or(0, |link| link.bits.max(0)));
        }
        let gained = match ahead {
            Some(ahead) => self.compare(ahead.start, start),
            // Nothing else gets any further.
            None => Some(self.chain(start, None).map_or(0, |chain| chain.bits)),
        };
        gained.is_some_and(|gained| gained >= taken.saturating_add(MARGIN))
    }
}

/// What lies between a place and the end.
pub(super) struct Walk {
    /// Keys before the next database is selected.
    pub(super) keys: u64,
    /// Whether something stands among them that cannot be passed.
    obstructed: bool,
}
