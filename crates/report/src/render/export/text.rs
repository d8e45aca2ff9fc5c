//! Bytes and numbers in JSON, as fast as they can be copied.

use super::out::{Out, PIECE};
use crate::Privacy;
use autopsync_rdb::Decimal;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use std::io::Write;

impl<W: Write> Out<'_, W> {
    /// Writes bytes as the contract wants them: a string where they are UTF-8, `{"base64":"…"}` where not.
    #[inline]
    pub(super) fn bytes(&mut self, bytes: &[u8], privacy: Privacy) {
        if privacy == Privacy::Shown {
            self.shown(bytes);
        } else if let crate::JsonBytes::Text(text) = privacy.show(bytes) {
            self.shown(text.as_bytes());
        }
    }

    #[inline]
    pub(super) fn shown(&mut self, bytes: &[u8]) {
        if bytes.len() <= PIECE && is_plain(bytes) {
            self.buffer.reserve(bytes.len() + 2);
            self.put(b"\"");
            self.put(bytes);
            return self.put(b"\"");
        }
        self.not_plain(bytes);
    }

    #[inline(never)]
    fn not_plain(&mut self, bytes: &[u8]) {
        if !self.pieces(bytes, |_, piece| is_text(piece)) {
            return self.base64(bytes);
        }
        self.put(b"\"");
        self.pieces(bytes, |out, piece| {
            escape(&mut out.buffer, piece);
            true
        });
        self.put(b"\"");
    }

    #[inline(never)]
    fn base64(&mut self, bytes: &[u8]) {
        self.put(b"{\"base64\":\"");
        for piece in bytes.chunks(PIECE) {
            self.encode(piece);
            self.went(piece, bytes);
        }
        self.put(b"\"}");
    }

    fn encode(&mut self, bytes: &[u8]) {
        let start = self.buffer.len();
        self.buffer.resize(start + bytes.len().div_ceil(3) * 4, 0);
        let room = self.buffer.get_mut(start..).unwrap_or_default();
        // The room is what base64 takes.
        let _ = STANDARD.encode_slice(bytes, room);
    }

    /// Writes an integer.
    pub(super) fn integer(&mut self, number: i64) {
        self.put(&Decimal::new(number));
    }

    /// Writes an integer without sign.
    pub(super) fn unsigned(&mut self, number: u64) {
        match i64::try_from(number) {
            Ok(number) => self.integer(number),
            Err(_) => self.put(number.to_string().as_bytes()),
        }
    }

    /// Writes a number: as an integer where it is one, in quotes where JSON has no word for it.
    pub(super) fn number(&mut self, number: f64) {
        const EXACT: f64 = 9_007_199_254_740_992.0;
        #[allow(clippy::cast_possible_truncation, reason = "it is small and without fraction")]
        if number.abs() < EXACT
            && number.fract() == 0.0
            && (number != 0.0 || number.is_sign_positive())
        {
            self.integer(number as i64);
        } else if number.is_finite() {
            // A vector takes everything.
            let _ = serde_json::to_writer(&mut self.buffer, &number);
        } else {
            let word: &[u8] = match (number.is_nan(), number > 0.0) {
                (true, _) => b"\"nan\"",
                (false, true) => b"\"inf\"",
                (false, false) => b"\"-inf\"",
            };
            self.put(word);
        }
    }
}

#[inline]
fn is_text(bytes: &[u8]) -> bool {
    bytes.is_ascii() || std::str::from_utf8(bytes).is_ok()
}

