//! What `SET … IFDEQ` compares: XXH3 of 64 bits, no seed, as sixteen hex digits (Redis 8.4).

use xxhash_rust::xxh3::xxh3_64;

/// Returns the digest of a value in lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> [u8; 16] {
    let mut text = [0; 16];
    let hash = xxh3_64(bytes);
    for (at, digit) in text.iter_mut().enumerate() {
        *digit = b"0123456789abcdef"[(hash >> (60 - 4 * at)) as usize & 15];
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against the reference implementation (xxHash 0.8).
    #[test]
    fn hashes_of_all_lengths_are_those_of_the_reference() {
        for (len, want) in [
            (0, 0x2d06800538d394c2),
            (1, 0x13e608bc156defed),
            (3, 0xa9088dda485b481c),
            (4, 0x6d9253b16c8b1ed3),
            (8, 0x60539db630471163),
            (9, 0xfeff668361d723a8),
            (16, 0xb8c859b0f030b585),
            (17, 0x714a04408e79b80f),
            (64, 0x287eb1fa9e4be2c1),
            (128, 0x67425a03650261bf),
            (129, 0xc664bf3311c6abc4),
            (200, 0x746cd0025327bf5b),
            (240, 0x64556dc6b462a6cf),
            (241, 0x8beadd3a8874fe17),
            (1024, 0x9b81661c641c72b1),
            (1025, 0x806c2072ed713576),
            (5000, 0x799aaddd7339581d),
        ] {
            let bytes: Vec<u8> = (0..len).map(|i: u32| (i * 7 + 3) as u8).collect();
            assert_eq!(xxh3_64(&bytes), want, "{len}");
        }
        assert_eq!(&hex(b""), b"2d06800538d394c2");
    }
}
