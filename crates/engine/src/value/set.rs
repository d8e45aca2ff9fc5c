//! Sets.

use super::{IntSet, Kind, SmallBytes, Value, packed};
use crate::{Profile, keyspace::Slab, number::integer_text, parse::integer};

/// A set. Its form follows the server's encodings as far as they can be seen: an intset iterates in numeric
/// order, a listpack (7.2 and later) in the order of insertion; a hash table in an order that no replay can
/// know, for which the order of insertion stands here.
#[derive(Debug, Clone)]
pub(crate) enum Set {
    /// Integers only, few.
    Ints(IntSet),
    /// Few short members.
    Packed(Vec<u8>),
    /// Anything.
    Table(Box<Slab<SmallBytes>>),
}

/// How many members, and how long, stay packed where the server would use a hash table from the first.
const UNSEEN: (usize, usize) = (64, 64);

/// The longest text that is tried as an integer.
const INTEGER_TEXT: usize = 20;

impl Set {
    /// Returns an empty set.
    pub(crate) fn new() -> Self {
        Self::Ints(IntSet::new())
    }

    fn packed_limits(profile: &Profile) -> (usize, usize) {
        if profile.replica.at_least(7, 2, 0) {
            (profile.compact.set_listpack_entries, profile.compact.set_listpack_value)
        } else {
            UNSEEN
        }
    }

    /// Returns how many members there are.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Ints(ints) => ints.len(),
            Self::Packed(buffer) => packed::Strings::new(buffer).count(),
            Self::Table(table) => table.len(),
        }
    }

    /// Tells whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Packed(buffer) => buffer.is_empty(),
            _ => self.len() == 0,
        }
    }

    /// Tells whether these bytes are a member.
    pub(crate) fn contains(&self, member: &[u8]) -> bool {
        match self {
            Self::Ints(ints) => integer(member).is_some_and(|value| ints.contains(value)),
            Self::Packed(buffer) => packed::Strings::new(buffer).any(|other| other == member),
            Self::Table(table) => table.find(member).is_some(),
        }
    }

    /// Adds a member; `false` where it was one.
    pub(crate) fn insert(&mut self, member: &[u8], profile: &Profile) -> bool {
        match self {
            Self::Ints(ints) => {
                let value = if member.len() <= INTEGER_TEXT { integer(member) } else { None };
                let Some(value) = value else {
                    self.leave_ints(member, profile);
                    return self.insert(member, profile);
                };
                if !ints.insert(value) {
                    return false;
                }
                if ints.len() > profile.compact.intset_entries {
                    self.unpack();
                }
                true
            }
            Self::Packed(buffer) => {
                let mut count = 0;
                for other in packed::Strings::new(buffer) {
                    if other == member {
                        return false;
                    }
                    count += 1;
                }
                let (entries, bytes) = Self::packed_limits(profile);
                if count < entries && member.len() <= bytes {
                    packed::push(buffer, member);
                    return true;
                }
                self.unpack();
                self.insert(member, profile)
            }
            Self::Table(table) => {
                if table.find(member).is_some() {
                    return false;
                }
                table.insert(SmallBytes::new(member));
                true
            }
        }
    }

    /// Makes room for a member that is no integer.
    fn leave_ints(&mut self, member: &[u8], profile: &Profile) {
        let (entries, bytes) = Self::packed_limits(profile);
        let longest = self.longest();
        if self.len() < entries && member.len() <= bytes && longest <= bytes {
            let mut buffer = Vec::new();
            self.for_each(|member| packed::push(&mut buffer, member));
            *self = Self::Packed(buffer);
        } else {
            self.unpack();
        }
    }

    fn longest(&self) -> usize {
        let mut longest = 0;
        self.for_each(|member| longest = longest.max(member.len()));
        longest
    }

    fn unpack(&mut self) {
        let mut table = Slab::default();
        self.for_each(|member| {
            table.insert(SmallBytes::new(member));
        });
        *self = Self::Table(Box::new(table));
    }

    /// Removes a member; `false` where it was none.
    pub(crate) fn remove(&mut self, member: &[u8]) -> bool {
        match self {
            Self::Ints(ints) => integer(member).is_some_and(|value| ints.remove(value)),
            Self::Packed(buffer) => {
                let mut strings = packed::Strings::new(buffer);
                let mut at = 0;
                while let Some(other) = strings.next() {
                    if other == member {
                        let end = strings.at();
                        packed::replace(buffer, at, end, None);
                        return true;
                    }
                    at = strings.at();
                }
                false
            }
            Self::Table(table) => {
                let removed = table.remove(member).is_some();
                if table.is_sparse() {
                    table.compact();
                }
                removed
            }
        }
    }

    /// Calls `visit` with each member, in the order that a script would see.
    pub(crate) fn for_each(&self, mut visit: impl FnMut(&[u8])) {
        match self {
            Self::Ints(ints) => ints.iter().for_each(|value| visit(&integer_text(value))),
            Self::Packed(buffer) => packed::Strings::new(buffer).for_each(visit),
            Self::Table(table) => table.iter().for_each(|member| visit(member.as_slice())),
        }
    }

    /// Returns copies of all members, in the order of [`Set::for_each`].
    pub(crate) fn members(&self) -> Vec<SmallBytes> {
        let mut members = Vec::with_capacity(self.len());
        self.for_each(|member| members.push(SmallBytes::new(member)));
        members
    }

    /// Returns the server's word for the form.
    pub(crate) fn encoding(&self, profile: &Profile) -> &'static str {
        match self {
            Self::Ints(_) => "intset",
            Self::Packed(_) if profile.replica.at_least(7, 2, 0) => "listpack",
            _ => "hashtable",
        }
    }

    /// Tells whether iteration has an order that the real server would have had as well.
    pub(crate) fn has_known_order(&self, profile: &Profile) -> bool {
        self.encoding(profile) != "hashtable"
    }

    /// Returns the bytes on the heap.
    pub(crate) fn heap_bytes(&self) -> usize {
        match self {
            Self::Ints(ints) => ints.heap_bytes(),
            Self::Packed(buffer) => buffer.capacity(),
            Self::Table(table) => {
                table.table_bytes() + table.iter().map(SmallBytes::heap_bytes).sum::<usize>()
            }
        }
    }
}

impl Kind for Set {
    const WORD: &'static str = "set";

    fn of(value: &Value) -> Option<&Self> {
        if let Value::Set(set) = value { Some(set) } else { None }
    }

    fn of_mut(value: &mut Value) -> Option<&mut Self> {
        if let Value::Set(set) = value { Some(set) } else { None }
    }

    fn empty() -> Value {
        Value::Set(Box::new(Self::new()))
    }
}
