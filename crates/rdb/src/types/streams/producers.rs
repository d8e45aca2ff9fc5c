//! The producers of idempotent additions (`XADD … IDMP`, Redis 8.6): which additions a stream has seen already.

use super::id;
use crate::{
    Error, RdbString, Scratch, StreamIdempotence, ValueVisitor, cursor::Cursor, encoding::length,
};

pub(super) fn skip(cursor: &mut Cursor<'_>) -> Result<(), Error> {
    limits(cursor)?;
    for _ in 0..length::read(cursor, "the number of producers")? {
        RdbString::skip(cursor, "the name of a producer")?;
        for _ in 0..length::read(cursor, "the number of additions of a producer")? {
            RdbString::skip(cursor, "the idempotent id of an addition")?;
            id(cursor, "the stream id of an addition")?;
        }
    }
    totals(cursor).map(|_| ())
}

pub(super) fn visit<V: ValueVisitor + ?Sized>(
    cursor: &mut Cursor<'_>,
    scratch: &mut Scratch,
    visitor: &mut V,
) -> Result<(), Error> {
    let (duration, max_entries) = limits(cursor)?;
    for _ in 0..length::read(cursor, "the number of producers")? {
        let name = RdbString::read(cursor, "the name of a producer")?;
        visitor.stream_producer(name.decode(&mut scratch.first)?);
        for _ in 0..length::read(cursor, "the number of additions of a producer")? {
            let iid = RdbString::read(cursor, "the idempotent id of an addition")?;
            let entry = id(cursor, "the stream id of an addition")?;
            visitor.stream_producer_addition(iid.decode(&mut scratch.first)?, entry);
        }
    }
    let (ids_added, duplicates) = totals(cursor)?;
    let idempotence = StreamIdempotence { duration, max_entries, ids_added, duplicates };
    visitor.stream_idempotence(&idempotence);
    Ok(())
}

fn limits(cursor: &mut Cursor<'_>) -> Result<(u64, u64), Error> {
    let duration = length::read(cursor, "for how long additions are remembered")?;
    Ok((duration, length::read(cursor, "how many additions are remembered")?))
}

fn totals(cursor: &mut Cursor<'_>) -> Result<(u64, u64), Error> {
    let added = length::read(cursor, "how many idempotent ids were added")?;
    Ok((added, length::read(cursor, "how many duplicates were refused")?))
}
