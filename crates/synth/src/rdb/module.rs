//! Values of modules (`module.c`, 4.0): an id of nine characters, then items that each tell their kind.

use super::primitives::{Str, put_length, put_str};

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The alphabet of metadata classes: the last two characters change places.
const CLASS_ALPHABET: &[u8; 64] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";

/// Returns the id of a module type: characters of six bits, highest first, above ten bits of encoding version.
///
/// A character that is not in the alphabet counts as the first one.
#[must_use]
pub fn module_id(name: &str, version: u16) -> u64 {
    (pack(name, ALPHABET) << 10) | u64::from(version & 0x3ff)
}

/// Returns the word that begins the metadata of a class of four characters (Redis 8.6): characters, version, flags.
#[must_use]
pub fn key_meta_spec(name: &str, version: u8, flags: u8) -> u32 {
    let word = (pack(name, CLASS_ALPHABET) << 8) | u64::from(version & 0x1f) << 3;
    super::numbers::low32(word | u64::from(flags & 7))
}

fn pack(name: &str, alphabet: &[u8; 64]) -> u64 {
    let value = |byte| alphabet.iter().position(|c| *c == byte).unwrap_or(0) as u64;
    name.bytes().fold(0, |word, byte| (word << 6) | value(byte))
}

/// One item of a module's value, with the opcode that precedes it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ModuleItem<'a> {
    /// Opcode 1; servers write opcode 2 for signed integers as well.
    Signed(i64),
    /// Opcode 2.
    Unsigned(u64),
    /// Opcode 3.
    Float(f32),
    /// Opcode 4.
    Double(f64),
    /// Opcode 5.
    String(Str<'a>),
}

/// Appends items and the opcode 0 that ends them.
pub(super) fn put_items(out: &mut Vec<u8>, items: &[ModuleItem<'_>]) {
    for item in items {
        match *item {
            ModuleItem::Signed(n) => put_numbered(out, 1, n.cast_unsigned()),
            ModuleItem::Unsigned(n) => put_numbered(out, 2, n),
            ModuleItem::Float(x) => {
                put_length(out, 3);
                out.extend_from_slice(&x.to_le_bytes());
            }
            ModuleItem::Double(x) => {
                put_length(out, 4);
                out.extend_from_slice(&x.to_le_bytes());
            }
            ModuleItem::String(string) => {
                put_length(out, 5);
                put_str(out, string);
            }
        }
    }
    put_length(out, 0);
}

fn put_numbered(out: &mut Vec<u8>, opcode: u64, number: u64) {
    put_length(out, opcode);
    put_length(out, number);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_those_of_recorded_servers() {
        assert_eq!(module_id("vectorset", 0), 0xbde7_2da2_bb1e_b400);
        assert_eq!(key_meta_spec("kmA0", 5, 1), 0x9260_3429);
        assert_eq!(key_meta_spec("z9_-", 0, 0) >> 8 & 0xfff, 62 << 6 | 63);
    }
}
