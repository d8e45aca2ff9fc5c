//! Records in a row: the only sign by which a record can be recognised when one does not come from the one before.
//!
//! A single record proves nothing: in random bytes, about one position in ten begins something that can be read. Several
//! of them that follow each other, with names, forms, dates and packed structures as servers write them, do not happen
//! by chance.

use super::{
    broken_hash::BrokenHash,
    evidence::{self, Weight},
    record::{Attempt, Source, Stop, What},
    work::Credit,
};
use crate::{
    ErrorKind, Event, Scratch, ValueType,
    opcodes::{self, State},
    template::Templates,
};
use std::collections::BTreeMap;

/// Bits at which a chain of at least two records is believed.
const ENOUGH: i32 = 24;
/// Bits at which a single record is believed.
const ENOUGH_ALONE: i32 = 34;
/// Bits at which a chain is believed that leads to the end of the file.
const ENOUGH_TO_END: i32 = 12;
/// The most bits that one record is good for.
const MOST: i32 = 30;
/// Bits at which a chain is given up.
const HOPELESS: i32 = -16;
/// Bits that a chain loses by breaking off.
const BROKEN_OFF: i32 = 1000;
/// The longest chain that is followed.
const LONGEST: u32 = 16;
/// The longest chain that is followed to get past a damage.
const LONGEST_ACROSS: u32 = 64;
/// How many positions are remembered.
const REMEMBERED: usize = 8192;

/// A record as a link of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Link {
    /// The index behind it.
    pub(super) end: usize,
    /// What it is worth.
    pub(super) bits: i32,
    pub(super) kind: LinkKind,
    pub(super) nameless: bool,
    pub(super) unheard_of: bool,
    /// Whether it is a string without anything said about its key.
    pub(super) plain_string: bool,
}

impl Link {
    /// What ends a chain in a sound file without being understood.
    const fn obstacle(end: usize) -> Self {
        let kind = LinkKind::Last;
        Self { end, bits: 4, kind, nameless: false, unheard_of: false, plain_string: false }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LinkKind {
    Key,
    Select,
    Other,
    /// The last link: the end of the file, or what cannot be passed in a file that is known to be sound.
    Last,
}

/// A chain that is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Chain {
    pub(super) start: usize,
    /// Where its first record ends.
    pub(super) first_end: usize,
    pub(super) bits: i32,
    pub(super) links: u32,
    pub(super) to_end: bool,
}

/// What is needed to try records anywhere.
pub(super) struct Prober<'s, 'a> {
    pub(super) source: Source<'a>,
    pub(super) templates: &'s Templates<'a>,
    pub(super) credit: &'s mut Credit,
    pub(super) scratch: &'s mut Scratch,
    /// The code of what cannot be passed, in a file that is known to be sound.
    pub(super) obstacle: Option<u8>,
    /// The hash that is broken, if its fields look like records.
    pub(super) hash: Option<BrokenHash>,
    /// Which bytes a record may begin with.
    pub(super) first_bytes: [bool; 256],
    known: BTreeMap<usize, Option<Link>>,
}

impl<'s, 'a> Prober<'s, 'a> {
    pub(super) fn new(
        source: Source<'a>,
        templates: &'s Templates<'a>,
        credit: &'s mut Credit,
        scratch: &'s mut Scratch,
    ) -> Self {
        let first_bytes = first_bytes(&source);
        let known = BTreeMap::new();
        Self { source, templates, credit, scratch, obstacle: None, hash: None, first_bytes, known }
    }

    /// Says that the file is sound but for this code, which cannot be passed.
    pub(super) fn past(mut self, obstacle: Option<u8>) -> Self {
        self.obstacle = obstacle;
        self
    }

    /// Says that a hash was broken whose fields look like records.
    pub(super) fn in_hash(mut self, hash: Option<BrokenHash>) -> Self {
        self.hash = hash;
        self
    }

    /// Returns the next index at which a record may begin.
    pub(super) fn candidate(&self, at: usize) -> Option<usize> {
        let may_begin =
            |byte: &u8| self.first_bytes.get(usize::from(*byte)).copied().unwrap_or(false);
        at.checked_add(self.source.from(at).iter().position(may_begin)?)
    }

    /// Returns the record at an index as a link, if there is one.
    pub(super) fn link(&mut self, at: usize) -> Option<Link> {
        if let Some(known) = self.known.get(&at) {
            return *known;
        }
        let link = self.try_link(at);
        if self.known.len() >= REMEMBERED {
            self.known.clear();
        }
        self.known.insert(at, link);
        link
    }

