//! Lists.

use super::{Kind, SmallBytes, Value, chunk::Chunk};
use crate::Profile;
use std::collections::VecDeque;

/// A list: chunks of packed elements, as in a quicklist (`src/quicklist.c`). Where the chunks end is invisible.
#[derive(Debug, Clone)]
pub(crate) struct List {
    chunks: Chunks,
    len: usize,
}

#[derive(Debug, Clone)]
enum Chunks {
    One(Chunk),
    Many(VecDeque<Chunk>),
}

/// An end of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// The head.
    Left,
    /// The tail.
    Right,
}

/// Where a chunk is full, in bytes.
const FULL: usize = 4096;

impl List {
    /// Returns an empty list.
    pub(crate) const fn new() -> Self {
        Self { chunks: Chunks::One(Chunk::new()), len: 0 }
    }

    /// Returns how many elements there are.
    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    /// Tells whether there is none.
    pub(crate) const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Adds an element at an end.
    pub(crate) fn push(&mut self, end: End, element: &[u8]) {
        self.len += 1;
        let chunk = self.chunk_for(end, element.len());
        match end {
            End::Left => chunk.push_front(element),
            End::Right => chunk.push_back(element),
        }
    }

    /// Returns the chunk at an end that has room for an element.
    fn chunk_for(&mut self, end: End, len: usize) -> &mut Chunk {
        if let Chunks::One(chunk) = &mut self.chunks
            && !chunk.is_empty()
            && chunk.bytes() + len > FULL
        {
            self.chunks = Chunks::Many(VecDeque::from([std::mem::take(chunk)]));
        }
        let chunks = match &mut self.chunks {
            Chunks::One(chunk) => return chunk,
            Chunks::Many(chunks) => chunks,
        };
        let last = if end == End::Left { chunks.front() } else { chunks.back() };
        let full = last.is_none_or(|chunk| chunk.bytes() + len > FULL && !chunk.is_empty());
        let at = match (end, full) {
            (End::Left, true) => {
                chunks.push_front(Chunk::new());
                0
            }
            (End::Right, true) => {
                chunks.push_back(Chunk::new());
                chunks.len() - 1
            }
            (End::Left, false) => 0,
            (End::Right, false) => chunks.len() - 1,
        };
        &mut chunks[at]
    }

    /// Removes the element at an end, after `visit` has seen it; `None` where the list is empty.
    pub(crate) fn pop<T>(&mut self, end: End, visit: impl FnOnce(&[u8]) -> T) -> Option<T> {
        let chunk = match &mut self.chunks {
            Chunks::One(chunk) => chunk,
            Chunks::Many(chunks) if end == End::Left => chunks.front_mut()?,
            Chunks::Many(chunks) => chunks.back_mut()?,
        };
        let result = match end {
            End::Left => {
                let result = visit(chunk.front()?);
                chunk.pop_front();
                result
            }
            End::Right => {
                let result = visit(chunk.back()?);
                chunk.pop_back();
                result
            }
        };
        self.len -= 1;
        self.drop_empty(end);
        Some(result)
    }

    fn drop_empty(&mut self, end: End) {
        let Chunks::Many(chunks) = &mut self.chunks else { return };
        let edge = if end == End::Left { chunks.front() } else { chunks.back() };
        if edge.is_some_and(Chunk::is_empty) {
            if end == End::Left {
                chunks.pop_front()
            } else {
                chunks.pop_back()
            };
        }
        if chunks.is_empty() {
            self.chunks = Chunks::One(Chunk::new());
        }
    }

    fn as_slices(&self) -> (&[Chunk], &[Chunk]) {
        match &self.chunks {
            Chunks::One(chunk) => (std::slice::from_ref(chunk), &[]),
            Chunks::Many(chunks) => chunks.as_slices(),
        }
    }

    fn chunks(&self) -> impl DoubleEndedIterator<Item = &Chunk> {
        let (first, second) = self.as_slices();
        first.iter().chain(second)
    }

