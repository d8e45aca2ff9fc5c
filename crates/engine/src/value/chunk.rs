//! A run of list elements in one buffer, open at both ends.
//!
//! An element is its length, its bytes, and the length again backwards, as in a listpack (`src/listpack.c`), so
//! that the run can be walked from the tail. Room before the first element makes pushes and pops at the head as
//! cheap as at the tail; scripts and streams use both.

/// The length byte that says that a long length follows (or, behind an element, precedes).
const LONG: u8 = 0xff;

/// Elements of a list, packed.
#[derive(Debug, Clone, Default)]
pub(super) struct Chunk {
    buffer: Vec<u8>,
    /// Where the first element begins.
    head: usize,
    len: usize,
}

const fn head_size(len: usize) -> usize {
    if len < LONG as usize { 1 } else { 9 }
}

const fn size(len: usize) -> usize {
    len + 2 * head_size(len)
}

/// Writes an element into a slice of exactly its size.
fn write(slot: &mut [u8], element: &[u8]) {
    let head = head_size(element.len());
    let end = head + element.len();
    slot[head..end].copy_from_slice(element);
    if head == 1 {
        slot[0] = element.len() as u8;
        slot[end] = element.len() as u8;
    } else {
        let len = (element.len() as u64).to_le_bytes();
        slot[0] = LONG;
        slot[1..9].copy_from_slice(&len);
        slot[end..end + 8].copy_from_slice(&len);
        slot[end + 8] = LONG;
    }
}

/// Reads the element at `at`, and tells where the next one begins.
fn read(buffer: &[u8], at: usize) -> Option<(&[u8], usize)> {
    let len = match *buffer.get(at)? {
        LONG => u64::from_le_bytes(buffer.get(at + 1..at + 9)?.try_into().ok()?) as usize,
        len => usize::from(len),
    };
    let start = at + head_size(len);
    Some((buffer.get(start..start + len)?, at + size(len)))
}

/// Reads the element that ends at `end`, and tells where it begins.
fn read_back(buffer: &[u8], end: usize) -> Option<(&[u8], usize)> {
    let last = end.checked_sub(1)?;
    let len = match *buffer.get(last)? {
        LONG => u64::from_le_bytes(buffer.get(last - 8..last)?.try_into().ok()?) as usize,
        len => usize::from(len),
    };
    let at = end.checked_sub(size(len))?;
    read(buffer, at).map(|(element, _)| (element, at))
}

impl Chunk {
    /// Starts empty.
    pub(super) const fn new() -> Self {
        Self { buffer: Vec::new(), head: 0, len: 0 }
    }

    /// Returns how many elements there are.
    pub(super) const fn len(&self) -> usize {
        self.len
    }

    /// Tells whether there is none.
    pub(super) const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Returns how many bytes the elements take.
    pub(super) const fn bytes(&self) -> usize {
        self.buffer.len() - self.head
    }

    /// Adds an element at the tail.
    pub(super) fn push_back(&mut self, element: &[u8]) {
        let size = size(element.len());
        if self.buffer.capacity() - self.buffer.len() < size {
            self.close_gap();
            super::packed::reserve(&mut self.buffer, size);
        }
        let at = self.buffer.len();
        self.buffer.resize(at + size, 0);
        write(&mut self.buffer[at..], element);
        self.len += 1;
    }

    /// Gives the room before the head back where it is much.
    fn close_gap(&mut self) {
        if self.head > self.bytes() / 2 {
            self.buffer.drain(..self.head);
            self.head = 0;
        }
    }

    /// Adds an element at the head.
    pub(super) fn push_front(&mut self, element: &[u8]) {
        let size = size(element.len());
        if self.head < size {
            self.open_gap(size);
        }
        self.head -= size;
        write(&mut self.buffer[self.head..self.head + size], element);
        self.len += 1;
    }