    fn try_link(&mut self, at: usize) -> Option<Link> {
        if self.credit.left() == 0 {
            self.credit.refuse();
            return None;
        }
        let allowed = self.credit.for_attempt();
        let mut state = State::new();
        let Attempt { steps, result } =
            self.source.read(at, allowed, &mut state, Some(self.templates));
        self.credit.spend(steps);
        let record = match result {
            Ok(record) => record,
            Err(Stop::Error(error)) => return self.obstacle_link(at, error.kind()),
            Err(Stop::Work) => {
                self.credit.refuse();
                return None;
            }
            Err(Stop::Zeros) => return None,
        };
        let allowed = self.credit.for_attempt();
        let weighed = evidence::weigh(&self.source, &record, self.scratch, allowed);
        self.credit.spend(weighed.steps);
        let kind = match &record.what {
            What::Event(Event::Key(_)) => LinkKind::Key,
            What::Event(Event::SelectDb { .. }) => LinkKind::Select,
            What::Event(Event::End(_)) => LinkKind::Last,
            _ => LinkKind::Other,
        };
        let Weight { bits, nameless, unheard_of } = weighed.weight?;
        let plain_string = kind == LinkKind::Key
            && self.source.from(at).first() == Some(&ValueType::String.code());
        let (end, bits) = (record.end, bits.min(MOST));
        Some(Link { end, bits, kind, nameless, unheard_of, plain_string })
    }

    /// In a sound file, what stopped the reader once may stop it again: that is as good as an end.
    fn obstacle_link(&self, at: usize, error: &ErrorKind) -> Option<Link> {
        let obstacle = self.obstacle?;
        let same = self.source.from(at).first() == Some(&obstacle);
        if !same || !is_impassable(error) {
            return None;
        }
        Some(Link::obstacle(self.source.len()))
    }

    /// Follows the records from an index on, until they are believed or come to nothing.
    ///
    /// One of them has to begin behind `beyond`.
    pub(super) fn chain(&mut self, start: usize, beyond: Option<usize>) -> Option<Chain> {
        let (mut at, mut bits, mut links) = (start, 0i32, 0u32);
        let (mut first_end, mut nameless) = (start, 0u32);
        loop {
            let link = self.link(at)?;
            links = links.saturating_add(1);
            bits = bits.saturating_add(link.bits);
            nameless = nameless.saturating_add(u32::from(link.nameless));
            if links == 1 {
                first_end = link.end;
            }
            let across = beyond.is_none_or(|beyond| at > beyond);
            let to_end = link.kind == LinkKind::Last;
            let chain = Chain { start, first_end, bits, links, to_end };
            if to_end {
                return (across && bits >= ENOUGH_TO_END).then_some(chain);
            }
            let enough = if links > 1 { ENOUGH } else { ENOUGH_ALONE };
            if across && bits >= enough {
                return Some(chain);
            }
            at = link.end;
            if at >= self.source.len() {
                // The file was cut between two records.
                return (across && bits >= ENOUGH_TO_END).then_some(chain);
            }
            let longest = if across { LONGEST } else { LONGEST_ACROSS };
            if bits < HOPELESS || links >= longest || nameless > 1 {
                return None;
            }
        }
    }

    /// Compares two chains by what they are worth up to the record at which they meet: positive where the second is
    /// worth more. One that breaks off while the other goes on is worth nothing. `None` where that cannot be told.
    pub(super) fn compare(&mut self, first: usize, second: usize) -> Option<i32> {
        let (mut one, mut two) = ((first, 0i32), (second, 0i32));
        for _ in 0..LONGEST_ACROSS {
            if one.0 == two.0 {
                return Some(two.1.saturating_sub(one.1));
            }
            let is_first = one.0 < two.0;
            let behind = if is_first { &mut one } else { &mut two };
            let Some(link) = self.link(behind.0) else {
                let other = if is_first { two.0 } else { one.0 };
                let goes_on = self.chain(other, None).is_some();
                return goes_on.then_some(if is_first { BROKEN_OFF } else { -BROKEN_OFF });
            };
            *behind = (link.end, behind.1.saturating_add(link.bits));
        }
        None
    }
}

/// Tells whether an error means that the layout is unknown, and not that it is violated.
pub(super) const fn is_impassable(error: &ErrorKind) -> bool {
    matches!(
        error,
        ErrorKind::UnknownCode { .. } | ErrorKind::Opaque { .. } | ErrorKind::ModuleItem { .. }
    )
}

/// Returns which bytes a record may begin with.
fn first_bytes(source: &Source<'_>) -> [bool; 256] {
    let mut table = [false; 256];
    for (slot, code) in table.iter_mut().zip(0u8..=255) {
        *slot = code == opcodes::EOF
            || opcodes::OPCODES.iter().any(|opcode| opcode.code == code)
            || source.value_type(code).is_some()
            || (source.fragment && matches!(code, b'R' | b'V'));
    }
    table
}
