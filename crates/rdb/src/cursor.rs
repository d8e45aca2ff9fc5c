//! The only file of this crate that touches the slice.
//!
//! A cursor knows what is left of the bytes and how far from the start of the file they are. Every read checks its
//! bounds and fails with the position of the first byte of the item that is incomplete; none can panic.

use crate::{Error, ErrorKind, Region, Watch};

/// A place in the bytes of a snapshot, or of a packed structure inside it.
///
/// Only one number of it changes on the way, which the compiler keeps in a register.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor<'a> {
    bytes: &'a [u8],
    /// The index of the next byte.
    index: usize,
    /// The position of the first byte, counted from the start of the file.
    base: u64,
    region: Region,
    /// Who is told what was passed.
    watch: Option<&'a Watch<'a>>,
    /// The index from which on it is to be told.
    tell_at: usize,
}

/// A place that a cursor passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mark(usize);

impl Mark {
    /// The first byte.
    pub(crate) const START: Self = Self(0);
}

impl<'a> Cursor<'a> {
    /// Stands at the first of these bytes, which has the position `at` in its file.
    #[inline]
    pub(crate) fn new(bytes: &'a [u8], at: u64, region: Region) -> Self {
        Self { bytes, index: 0, base: at, region, watch: None, tell_at: usize::MAX }
    }

    /// Tells a watch what is passed from here on.
    #[inline]
    pub(crate) fn watched(mut self, watch: Option<&'a Watch<'a>>) -> Self {
        self.watch = watch;
        self.tell_at = watch.map_or(usize::MAX, |watch| self.index.saturating_add(watch.step()));
        self
    }

    /// Returns who is told what is passed.
    #[inline]
    pub(crate) fn watch(&self) -> Option<&'a Watch<'a>> {
        self.watch
    }

    #[cold]
    #[inline(never)]
    fn tell(&mut self) {
        let Some(watch) = self.watch else { return };
        let from = Mark(self.tell_at.saturating_sub(watch.step()));
        watch.tell(self.position_at(from)..self.position());
        self.tell_at = self.index.saturating_add(watch.step());
    }

    /// Returns the present place.
    #[inline]
    pub(crate) fn mark(&self) -> Mark {
        Mark(self.index)
    }

    /// Goes back to a place.
    #[inline]
    pub(crate) fn rewind(&mut self, mark: Mark) {
        self.index = mark.0.min(self.index);
    }

    /// Returns the position of the next byte, counted from the start of the file.
    #[inline]
    pub(crate) fn position(&self) -> u64 {
        self.position_at(self.mark())
    }

    /// Returns the position of a place, counted from the start of the file.
    #[inline]
    pub(crate) fn position_at(&self, mark: Mark) -> u64 {
        self.base.saturating_add(mark.0 as u64)
    }

    /// Returns how many bytes lie between a place and the present one.
    #[inline]
    pub(crate) fn passed(&self, mark: Mark) -> u64 {
        self.index.saturating_sub(mark.0) as u64
    }

