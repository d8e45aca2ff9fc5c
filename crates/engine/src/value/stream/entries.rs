//! The entries of a stream, packed.
//!
//! As in the server's radix tree of listpacks (`src/t_stream.c`), neighbours share a block, which holds the first
//! entry's field names once and ids as differences. Where blocks end is invisible.

use super::StreamId;
use crate::value::packed;
use std::collections::VecDeque;

/// Most entries of a block (`stream-node-max-entries`).
const BLOCK_ENTRIES: usize = 100;
/// Where a block is full, in bytes (`stream-node-max-bytes`).
const BLOCK_BYTES: usize = 4096;

/// Entries in ascending order of their ids.
#[derive(Debug, Clone, Default)]
pub(crate) struct Entries {
    blocks: VecDeque<Block>,
    len: usize,
}

#[derive(Debug, Clone)]
struct Block {
    /// The id that the others are told from; its entry may be gone.
    base: StreamId,
    last: StreamId,
    /// Field names of the entry that the block began with.
    names: Vec<u8>,
    name_count: usize,
    buffer: Vec<u8>,
    len: usize,
}

/// The fields and values of an entry, in order.
#[derive(Debug, Clone)]
pub(crate) struct Fields<'a> {
    names: Option<packed::Strings<'a>>,
    values: packed::Strings<'a>,
}

impl<'a> Iterator for Fields<'a> {
    type Item = (&'a [u8], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let name = match &mut self.names {
            Some(names) => names.next()?,
            None => self.values.next()?,
        };
        Some((name, self.values.next()?))
    }
}

fn push_varint(buffer: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        buffer.push(value as u8 | 0x80);
        value >>= 7;
    }
    buffer.push(value as u8);
}

fn read_varint(buffer: &[u8], at: usize) -> Option<(u64, usize)> {
    let (mut value, mut next) = (0, at);
    for shift in (0..64).step_by(7) {
        let byte = *buffer.get(next)?;
        next += 1;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some((value, next));
        }
    }
    None
}

struct Entry<'a> {
    start: usize,
    end: usize,
    id: StreamId,
    fields: Fields<'a>,
}

impl Block {
    fn new(id: StreamId, fields: &[&[u8]]) -> Self {
        let mut names = Vec::new();
        fields.iter().step_by(2).for_each(|name| packed::push(&mut names, name));
        let name_count = fields.len() / 2;
        Self { base: id, last: id, names, name_count, buffer: Vec::new(), len: 0 }
    }

    fn has_names(&self, fields: &[&[u8]]) -> bool {
        self.name_count == fields.len() / 2
            && packed::Strings::new(&self.names).eq(fields.iter().step_by(2).copied())
    }

    fn push(&mut self, id: StreamId, fields: &[&[u8]]) {
        let same = self.has_names(fields);
        let kept = fields.iter().enumerate().filter(|(i, _)| !same || i % 2 == 1).map(|(_, f)| *f);
        let strings: usize = kept.clone().map(|field| packed::size(field.len())).sum();
        packed::reserve(&mut self.buffer, strings + 28);
        let ms = id.ms - self.base.ms;
        push_varint(&mut self.buffer, ms);
        push_varint(&mut self.buffer, if ms == 0 { id.seq - self.base.seq } else { id.seq });
        push_varint(&mut self.buffer, (strings as u64) << 1 | u64::from(same));
        kept.for_each(|field| packed::push(&mut self.buffer, field));
        self.last = id;
        self.len += 1;
    }

