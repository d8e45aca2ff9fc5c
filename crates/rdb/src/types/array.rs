//! Type 28: an array (RDB 14): items with their indexes, some of which may be missing.
//!
//! Known from other readers only; no file of a released server has been seen.

use super::{Layout, TypeInfo, ValueKind};
use crate::{
    ArrayItem, Error, ErrorKind, RdbString, Scratch, ValueVisitor, cursor::Cursor,
    encoding::length, structure::Part,
};

/// A count, a flag, an insertion index if the flag says so, and triples of an index, a form and a payload.
pub(crate) struct Array;

impl Layout for Array {
    const INFO: TypeInfo = TypeInfo::redis(28, "array", ValueKind::Array, "array", 14);
    const PARTS: &'static [Part] = &[
        Part::Length("items"),
        Part::Optional("flag", &[Part::Length("insertion index")]),
        Part::Rest(&[
            Part::Length("index"),
            Part::Case(
                "form",
                &[
                    (1, &[Part::Word("integer")]),
                    (2, &[Part::Double]),
                    (0, &[Part::String("item")]),
                ],
            ),
        ]),
    ];

    fn skip(cursor: &mut Cursor<'_>) -> Result<(), Error> {
        for _ in 0..begin(cursor)? {
            item(cursor)?;
        }
        Ok(())
    }

    fn count(cursor: &mut Cursor<'_>) -> Result<Option<u64>, Error> {
        begin(cursor).map(Some)
    }

    fn visit<V: ValueVisitor + ?Sized>(
        cursor: &mut Cursor<'_>,
        scratch: &mut Scratch,
        visitor: &mut V,
    ) -> Result<(), Error> {
        for _ in 0..begin(cursor)? {
            let (index, payload) = item(cursor)?;
            let item = match payload {
                Payload::String(string) => ArrayItem::String(string.decode(&mut scratch.first)?),
                Payload::Integer(value) => ArrayItem::Integer(value),
                Payload::Double(value) => ArrayItem::Double(value),
            };
            visitor.array_item(index, item);
        }
        Ok(())
    }
}

enum Payload<'a> {
    String(RdbString<'a>),
    Integer(i64),
    Double(f64),
}

/// Reads what stands before the items; returns how many there are.
fn begin(cursor: &mut Cursor<'_>) -> Result<u64, Error> {
    let count = length::read(cursor, "the number of items of an array")?;
    if length::read(cursor, "whether an array has an insertion index")? != 0 {
        length::read(cursor, "the insertion index of an array")?;
    }
    Ok(count)
}

fn item<'a>(cursor: &mut Cursor<'a>) -> Result<(u64, Payload<'a>), Error> {
    const WHAT: &str = "an item of an array";
    let index = length::read(cursor, "the index of an item")?;
    let start = cursor.mark();
    let payload = match length::read(cursor, "the form of an item")? {
        0 | 3 => Payload::String(RdbString::read(cursor, WHAT)?),
        1 => Payload::Integer(cursor.i64_le(WHAT)?),
        2 => Payload::Double(cursor.f64_le(WHAT)?),
        found => return Err(cursor.error_at(start, ErrorKind::Form { what: WHAT, found })),
    };
    Ok((index, payload))
}
