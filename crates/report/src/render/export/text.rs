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

/// Tells whether JSON takes the bytes as they are: one look at most strings.
#[inline]
fn is_plain(bytes: &[u8]) -> bool {
    const LANES: usize = 32;
    // Without a branch a byte, so that a block is looked at as a whole.
    let odd = |byte: u8| u8::from(is_special(byte)) | byte >> 7;
    let plain = |block: &[u8]| block.iter().fold(0, |any, byte| any | odd(*byte)) == 0;
    let (blocks, tail) = bytes.as_chunks::<LANES>();
    blocks.iter().all(|block| plain(block)) && plain(tail)
}

/// Copies text with the escapes of JSON.
#[inline]
fn escape(out: &mut Vec<u8>, text: &[u8]) {
    let mut rest = text;
    loop {
        let clean = clean_prefix(rest);
        let (plain, tail) = rest.split_at(clean);
        out.extend_from_slice(plain);
        let Some((byte, tail)) = tail.split_first() else { return };
        escape_byte(out, *byte);
        rest = tail;
    }
}

/// How many bytes stand before the first that has to be escaped.
#[inline]
fn clean_prefix(text: &[u8]) -> usize {
    const LANES: usize = 16;
    let mut clean = 0;
    let (blocks, tail) = text.as_chunks::<LANES>();
    for block in blocks {
        if block.iter().fold(false, |any, byte| any | is_special(*byte)) {
            break;
        }
        clean += LANES;
    }
    let rest = text.get(clean..).unwrap_or(tail);
    clean + rest.iter().position(|byte| is_special(*byte)).unwrap_or(rest.len())
}

#[inline]
const fn is_special(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

#[inline(never)]
fn escape_byte(out: &mut Vec<u8>, byte: u8) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    match byte {
        b'"' => out.extend_from_slice(b"\\\""),
        b'\\' => out.extend_from_slice(b"\\\\"),
        b'\n' => out.extend_from_slice(b"\\n"),
        b'\r' => out.extend_from_slice(b"\\r"),
        b'\t' => out.extend_from_slice(b"\\t"),
        0x08 => out.extend_from_slice(b"\\b"),
        0x0c => out.extend_from_slice(b"\\f"),
        byte => {
            out.extend_from_slice(b"\\u00");
            out.extend([HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
        }
    }
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
        for byte in 0..128 {
            for at in 0..40 {
                let mut bytes = [b'a'; 40];
                bytes[at] = byte;
                let text = written(|out| out.shown(&bytes));
                assert_eq!(
                    text,
                    serde_json::to_string(std::str::from_utf8(&bytes).unwrap()).unwrap()
                );
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
