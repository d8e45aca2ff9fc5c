//! The consumer groups of a stream: pending entries of the group, consumers, and what is pending for each of them.

use super::{Generation, id, owned::GroupPending, raw_id};
use crate::{
    Error, RdbString, Scratch, StreamConsumer, StreamGroup, StreamPending, ValueVisitor,
    cursor::Cursor, encoding::length,
};

/// How many bytes an id has in the lists of pending entries.
const ID_BYTES: u64 = 16;
/// How the servers write that the number of entries read is not known: −1.
const UNKNOWN: u64 = u64::MAX;

pub(super) fn skip(cursor: &mut Cursor<'_>, generation: Generation) -> Result<(), Error> {
    for _ in 0..length::read(cursor, "the number of groups")? {
        RdbString::skip(cursor, "the name of a group")?;
        id(cursor, "the last delivered id of a group")?;
        if generation.figures {
            length::read(cursor, "the entries read by a group")?;
        }
        for _ in 0..length::read(cursor, "the number of pending entries")? {
            pending(cursor)?;
        }
        for _ in 0..length::read(cursor, "the number of consumers")? {
            RdbString::skip(cursor, "the name of a consumer")?;
            times(cursor, generation)?;
            skip_ids(cursor)?;
        }
        if generation.nacked {
            skip_ids(cursor)?;
        }
    }
    Ok(())
}

fn skip_ids(cursor: &mut Cursor<'_>) -> Result<(), Error> {
    let count = length::read(cursor, "the number of pending entries")?;
    cursor.take(count.saturating_mul(ID_BYTES), "ids of pending entries").map(|_| ())
}

pub(super) fn visit<V: ValueVisitor + ?Sized>(
    cursor: &mut Cursor<'_>,
    generation: Generation,
    scratch: &mut Scratch,
    visitor: &mut V,
) -> Result<(), Error> {
    for _ in 0..length::read(cursor, "the number of groups")? {
        let name = RdbString::read(cursor, "the name of a group")?;
        let last_id = id(cursor, "the last delivered id of a group")?;
        let entries_read = if generation.figures {
            Some(length::read(cursor, "the entries read by a group")?)
        } else {
            None
        };
        visitor.stream_group(&StreamGroup {
            name: name.decode(&mut scratch.first)?,
            last_id,
            entries_read: entries_read.filter(|read| *read != UNKNOWN),
        });
        let mut known = GroupPending::default();
        for _ in 0..length::read(cursor, "the number of pending entries")? {
            let start = cursor.mark();
            let pending = pending(cursor)?;
            known.add(pending.id).map_err(|kind| cursor.error_at(start, kind))?;
            visitor.stream_pending(&pending);
        }
        known.complete().map_err(|kind| cursor.error(kind))?;
        visit_consumers(cursor, generation, &known, scratch, visitor)?;
        if generation.nacked {
            for _ in 0..length::read(cursor, "the number of entries given back")? {
                visitor.stream_nacked(raw_id(cursor, "the id of an entry given back")?);
            }
        }
    }
    Ok(())
}

fn visit_consumers<V: ValueVisitor + ?Sized>(
    cursor: &mut Cursor<'_>,
    generation: Generation,
    known: &GroupPending,
    scratch: &mut Scratch,
    visitor: &mut V,
) -> Result<(), Error> {
    for _ in 0..length::read(cursor, "the number of consumers")? {
        let name = RdbString::read(cursor, "the name of a consumer")?;
        let (seen_ms, active_ms) = times(cursor, generation)?;
        let name = name.decode(&mut scratch.first)?;
        visitor.stream_consumer(&StreamConsumer { name, seen_ms, active_ms });
        for _ in 0..length::read(cursor, "the number of pending entries")? {
            let start = cursor.mark();
            let id = raw_id(cursor, "the id of a pending entry")?;
            known.check(id).map_err(|kind| cursor.error_at(start, kind))?;
            visitor.stream_consumer_pending(id);
        }
    }
    Ok(())
}

fn pending(cursor: &mut Cursor<'_>) -> Result<StreamPending, Error> {
    Ok(StreamPending {
        id: raw_id(cursor, "the id of a pending entry")?,
        delivered_ms: cursor.i64_le("the delivery time of a pending entry")?,
        deliveries: length::read(cursor, "the delivery count of a pending entry")?,
    })
}

fn times(cursor: &mut Cursor<'_>, generation: Generation) -> Result<(i64, Option<i64>), Error> {
    let seen = cursor.i64_le("the seen time of a consumer")?;
    let active = if generation.active_time {
        Some(cursor.i64_le("the active time of a consumer")?)
    } else {
        None
    };
    Ok((seen, active))
}
