//! Hash templates (RDB 15): field names that are written once and referred to by many hashes.
//!
//! Known from other readers only; no file of a released server has been seen.

use crate::{
    Error, ErrorKind, RdbString, Region,
    cursor::{Cursor, Mark},
    encoding::length,
};

/// The most templates that are kept. A registry of that size would be absurd; the bound keeps memory apart from input.
const MOST: usize = 1 << 16;

/// The field names of one template.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Template<'a> {
    names: &'a [u8],
    at: u64,
}

impl<'a> Template<'a> {
    /// Reads a definition: an id, a count, and the names.
    pub(crate) fn define(cursor: &mut Cursor<'a>) -> Result<(u64, Self), Error> {
        let id = length::read(cursor, "the id of a hash template")?;
        Ok((id, Self::read(cursor)?))
    }

    /// Reads a count and the names.
    pub(crate) fn read(cursor: &mut Cursor<'a>) -> Result<Self, Error> {
        let count = length::read(cursor, "the number of fields of a hash template")?;
        let start = cursor.mark();
        for _ in 0..count {
            RdbString::skip(cursor, "a field of a hash template")?;
        }
        Ok(Self { names: cursor.since(start), at: cursor.position_at(start) })
    }

    /// Returns how many fields there are.
    pub(crate) fn len(&self) -> u64 {
        let mut names = *self;
        std::iter::from_fn(|| names.next_name().ok().flatten())
            .fold(0, |count, _| count.saturating_add(1))
    }

    /// Returns the next name, or `None` behind the last.
    pub(crate) fn next_name(&mut self) -> Result<Option<RdbString<'a>>, Error> {
        if self.names.is_empty() {
            return Ok(None);
        }
        let mut cursor = Cursor::new(self.names, self.at, Region::File);
        let name = RdbString::read(&mut cursor, "a field of a hash template")?;
        (self.names, self.at) = (cursor.rest(), cursor.position());
        Ok(Some(name))
    }
}

/// The templates that were defined so far, by their ids.
#[derive(Debug)]
pub(crate) struct Templates<'a>(Vec<(u64, Template<'a>)>);

impl<'a> Templates<'a> {
    pub(crate) const fn new() -> Self {
        Self(Vec::new())
    }

    /// Keeps a template. A later definition of an id replaces the earlier one.
    pub(crate) fn insert(&mut self, id: u64, template: Template<'a>) {
        match self.0.binary_search_by_key(&id, |(known, _)| *known) {
            Ok(index) => {
                if let Some((_, known)) = self.0.get_mut(index) {
                    *known = template;
                }
            }
            Err(index) if self.0.len() < MOST => self.0.insert(index, (id, template)),
            Err(_) => {}
        }
    }

    /// Returns the template of an id.
    pub(crate) fn get(
        &self,
        id: u64,
        cursor: &Cursor<'_>,
        at: Mark,
    ) -> Result<Template<'a>, Error> {
        let index = self.0.binary_search_by_key(&id, |(known, _)| *known).ok();
        let known = index.and_then(|index| self.0.get(index));
        known.map(|(_, template)| *template).ok_or_else(|| unknown(id, cursor, at))
    }
}

#[cold]
fn unknown(found: u64, cursor: &Cursor<'_>, at: Mark) -> Error {
    cursor.error_at(at, ErrorKind::UnknownTemplate { found })
}
