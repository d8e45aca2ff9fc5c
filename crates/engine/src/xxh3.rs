//! XXH3 with 64 bits, no seed and the default secret: what `SET … IFDEQ` compares (Redis 8.4).
//!
//! Written from the description of the algorithm (`doc/xxhash_spec.md` of the xxHash project, XXH3 section).

const SECRET: [u8; 192] = [
    0xb8, 0xfe, 0x6c, 0x39, 0x23, 0xa4, 0x4b, 0xbe, 0x4c, 0x33, 0x07, 0x41, 0x5c, 0x48, 0xba, 0x7c,
    0x01, 0x81, 0x2c, 0xf7, 0x21, 0xad, 0x1c, 0x4c, 0x89, 0xc0, 0x48, 0x33, 0x57, 0x08, 0x41, 0x5e,
    0x48, 0xf7, 0xe2, 0x41, 0x5f, 0x49, 0x89, 0xc0, 0x48, 0x8d, 0x44, 0x37, 0xf0, 0x49, 0x89, 0xd1,
    0x48, 0xbe, 0xde, 0xd4, 0x6d, 0xe9, 0x83, 0x90, 0x97, 0xdb, 0x48, 0xba, 0x72, 0x40, 0xa4, 0xa4,
    0xb7, 0xb3, 0x67, 0x1f, 0x48, 0x33, 0x30, 0x48, 0x33, 0x50, 0x08, 0x48, 0x89, 0xf0, 0x48, 0xf7,
    0xe2, 0x48, 0x89, 0xd7, 0x48, 0x89, 0xc6, 0x4c, 0x89, 0xca, 0x48, 0x89, 0xf8, 0x4c, 0x31, 0xc2,
    0x48, 0x31, 0xf0, 0x48, 0x01, 0xd0, 0x48, 0x01, 0xc8, 0x48, 0x89, 0xc2, 0x48, 0xc1, 0xea, 0x25,
    0x48, 0x31, 0xc2, 0x48, 0xb8, 0xf9, 0x79, 0x37, 0x9e, 0x91, 0x67, 0x56, 0x16, 0x48, 0x0f, 0xaf,
    0xd0, 0x48, 0x89, 0xd0, 0x48, 0xc1, 0xe8, 0x20, 0x48, 0x31, 0xd0, 0xc3, 0x0f, 0x1f, 0x40, 0x00,
    0x48, 0x83, 0xfe, 0x03, 0x76, 0x6e, 0x8b, 0x07, 0x8b, 0x54, 0x37, 0xfc, 0x48, 0xc1, 0xe0, 0x20,
    0x48, 0x01, 0xc2, 0x48, 0xb8, 0xa2, 0xd5, 0xec, 0xc5, 0x74, 0xb1, 0x3a, 0xc7, 0x48, 0x31, 0xc2,
    0x48, 0x89, 0xd0, 0x48, 0x89, 0xd1, 0x48, 0xc1, 0xc1, 0x18, 0x48, 0xc1, 0xc8, 0x0f, 0x48, 0x31,
];

const P32_1: u64 = 0x9E37_79B1;
const P32_2: u64 = 0x85EB_CA77;
const P32_3: u64 = 0xC2B2_AE3D;
const P64_1: u64 = 0x9E37_79B1_85EB_CA87;
const P64_2: u64 = 0xC2B2_AE3D_27D4_EB4F;
const P64_3: u64 = 0x1656_67B1_9E37_79F9;
const P64_4: u64 = 0x85EB_CA77_C2B2_AE63;
const P64_5: u64 = 0x27D4_EB2F_1656_67C5;
const MX1: u64 = 0x1656_6791_9E37_79F9;
const MX2: u64 = 0x9FB2_1C65_1E98_DF25;

/// Reads eight bytes; what is missing counts as zero.
fn u64_at(bytes: &[u8], at: usize) -> u64 {
    let mut word = [0; 8];
    let rest = bytes.get(at..).unwrap_or_default();
    word.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    u64::from_le_bytes(word)
}

fn u32_at(bytes: &[u8], at: usize) -> u64 {
    u64_at(bytes, at) & 0xffff_ffff
}

fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    product as u64 ^ (product >> 64) as u64
}

fn avalanche(hash: u64) -> u64 {
    let hash = (hash ^ hash >> 37).wrapping_mul(MX1);
    hash ^ hash >> 32
}

fn avalanche_64(hash: u64) -> u64 {
    let hash = (hash ^ hash >> 33).wrapping_mul(P64_2);
    let hash = (hash ^ hash >> 29).wrapping_mul(P64_3);
    hash ^ hash >> 32
}

fn mix16(bytes: &[u8], at: usize, secret: usize) -> u64 {
    fold(
        u64_at(bytes, at) ^ u64_at(&SECRET, secret),
        u64_at(bytes, at + 8) ^ u64_at(&SECRET, secret + 8),
    )
}

