//! What the five stream types share (`rdbSaveObject` and `rdbLoadObject`, `rdb.c`, Redis 5.0 and later).
//!
//! Nodes, figures, groups with their pending entries and consumers, and since type 26 the producers of idempotent
//! additions: one order for all, in which each later type has more fields. A generation says which.

mod groups;
mod node;
mod owned;
mod parts;
mod producers;

pub(super) use parts::{FIFTH, FIRST, FOURTH, SECOND, THIRD};

use crate::{
    Error, ErrorKind, RdbString, Scratch, StreamId, StreamMeta, ValueVisitor, cursor::Cursor,
    encoding::length,
};

/// Which fields a stream type has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "four additions of four releases, each on its own"
)]
pub(super) struct Generation {
    /// First and highest deleted id, entries ever added; for each group, the entries read.
    pub(super) figures: bool,
    /// For each consumer, when it was active.
    pub(super) active_time: bool,
    /// The producers of idempotent additions.
    pub(super) producers: bool,
    /// For each group, entries that are pending and belong to no consumer.
    pub(super) nacked: bool,
}

impl Generation {
    /// Type 15.
    pub(super) const FIRST: Self =
        Self { figures: false, active_time: false, producers: false, nacked: false };
    /// Type 19.
    pub(super) const SECOND: Self = Self { figures: true, ..Self::FIRST };
    /// Type 21.
    pub(super) const THIRD: Self = Self { active_time: true, ..Self::SECOND };
    /// Type 26.
    pub(super) const FOURTH: Self = Self { producers: true, ..Self::THIRD };
    /// Type 27.
    pub(super) const FIFTH: Self = Self { nacked: true, ..Self::FOURTH };
}

/// Passes an id of two lengths.
fn id(cursor: &mut Cursor<'_>, what: &'static str) -> Result<StreamId, Error> {
    Ok(StreamId { ms: length::read(cursor, what)?, seq: length::read(cursor, what)? })
}

/// Passes an id of sixteen bytes, big-endian, without the header of a string.
fn raw_id(cursor: &mut Cursor<'_>, what: &'static str) -> Result<StreamId, Error> {
    Ok(StreamId::from_be_bytes(cursor.array(what)?))
}

/// Reads the figures between the nodes and the groups.
fn meta(cursor: &mut Cursor<'_>, generation: Generation) -> Result<StreamMeta, Error> {
    let mut meta = StreamMeta {
        length: length::read(cursor, "the length of a stream")?,
        last_id: id(cursor, "the last id of a stream")?,
        first_id: None,
        max_deleted_id: None,
        entries_added: None,
    };
    if generation.figures {
        meta.first_id = Some(id(cursor, "the first id of a stream")?);
        meta.max_deleted_id = Some(id(cursor, "the highest deleted id of a stream")?);
        meta.entries_added = Some(length::read(cursor, "the entries added to a stream")?);
    }
    Ok(meta)
}

/// Passes a stream.
pub(super) fn skip(cursor: &mut Cursor<'_>, generation: Generation) -> Result<(), Error> {
    skip_nodes(cursor)?;
    meta(cursor, generation)?;
    groups::skip(cursor, generation)?;
    if generation.producers {
        producers::skip(cursor)?;
    }
    Ok(())
}

fn skip_nodes(cursor: &mut Cursor<'_>) -> Result<(), Error> {
    for _ in 0..length::read(cursor, "the number of stream nodes")? {
        RdbString::skip(cursor, "the key of a stream node")?;
        RdbString::skip(cursor, "a stream node")?;
    }
    Ok(())
}

/// Returns the number of entries that the stream states.
pub(super) fn count(cursor: &mut Cursor<'_>, generation: Generation) -> Result<Option<u64>, Error> {
    skip_nodes(cursor)?;
    Ok(Some(meta(cursor, generation)?.length))
}

/// Decodes a stream: entries first, then the figures, then groups and producers.
pub(super) fn visit<V: ValueVisitor + ?Sized>(
    cursor: &mut Cursor<'_>,
    generation: Generation,
    scratch: &mut Scratch,
    visitor: &mut V,
) -> Result<(), Error> {
    let mut live = 0u64;
    for _ in 0..length::read(cursor, "the number of stream nodes")? {
        let key = RdbString::read(cursor, "the key of a stream node")?;
        let entries = RdbString::read(cursor, "a stream node")?;
        let master = node::master_id(&key, scratch)?;
        live = live.saturating_add(node::visit(&entries, master, scratch, visitor)?);
    }
    let start = cursor.mark();
    let meta = meta(cursor, generation)?;
    visitor.stream_meta(&meta);
    groups::visit(cursor, generation, scratch, visitor)?;
    if generation.producers {
        producers::visit(cursor, scratch, visitor)?;
    }
    if meta.length != live {
        let kind = ErrorKind::StreamLength { declared: meta.length, found: live };
        visitor.contradiction(cursor.error_at(start, kind));
    }
    Ok(())
}
