//! What a stream is made of, as a visitor is told.

use crate::{
    Error, Text,
    encoding::{listpack::Listpack, packed::Packed},
};
use std::fmt;

/// The id of a stream entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct StreamId {
    /// Milliseconds of Unix time, as a rule.
    pub ms: u64,
    /// The number within the millisecond.
    pub seq: u64,
}

impl StreamId {
    /// Reads the sixteen bytes in which nodes and lists of pending entries hold an id.
    #[must_use]
    pub fn from_be_bytes(bytes: [u8; 16]) -> Self {
        let both = u128::from_be_bytes(bytes);
        #[allow(clippy::cast_possible_truncation, reason = "the lower half is wanted")]
        Self { ms: (both >> 64) as u64, seq: both as u64 }
    }

    /// Returns the sixteen bytes in which nodes and lists of pending entries hold an id.
    #[must_use]
    pub fn to_be_bytes(self) -> [u8; 16] {
        (u128::from(self.ms) << 64 | u128::from(self.seq)).to_be_bytes()
    }
}

impl fmt::Display for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.ms, self.seq)
    }
}

/// The figures of a stream. What the older types do not have is `None`; loaders then take the first entry's id, 0-0 and
/// the length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct StreamMeta {
    /// How many live entries there are.
    pub length: u64,
    /// The highest id ever given.
    pub last_id: StreamId,
    /// The id of the first live entry (type 19 and later).
    pub first_id: Option<StreamId>,
    /// The highest id ever deleted (type 19 and later).
    pub max_deleted_id: Option<StreamId>,
    /// How many entries were ever added (type 19 and later).
    pub entries_added: Option<u64>,
}

/// A consumer group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct StreamGroup<'a> {
    /// Its name.
    pub name: &'a [u8],
    /// The last id delivered to a consumer of it.
    pub last_id: StreamId,
    /// How many entries it has read; `None` where the type does not say (15) or the server did not know.
    pub entries_read: Option<u64>,
}

/// An entry that was delivered to a group and not acknowledged. The entry itself may be gone from the stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct StreamPending {
    /// Its id.
    pub id: StreamId,
    /// When it was delivered last, in milliseconds of Unix time.
    pub delivered_ms: i64,
    /// How often it was delivered.
    pub deliveries: u64,
}

/// A consumer of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct StreamConsumer<'a> {
    /// Its name.
    pub name: &'a [u8],
    /// When it was heard of last, in milliseconds of Unix time.
    pub seen_ms: i64,
    /// When it was given something last, −1 for never (type 21 and later; before, loaders take `seen_ms`).
    pub active_ms: Option<i64>,
}

/// What a stream remembers of idempotent additions (type 26 and later).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct StreamIdempotence {
    /// For how long an addition is remembered, in seconds.
    pub duration: u64,
    /// How many additions are remembered for each producer.
    pub max_entries: u64,
    /// How many idempotent ids were ever added.
    pub ids_added: u64,
    /// How many duplicates were refused.
    pub duplicates: u64,
}

/// The fields of one entry. They were checked when the entry was passed.
#[derive(Clone, Copy)]
pub struct StreamFields<'a> {
    count: u64,
    /// The names, where the entry shares those of its node.
    names: Option<Listpack<'a>>,
    /// The values; names and values in turn, where it does not.
    values: Listpack<'a>,
}

impl<'a> StreamFields<'a> {
    pub(crate) fn new(count: u64, names: Option<Listpack<'a>>, values: Listpack<'a>) -> Self {
        Self { count, names, values }
    }

    /// Returns how many fields there are.
    #[must_use]
    pub const fn len(&self) -> u64 {
        self.count
    }

    /// Tells whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Tells whether the entry shares the field names of its node.
    #[must_use]
    pub const fn are_shared(&self) -> bool {
        self.names.is_some()
    }

    fn next_pair(&mut self) -> Result<Option<(Text<'a>, Text<'a>)>, Error> {
        let name = match &mut self.names {
            Some(names) => names.next_value()?,
            None => self.values.next_value()?,
        };
        let value = self.values.next_value()?;
        Ok(name.zip(value).map(|(name, value)| (name.text(), value.text())))
    }
}

impl<'a> StreamFields<'a> {
    /// Returns the names and values.
    #[must_use]
    pub const fn iter(&self) -> StreamFieldsIter<'a> {
        StreamFieldsIter(*self)
    }
}

impl<'a> IntoIterator for StreamFields<'a> {
    type Item = (Text<'a>, Text<'a>);
    type IntoIter = StreamFieldsIter<'a>;

    fn into_iter(self) -> StreamFieldsIter<'a> {
        StreamFieldsIter(self)
    }
}

impl<'a> IntoIterator for &StreamFields<'a> {
    type Item = (Text<'a>, Text<'a>);
    type IntoIter = StreamFieldsIter<'a>;

    fn into_iter(self) -> StreamFieldsIter<'a> {
        self.iter()
    }
}

/// Iterates over [`StreamFields`].
#[derive(Debug, Clone)]
pub struct StreamFieldsIter<'a>(StreamFields<'a>);

impl<'a> Iterator for StreamFieldsIter<'a> {
    type Item = (Text<'a>, Text<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.count = self.0.count.checked_sub(1)?;
        self.0.next_pair().ok().flatten()
    }
}

impl fmt::Debug for StreamFields<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use autopsync_model::Bytes;
        f.debug_map()
            .entries(
                self.iter()
                    .map(|(name, value)| (Bytes(&name).to_string(), Bytes(&value).to_string())),
            )
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_and_print_as_the_servers_do() {
        let id = StreamId { ms: 1526919030474, seq: 55 };
        assert_eq!(StreamId::from_be_bytes(id.to_be_bytes()), id);
        assert_eq!(id.to_string(), "1526919030474-55");
        assert!(StreamId { ms: 1, seq: 9 } < StreamId { ms: 2, seq: 0 });
    }
}
