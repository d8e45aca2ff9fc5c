//! Many short strings in one buffer: the ground of small sets, hashes and sorted sets.
//!
//! The same idea as the server's ziplists and listpacks (`src/listpack.c`), in a format of our own: a length of
//! one byte (or 0xFF and eight bytes), then the bytes. Order is the order of insertion, as scripts can see it.

/// The length byte that says that a long length follows.
const LONG: u8 = 0xff;

/// How many bytes a string takes in a buffer.
pub(super) const fn size(len: usize) -> usize {
    if len < LONG as usize { 1 + len } else { 9 + len }
}

/// Makes room for exactly what is asked and an eighth of what is there: small buffers are many, slack adds up.
pub(super) fn reserve(buffer: &mut Vec<u8>, extra: usize) {
    if buffer.capacity() - buffer.len() < extra {
        buffer.reserve_exact(extra + buffer.len() / 8);
    }
}

/// Appends a string.
pub(super) fn push(buffer: &mut Vec<u8>, bytes: &[u8]) {
    reserve(buffer, size(bytes.len()));
    push_reserved(buffer, bytes);
}

fn push_reserved(buffer: &mut Vec<u8>, bytes: &[u8]) {
    if bytes.len() < LONG as usize {
        buffer.push(bytes.len() as u8);
    } else {
        buffer.push(LONG);
        buffer.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
    }
    buffer.extend_from_slice(bytes);
}

/// Reads the string at `at`, and tells where the next one begins; `None` at the end.
#[inline]
pub(super) fn read(buffer: &[u8], at: usize) -> Option<(&[u8], usize)> {
    let first = *buffer.get(at)?;
    let (start, len) = if first < LONG {
        (at + 1, usize::from(first))
    } else {
        let len: [u8; 8] = buffer.get(at + 1..at + 9)?.try_into().ok()?;
        (at + 9, u64::from_le_bytes(len) as usize)
    };
    Some((buffer.get(start..start + len)?, start + len))
}

/// Puts other bytes in the place of `at..end`, which is how a string is replaced, inserted and removed.
pub(super) fn replace(buffer: &mut Vec<u8>, at: usize, end: usize, with: Option<&[u8]>) {
    let new = with.map_or(0, |bytes| size(bytes.len()));
    let old = end - at;
    if let (Some(bytes), true) = (with, new == old) {
        return buffer[end - bytes.len()..end].copy_from_slice(bytes);
    }
    let tail = buffer.len() - end;
    if new > old {
        reserve(buffer, new - old);
        buffer.resize(buffer.len() + new - old, 0);
    }
    buffer.copy_within(end..end + tail, at + new);
    buffer.truncate(at + new + tail);
    if let Some(bytes) = with {
        let head = new - bytes.len();
        if head == 1 {
            buffer[at] = bytes.len() as u8;
        } else {
            buffer[at] = LONG;
            buffer[at + 1..at + 9].copy_from_slice(&(bytes.len() as u64).to_le_bytes());
        }
        buffer[at + head..at + new].copy_from_slice(bytes);
    }
}

/// Puts raw bytes (not a string of this format) in the place of `at..end`.
pub(super) fn splice(buffer: &mut Vec<u8>, at: usize, end: usize, with: &[u8]) {
    let tail = buffer.len() - end;
    if with.len() > end - at {
        let more = with.len() - (end - at);
        reserve(buffer, more);
        buffer.resize(buffer.len() + more, 0);
    }
    buffer.copy_within(end..end + tail, at + with.len());
    buffer.truncate(at + with.len() + tail);
    buffer[at..at + with.len()].copy_from_slice(with);
}

/// Iterates over the strings.
#[derive(Debug, Clone)]
pub(super) struct Strings<'a> {
    buffer: &'a [u8],
    at: usize,
}

impl<'a> Strings<'a> {
    /// Starts at the front.
    pub(super) const fn new(buffer: &'a [u8]) -> Self {
        Self { buffer, at: 0 }
    }

    /// Returns where the next string begins.
    pub(super) const fn at(&self) -> usize {
        self.at
    }
}

impl<'a> Iterator for Strings<'a> {
    type Item = &'a [u8];

    #[inline]
    fn next(&mut self) -> Option<&'a [u8]> {
        let (bytes, next) = read(self.buffer, self.at)?;
        self.at = next;
        Some(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_of_all_lengths_are_replaced_inserted_and_removed() {
        let long = vec![7_u8; 300];
        for first in [&b""[..], b"abc", &long] {
            for second in [&b"zz"[..], b"", &long, b"abd"] {
                let mut buffer = Vec::new();
                push(&mut buffer, b"head");
                let at = buffer.len();
                push(&mut buffer, first);
                let end = buffer.len();
                push(&mut buffer, b"tail");
                replace(&mut buffer, at, end, Some(second));
                let all: Vec<_> = Strings::new(&buffer).collect();
                assert_eq!(all, [b"head", second, b"tail"]);
                replace(&mut buffer, at, at, Some(first));
                replace(&mut buffer, 0, at, None);
                let all: Vec<_> = Strings::new(&buffer).collect();
                assert_eq!(all, [first, second, b"tail"]);
            }
        }
    }
}