fn short(bytes: &[u8]) -> u64 {
    let len = bytes.len();
    match len {
        0 => avalanche_64(u64_at(&SECRET, 56) ^ u64_at(&SECRET, 64)),
        1..=3 => {
            let combined = u64::from(bytes[len - 1])
                | (len as u64) << 8
                | u64::from(bytes[0]) << 16
                | u64::from(bytes[len >> 1]) << 24;
            avalanche_64((u32_at(&SECRET, 0) ^ u32_at(&SECRET, 4)) ^ combined)
        }
        4..=8 => {
            let combined = u32_at(bytes, len - 4) | u32_at(bytes, 0) << 32;
            let mut value = (u64_at(&SECRET, 8) ^ u64_at(&SECRET, 16)) ^ combined;
            value ^= value.rotate_left(49) ^ value.rotate_left(24);
            value = value.wrapping_mul(MX2);
            value ^= (value >> 35).wrapping_add(len as u64);
            value = value.wrapping_mul(MX2);
            value ^ value >> 28
        }
        _ => {
            let low = (u64_at(&SECRET, 24) ^ u64_at(&SECRET, 32)) ^ u64_at(bytes, 0);
            let high = (u64_at(&SECRET, 40) ^ u64_at(&SECRET, 48)) ^ u64_at(bytes, len - 8);
            let sum = (len as u64)
                .wrapping_add(low.swap_bytes())
                .wrapping_add(high)
                .wrapping_add(fold(low, high));
            avalanche(sum)
        }
    }
}

fn medium(bytes: &[u8]) -> u64 {
    let len = bytes.len();
    let mut sum = (len as u64).wrapping_mul(P64_1);
    if len <= 128 {
        for round in (0..=(len - 1) / 32).rev() {
            sum = sum.wrapping_add(mix16(bytes, 16 * round, 32 * round));
            sum = sum.wrapping_add(mix16(bytes, len - 16 * (round + 1), 32 * round + 16));
        }
        return avalanche(sum);
    }
    for round in 0..8 {
        sum = sum.wrapping_add(mix16(bytes, 16 * round, 16 * round));
    }
    sum = avalanche(sum);
    for round in 8..len / 16 {
        sum = sum.wrapping_add(mix16(bytes, 16 * round, 16 * (round - 8) + 3));
    }
    avalanche(sum.wrapping_add(mix16(bytes, len - 16, 136 - 17)))
}

fn accumulate(lanes: &mut [u64; 8], bytes: &[u8], at: usize, secret: usize) {
    for lane in 0..8 {
        let value = u64_at(bytes, at + 8 * lane);
        let keyed = value ^ u64_at(&SECRET, secret + 8 * lane);
        lanes[lane ^ 1] = lanes[lane ^ 1].wrapping_add(value);
        lanes[lane] = lanes[lane].wrapping_add((keyed & 0xffff_ffff).wrapping_mul(keyed >> 32));
    }
}

fn long(bytes: &[u8]) -> u64 {
    const STRIPES: usize = (192 - 64) / 8;
    const BLOCK: usize = 64 * STRIPES;
    let mut lanes = [P32_3, P64_1, P64_2, P64_3, P64_4, P32_2, P64_5, P32_1];
    let len = bytes.len();
    let blocks = (len - 1) / BLOCK;
    for block in 0..blocks {
        for stripe in 0..STRIPES {
            accumulate(&mut lanes, bytes, block * BLOCK + 64 * stripe, 8 * stripe);
        }
        for (lane, value) in lanes.iter_mut().enumerate() {
            let mixed = (*value ^ *value >> 47) ^ u64_at(&SECRET, 128 + 8 * lane);
            *value = mixed.wrapping_mul(P32_1);
        }
    }
    for stripe in 0..(len - 1 - BLOCK * blocks) / 64 {
        accumulate(&mut lanes, bytes, blocks * BLOCK + 64 * stripe, 8 * stripe);
    }
    accumulate(&mut lanes, bytes, len - 64, 192 - 64 - 7);
    let sum = (0..4).fold((len as u64).wrapping_mul(P64_1), |sum, pair| {
        let key = |lane: usize| lanes[lane] ^ u64_at(&SECRET, 11 + 8 * lane);
        sum.wrapping_add(fold(key(2 * pair), key(2 * pair + 1)))
    });
    avalanche(sum)
}

/// Hashes bytes.
fn hash(bytes: &[u8]) -> u64 {
    match bytes.len() {
        0..=16 => short(bytes),
        17..=240 => medium(bytes),
        _ => long(bytes),
    }
}

/// Hashes bytes and writes sixteen lower-case hex digits, as `DIGEST` does.
pub(crate) fn hex(bytes: &[u8]) -> [u8; 16] {
    let hash = hash(bytes);
    std::array::from_fn(|digit| {
        let nibble = (hash >> (60 - 4 * digit)) as u8 & 15;
        if nibble < 10 { b'0' + nibble } else { b'a' + nibble - 10 }
    })
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
            assert_eq!(hash(&bytes), want, "{len}");
        }
        assert_eq!(&hex(b""), b"2d06800538d394c2");
    }
}
