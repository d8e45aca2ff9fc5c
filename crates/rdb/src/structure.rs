//! The structure level: what stands in a value, in the encoding's own terms.
//!
//! Between the raw bytes and the data there are counts, strings in their three forms, ziplist entries with their sizes,
//! ids, times. Each type states its layout as a list of [`Part`]s beside its decoder; one walk serves them all, and a
//! test holds the two against each other.

use crate::{
    Error, ErrorKind, ModuleItem, ModuleItems, PackedValue, RdbString, Region, Scratch, StreamId,
    cursor::Cursor,
    encoding::{
        double,
        intset::Intset,
        length,
        listpack::Listpack,
        packed::{Packed, unpack},
        ziplist::Ziplist,
        zipmap::Zipmap,
    },
};

/// One piece of a value, as it stands there.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Node<'a> {
    /// A number: a count, a part of an id, a moment.
    Number {
        /// What it is.
        what: &'static str,
        /// Its value.
        value: i128,
        /// Where it stands.
        at: u64,
    },
    /// A score.
    Double {
        /// Its value.
        value: f64,
        /// Where it stands.
        at: u64,
    },
    /// The id of a stream entry, in sixteen bytes.
    Id {
        /// What it is.
        what: &'static str,
        /// Its value.
        id: StreamId,
        /// Where it stands.
        at: u64,
    },
    /// A string.
    String {
        /// What it is.
        what: &'static str,
        /// The string, not decoded.
        string: RdbString<'a>,
    },
    /// An item of a module.
    Item(ModuleItem<'a>),
    /// A packed structure begins, inside the string given. What follows up to [`Node::Close`] is in it.
    Open {
        /// Which structure.
        region: Region,
        /// The string that holds it.
        string: RdbString<'a>,
    },
    /// An entry of the packed structure.
    Entry {
        /// Its value.
        value: PackedValue<'a>,
        /// Where it begins: in the file, or in the decompressed string where the string is compressed.
        at: u64,
        /// How many bytes it takes up, its links included.
        bytes: u64,
    },
    /// The packed structure ends.
    Close,
}

/// One part of a layout.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Part {
    /// A length.
    Length(&'static str),
    /// A length, and as many times the parts.
    Repeat(&'static str, &'static [Part]),
    /// Parts that stand up to the end of the value.
    Rest(&'static [Part]),
    /// A length, and the parts if it is not zero.
    Optional(&'static str, &'static [Part]),
    /// A length that chooses the parts beside it; any other chooses the last ones.
    Case(&'static str, &'static [(u64, &'static [Part])]),
    /// Parts that have a name of their own.
    Group(&'static [Part]),
    /// A string.
    String(&'static str),
    /// Eight bytes, the lowest first.
    Word(&'static str),
    /// A double in eight bytes.
    Double,
    /// A double as text.
    Ascii,
    /// Sixteen bytes.
    Id(&'static str),
    /// A string that holds a packed structure.
    Packed(Region),
    /// Items of a module up to their end.
    Items,
}

/// Tells the nodes of a value.
pub(crate) fn walk(
    parts: &[Part],
    cursor: &mut Cursor<'_>,
    scratch: &mut Scratch,
    tell: &mut dyn FnMut(Node<'_>),
) -> Result<(), Error> {
    for part in parts {
        let at = cursor.position();
        match *part {
            Part::Length(what) => {
                number(length::read(cursor, what)?, what, at, tell);
            }
            Part::Word(what) => {
                let value = i128::from(cursor.i64_le(what)?);
                tell(Node::Number { what, value, at });
            }
            Part::Repeat(what, parts) => {
                for _ in 0..number(length::read(cursor, what)?, what, at, tell) {
                    walk(parts, cursor, scratch, tell)?;
                }
            }
            Part::Rest(parts) => {
                while cursor.left() > 0 {
                    walk(parts, cursor, scratch, tell)?;
                }
            }
            Part::Optional(what, parts) => {
                if number(length::read(cursor, what)?, what, at, tell) != 0 {
                    walk(parts, cursor, scratch, tell)?;
                }
            }
            Part::Case(what, cases) => {
                let chosen = number(length::read(cursor, what)?, what, at, tell);
                let case = cases.iter().find(|(number, _)| *number == chosen).or(cases.last());
                walk(case.map_or(&[], |(_, parts)| parts), cursor, scratch, tell)?;
            }
            Part::Group(parts) => walk(parts, cursor, scratch, tell)?,
            Part::String(what) => {
                tell(Node::String { what, string: RdbString::read(cursor, what)? });
            }
            Part::Double => tell(Node::Double { value: cursor.f64_le("a score")?, at }),
            Part::Ascii => tell(Node::Double { value: double::read_ascii(cursor)?, at }),
            Part::Id(what) => {
                tell(Node::Id { what, id: StreamId::from_be_bytes(cursor.array(what)?), at });
            }
            Part::Packed(region) => packed(region, cursor, scratch, tell)?,
            Part::Items => {
                ModuleItems::read(cursor)?.iter().for_each(|item| tell(Node::Item(item)));
            }
        }
    }
    Ok(())
}

fn number(value: u64, what: &'static str, at: u64, tell: &mut dyn FnMut(Node<'_>)) -> u64 {
    tell(Node::Number { what, value: value.into(), at });
    value
}

fn packed(
    region: Region,
    cursor: &mut Cursor<'_>,
    scratch: &mut Scratch,
    tell: &mut dyn FnMut(Node<'_>),
) -> Result<(), Error> {
    let string = RdbString::read(cursor, "a packed value")?;
    tell(Node::Open { region, string });
    unpack(&string, &mut scratch.blob, region, |cursor| match region {
        Region::Ziplist => entries::<Ziplist<'_>>(cursor, tell),
        Region::Listpack => entries::<Listpack<'_>>(cursor, tell),
        Region::Intset => integers(cursor, tell),
        Region::Zipmap => pairs(cursor, tell),
        Region::File => Err(cursor.error(ErrorKind::Opaque { what: "a string without structure" })),
    })?;
    tell(Node::Close);
    Ok(())
}

fn entries<'a, P: Packed<'a>>(
    cursor: Cursor<'a>,
    tell: &mut dyn FnMut(Node<'_>),
) -> Result<(), Error> {
    let mut entries = P::open(cursor)?;
    loop {
        let at = entries.position();
        let Some(value) = entries.next_value()? else { return Ok(()) };
        tell(Node::Entry { value, at, bytes: entries.position().saturating_sub(at) });
    }
}

fn integers(cursor: Cursor<'_>, tell: &mut dyn FnMut(Node<'_>)) -> Result<(), Error> {
    let mut set = Intset::open(cursor)?;
    loop {
        let at = set.position();
        let Some(value) = set.next_value()? else { return Ok(()) };
        let bytes = set.position().saturating_sub(at);
        tell(Node::Entry { value: PackedValue::Integer(value), at, bytes });
    }
}

fn pairs(cursor: Cursor<'_>, tell: &mut dyn FnMut(Node<'_>)) -> Result<(), Error> {
    let mut map = Zipmap::open(cursor)?;
    loop {
        let at = map.position();
        let Some(pair) = map.next_pair()? else { return Ok(()) };
        let end = map.position();
        let free = u64::from(pair.free);
        let value_at = end.saturating_sub(free).saturating_sub(pair.value.len() as u64);
        let (field, value) = (PackedValue::Bytes(pair.field), PackedValue::Bytes(pair.value));
        tell(Node::Entry { value: field, at, bytes: value_at.saturating_sub(at) });
        tell(Node::Entry { value, at: value_at, bytes: end.saturating_sub(value_at) });
    }
}