    fn read(&self, start: usize) -> Option<Entry<'_>> {
        let (ms, at) = read_varint(&self.buffer, start)?;
        let (seq, at) = read_varint(&self.buffer, at)?;
        let (shape, at) = read_varint(&self.buffer, at)?;
        let end = at + (shape >> 1) as usize;
        let seq = if ms == 0 { self.base.seq + seq } else { seq };
        let names = (shape & 1 == 1).then(|| packed::Strings::new(&self.names));
        let fields = Fields { names, values: packed::Strings::new(self.buffer.get(at..end)?) };
        Some(Entry { start, end, id: StreamId::new(self.base.ms + ms, seq), fields })
    }

    fn iter(&self) -> impl Iterator<Item = Entry<'_>> {
        let mut at = 0;
        std::iter::from_fn(move || {
            let entry = self.read(at)?;
            at = entry.end;
            Some(entry)
        })
    }

    fn is_full(&self) -> bool {
        self.len >= BLOCK_ENTRIES || self.buffer.len() >= BLOCK_BYTES
    }
}

impl Entries {
    /// Returns how many entries there are.
    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    /// Appends an entry whose id is greater than all others. `fields` alternates names and values.
    pub(crate) fn push(&mut self, id: StreamId, fields: &[&[u8]]) {
        if self.blocks.back().is_none_or(Block::is_full) {
            if let Some(block) = self.blocks.back_mut() {
                block.buffer.shrink_to_fit();
            }
            self.blocks.push_back(Block::new(id, fields));
        }
        if let Some(block) = self.blocks.back_mut() {
            block.push(id, fields);
            self.len += 1;
        }
    }

    /// Returns the number of the first block that may hold an id of at least `id`.
    fn block_of(&self, id: StreamId) -> usize {
        self.blocks.partition_point(|block| block.last < id)
    }

    /// Iterates over the entries with ids from `from` to `to`, both included.
    pub(crate) fn range(
        &self,
        from: StreamId,
        to: StreamId,
    ) -> impl Iterator<Item = (StreamId, Fields<'_>)> {
        self.blocks
            .range(self.block_of(from)..)
            .flat_map(Block::iter)
            .skip_while(move |entry| entry.id < from)
            .take_while(move |entry| entry.id <= to)
            .map(|entry| (entry.id, entry.fields))
    }

    /// Iterates over the same entries from the last one back.
    pub(crate) fn range_back(
        &self,
        from: StreamId,
        to: StreamId,
    ) -> impl Iterator<Item = (StreamId, Fields<'_>)> {
        let end = (self.block_of(to) + 1).min(self.blocks.len());
        self.blocks
            .range(..end)
            .rev()
            .flat_map(|block| {
                let mut entries: Vec<_> = block.iter().collect();
                entries.reverse();
                entries
            })
            .skip_while(move |entry| entry.id > to)
            .take_while(move |entry| entry.id >= from)
            .map(|entry| (entry.id, entry.fields))
    }

