//! What modules say about a key (`KEY_META`, Redis 8.6): classes of metadata, in front of the key's type.

use crate::{Error, ModuleItems, Region, cursor::Cursor, encoding::length, module::six_bits};
use std::fmt;

/// The characters of a class name. Those of a module's name, with the last two swapped.
const NAME_CHARACTERS: &[u8; 64] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";

/// The metadata of one key.
#[derive(Clone, Copy)]
pub struct KeyMeta<'a> {
    bytes: &'a [u8],
    at: u64,
}

impl<'a> KeyMeta<'a> {
    /// Passes a count of classes and the classes.
    pub(crate) fn read(cursor: &mut Cursor<'a>) -> Result<Self, Error> {
        let count = length::read(cursor, "the number of metadata classes")?;
        let start = cursor.mark();
        for _ in 0..count {
            KeyMetaClass::read(cursor)?;
        }
        Ok(Self { bytes: cursor.since(start), at: cursor.position_at(start) })
    }
}

impl<'a> KeyMeta<'a> {
    /// Returns the classes.
    #[must_use]
    pub const fn iter(&self) -> KeyMetaIter<'a> {
        KeyMetaIter(*self)
    }
}

impl<'a> IntoIterator for KeyMeta<'a> {
    type Item = KeyMetaClass<'a>;
    type IntoIter = KeyMetaIter<'a>;

    fn into_iter(self) -> KeyMetaIter<'a> {
        KeyMetaIter(self)
    }
}

impl<'a> IntoIterator for &KeyMeta<'a> {
    type Item = KeyMetaClass<'a>;
    type IntoIter = KeyMetaIter<'a>;

    fn into_iter(self) -> KeyMetaIter<'a> {
        self.iter()
    }
}

/// Iterates over [`KeyMeta`].
#[derive(Debug, Clone)]
pub struct KeyMetaIter<'a>(KeyMeta<'a>);

impl<'a> Iterator for KeyMetaIter<'a> {
    type Item = KeyMetaClass<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut cursor = Cursor::new(self.0.bytes, self.0.at, Region::File);
        let class = KeyMetaClass::read(&mut cursor).ok()?;
        self.0 = KeyMeta { bytes: cursor.rest(), at: cursor.position() };
        Some(class)
    }
}

impl fmt::Debug for KeyMeta<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// What one class of metadata says about a key.
#[derive(Debug, Clone, Copy)]
pub struct KeyMetaClass<'a> {
    spec: u32,
    /// Its items.
    pub items: ModuleItems<'a>,
}

impl<'a> KeyMetaClass<'a> {
    fn read(cursor: &mut Cursor<'a>) -> Result<Self, Error> {
        let spec = cursor.u32_le("the name of a metadata class")?;
        Ok(Self { spec, items: ModuleItems::read(cursor)? })
    }

    /// Returns the four characters of its name.
    #[must_use]
    pub fn name(&self) -> String {
        six_bits((self.spec >> 8).into(), 4, NAME_CHARACTERS)
    }

    /// Returns its version, 0 to 31.
    #[must_use]
    pub const fn version(&self) -> u8 {
        (self.spec >> 3 & 0x1f) as u8
    }

    /// Tells whether a server that does not know the class may pass over it; else it refuses the file.
    #[must_use]
    pub const fn may_be_ignored(&self) -> bool {
        self.spec & 1 != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_of_a_recorded_key_has_its_name() {
        // The class of a module loaded into Redis 8.6.2.
        let bytes = [&[1, 0x29, 0x34, 0x60, 0x92][..], b"\x02\x2a\x05\x05hello\x00!"].concat();
        let mut cursor = Cursor::new(&bytes, 0, Region::File);
        let class = KeyMeta::read(&mut cursor).unwrap().iter().next().unwrap();
        assert_eq!((class.name().as_str(), class.version()), ("kmA0", 5));
        assert!(class.may_be_ignored());
        assert_eq!(class.items.iter().count(), 2);
        assert_eq!(cursor.rest(), b"!");
    }
}
