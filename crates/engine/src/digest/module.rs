//! What a module adds to the digest of its values, where that is known.
//!
//! Only vector sets, which servers bring along, are: their number of elements and of dimensions, then for each element
//! the stored vector, the name and the attribute (`VectorSetDigest`, module `vectorset` of Redis 8.0 and later). All of
//! these stand in a snapshot (`rdb-format.md` §7.11), the vector in the same bytes.

use super::Digest;
use crate::number::integer_text;
use autopsync_rdb::{ModuleId, ModuleItem, ModuleItems, RdbString};
use std::borrow::Cow;

/// A bit of the flags: a matrix that reduces vectors follows them.
const HAS_PROJECTION: u64 = 1;
/// A bit of the flags: each element's name is followed by its attribute.
const HAS_ATTRIBUTES: u64 = 2;

/// Returns what the module adds, or nothing where it is not known.
pub(super) fn content(id: ModuleId, items: ModuleItems<'_>) -> Option<Digest> {
    (id.name() == "vectorset" && id.version() == 0).then(|| vector_set(items))?
}

/// Digests a vector set; nothing where the items are not those of one.
fn vector_set(items: ModuleItems<'_>) -> Option<Digest> {
    let mut items = Items(items.into_iter());
    let (dimensions, elements, _config, flags) =
        (items.number()?, items.number()?, items.number()?, items.number()?);
    if flags & HAS_PROJECTION != 0 {
        items.number()?;
        items.text()?;
    }
    let mut sum = Digest::default();
    let mut sequence = Digest::default();
    sequence.mix(&integer_text(i64::try_from(elements).ok()?));
    sequence.mix(&integer_text(i64::try_from(dimensions).ok()?));
    end_sequence(&mut sum, sequence);
    for _ in 0..elements {
        let name = items.text()?;
        let attribute =
            if flags & HAS_ATTRIBUTES == 0 { Cow::Borrowed(&b""[..]) } else { items.text()? };
        let mut sequence = Digest::default();
        sequence.mix(&items.text()?);
        sequence.mix(&name);
        if !attribute.is_empty() {
            sequence.mix(&attribute);
        }
        end_sequence(&mut sum, sequence);
        for _ in 0..items.number()? {
            items.number()?;
        }
    }
    items.0.next().is_none().then_some(sum)
}

/// Adds a sequence to those before it, whatever their order (`RM_DigestEndSequence`, `src/module.c`).
fn end_sequence(sum: &mut Digest, sequence: Digest) {
    sum.xor(&sequence.0);
}

/// Takes items of the kinds that are expected.
struct Items<I>(I);

impl<'a, I: Iterator<Item = ModuleItem<'a>>> Items<I> {
    fn number(&mut self) -> Option<u64> {
        match self.0.next()? {
            ModuleItem::Unsigned(number) => Some(number),
            _ => None,
        }
    }

    fn text(&mut self) -> Option<Cow<'a, [u8]>> {
        match self.0.next()? {
            ModuleItem::String(text) => RdbString::to_cow(&text).ok(),
            _ => None,
        }
    }
}