    /// Finds the chunk of an index, and the index inside it.
    fn locate(&self, index: usize) -> Option<(usize, usize)> {
        let mut before = 0;
        for (n, chunk) in self.chunks().enumerate() {
            if index < before + chunk.len() {
                return Some((n, index - before));
            }
            before += chunk.len();
        }
        None
    }

    fn chunk_mut(&mut self, n: usize) -> Option<&mut Chunk> {
        match &mut self.chunks {
            Chunks::One(chunk) => (n == 0).then_some(chunk),
            Chunks::Many(chunks) => chunks.get_mut(n),
        }
    }

    /// Returns the element at an index from the head.
    pub(crate) fn get(&self, index: usize) -> Option<&[u8]> {
        let (n, inside) = self.locate(index)?;
        self.chunks().nth(n)?.get(inside)
    }

    /// Replaces the element at an index; `false` where there is none.
    pub(crate) fn set(&mut self, index: usize, element: &[u8]) -> bool {
        let Some((n, inside)) = self.locate(index) else { return false };
        let Some(chunk) = self.chunk_mut(n) else { return false };
        chunk.replace(inside, element);
        self.split(n);
        true
    }

    /// Inserts an element before the one at `index`, or at the tail.
    pub(crate) fn insert(&mut self, index: usize, element: &[u8]) {
        let Some((n, inside)) = self.locate(index) else { return self.push(End::Right, element) };
        if let Some(chunk) = self.chunk_mut(n) {
            chunk.insert(inside, element);
            self.len += 1;
            self.split(n);
        }
    }

    /// Divides a chunk that has grown too long.
    fn split(&mut self, n: usize) {
        let Some(chunk) = self.chunk_mut(n) else { return };
        if chunk.bytes() <= 2 * FULL || chunk.len() < 2 {
            return;
        }
        let right = chunk.split_off(chunk.len() / 2);
        if let Chunks::One(chunk) = &mut self.chunks {
            self.chunks = Chunks::Many(VecDeque::from([std::mem::take(chunk)]));
        }
        if let Chunks::Many(chunks) = &mut self.chunks {
            chunks.insert(n + 1, right);
        }
    }

    /// Keeps only the elements for which `keep` says so, from the head on; tells how many went.
    pub(crate) fn retain(&mut self, mut keep: impl FnMut(&[u8]) -> bool) -> usize {
        let before = self.len;
        match &mut self.chunks {
            Chunks::One(chunk) => {
                chunk.retain(keep);
                self.len = chunk.len();
            }
            Chunks::Many(chunks) => {
                for chunk in chunks.iter_mut() {
                    chunk.retain(&mut keep);
                }
                chunks.retain(|chunk| !chunk.is_empty());
                self.len = chunks.iter().map(Chunk::len).sum();
                if chunks.is_empty() {
                    self.chunks = Chunks::One(Chunk::new());
                }
            }
        }
        before - self.len
    }

    /// Removes `left` elements at the head and `right` at the tail.
    pub(crate) fn trim(&mut self, left: usize, right: usize) {
        if left + right >= self.len {
            *self = Self::new();
            return;
        }
        self.cut(End::Left, left);
        self.cut(End::Right, right);
    }

    fn cut(&mut self, end: End, mut count: usize) {
        while let Chunks::Many(chunks) = &mut self.chunks {
            let edge = if end == End::Left { chunks.front() } else { chunks.back() };
            match edge.map(Chunk::len) {
                Some(len) if len <= count => {
                    if end == End::Left {
                        chunks.pop_front()
                    } else {
                        chunks.pop_back()
                    };
                    count -= len;
                    self.len -= len;
                }
                _ => break,
            }
        }
        for _ in 0..count {
            self.pop(end, |_| ());
        }
    }

