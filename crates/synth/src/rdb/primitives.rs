//! Lengths and strings (`rdbSaveLen`, `rdbSaveRawString`, `rdbEncodeInteger`, `rdbSaveLzfStringObject`).

use super::{
    lzf,
    numbers::{low8, low32},
};

/// The forms of a length; writers take the shortest, readers must take all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LengthForm {
    /// One byte, for up to 63.
    Bits6,
    /// Two bytes, for up to 16383.
    Bits14,
    /// `80` and four bytes, most significant first.
    Bits32,
    /// `81` and eight bytes, most significant first; from version 8 on.
    Bits64,
}

/// Appends a length in its shortest form.
pub fn put_length(out: &mut Vec<u8>, length: u64) {
    let form = match length {
        0..64 => LengthForm::Bits6,
        64..0x4000 => LengthForm::Bits14,
        0x4000..0x1_0000_0000 => LengthForm::Bits32,
        _ => LengthForm::Bits64,
    };
    put_length_as(out, form, length);
}

/// Appends a length in a given form, cut to what the form holds.
pub fn put_length_as(out: &mut Vec<u8>, form: LengthForm, length: u64) {
    match form {
        LengthForm::Bits6 => out.push(low8(length & 0x3f)),
        LengthForm::Bits14 => {
            out.extend_from_slice(&[0x40 | low8((length >> 8) & 0x3f), low8(length)]);
        }
        LengthForm::Bits32 => {
            out.push(0x80);
            out.extend_from_slice(&low32(length).to_be_bytes());
        }
        LengthForm::Bits64 => {
            out.push(0x81);
            out.extend_from_slice(&length.to_be_bytes());
        }
    }
}

/// A string in one of its forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Str<'a> {
    /// A length and the bytes.
    Raw(&'a [u8]),
    /// `C0`: the text of an integer, in one byte.
    Int8(i8),
    /// `C1`: the text of an integer, in two bytes.
    Int16(i16),
    /// `C2`: the text of an integer, in four bytes.
    Int32(i32),
    /// `C3`: compressed by [`lzf::compress`].
    Lzf(&'a [u8]),
    /// `C3` with this compressed content and this stated size, true or not.
    LzfOf {
        /// The compressed bytes.
        compressed: &'a [u8],
        /// What they are said to become.
        length: u64,
    },
}

impl<'a> From<&'a str> for Str<'a> {
    fn from(text: &'a str) -> Self {
        Self::Raw(text.as_bytes())
    }
}

impl<'a> From<&'a [u8]> for Str<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::Raw(bytes)
    }
}

impl<'a> From<&'a Vec<u8>> for Str<'a> {
    fn from(bytes: &'a Vec<u8>) -> Self {
        Self::Raw(bytes)
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Str<'a> {
    fn from(bytes: &'a [u8; N]) -> Self {
        Self::Raw(bytes)
    }
}

/// Appends a string.
pub fn put_str<'a>(out: &mut Vec<u8>, string: impl Into<Str<'a>>) {
    match string.into() {
        Str::Raw(bytes) => {
            put_length(out, bytes.len() as u64);
            out.extend_from_slice(bytes);
        }
        Str::Int8(n) => out.extend_from_slice(&[0xc0, n.to_le_bytes()[0]]),
        Str::Int16(n) => {
            out.push(0xc1);
            out.extend_from_slice(&n.to_le_bytes());
        }
        Str::Int32(n) => {
            out.push(0xc2);
            out.extend_from_slice(&n.to_le_bytes());
        }
        Str::Lzf(bytes) => put_lzf(out, &lzf::compress(bytes), bytes.len() as u64),
        Str::LzfOf { compressed, length } => put_lzf(out, compressed, length),
    }
}

fn put_lzf(out: &mut Vec<u8>, compressed: &[u8], length: u64) {
    out.push(0xc3);
    put_length(out, compressed.len() as u64);
    put_length(out, length);
    out.extend_from_slice(compressed);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn length(n: u64) -> Vec<u8> {
        let mut out = Vec::new();
        put_length(&mut out, n);
        out
    }

    #[test]
    fn a_length_takes_the_shortest_form() {
        assert_eq!(length(63), [63]);
        assert_eq!(length(64), [0x40, 64]);
        assert_eq!(length(16383), [0x7f, 0xff]);
        assert_eq!(length(16384), [0x80, 0, 0, 0x40, 0]);
        assert_eq!(length(1 << 32), [0x81, 0, 0, 0, 1, 0, 0, 0, 0]);
    }

    #[test]
    fn integers_in_strings_are_least_significant_first() {
        let mut out = Vec::new();
        for string in [Str::Int8(-1), Str::Int16(-2), Str::Int32(3), Str::Lzf(b"zzzzz"), "".into()]
        {
            put_str(&mut out, string);
        }
        assert_eq!(out, b"\xc0\xff\xc1\xfe\xff\xc2\x03\x00\x00\x00\xc3\x04\x05\x00z\x40\x00\x00");
    }
}
