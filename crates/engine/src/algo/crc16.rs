//! The cluster's hash slot of a key (`cluster.c`, `keyHashSlot`; `crc16.c`: CRC-16/XMODEM).

/// How many slots a cluster has.
pub(crate) const SLOTS: u16 = 16_384;

/// The polynomial, highest power first, without the sixteenth.
const POLYNOMIAL: u16 = 0x1021;

/// The remainders of all bytes.
const TABLE: [u16; 256] = table();

const fn table() -> [u16; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        #[allow(clippy::cast_possible_truncation)] // Below 256.
        let mut remainder = (byte as u16) << 8;
        let mut bit = 0;
        while bit < 8 {
            let carry = remainder & 0x8000 != 0;
            remainder <<= 1;
            if carry {
                remainder ^= POLYNOMIAL;
            }
            bit += 1;
        }
        table[byte] = remainder;
        byte += 1;
    }
    table
}

/// Returns the checksum of some bytes.
pub(crate) fn crc16(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0, |crc, byte| {
        let [high, _] = crc.to_be_bytes();
        crc << 8 ^ TABLE[usize::from(high ^ byte)]
    })
}

/// Returns the part of a key that is hashed: what stands between the first `{` and the next `}`, if that is not empty
/// (a hash tag), else the whole key.
pub(crate) fn hashed_part(key: &[u8]) -> &[u8] {
    let tag = || {
        let open = key.iter().position(|byte| *byte == b'{')?;
        let after = key.get(open + 1..)?;
        let close = after.iter().position(|byte| *byte == b'}')?;
        after.get(..close).filter(|tag| !tag.is_empty())
    };
    tag().unwrap_or(key)
}

/// Returns the slot of a key.
pub(crate) fn slot(key: &[u8]) -> u16 {
    crc16(hashed_part(key)) % SLOTS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_value_of_the_checksum_is_right() {
        assert_eq!(crc16(b"123456789"), 0x31c3);
        assert_eq!(crc16(b""), 0);
    }

    #[test]
    fn slots_are_those_that_the_server_tells() {
        // CLUSTER KEYSLOT of 7.0.15.
        let recorded: &[(&[u8], u16)] = &[
            (b"", 0),
            (b"foo", 12182),
            (b"{user1000}.following", 3443),
            (b"{user1000}.followers", 3443),
            (b"foo{}{bar}", 8363),
            (b"foo{{bar}}zap", 4015),
            (b"foo{bar}{zap}", 5061),
            (b"{", 4092),
            (b"}{a", 12925),
            (b"{}", 15257),
            (b"a{b", 13340),
            (b"\x00\xff\x80{\x01}", 4129),
        ];
        for (key, expected) in recorded {
            assert_eq!(slot(key), *expected, "{}", key.escape_ascii());
        }
    }
}
