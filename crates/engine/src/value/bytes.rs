//! Short byte strings without an allocation of their own.

use std::fmt;

/// How many bytes fit without an allocation.
const INLINE: usize = 22;

/// An owned byte string of 24 bytes: up to 22 bytes stand inside it, longer ones on the heap.
///
/// Most keys, members and values of real data sets are shorter than the pointer and length that would lead to
/// them, so this saves an allocation and a cache miss for each.
#[derive(Clone)]
pub(crate) struct SmallBytes(Repr);

#[derive(Clone)]
enum Repr {
    Inline(u8, [u8; INLINE]),
    Heap(Box<[u8]>),
}

const _: () = assert!(size_of::<SmallBytes>() == 24);

impl SmallBytes {
    /// The empty string.
    pub(crate) const EMPTY: Self = Self(Repr::Inline(0, [0; INLINE]));

    /// Copies a slice.
    #[inline]
    pub(crate) fn new(bytes: &[u8]) -> Self {
        if bytes.len() <= INLINE {
            let mut data = [0; INLINE];
            data[..bytes.len()].copy_from_slice(bytes);
            Self(Repr::Inline(bytes.len() as u8, data))
        } else {
            Self(Repr::Heap(bytes.into()))
        }
    }

    /// Returns the bytes.
    #[inline]
    pub(crate) fn as_slice(&self) -> &[u8] {
        match &self.0 {
            Repr::Inline(len, data) => &data[..usize::from(*len)],
            Repr::Heap(bytes) => bytes,
        }
    }

    /// Returns the bytes for changes in place.
    pub(crate) fn as_mut_slice(&mut self) -> &mut [u8] {
        match &mut self.0 {
            Repr::Inline(len, data) => &mut data[..usize::from(*len)],
            Repr::Heap(bytes) => bytes,
        }
    }

    /// Returns how many bytes there are.
    pub(crate) fn len(&self) -> usize {
        self.as_slice().len()
    }

    /// Replaces the content, without touching the allocator where both old and new are short.
    #[inline]
    pub(crate) fn assign(&mut self, bytes: &[u8]) {
        match &mut self.0 {
            Repr::Heap(old) if old.len() == bytes.len() => old.copy_from_slice(bytes),
            _ => *self = Self::new(bytes),
        }
    }

    /// Appends a slice.
    pub(crate) fn extend(&mut self, more: &[u8]) {
        let old = self.len();
        match &mut self.0 {
            Repr::Inline(len, data) if old + more.len() <= INLINE => {
                data[old..old + more.len()].copy_from_slice(more);
                *len += more.len() as u8;
            }
            _ => self.with_vec(more.len(), |vec| vec.extend_from_slice(more)),
        }
    }

    /// Lengthens the string with NUL bytes, or leaves it alone where it is long enough.
    pub(crate) fn grow(&mut self, len: usize) {
        let old = self.len();
        if len > old {
            self.with_vec(len - old, |vec| vec.resize(len, 0));
        }
    }

    /// Lets a change be made to the bytes as a vector with room for exactly `extra` more.
    pub(crate) fn with_vec<T>(
        &mut self,
        extra: usize,
        change: impl FnOnce(&mut Vec<u8>) -> T,
    ) -> T {
        let mut vec = match std::mem::replace(&mut self.0, Self::EMPTY.0) {
            Repr::Inline(len, data) => {
                let mut vec = Vec::with_capacity(usize::from(len) + extra);
                vec.extend_from_slice(&data[..usize::from(len)]);
                vec
            }
            Repr::Heap(bytes) => {
                let mut vec = bytes.into_vec();
                vec.reserve_exact(extra);
                vec
            }
        };
        let result = change(&mut vec);
        *self = Self::from(vec);
        result
    }

    /// Returns how many bytes stand on the heap.
    pub(crate) fn heap_bytes(&self) -> usize {
        match &self.0 {
            Repr::Inline(..) => 0,
            Repr::Heap(bytes) => bytes.len(),
        }
    }
}

impl From<Vec<u8>> for SmallBytes {
    fn from(vec: Vec<u8>) -> Self {
        if vec.len() <= INLINE { Self::new(&vec) } else { Self(Repr::Heap(vec.into_boxed_slice())) }
    }
}

impl From<&[u8]> for SmallBytes {
    fn from(bytes: &[u8]) -> Self {
        Self::new(bytes)
    }
}

impl AsRef<[u8]> for SmallBytes {
    fn as_ref(&self) -> &[u8] {
        self.as_slice()
    }
}

impl PartialEq for SmallBytes {
    fn eq(&self, other: &Self) -> bool {
        self.as_slice() == other.as_slice()
    }
}

impl Eq for SmallBytes {}

impl fmt::Debug for SmallBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        autopsync_model::Bytes(self.as_slice()).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_long_strings_behave_alike_across_the_border() {
        for len in 0..60 {
            let text: Vec<u8> = (0..len).collect();
            let mut bytes = SmallBytes::new(&text);
            assert_eq!(bytes.as_slice(), text);
            assert_eq!(bytes.heap_bytes() > 0, usize::from(len) > INLINE);
            bytes.extend(b"tail");
            assert_eq!(bytes.as_slice(), [&text[..], b"tail"].concat());
            bytes.grow(40);
            assert_eq!(bytes.len(), usize::from(len + 4).max(40));
            bytes.assign(b"x");
            assert_eq!(bytes.as_slice(), b"x");
        }
    }
}
