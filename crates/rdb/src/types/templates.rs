//! What the four types of hashes with a template share (RDB 15).
//!
//! Known from other readers only; no file of a released server has been seen.

use super::shared;
use crate::{
    Error, ErrorKind, RdbString, Region, StringBuffer, ValueVisitor,
    cursor::Cursor,
    encoding::{
        length,
        listpack::Listpack,
        packed::{Packed, unpack},
    },
    structure::Part,
    template::Template,
};

/// The names that stand beside their values, in one of two forms.
pub(super) const NAMES: Part = Part::Case(
    "form",
    &[
        (0, &[Part::Packed(Region::Listpack)]),
        (1, &[Part::Repeat("fields", &[Part::String("field")])]),
    ],
);

/// Names that stand beside their values: the fields of a listpack, or strings.
#[derive(Clone, Copy)]
pub(super) enum Names<'a> {
    /// A string that holds a listpack.
    Packed(RdbString<'a>),
    /// A count and strings.
    Plain(Template<'a>),
}

impl<'a> Names<'a> {
    /// Reads a form, and the names in it.
    pub(super) fn read(cursor: &mut Cursor<'a>) -> Result<Self, Error> {
        const WHAT: &str = "the fields of a hash template";
        let start = cursor.mark();
        match length::read(cursor, WHAT)? {
            0 => shared::blob(cursor).map(Self::Packed),
            1 => Template::read(cursor).map(Self::Plain),
            found => Err(cursor.error_at(start, ErrorKind::Form { what: WHAT, found })),
        }
    }

    /// Lets the names be read one by one while the values are.
    pub(super) fn walk<'b, R>(
        &self,
        buffer: &'b mut StringBuffer,
        read: impl FnOnce(&mut NameWalk<'b>) -> Result<R, Error>,
    ) -> Result<R, Error>
    where
        'a: 'b,
    {
        match self {
            Self::Packed(string) => unpack(string, buffer, Region::Listpack, |cursor| {
                read(&mut NameWalk::Packed(Listpack::open(cursor)?))
            }),
            Self::Plain(template) => read(&mut NameWalk::Plain(*template)),
        }
    }
}

/// Names being read.
pub(super) enum NameWalk<'a> {
    /// From a listpack.
    Packed(Listpack<'a>),
    /// From strings of the file.
    Plain(Template<'a>),
}

impl NameWalk<'_> {
    /// Tells the next name; returns whether there is one.
    pub(super) fn next(
        &mut self,
        buffer: &mut StringBuffer,
        tell: impl FnOnce(&[u8]),
    ) -> Result<bool, Error> {
        match self {
            Self::Packed(list) => match list.next_value()? {
                Some(name) => tell(&name.text()),
                None => return Ok(false),
            },
            Self::Plain(template) => match template.next_name()? {
                Some(name) => tell(name.decode(buffer)?),
                None => return Ok(false),
            },
        }
        Ok(true)
    }
}

/// Describes that there are more or fewer values than fields.
#[cold]
pub(super) fn unequal(expected: u64, found: u64, at: u64) -> Error {
    Error::new(ErrorKind::TemplateValues { expected, found }, at)
}

/// Tells the values of a listpack, whose first element is an id, with their names.
pub(super) fn visit_listpack<V: ValueVisitor + ?Sized>(
    string: &RdbString<'_>,
    names: &mut NameWalk<'_>,
    [blob, name_buffer]: [&mut StringBuffer; 2],
    visitor: &mut V,
) -> Result<(), Error> {
    unpack(string, blob, Region::Listpack, |cursor| {
        let mut list = Listpack::open(cursor)?;
        list.next_value()?;
        let mut told = 0u64;
        while let Some(value) = list.next_value()? {
            if !names.next(name_buffer, |name| visitor.hash_field(name, &value.text(), None))? {
                return Err(unequal(told, list.read_so_far().saturating_sub(1), list.position()));
            }
            told = told.saturating_add(1);
        }
        if names.next(name_buffer, |_| ())? {
            return Err(unequal(told.saturating_add(1), told, list.position()));
        }
        Ok(())
    })
}
