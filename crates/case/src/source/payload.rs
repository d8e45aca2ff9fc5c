//! `DUMP` payloads as evidence: one value without a name, saved raw or as text.
//!
//! A payload has no magic. It is known by its end: the checksum over all bytes before it, and a version that exists
//! (`verifyDumpPayload`, `cluster.c`). As text it comes in hex, in base64, or quoted as `redis-cli` prints it.
//!
//! For the readers it becomes a snapshot of one key with an empty name.

use autopsync_rdb::{DumpFooter, DumpPayload, crc64};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use std::borrow::Cow;

/// The shortest payload: a type, a byte of value, version and checksum.
const LEAST: usize = 12;
/// The largest payload that is looked for in a file of unknown kind: what a server stores in one string, and a little.
const MOST: usize = 1 << 30;
/// The highest type that is known: a job of `KeyDB`.
const LAST_TYPE: u8 = 64;
/// The byte that introduces what modules say about a key (Redis 8.6).
const KEY_META: u8 = 243;

/// Tells whether a file is a payload: whole, and with the right checksum.
pub(super) fn is_payload(bytes: &[u8]) -> bool {
    decode(bytes).is_some()
}

/// Returns the payload in a file, whatever it is written in; `None` where it is none.
pub(super) fn decode(bytes: &[u8]) -> Option<Cow<'_, [u8]>> {
    if bytes.len() > MOST {
        return None;
    }
    if is_intact(bytes) {
        return Some(Cow::Borrowed(bytes));
    }
    let text = bytes.trim_ascii();
    [hex, base64, quoted]
        .iter()
        .find_map(|read| read(text).filter(|raw| is_intact(raw)).map(Cow::Owned))
}

fn is_intact(bytes: &[u8]) -> bool {
    let Some((summed, stored)) = bytes.split_last_chunk::<8>() else { return false };
    let Some((content, version)) = summed.split_last_chunk::<2>() else { return false };
    let known = matches!(u16::from_le_bytes(*version), 1..=99);
    known
        && bytes.len() >= LEAST
        && content.first().is_some_and(|code| *code <= LAST_TYPE || *code == KEY_META)
        && crc64(summed) == u64::from_le_bytes(*stored)
}

fn hex(text: &[u8]) -> Option<Vec<u8>> {
    let text = text.strip_prefix(b"0x").unwrap_or(text);
    let mut raw = Vec::new();
    let mut high = None;
    for byte in text.iter().filter(|byte| !byte.is_ascii_whitespace()) {
        let digit = char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())?;
        match high.take() {
            None => high = Some(digit << 4),
            Some(high) => raw.push(high | digit),
        }
    }
    high.is_none().then_some(raw)
}

fn base64(text: &[u8]) -> Option<Vec<u8>> {
    // Whoever wraps lines does so early.
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/=\r\n".contains(byte);
    if !text.iter().take(256).all(plain) {
        return None;
    }
    let text: Vec<u8> = text.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    STANDARD.decode(text).ok()
}

/// Reads what `redis-cli` prints for a string in a terminal (`sdscatrepr`).
fn quoted(text: &[u8]) -> Option<Vec<u8>> {
    let mut rest = text.strip_prefix(b"\"")?.strip_suffix(b"\"")?.iter();
    let mut raw = Vec::new();
    while let Some(byte) = rest.next() {
        raw.push(match byte {
            b'\\' => match rest.next()? {
                b'x' => {
                    let pair = [*rest.next()?, *rest.next()?];
                    *hex(&pair)?.first()?
                }
                b'n' => b'\n',
                b'r' => b'\r',
                b't' => b'\t',
                b'a' => 7,
                b'b' => 8,
                other => *other,
            },
            other => *other,
        });
    }
    Some(raw)
}

/// Makes the snapshot of one key with an empty name that holds the payload's value.
///
/// # Errors
/// What is wrong with the value.
pub(super) fn to_snapshot(payload: &[u8]) -> Result<Vec<u8>, autopsync_rdb::Error> {
    let read = DumpPayload::read(payload, 0)?;
    let DumpFooter { version, .. } = read.footer;
    let magic = read.footer.dialect().magic();
    let mut bytes = format!("{magic}{version:0width$}", width = 9 - magic.len()).into_bytes();
    // The type stands before the name in a file; what modules say stands before both. What `KeyDB` says behind the value
    // may stand there in a file, too.
    let value = usize::try_from(read.value.at()).unwrap_or(usize::MAX).min(payload.len());
    let (before, after) = payload.split_at(value);
    bytes.extend_from_slice(before);
    bytes.push(0);
    bytes.extend_from_slice(after.get(..after.len().saturating_sub(10)).unwrap_or_default());
    bytes.push(0xff);
    if version >= 5 {
        bytes.extend_from_slice(&crc64(&bytes).to_le_bytes());
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use autopsync_rdb::{Event, Reader};

    /// `DUMP` of the string `1`, by Redis 8.6.2.
    const ONE: [u8; 13] =
        [0x00, 0xc0, 0x01, 0x0d, 0x00, 0x84, 0xd1, 0x6e, 0x05, 0xd6, 0xb4, 0x66, 0x3c];

    #[test]
    fn a_payload_is_known_in_every_dress() {
        let hex = "00c0010d00 84d16e05\nd6b4663c\n";
        let cli = r#""\x00\xc0\x01\r\x00\x84\xd1n\x05\xd6\xb4f<""#;
        for text in [hex.as_bytes(), b"AMABDQCE0W4F1rRmPA==\n", cli.as_bytes(), &ONE] {
            assert_eq!(
                decode(text).as_deref(),
                Some(&ONE[..]),
                "{:?}",
                String::from_utf8_lossy(text)
            );
        }
    }

    #[test]
    fn nothing_is_a_payload_without_its_checksum() {
        let mut bytes = ONE;
        bytes[1] ^= 1;
        assert_eq!(decode(&bytes), None);
        assert_eq!(decode(b"00c0010d0084d16e05d6b4663d"), None);
        assert_eq!(decode(b"\"\\x\""), None);
        assert_eq!(decode(b""), None);
    }

    #[test]
    fn a_payload_becomes_a_snapshot_of_one_key() {
        let snapshot = to_snapshot(&ONE).unwrap();
        let events: Vec<_> = Reader::new(&snapshot).unwrap().map(Result::unwrap).collect();
        let [Event::Key(entry), Event::End(end)] = events.as_slice() else { panic!("{events:?}") };
        assert!(entry.key.is_empty() && entry.value.as_string().unwrap().is(b"1"));
        assert_eq!(end.checksum.status().name(), "ok");
    }
}
