//! From an element to its register (`hyperloglog.c`, `hllPatLen`).

/// The seed that all servers use.
const SEED: u64 = 0xadc8_3b19;
/// Bits of the hash that choose the register.
const INDEX_BITS: u32 = 14;

/// Returns an element's register and its value: one more than the zeros that the rest of the hash begins with.
pub(super) fn register_of(element: &[u8], longest_run: u8) -> (usize, u8) {
    let hash = murmur64a(element, SEED);
    let index = usize::try_from(hash & ((1 << INDEX_BITS) - 1)).unwrap_or(0);
    // A bit that is always set ends the run.
    let rest = (hash >> INDEX_BITS) | 1 << (longest_run - 1);
    (index, u8::try_from(rest.trailing_zeros() + 1).unwrap_or(longest_run))
}

/// `MurmurHash64A` by Austin Appleby, reading little endian.
fn murmur64a(data: &[u8], seed: u64) -> u64 {
    const MULTIPLIER: u64 = 0xc6a4_a793_5bd1_e995;
    const SHIFT: u32 = 47;
    let mut hash = seed ^ (data.len() as u64).wrapping_mul(MULTIPLIER);
    let (words, tail) = data.as_chunks::<8>();
    for word in words {
        let mut word = u64::from_le_bytes(*word).wrapping_mul(MULTIPLIER);
        word ^= word >> SHIFT;
        hash = (hash ^ word.wrapping_mul(MULTIPLIER)).wrapping_mul(MULTIPLIER);
    }
    if !tail.is_empty() {
        let word = tail.iter().rev().fold(0u64, |word, byte| word << 8 | u64::from(*byte));
        hash = (hash ^ word).wrapping_mul(MULTIPLIER);
    }
    hash ^= hash >> SHIFT;
    hash = hash.wrapping_mul(MULTIPLIER);
    hash ^ hash >> SHIFT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn registers_are_those_of_the_server() {
        // `PFADD p a b c` of 7.0.15, decoded.
        let registers = [b"a", b"b", b"c"].map(|element| register_of(element, 51));
        assert_eq!(registers, [(12_711, 2), (15_780, 1), (8_436, 1)]);
    }

    #[test]
    fn a_run_ends_at_the_sentinel() {
        assert_eq!([1, 2, 3].map(|longest| register_of(b"a", longest).1), [1, 2, 2]);
    }
}