/// A byte in each place of a word.
const fn each(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// The top bit of every byte of a word that has to be escaped, and perhaps of some behind the first of them; of those that
/// are no ASCII it tells nothing.
#[inline]
const fn special(word: u64) -> u64 {
    const fn equal(word: u64, byte: u8) -> u64 {
        let zero = word ^ each(byte);
        zero.wrapping_sub(each(1)) & !zero
    }
    let control = word.wrapping_sub(each(0x20)) & !word;
    (control | equal(word, b'"') | equal(word, b'\\')) & each(0x80)
}

/// Tells whether JSON takes the bytes as they are: one look at most strings.
#[inline]
fn is_plain(bytes: &[u8]) -> bool {
    const LANES: usize = 32;
    // Without a branch a byte, so that a block is looked at as a whole.
    let odd = |byte: u8| u8::from(is_special(byte)) | byte >> 7;
    let plain = |block: &[u8]| block.iter().fold(0, |any, byte| any | odd(*byte)) == 0;
    let (blocks, rest) = bytes.as_chunks::<LANES>();
    if !blocks.iter().all(|block| plain(block)) {
        return false;
    }
    let Some(last) = bytes.last_chunk() else { return bytes.iter().all(|byte| odd(*byte) == 0) };
    let word = |word: &[u8; 8]| u64::from_le_bytes(*word);
    let words = rest.as_chunks().0.iter().chain([last]).map(word);
    words.fold(0, |any, word| any | special(word) | word & each(0x80)) == 0
}

/// Copies text with the escapes of JSON.
#[inline]
fn escape(out: &mut Vec<u8>, text: &[u8]) {
    out.reserve(text.len() + text.len() / 4);
    let mut rest = text;
    while let Some((bytes, behind)) = rest.split_first_chunk::<8>() {
        // Copied as a whole; what should not have been is taken back.
        let special = special(u64::from_le_bytes(*bytes));
        out.extend_from_slice(bytes);
        if special == 0 {
            rest = behind;
            continue;
        }
        let clean = special.trailing_zeros() as usize / 8;
        out.truncate(out.len() - (bytes.len() - clean));
        rest = rest.get(clean..).unwrap_or_default();
        if let Some((byte, behind)) = rest.split_first() {
            escape_byte(out, *byte);
            rest = behind;
        }
    }
    for byte in rest {
        if is_special(*byte) {
            escape_byte(out, *byte);
        } else {
            out.push(*byte);
        }
    }
}

#[inline]
const fn is_special(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

/// What stands behind the backslash for a byte of ASCII, where that is one letter; else 0.
const LETTERS: [u8; 128] = {
    let mut letters = [0; 128];
    letters[b'"' as usize] = b'"';
    letters[b'\\' as usize] = b'\\';
    letters[b'\n' as usize] = b'n';
    letters[b'\r' as usize] = b'r';
    letters[b'\t' as usize] = b't';
    letters[0x08] = b'b';
    letters[0x0c] = b'f';
    letters
};

#[inline]
fn escape_byte(out: &mut Vec<u8>, byte: u8) {
    match LETTERS.get(usize::from(byte)) {
        Some(&letter @ 1..) => out.extend_from_slice(&[b'\\', letter]),
        _ => escape_control(out, byte),
    }
}

#[inline(never)]
fn escape_control(out: &mut Vec<u8>, byte: u8) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    out.extend_from_slice(b"\\u00");
    out.extend([HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::JsonBytes;

    fn written(write: impl FnOnce(&mut Out<'_, Vec<u8>>)) -> String {
        let mut out = Out::new(Vec::new());
        write(&mut out);
        String::from_utf8(out.finish().unwrap()).unwrap()
    }

    #[test]
    fn bytes_are_written_as_a_document_has_them() {
        let all: Vec<u8> = (0..=255).collect();
        let long: Vec<u8> =
            (0..200_000_u32).map(|n| b' ' + u8::try_from(n % 95).unwrap()).collect();
        let binary: Vec<u8> = (0..200_000_u32).map(|n| u8::try_from(n % 251).unwrap()).collect();
        for bytes in
            [&b""[..], b"plain", &all[..128], &all, &long, &binary, "ü\u{2028}\n".as_bytes()]
        {
            for privacy in [Privacy::Shown, Privacy::Redacted] {
                let expected = match privacy {
                    Privacy::Shown => JsonBytes::new(bytes),
                    Privacy::Redacted => privacy.show(bytes),
                };
                let text = written(|out| out.bytes(bytes, privacy));
                assert_eq!(text, serde_json::to_string(&expected).unwrap());
            }
        }
    }

    #[test]
    fn every_byte_is_escaped_wherever_it_stands() {
        for (len, byte) in [1, 5, 8, 13, 40].into_iter().flat_map(|l| (0..128).map(move |b| (l, b)))
        {
            for at in 0..len {
                let mut bytes = vec![b'a'; len];
                bytes[at] = byte;
                bytes[len - 1 - at / 2] ^= 0x03;
                let text = written(|out| out.shown(&bytes));
                let expected = serde_json::to_string(std::str::from_utf8(&bytes).unwrap()).unwrap();
                assert_eq!(text, expected);
            }
        }
    }

    #[test]
    fn numbers_are_exact() {
        for number in [0.0, 1.5, -3.0, 1e300, -1e-300, 9_007_199_254_740_993.0, 0.1, f64::MAX] {
            let text = written(|out| out.number(number));
            assert_eq!(text.parse::<f64>().unwrap().to_bits(), number.to_bits(), "{text}");
        }
        assert_eq!(written(|out| out.number(-0.0)), "-0.0");
        assert_eq!(written(|out| out.number(f64::INFINITY)), "\"inf\"");
        assert_eq!(written(|out| out.number(f64::NEG_INFINITY)), "\"-inf\"");
        assert_eq!(written(|out| out.number(f64::NAN)), "\"nan\"");
        assert_eq!(written(|out| out.unsigned(u64::MAX)), "18446744073709551615");
    }
}