    /// Makes room for `size` bytes before the head, and a quarter of the content for those to come.
    fn open_gap(&mut self, size: usize) {
        let bytes = self.bytes();
        let gap = size + (bytes / 4).min(512);
        if self.buffer.capacity() < gap + bytes {
            let mut buffer = Vec::with_capacity(gap + bytes);
            buffer.resize(gap, 0);
            buffer.extend_from_slice(&self.buffer[self.head..]);
            self.buffer = buffer;
        } else {
            let head = self.head;
            self.buffer.resize((gap + bytes).max(self.buffer.len()), 0);
            self.buffer.copy_within(head..head + bytes, gap);
            self.buffer.truncate(gap + bytes);
        }
        self.head = gap;
    }

    /// Returns the first element.
    pub(super) fn front(&self) -> Option<&[u8]> {
        read(&self.buffer, self.head).map(|(element, _)| element)
    }

    /// Returns the last element.
    pub(super) fn back(&self) -> Option<&[u8]> {
        if self.len == 0 {
            return None;
        }
        read_back(&self.buffer, self.buffer.len()).map(|(element, _)| element)
    }

    /// Removes the first element.
    pub(super) fn pop_front(&mut self) {
        if let Some((_, next)) = read(&self.buffer, self.head) {
            self.head = next;
            self.len -= 1;
        }
    }

    /// Removes the last element.
    pub(super) fn pop_back(&mut self) {
        if self.len > 0
            && let Some((_, at)) = read_back(&self.buffer, self.buffer.len())
        {
            self.buffer.truncate(at);
            self.len -= 1;
        }
    }

    /// Returns where the element at an index begins; the end of the buffer where there is none.
    fn offset(&self, index: usize) -> usize {
        let mut at = self.head;
        for _ in 0..index {
            match read(&self.buffer, at) {
                Some((_, next)) => at = next,
                None => break,
            }
        }
        at
    }

    /// Returns the element at an index.
    pub(super) fn get(&self, index: usize) -> Option<&[u8]> {
        read(&self.buffer, self.offset(index)).map(|(element, _)| element)
    }

    /// Replaces the element at an index.
    pub(super) fn replace(&mut self, index: usize, element: &[u8]) {
        let at = self.offset(index);
        if let Some((_, end)) = read(&self.buffer, at) {
            self.splice(at, end, element);
        }
    }

    /// Inserts an element before the one at an index.
    pub(super) fn insert(&mut self, index: usize, element: &[u8]) {
        let at = self.offset(index);
        self.splice(at, at, element);
        self.len += 1;
    }

    fn splice(&mut self, at: usize, end: usize, element: &[u8]) {
        let mut bytes = vec![0; size(element.len())];
        write(&mut bytes, element);
        super::packed::splice(&mut self.buffer, at, end, &bytes);
    }

    /// Cuts the run before the element at an index and returns what stood behind the cut.
    pub(super) fn split_off(&mut self, index: usize) -> Self {
        let at = self.offset(index);
        let buffer = self.buffer[at..].to_vec();
        self.buffer.truncate(at);
        let len = self.len - index;
        self.len = index;
        Self { buffer, head: 0, len }
    }

    /// Keeps only the elements for which `keep` says so.
    pub(super) fn retain(&mut self, mut keep: impl FnMut(&[u8]) -> bool) {
        let (mut from, mut to) = (self.head, self.head);
        while let Some((element, next)) = read(&self.buffer, from) {
            if keep(element) {
                if from != to {
                    self.buffer.copy_within(from..next, to);
                }
                to += next - from;
            } else {
                self.len -= 1;
            }
            from = next;
        }
        self.buffer.truncate(to);
    }

    /// Iterates from the head.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let mut at = self.head;
        std::iter::from_fn(move || {
            let (element, next) = read(&self.buffer, at)?;
            at = next;
            Some(element)
        })
    }

    /// Iterates from the tail.
    pub(super) fn iter_back(&self) -> impl Iterator<Item = &[u8]> {
        let (mut end, mut left) = (self.buffer.len(), self.len);
        std::iter::from_fn(move || {
            left = left.checked_sub(1)?;
            let (element, at) = read_back(&self.buffer, end)?;
            end = at;
            Some(element)
        })
    }

    /// Returns the bytes on the heap.
    pub(super) const fn heap_bytes(&self) -> usize {
        self.buffer.capacity()
    }
}
