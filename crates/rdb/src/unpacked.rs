//! How large a value is without the compression of its strings.

use crate::{
    Error, ModuleItems, RdbString, StringForm,
    cursor::Cursor,
    encoding::{double, length},
    structure::Part,
};

/// Returns how many bytes the compressed strings of a value, packed structures included, take up more once they are
/// decompressed. Nothing is decompressed: the sizes are those that the file states.
pub(crate) fn gain(parts: &[Part], cursor: &mut Cursor<'_>) -> Result<u64, Error> {
    let mut total = 0u64;
    for part in parts {
        let more = match *part {
            Part::String(what) => gain_of(&RdbString::read(cursor, what)?),
            Part::Packed(_) => gain_of(&RdbString::read(cursor, "a packed value")?),
            Part::Group(parts) => gain(parts, cursor)?,
            Part::Repeat(what, parts) => {
                let mut sum = 0u64;
                for _ in 0..length::read(cursor, what)? {
                    sum = sum.saturating_add(gain(parts, cursor)?);
                }
                sum
            }
            Part::Rest(parts) => {
                let mut sum = 0u64;
                while cursor.left() > 0 {
                    sum = sum.saturating_add(gain(parts, cursor)?);
                }
                sum
            }
            Part::Optional(what, parts) => match length::read(cursor, what)? {
                0 => 0,
                _ => gain(parts, cursor)?,
            },
            Part::Case(what, cases) => {
                let chosen = length::read(cursor, what)?;
                let case = cases.iter().find(|(number, _)| *number == chosen).or(cases.last());
                gain(case.map_or(&[], |(_, parts)| parts), cursor)?
            }
            Part::Length(what) => length::read(cursor, what).map(|_| 0)?,
            Part::Word(what) => cursor.take(8, what).map(|_| 0)?,
            Part::Double => cursor.take(8, "a score").map(|_| 0)?,
            Part::Ascii => double::skip_ascii(cursor).map(|()| 0)?,
            Part::Id(what) => cursor.take(16, what).map(|_| 0)?,
            Part::Items => ModuleItems::read(cursor).map(|_| 0)?,
        };
        total = total.saturating_add(more);
    }
    Ok(total)
}

#[inline]
fn gain_of(string: &RdbString<'_>) -> u64 {
    match string.form() {
        StringForm::Compressed { len, .. } => len.saturating_sub(string.encoded().len() as u64),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use crate::{Event, Reader};
    use autopsync_synth::rdb::{Blob, Listpack, RdbBuilder, Value};

    fn sizes(value: &Value) -> (usize, u64) {
        let bytes = RdbBuilder::redis(11).key("k", value).finish();
        let mut events = Reader::new(&bytes).unwrap();
        let Some(Ok(Event::Key(entry))) = events.next_event() else { panic!("no key") };
        (entry.value.raw().len(), entry.value.unpacked_size())
    }

    #[test]
    fn a_compressed_structure_counts_as_what_it_decompresses_to() {
        let fields = vec!["aaaaaaaaaaaaaaaa"; 32];
        let (plain, _) = sizes(&Value::hash_listpack(Listpack::of(fields.clone())));
        let (stored, unpacked) =
            sizes(&Value::hash_listpack(Blob::from(Listpack::of(fields)).lzf()));
        assert!(stored < plain * 2 / 3, "{stored} of {plain}");
        assert!(unpacked.abs_diff(plain as u64) < 8, "{unpacked} of {plain}");
    }

    #[test]
    fn what_is_not_compressed_counts_as_it_stands() {
        for value in [Value::set(&["a", "b"]), Value::hash(&["f", "v"])] {
            let (stored, unpacked) = sizes(&value);
            assert_eq!(stored as u64, unpacked);
        }
    }
}
