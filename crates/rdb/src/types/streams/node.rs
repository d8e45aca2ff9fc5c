//! The nodes of a stream: listpacks of entries whose ids and field names are relative to the first one of the node
//! (`t_stream.c`, the comment before `streamAppendItem`).
//!
//! The head has the counts of live and deleted entries, the names of the fields that most entries share, and a 0. Each
//! entry has its flags, its id as two differences to the node's key, its fields, and how many elements it took up.
//! Deleted entries keep their data until their node goes.

use crate::{
    Error, ErrorKind, RdbString, Region, Scratch, StreamFields, StreamId, ValueVisitor,
    encoding::{
        listpack::Listpack,
        packed::{Packed, PackedValue, unpack},
    },
};

const DELETED: i64 = 1;
const SAME_FIELDS: i64 = 2;

/// Reads the key of a node: an id in sixteen bytes, inside a string.
pub(super) fn master_id(key: &RdbString<'_>, scratch: &mut Scratch) -> Result<StreamId, Error> {
    let bytes = key.decode(&mut scratch.blob)?;
    match <[u8; 16]>::try_from(bytes) {
        Ok(bytes) => Ok(StreamId::from_be_bytes(bytes)),
        Err(_) => Err(Error::new(ErrorKind::StreamNodeKey { found: bytes.len() as u64 }, key.at())),
    }
}

/// Tells the entries of a node; returns how many of them are live.
pub(super) fn visit<V: ValueVisitor + ?Sized>(
    string: &RdbString<'_>,
    master: StreamId,
    scratch: &mut Scratch,
    visitor: &mut V,
) -> Result<u64, Error> {
    unpack(string, &mut scratch.blob, Region::Listpack, |cursor| {
        let mut node = Node::open(Listpack::open(cursor)?, master)?;
        while let Some(entry) = node.next_entry()? {
            if entry.deleted {
                visitor.stream_deleted_entry(entry.id, entry.fields);
            } else {
                visitor.stream_entry(entry.id, entry.fields);
            }
        }
        Ok(node.found_live)
    })
}

/// A node being read.
struct Node<'a> {
    list: Listpack<'a>,
    master: StreamId,
    /// The names that entries share, and how many there are.
    shared: Listpack<'a>,
    shared_count: u64,
    live: i64,
    deleted: i64,
    found_live: u64,
    found_deleted: u64,
}

struct Entry<'a> {
    id: StreamId,
    deleted: bool,
    fields: StreamFields<'a>,
}

impl<'a> Node<'a> {
    fn open(mut list: Listpack<'a>, master: StreamId) -> Result<Self, Error> {
        let live = integer(&mut list, "the number of live entries")?;
        let deleted = integer(&mut list, "the number of deleted entries")?;
        let shared_count = unsigned(&mut list, "the number of shared fields")?;
        let shared = list;
        skip(&mut list, shared_count, "a shared field")?;
        let at = list.position();
        let found = integer(&mut list, "the end of the shared fields")?;
        if found != 0 {
            return Err(Error::new(ErrorKind::StreamNodeHead { found }, at));
        }
        let (found_live, found_deleted) = (0, 0);
        Ok(Self { list, master, shared, shared_count, live, deleted, found_live, found_deleted })
    }

    fn next_entry(&mut self) -> Result<Option<Entry<'a>>, Error> {
        let at = self.list.position();
        let Some(flags) = self.list.next_value()? else { return self.end() };
        let flags = flags.integer().filter(|flags| (0..=3).contains(flags));
        let flags = flags.ok_or_else(|| Error::new(ErrorKind::StreamEntryFlags, at))?;
        let ms = integer(&mut self.list, "the milliseconds of an entry")?;
        let seq = integer(&mut self.list, "the sequence number of an entry")?;
        let (fields, expected) = self.fields(flags & SAME_FIELDS != 0)?;
        let found = integer(&mut self.list, "the element count of an entry")?;
        if u64::try_from(found) != Ok(expected) {
            return Err(Error::new(ErrorKind::StreamEntryCount { expected, found }, at));
        }
        let deleted = flags & DELETED != 0;
        let counter = if deleted { &mut self.found_deleted } else { &mut self.found_live };
        *counter = counter.saturating_add(1);
        let id = StreamId {
            ms: self.master.ms.wrapping_add_signed(ms),
            // Negative where the milliseconds went on: the difference is to the node's key, not to the entry before.
            seq: self.master.seq.wrapping_add_signed(seq),
        };
        Ok(Some(Entry { id, deleted, fields }))
    }

    /// Passes the fields of an entry; returns them, and how many elements the entry says that it takes up.
    fn fields(&mut self, same: bool) -> Result<(StreamFields<'a>, u64), Error> {
        if same {
            let fields = StreamFields::new(self.shared_count, Some(self.shared), self.list);
            skip(&mut self.list, self.shared_count, "the value of a field")?;
            return Ok((fields, self.shared_count.saturating_add(3)));
        }
        let count = unsigned(&mut self.list, "the number of fields of an entry")?;
        let fields = StreamFields::new(count, None, self.list);
        let elements = count.saturating_mul(2);
        skip(&mut self.list, elements, "a field or its value")?;
        Ok((fields, elements.saturating_add(4)))
    }

    fn end(&self) -> Result<Option<Entry<'a>>, Error> {
        let agrees = |declared, found| u64::try_from(declared) == Ok(found);
        if agrees(self.live, self.found_live) && agrees(self.deleted, self.found_deleted) {
            return Ok(None);
        }
        let kind = ErrorKind::StreamNodeCount {
            live: self.live,
            deleted: self.deleted,
            found_live: self.found_live,
            found_deleted: self.found_deleted,
        };
        Err(Error::new(kind, self.list.position()))
    }
}

fn next<'a>(list: &mut Listpack<'a>, what: &'static str) -> Result<PackedValue<'a>, Error> {
    match list.next_value()? {
        Some(value) => Ok(value),
        None => Err(Error::new(ErrorKind::StreamNodeTruncated { what }, list.position())),
    }
}

fn integer(list: &mut Listpack<'_>, what: &'static str) -> Result<i64, Error> {
    let at = list.position();
    let value = next(list, what)?;
    value.integer().ok_or_else(|| Error::new(ErrorKind::StreamNodeInteger { what }, at))
}

fn unsigned(list: &mut Listpack<'_>, what: &'static str) -> Result<u64, Error> {
    let at = list.position();
    let value = integer(list, what)?;
    u64::try_from(value).map_err(|_| Error::new(ErrorKind::StreamNodeInteger { what }, at))
}

fn skip(list: &mut Listpack<'_>, count: u64, what: &'static str) -> Result<(), Error> {
    for _ in 0..count {
        next(list, what)?;
    }
    Ok(())
}