    /// Returns the bytes between a place and the present one.
    #[inline]
    pub(crate) fn since(&self, mark: Mark) -> &'a [u8] {
        self.bytes.get(mark.0..self.index).unwrap_or_default()
    }

    /// Returns the position of the first byte.
    pub(crate) fn base(&self) -> u64 {
        self.base
    }

    /// Returns how many bytes were passed since the first.
    #[inline]
    pub(crate) fn index(&self) -> usize {
        self.index
    }

    /// Returns what these bytes are part of.
    #[inline]
    pub(crate) fn region(&self) -> Region {
        self.region
    }

    /// Returns how many bytes there are in all.
    #[inline]
    pub(crate) fn size(&self) -> u64 {
        self.bytes.len() as u64
    }

    /// Returns how many bytes are left.
    #[inline]
    pub(crate) fn left(&self) -> u64 {
        self.bytes.len().saturating_sub(self.index) as u64
    }

    /// Returns all that is left.
    #[inline]
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.index..).unwrap_or_default()
    }

    /// Returns the next byte without passing it.
    #[inline]
    pub(crate) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.index).copied()
    }

    /// Passes the byte that was seen to be there.
    #[inline]
    pub(crate) fn pass_peeked(&mut self) {
        self.index = self.index.saturating_add(1).min(self.bytes.len());
    }

    /// Passes so many bytes where they are there, and nothing otherwise.
    #[inline]
    pub(crate) fn pass_if(&mut self, count: usize) -> bool {
        let end = self.index.saturating_add(count);
        let there = end <= self.bytes.len();
        if there {
            self.index = end;
            if end >= self.tell_at {
                self.tell();
            }
        }
        there
    }

    /// Passes one byte.
    #[inline]
    pub(crate) fn byte(&mut self, what: &'static str) -> Result<u8, Error> {
        match self.bytes.get(self.index) {
            Some(&byte) => {
                self.index = self.index.wrapping_add(1);
                Ok(byte)
            }
            None => Err(self.truncated(what, 1)),
        }
    }

    /// Passes a fixed number of bytes.
    #[inline]
    pub(crate) fn array<const N: usize>(&mut self, what: &'static str) -> Result<[u8; N], Error> {
        match self.rest().first_chunk::<N>() {
            Some(&array) => {
                self.index = self.index.wrapping_add(N);
                Ok(array)
            }
            None => Err(self.truncated(what, N as u64)),
        }
    }

    /// Passes as many bytes as a length states.
    #[inline]
    pub(crate) fn take(&mut self, count: u64, what: &'static str) -> Result<&'a [u8], Error> {
        let end = usize::try_from(count).ok().and_then(|count| self.index.checked_add(count));
        match end.and_then(|end| Some((self.bytes.get(self.index..end)?, end))) {
            Some((taken, end)) => {
                self.index = end;
                if end >= self.tell_at {
                    self.tell();
                }
                Ok(taken)
            }
            None => Err(self.truncated(what, count)),
        }
    }

    /// Describes that an item is longer than what is left.
    #[cold]
    #[inline(never)]
    pub(crate) fn truncated(&self, what: &'static str, wanted: u64) -> Error {
        self.truncated_at(self.mark(), what, wanted)
    }

    /// Describes that the item at a place is longer than what was left there.
    #[cold]
    #[inline(never)]
    pub(crate) fn truncated_at(&self, mark: Mark, what: &'static str, wanted: u64) -> Error {
        let left = self.bytes.len().saturating_sub(mark.0) as u64;
        self.error_at(mark, ErrorKind::Truncated { region: self.region, what, wanted, left })
    }

    /// Describes a defect of the next byte.
    #[cold]
    #[inline(never)]
    pub(crate) fn error(&self, kind: ErrorKind) -> Error {
        self.error_at(self.mark(), kind)
    }

    /// Describes a defect of the item at a place.
    #[cold]
    #[inline(never)]
    pub(crate) fn error_at(&self, mark: Mark, kind: ErrorKind) -> Error {
        Error::new(kind, self.position_at(mark))
    }
}

macro_rules! integers {
    ($($name:ident: $type:ty = $from:ident;)*) => {
        impl Cursor<'_> {
            $(
                #[doc = concat!("Passes one `", stringify!($type), "` (`", stringify!($from), "`).")]
                #[inline]
                pub(crate) fn $name(&mut self, what: &'static str) -> Result<$type, Error> {
                    Ok(<$type>::$from(self.array(what)?))
                }
            )*
        }
    };
}

integers! {
    u16_le: u16 = from_le_bytes;
    u32_le: u32 = from_le_bytes;
    u64_le: u64 = from_le_bytes;
    i64_le: i64 = from_le_bytes;
    i32_le: i32 = from_le_bytes;
    i16_le: i16 = from_le_bytes;
    f64_le: f64 = from_le_bytes;
    f32_le: f32 = from_le_bytes;
    u32_be: u32 = from_be_bytes;
    u64_be: u64 = from_be_bytes;
}

impl Cursor<'_> {
    /// Passes a signed integer of three bytes, the lowest first.
    #[inline]
    pub(crate) fn i24_le(&mut self, what: &'static str) -> Result<i32, Error> {
        let [low, middle, high] = self.array(what)?;
        Ok(i32::from_le_bytes([0, low, middle, high]) >> 8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_knows_its_position_and_stops_at_the_end() {
        let mut cursor = Cursor::new(&[1, 2, 3, 0xff, 0xff, 0xff], 100, Region::File);
        let start = cursor.mark();
        assert_eq!(cursor.byte("x").unwrap(), 1);
        assert_eq!(cursor.u16_le("x").unwrap(), 0x0302);
        assert_eq!(cursor.position(), 103);
        assert_eq!(cursor.since(start), [1, 2, 3]);
        assert_eq!(cursor.i24_le("x").unwrap(), -1);
        let error = cursor.take(7, "a thing").unwrap_err();
        assert_eq!((error.at(), error.id()), (106, "rdb-truncated"));
        assert_eq!(
            error.to_string(),
            "expected 7 bytes of a thing in the snapshot, found 0, at byte 106"
        );
        cursor.rewind(start);
        assert_eq!((cursor.position(), cursor.left()), (100, 6));
    }

    #[test]
    fn a_length_beyond_the_address_space_is_a_short_read() {
        let mut cursor = Cursor::new(&[0; 4], 0, Region::File);
        assert_eq!(cursor.take(u64::MAX, "x").unwrap_err().id(), "rdb-truncated");
        assert_eq!(cursor.left(), 4);
    }
}