    /// Iterates from the head, skipping `from` elements.
    pub(crate) fn iter_from(&self, from: usize) -> impl Iterator<Item = &[u8]> {
        let mut skip = from;
        self.chunks()
            .filter_map(move |chunk| {
                if skip >= chunk.len() {
                    skip -= chunk.len();
                    return None;
                }
                Some(chunk.iter().skip(std::mem::take(&mut skip)))
            })
            .flatten()
    }

    /// Iterates from the head.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        self.iter_from(0)
    }

    /// Iterates from the tail.
    pub(crate) fn iter_back(&self) -> impl Iterator<Item = &[u8]> {
        self.chunks().rev().flat_map(Chunk::iter_back)
    }

    /// Returns copies of all elements.
    pub(crate) fn elements(&self) -> Vec<SmallBytes> {
        self.iter().map(SmallBytes::new).collect()
    }

    /// Returns the server's word for the form, as far as defaults tell.
    pub(crate) fn encoding(&self, profile: &Profile) -> &'static str {
        let bytes: usize = self.chunks().map(Chunk::bytes).sum();
        if profile.replica.at_least(7, 2, 0) {
            if bytes <= 8192 { "listpack" } else { "quicklist" }
        } else if profile.replica.at_least(3, 2, 0) {
            "quicklist"
        } else if self.len <= 512 && self.iter().all(|element| element.len() <= 64) {
            "ziplist"
        } else {
            "linkedlist"
        }
    }

    /// Returns the bytes on the heap.
    pub(crate) fn heap_bytes(&self) -> usize {
        self.chunks().map(|chunk| chunk.heap_bytes() + size_of::<Chunk>()).sum()
    }
}

impl Kind for List {
    const WORD: &'static str = "list";

    fn of(value: &Value) -> Option<&Self> {
        if let Value::List(list) = value { Some(list) } else { None }
    }

    fn of_mut(value: &mut Value) -> Option<&mut Self> {
        if let Value::List(list) = value { Some(list) } else { None }
    }

    fn empty() -> Value {
        Value::List(Box::new(Self::new()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every operation on a list, and on a plain vector beside it.
    #[test]
    fn a_list_behaves_like_a_vector() {
        let (mut list, mut model) = (List::new(), Vec::<Vec<u8>>::new());
        let mut state = 12345_u64;
        for step in 0..20_000_u64 {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            let random = (state >> 33) as usize;
            let element = vec![(step % 251) as u8; [3, 40, 300, 5000][(random >> 8) % 4]];
            let index = if model.is_empty() { 0 } else { random % model.len() };
            match random % 16 {
                0..=2 => {
                    list.push(End::Left, &element);
                    model.insert(0, element);
                }
                3..=5 => {
                    list.push(End::Right, &element);
                    model.push(element);
                }
                6 | 7 => {
                    let popped = list.pop(End::Left, <[u8]>::to_vec);
                    assert_eq!(popped, (!model.is_empty()).then(|| model.remove(0)));
                }
                8 | 9 => assert_eq!(list.pop(End::Right, <[u8]>::to_vec), model.pop()),
                10 if !model.is_empty() => {
                    assert!(list.set(index, &element));
                    model[index] = element;
                }
                11 => {
                    list.insert(index, &element);
                    model.insert(index, element);
                }
                12 => {
                    let byte = (step % 251) as u8;
                    list.retain(|element| element[0] != byte);
                    model.retain(|element| element[0] != byte);
                }
                13 if step % 10 == 0 && model.len() > 4 => {
                    list.trim(2, 1);
                    model = model[2..model.len() - 1].to_vec();
                }
                _ => assert_eq!(list.get(index), model.get(index).map(Vec::as_slice)),
            }
            assert_eq!(list.len(), model.len());
            if step % 100 == 0 {
                assert!(list.iter_from(index).eq(model.iter().skip(index)));
                assert!(list.iter_back().eq(model.iter().rev()));
            }
        }
    }
}