    /// Iterates over all entries.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (StreamId, Fields<'_>)> {
        self.range(StreamId::MIN, StreamId::MAX)
    }

    /// Returns the fields of an entry.
    pub(crate) fn get(&self, id: StreamId) -> Option<Fields<'_>> {
        self.range(id, id).next().map(|(_, fields)| fields)
    }

    /// Returns the first id.
    pub(crate) fn first(&self) -> Option<StreamId> {
        self.iter().next().map(|(id, _)| id)
    }

    /// Returns the last id.
    pub(crate) fn last(&self) -> Option<StreamId> {
        self.range_back(StreamId::MIN, StreamId::MAX).next().map(|(id, _)| id)
    }

    /// Removes an entry; `false` where there is none.
    pub(crate) fn remove(&mut self, id: StreamId) -> bool {
        let n = self.block_of(id);
        let Some(block) = self.blocks.get_mut(n) else { return false };
        let found = block.iter().find(|entry| entry.id == id).map(|entry| (entry.start, entry.end));
        let Some((start, end)) = found else { return false };
        packed::splice(&mut block.buffer, start, end, &[]);
        block.len -= 1;
        self.len -= 1;
        if block.len == 0 {
            self.blocks.remove(n);
        }
        true
    }

    /// Removes up to `most` entries from the front while `unwanted` says so; tells how many went.
    pub(crate) fn trim(&mut self, most: usize, unwanted: impl Fn(StreamId) -> bool) -> usize {
        let mut removed = 0;
        while let Some(block) = self.blocks.front_mut() {
            let left = most - removed;
            if block.len <= left && unwanted(block.last) {
                removed += block.len;
                self.blocks.pop_front();
                continue;
            }
            let (mut end, mut gone) = (0, 0);
            for entry in block.iter().take(left).take_while(|entry| unwanted(entry.id)) {
                end = entry.end;
                gone += 1;
            }
            packed::splice(&mut block.buffer, 0, end, &[]);
            block.len -= gone;
            removed += gone;
            if block.len > 0 {
                break;
            }
            self.blocks.pop_front();
        }
        self.len -= removed;
        removed
    }

    /// Removes whole blocks from the front, `most` entries in all at the most, while `unwanted` says so of how many
    /// entries would be left and of a block's last id; tells how many went.
    ///
    /// This is what `~` asks of the server. Its nodes end at the same number of entries as blocks here, and at nearly
    /// the same number of bytes.
    pub(crate) fn trim_blocks(
        &mut self,
        most: usize,
        unwanted: impl Fn(usize, StreamId) -> bool,
    ) -> usize {
        let before = self.len;
        while let Some(block) = self.blocks.front() {
            let left = self.len - block.len;
            if before - left > most || !unwanted(left, block.last) {
                break;
            }
            self.len = left;
            self.blocks.pop_front();
        }
        before - self.len
    }

    /// Returns the bytes on the heap.
    pub(crate) fn heap_bytes(&self) -> usize {
        let blocks: usize =
            self.blocks.iter().map(|block| block.buffer.capacity() + block.names.capacity()).sum();
        blocks + self.blocks.capacity() * size_of::<Block>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled() -> Entries {
        let mut entries = Entries::default();
        for i in 0..1000_u64 {
            let (id, value) = (StreamId::new(100 + i / 3, i % 3), i.to_string());
            let extra: &[&[u8]] = if i % 10 == 0 { &[b"other", b"x"] } else { &[] };
            entries.push(id, &[&[&b"name"[..], value.as_bytes()], extra].concat());
        }
        entries
    }

    fn ids<'a>(range: impl Iterator<Item = (StreamId, Fields<'a>)>) -> Vec<StreamId> {
        range.map(|(id, _)| id).collect()
    }

    #[test]
    fn entries_read_back_with_their_own_names() {
        let entries = filled();
        for (i, (id, fields)) in entries.iter().enumerate() {
            assert_eq!(id, StreamId::new(100 + i as u64 / 3, i as u64 % 3));
            let fields: Vec<_> = fields.collect();
            assert_eq!(fields[0], (&b"name"[..], i.to_string().as_bytes()));
            assert_eq!(fields.len(), if i % 10 == 0 { 2 } else { 1 });
        }
    }

    #[test]
    fn ranges_agree_in_both_directions() {
        let entries = filled();
        let (from, to) = (StreamId::new(120, 2), StreamId::new(333, 0));
        let mut back = ids(entries.range_back(from, to));
        back.reverse();
        assert_eq!(ids(entries.range(from, to)), back);
        assert_eq!(back.len(), (333 * 3 - 120 * 3 - 2) + 1);
        assert_eq!(entries.last(), Some(StreamId::new(433, 0)));
    }

    #[test]
    fn removal_and_trimming_leave_the_rest() {
        let mut entries = filled();
        assert!(entries.remove(StreamId::new(100, 0)) && !entries.remove(StreamId::new(100, 0)));
        assert_eq!(entries.trim(usize::MAX, |id| id < StreamId::new(150, 1)), 150);
        assert_eq!(entries.first(), Some(StreamId::new(150, 1)));
        assert_eq!(entries.trim(5, |_| true), 5);
        assert_eq!(entries.len(), 844);
        assert_eq!(entries.iter().count(), 844);
        assert_eq!(entries.trim(usize::MAX, |_| true), 844);
        assert_eq!(entries.first(), None);
    }
}
