//! Numbers cut to their low bytes, and integers as the servers recognise them in text.

/// Returns the low eight bits.
pub const fn low8(n: u64) -> u8 {
    n.to_le_bytes()[0]
}

/// Returns the low sixteen bits.
pub const fn low16(n: u64) -> u16 {
    let bytes = n.to_le_bytes();
    u16::from_le_bytes([bytes[0], bytes[1]])
}

/// Returns the low thirty-two bits.
pub const fn low32(n: u64) -> u32 {
    let bytes = n.to_le_bytes();
    u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
}

/// Returns the low `width` bytes of a signed integer, least significant first.
pub fn low_bytes(n: i64, width: usize) -> Vec<u8> {
    n.to_le_bytes().into_iter().take(width).collect()
}

/// Tells whether `n` survives being stored in `width` bytes.
pub const fn fits(n: i64, width: u32) -> bool {
    let unused = 64 - 8 * width;
    (n << unused) >> unused == n
}

/// Returns the integer that the text is the canonical decimal form of: no sign but minus, no leading zero.
pub fn canonical_integer(text: &[u8]) -> Option<i64> {
    let number: i64 = str::from_utf8(text).ok()?.parse().ok()?;
    (number.to_string().as_bytes() == text).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_canonical_text_is_an_integer() {
        assert_eq!(canonical_integer(b"-9223372036854775808"), Some(i64::MIN));
        for text in ["", "-0", "+1", "007", " 1", "1 ", "9223372036854775808", "1e3"] {
            assert_eq!(canonical_integer(text.as_bytes()), None, "{text:?}");
        }
    }

    #[test]
    fn three_bytes_hold_what_their_sign_bit_allows() {
        assert!(fits(0x7f_ffff, 3) && fits(-0x80_0000, 3));
        assert!(!fits(0x80_0000, 3) && !fits(-0x80_0001, 3));
        assert_eq!(low_bytes(-2, 3), [0xfe, 0xff, 0xff]);
    }
}
