//! What modules keep in a snapshot: values, facts and metadata whose meaning is theirs, in items whose form is not
//! (`rdbLoadCheckModuleValue`, `rdb.c`; `moduleTypeEncodeId`, `module.c`).

use crate::{Error, ErrorKind, RdbString, cursor::Cursor, encoding::length};
use std::fmt;

/// The characters of a module's name, six bits each.
const NAME_CHARACTERS: &[u8; 64] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The name of a module's type: nine characters and the version of its encoding, in 64 bits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModuleId(u64);

impl ModuleId {
    /// Wraps the number as it stands in the file.
    #[must_use]
    pub const fn new(id: u64) -> Self {
        Self(id)
    }

    /// Returns the number as it stands in the file.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }

    /// Returns the version of the encoding, 0 to 1023.
    #[must_use]
    pub const fn version(self) -> u16 {
        (self.0 & 0x3ff) as u16
    }

    /// Returns the nine characters.
    #[must_use]
    pub fn name(self) -> String {
        six_bits(self.0 >> 10, 9, NAME_CHARACTERS)
    }
}

/// Spells the low bits of a number, six for a character, the first one highest.
pub(crate) fn six_bits(bits: u64, characters: u32, alphabet: &[u8; 64]) -> String {
    (0..characters)
        .rev()
        .filter_map(|index| {
            let shifted = bits.checked_shr(index.checked_mul(6)?)?;
            alphabet.get(usize::try_from(shifted & 0x3f).ok()?).map(|&byte| char::from(byte))
        })
        .collect()
}

impl fmt::Display for ModuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.name())
    }
}

impl fmt::Debug for ModuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ModuleId({} version {})", self.name(), self.version())
    }
}

/// One item of what a module keeps.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum ModuleItem<'a> {
    /// A signed integer. No server writes this form: negative numbers come as [`ModuleItem::Unsigned`].
    Signed(i64),
    /// An unsigned integer, or a signed one in two's complement.
    Unsigned(u64),
    /// A float.
    Float(f32),
    /// A double.
    Double(f64),
    /// A string. Long doubles come as text in hexadecimal, too.
    String(RdbString<'a>),
}

/// The items of what a module keeps.
///
/// They were passed when the record was read, so that an error in them is not met again.
#[derive(Clone, Copy)]
pub struct ModuleItems<'a> {
    cursor: Cursor<'a>,
}

impl<'a> ModuleItems<'a> {
    /// Passes items up to their end mark.
    pub(crate) fn read(cursor: &mut Cursor<'a>) -> Result<Self, Error> {
        let items = Self { cursor: *cursor };
        while next_item(cursor)?.is_some() {}
        Ok(items)
    }
}

fn next_item<'a>(cursor: &mut Cursor<'a>) -> Result<Option<ModuleItem<'a>>, Error> {
    const WHAT: &str = "an item of a module";
    let start = cursor.mark();
    let item = match length::read(cursor, WHAT)? {
        0 => return Ok(None),
        1 => ModuleItem::Signed(length::read(cursor, WHAT)?.cast_signed()),
        2 => ModuleItem::Unsigned(length::read(cursor, WHAT)?),
        3 => ModuleItem::Float(cursor.f32_le(WHAT)?),
        4 => ModuleItem::Double(cursor.f64_le(WHAT)?),
        5 => ModuleItem::String(RdbString::read(cursor, WHAT)?),
        found => return Err(cursor.error_at(start, ErrorKind::ModuleItem { found })),
    };
    Ok(Some(item))
}

impl<'a> ModuleItems<'a> {
    /// Returns the items.
    #[must_use]
    pub const fn iter(&self) -> ModuleItemsIter<'a> {
        ModuleItemsIter(*self)
    }
}

impl<'a> IntoIterator for ModuleItems<'a> {
    type Item = ModuleItem<'a>;
    type IntoIter = ModuleItemsIter<'a>;

    fn into_iter(self) -> ModuleItemsIter<'a> {
        ModuleItemsIter(self)
    }
}

impl<'a> IntoIterator for &ModuleItems<'a> {
    type Item = ModuleItem<'a>;
    type IntoIter = ModuleItemsIter<'a>;

    fn into_iter(self) -> ModuleItemsIter<'a> {
        self.iter()
    }
}

/// Iterates over [`ModuleItems`].
#[derive(Debug, Clone)]
pub struct ModuleItemsIter<'a>(ModuleItems<'a>);

impl<'a> Iterator for ModuleItemsIter<'a> {
    type Item = ModuleItem<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        next_item(&mut self.0.cursor).ok().flatten()
    }
}

impl fmt::Debug for ModuleItems<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Region;

    #[test]
    fn the_id_of_a_vector_set_spells_its_name() {
        let id = ModuleId::new(0xBDE7_2DA2_BB1E_B400);
        assert_eq!((id.name().as_str(), id.version()), ("vectorset", 0));
    }

    #[test]
    fn every_item_has_its_length() {
        let bytes = b"\x02\x2a\x02\x81\xff\xff\xff\xff\xff\xff\xff\xfd\x03\x00\x00\xc0\x3f\x04\0\0\0\0\0\0\x04\x40\x05\x05hello\x01\x07\x00rest";
        let mut cursor = Cursor::new(bytes, 0, Region::File);
        let items: Vec<_> = ModuleItems::read(&mut cursor)
            .unwrap()
            .iter()
            .map(|item| format!("{item:?}"))
            .collect();
        assert_eq!(
            items,
            [
                "Unsigned(42)",
                "Unsigned(18446744073709551613)",
                "Float(1.5)",
                "Double(2.5)",
                "String(\"hello\")",
                "Signed(7)"
            ]
        );
        assert_eq!(cursor.rest(), b"rest");
    }

    #[test]
    fn an_opcode_of_the_future_has_no_known_length() {
        let error =
            ModuleItems::read(&mut Cursor::new(&[2, 1, 6, 0], 0, Region::File)).unwrap_err();
        assert_eq!((error.id(), error.at()), ("module-item", 2));
    }
}
