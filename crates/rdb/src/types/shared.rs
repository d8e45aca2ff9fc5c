//! What the packed types share: one string of the file, and in it a ziplist or a listpack.

use crate::{
    Error, RdbString, ValueVisitor,
    cursor::Cursor,
    encoding::{
        listpack::Listpack,
        packed::{Packed, PackedValue, unpack},
        ziplist::Ziplist,
    },
    visitor::Scratch,
};

/// A kind of packed structure, without the lifetime of one.
pub(super) trait PackedKind {
    /// A structure of this kind being read.
    type Reader<'a>: Packed<'a>;

    /// Returns the count that the head of a structure states, or `None` where it does not tell.
    fn count(string: &RdbString<'_>) -> Option<u64>;
}

/// Ziplists.
pub(super) struct Ziplists;

impl PackedKind for Ziplists {
    type Reader<'a> = Ziplist<'a>;

    fn count(string: &RdbString<'_>) -> Option<u64> {
        let (head, filled) = string.head::<10>();
        (filled == 10).then(|| Ziplist::count_in(head)).flatten()
    }
}

/// Listpacks.
pub(super) struct Listpacks;

impl PackedKind for Listpacks {
    type Reader<'a> = Listpack<'a>;

    fn count(string: &RdbString<'_>) -> Option<u64> {
        let (head, filled) = string.head::<6>();
        (filled == 6).then(|| Listpack::count_in(head)).flatten()
    }
}

/// Reads the string that holds a packed structure.
#[inline]
pub(super) fn blob<'a>(cursor: &mut Cursor<'a>) -> Result<RdbString<'a>, Error> {
    RdbString::read(cursor, "a packed value")
}

/// Passes the string that holds a packed structure.
#[inline]
pub(super) fn skip_blob(cursor: &mut Cursor<'_>) -> Result<(), Error> {
    blob(cursor).map(|_| ())
}

/// Returns how many elements a packed value has, if its head tells: entries, divided by so many for each element.
pub(super) fn count<K: PackedKind>(
    cursor: &mut Cursor<'_>,
    per_element: u64,
) -> Result<Option<u64>, Error> {
    let entries = K::count(&blob(cursor)?);
    Ok(entries.and_then(|entries| entries.checked_div(per_element)))
}

/// Calls for every entry of a packed value.
#[inline]
pub(super) fn each<K: PackedKind>(
    string: &RdbString<'_>,
    scratch: &mut Scratch,
    mut call: impl FnMut(&[u8]),
) -> Result<(), Error> {
    unpack(string, &mut scratch.blob, K::Reader::REGION, |cursor| {
        let mut entries = K::Reader::open(cursor)?;
        while let Some(entry) = entries.next_value()? {
            call(&entry.text());
        }
        Ok(())
    })
}

/// Calls for every two entries of a packed value.
#[inline]
pub(super) fn each_pair<K: PackedKind>(
    cursor: &mut Cursor<'_>,
    scratch: &mut Scratch,
    mut call: impl FnMut(PackedValue<'_>, PackedValue<'_>) -> Result<(), crate::ErrorKind>,
) -> Result<(), Error> {
    let string = blob(cursor)?;
    unpack(&string, &mut scratch.blob, K::Reader::REGION, |cursor| {
        let mut entries = K::Reader::open(cursor)?;
        loop {
            let at = entries.position();
            let Some((first, second)) = entries.next_pair()? else { return Ok(()) };
            call(first, second).map_err(|kind| Error::new(kind, at))?;
        }
    })
}

/// Decodes a hash of fields and values.
pub(super) fn visit_hash<K: PackedKind, V: ValueVisitor + ?Sized>(
    cursor: &mut Cursor<'_>,
    scratch: &mut Scratch,
    visitor: &mut V,
) -> Result<(), Error> {
    each_pair::<K>(cursor, scratch, |field, value| {
        visitor.hash_field(&field.text(), &value.text(), None);
        Ok(())
    })
}

/// Decodes a sorted set of members and scores.
pub(super) fn visit_zset<K: PackedKind, V: ValueVisitor + ?Sized>(
    cursor: &mut Cursor<'_>,
    scratch: &mut Scratch,
    visitor: &mut V,
) -> Result<(), Error> {
    each_pair::<K>(cursor, scratch, |member, score| {
        let score = score.score()?;
        visitor.zset_member(&member.text(), score);
        Ok(())
    })
}
