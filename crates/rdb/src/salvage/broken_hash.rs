//! Hashes whose fields look like records.
//!
//! A hash of Redis 7.4 states for each field when it expires: a length, then the field, then its value. A field that does
//! not expire has the length 0, and so the very bytes of a string and its key (type 0). Where such a hash is damaged, what
//! remains of it reads like a row of keys. Two things tell them apart: the number of fields that the hash has, and the
//! number of keys that the database has.

use super::{chain::Prober, record::Source, resume::lost_key};
use crate::{RdbString, ValueType, encoding::length};
use std::collections::VecDeque;

/// How many fields in front of the defect are looked at once more: they may have been read wrongly.
const AGAIN: usize = 4;

/// How many fields of a hash are followed to see whether they are some.
const FIELDS: usize = 1024;

/// A damaged hash of this kind.
#[derive(Debug, Clone, Copy)]
pub(super) struct BrokenHash {
    /// Where to begin looking for records.
    pub(super) from: usize,
    /// How many of its fields may be met from there on.
    pub(super) fields: u64,
    /// How many keys should come behind it in its database, where the file says so.
    pub(super) expected: Option<u64>,
    /// No row of records that begins before this index leads to the end.
    pub(super) dead_end: usize,
}

impl BrokenHash {
    /// Reads what remains of a hash at an index, up to a defect; nothing if it is no such hash.
    pub(super) fn at(source: &Source<'_>, start: usize, defect: usize) -> Option<Self> {
        let (_, lost) = lost_key(source, start, source.len(), 0);
        let lost = lost?;
        let head = match lost.value_type {
            Some(ValueType::HashExpiry) => 8,
            Some(ValueType::HashExpiryPreRelease) => 0,
            _ => return None,
        };
        let behind_key = lost.key.at().saturating_add(lost.key.encoded().len() as u64);
        let value = source.index(behind_key.saturating_add(head));
        let mut cursor = source.cursor(value, source.len());
        let mut fields = length::read(&mut cursor, "the number of fields").ok()?;
        let mut read = VecDeque::with_capacity(AGAIN);
        while fields > 0 && cursor.index() <= defect {
            let Some(behind) = source.field(cursor.index()) else { break };
            if read.len() == AGAIN {
                read.pop_front();
                fields = fields.saturating_sub(1);
            }
            read.push_back(cursor.index());
            cursor = source.cursor(behind.end, source.len());
        }
        let from = read.front().copied().unwrap_or(start);
        Some(Self { from, fields, expected: None, dead_end: 0 })
    }
}

/// A field of such a hash.
struct Field {
    end: usize,
    expires: bool,
}

impl Source<'_> {
    /// Reads a field: a length, and two strings.
    fn field(&self, at: usize) -> Option<Field> {
        let mut cursor = self.cursor(at, self.len());
        let expiry = length::read(&mut cursor, "the expiry of a field").ok()?;
        RdbString::skip(&mut cursor, "a field").ok()?;
        RdbString::skip(&mut cursor, "the value of a field").ok()?;
        Some(Field { end: cursor.index(), expires: expiry > 0 })
    }
}

impl Prober<'_, '_> {
    /// Returns where to go on where what begins at an index may be a field of the hash that is broken: behind it.
    pub(super) fn behind_fields(&mut self, at: usize) -> Option<usize> {
        let link = self.link(at).filter(|link| link.plain_string)?;
        if let Some(behind) = self.behind_expiring_fields(at) {
            return Some(behind);
        }
        let mut hash = self.hash?;
        if let Some(expected) = hash.expected
            && at >= hash.dead_end
        {
            match self.walk(at) {
                Some(walk) => return self.behind_strings(at, walk.keys.checked_sub(expected)?),
                None => hash.dead_end = self.dead_end(at),
            }
        }
        hash.fields = hash.fields.checked_sub(1)?;
        self.hash = Some(hash);
        Some(link.end)
    }

    /// Goes over so many strings; nothing if there is none to go over.
    fn behind_strings(&mut self, start: usize, strings: u64) -> Option<usize> {
        let mut at = start;
        for _ in 0..strings {
            match self.link(at).filter(|link| link.plain_string) {
                Some(link) => at = link.end,
                None => break,
            }
        }
        (at > start).then_some(at)
    }

    /// Returns where a row of records breaks off.
    fn dead_end(&mut self, start: usize) -> usize {
        let mut at = start;
        while let Some(link) = self.link(at).filter(|link| link.end > at) {
            at = link.end;
        }
        at
    }

    /// Follows what may be strings or fields; returns the end of the last that can only be a field.
    fn behind_expiring_fields(&mut self, start: usize) -> Option<usize> {
        if !self.source.may_have_field_expiries() {
            return None;
        }
        let (mut at, mut behind) = (start, None);
        for _ in 0..FIELDS {
            match self.link(at) {
                Some(link) if link.plain_string => at = link.end,
                Some(_) => break,
                None => match self.source.field(at).filter(|field| field.expires) {
                    Some(field) => {
                        at = field.end;
                        behind = Some(at);
                    }
                    None => break,
                },
            }
        }
        // A broken string may look like one field; it is followed by no more.
        behind.filter(|_| self.link(at).is_some() || at >= self.source.len())
    }
}
