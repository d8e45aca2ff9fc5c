//! Intsets (`intset.c`): integers of one width, ascending.

use crate::{
    Error, ErrorKind, Region,
    cursor::{Cursor, Mark},
};

/// An intset being read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Intset<'a> {
    cursor: Cursor<'a>,
    width: u32,
    count: u64,
    previous: Option<i64>,
}

impl<'a> Intset<'a> {
    /// Which structure it is.
    pub(crate) const REGION: Region = Region::Intset;

    /// Checks the header against the size.
    pub(crate) fn open(mut cursor: Cursor<'a>) -> Result<Self, Error> {
        let width = cursor.u32_le("the width of an intset")?;
        let count = u64::from(cursor.u32_le("the count of an intset")?);
        if !matches!(width, 2 | 4 | 8) {
            return Err(cursor.error_at(Mark::START, ErrorKind::IntsetWidth { found: width }));
        }
        let declared = count.saturating_mul(width.into()).saturating_add(8);
        super::packed::check_size(&cursor, declared)?;
        Ok(Self { cursor, width, count, previous: None })
    }

    /// Returns how many integers there are.
    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// Returns the position of the next integer.
    pub(crate) fn position(&self) -> u64 {
        self.cursor.position()
    }

    /// Returns the next integer.
    #[inline]
    pub(crate) fn next_value(&mut self) -> Result<Option<i64>, Error> {
        const WHAT: &str = "an integer of an intset";
        if self.cursor.left() == 0 {
            return Ok(None);
        }
        let start = self.cursor.mark();
        let found = match self.width {
            2 => i64::from(self.cursor.i16_le(WHAT)?),
            4 => i64::from(self.cursor.i32_le(WHAT)?),
            _ => self.cursor.i64_le(WHAT)?,
        };
        if let Some(previous) = self.previous.filter(|previous| *previous >= found) {
            return Err(self.cursor.error_at(start, ErrorKind::IntsetOrder { previous, found }));
        }
        self.previous = Some(found);
        Ok(Some(found))
    }

    /// Returns the count that the header states.
    pub(crate) fn count_in(head: [u8; 8]) -> u64 {
        let [.., a, b, c, d] = head;
        u32::from_le_bytes([a, b, c, d]).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(bytes: &[u8]) -> Result<Vec<i64>, Error> {
        let mut set = Intset::open(Cursor::new(bytes, 0, Region::Intset))?;
        let mut all = Vec::new();
        while let Some(value) = set.next_value()? {
            all.push(value);
        }
        assert_eq!(all.len() as u64, set.count());
        Ok(all)
    }

    #[test]
    fn every_width_keeps_its_sign() {
        assert_eq!(
            read(&[2, 0, 0, 0, 3, 0, 0, 0, 0xfb, 0xff, 1, 0, 0x2c, 1]).unwrap(),
            [-5, 1, 300]
        );
        assert_eq!(read(&[4, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0x80]).unwrap(), [i64::from(i32::MIN)]);
        assert_eq!(read(&[8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80]).unwrap(), [i64::MIN]);
        assert_eq!(read(&[2, 0, 0, 0, 0, 0, 0, 0]).unwrap(), [0i64; 0]);
    }

    #[test]
    fn each_lie_has_its_name() {
        let id = |bytes: &[u8]| read(bytes).unwrap_err().id();
        assert_eq!(id(&[3, 0, 0, 0, 0, 0, 0, 0]), "intset-width");
        assert_eq!(id(&[2, 0, 0, 0, 2, 0, 0, 0, 1, 0]), "intset-size");
        assert_eq!(id(&[2, 0, 0, 0, 2, 0, 0, 0, 1, 0, 1, 0]), "intset-order");
        assert_eq!(id(&[2, 0, 0, 0, 2]), "intset-truncated");
        assert_eq!(id(&[8, 0, 0, 0, 255, 255, 255, 255]), "intset-size");
    }

    proptest! {
        #[test]
        fn any_bytes_give_integers_or_an_error(bytes: Vec<u8>) {
            if let Err(error) = read(&bytes) {
                prop_assert!(error.at() <= bytes.len() as u64);
            }
        }
    }
}
