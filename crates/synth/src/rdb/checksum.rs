//! CRC-64 of Jones, as `crc64.c` computes it: polynomial `ad93d23594c935a9`, both ends reflected, nothing added.

const REFLECTED: u64 = 0x95ac_9329_ac4b_c9b5;

const TABLE: [u64; 256] = table();

const fn table() -> [u64; 256] {
    let mut table = [0; 256];
    let mut index = 0;
    while index < 256 {
        let mut crc = index as u64;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ REFLECTED } else { crc >> 1 };
            bit += 1;
        }
        table[index] = crc;
        index += 1;
    }
    table
}

/// Returns the checksum of a snapshot's bytes.
#[must_use]
pub fn crc64(bytes: &[u8]) -> u64 {
    let step = |crc: u64, byte: &u8| TABLE[usize::from(crc.to_le_bytes()[0] ^ byte)] ^ (crc >> 8);
    bytes.iter().fold(0, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_value_is_that_of_crc64_c() {
        assert_eq!(crc64(b"123456789"), 0xe9c6_d914_c4b8_d9ca);
        assert_eq!(crc64(b""), 0);
        assert_eq!(crc64(b"a"), 0x5fb3_5402_5b27_7b14);
        assert_eq!(TABLE[1], 0x7ad8_70c8_3035_8979);
        assert_eq!(TABLE[255], 0x29b7_d047_efec_8728);
    }
}
