//! LZF, the compression of strings (Marc Lehmann's `LibLZF`, `lzf_d.c` in every server).
//!
//! A control byte below 20 announces up to 32 literal bytes; any other is a reference back of up to 8192 bytes for 3 to
//! 264 bytes, whose extra length byte, where there is one, stands *before* the low byte of the distance.
//!
//! The `lzf` crate can decompress too, but allocates anew for each string, by the size that the file states and before
//! anything is known about it, and counts in 32 bits. A snapshot has millions of such strings: this decoder writes into
//! one buffer, refuses a size that the compressed bytes cannot hold, and copies in blocks where it may.

use crate::{Error, ErrorKind};

/// The most bytes that one compressed byte can give: a reference of three bytes stands for 264.
const MOST_PER_BYTE: u64 = 88;
/// Copies are made in blocks of this size; the output has room for one more than it needs.
const BLOCK: usize = 16;

/// Returns whether so few compressed bytes can hold so many.
pub(crate) fn check_size(compressed: &[u8], declared: u64, at: u64) -> Result<(), Error> {
    let most = (compressed.len() as u64).saturating_mul(MOST_PER_BYTE);
    if declared <= most {
        return Ok(());
    }
    let compressed = compressed.len() as u64;
    Err(Error::new(ErrorKind::LzfImplausible { declared, compressed, most }, at))
}

/// Decompresses into `out`, whose former content is lost, exactly `declared` bytes.
///
/// `at` is the position of the compressed string for errors; `limit` is the most bytes to write.
pub(crate) fn decompress(
    compressed: &[u8],
    declared: u64,
    limit: u64,
    at: u64,
    out: &mut Vec<u8>,
) -> Result<(), Error> {
    check_size(compressed, declared, at)?;
    let size = match usize::try_from(declared) {
        Ok(size) if declared <= limit => size,
        _ => {
            let kind = ErrorKind::Limit { what: "a decompressed string", limit, found: declared };
            return Err(Error::new(kind, at));
        }
    };
    out.clear();
    out.resize(size.saturating_add(BLOCK.saturating_mul(2)), 0);
    let written = expand(compressed, out, size).map_err(|kind| Error::new(kind, at))?;
    if written != size {
        let kind = ErrorKind::LzfSize { declared, found: written as u64 };
        return Err(Error::new(kind, at));
    }
    out.truncate(size);
    Ok(())
}

/// Decompresses the first bytes of a string, as many as `head` holds; returns how many there are.
///
/// Enough to read the header of a packed structure without the cost of the whole.
pub(crate) fn decompress_head<const N: usize>(compressed: &[u8], head: &mut [u8; N]) -> usize {
    let mut out = [0; 512];
    let mut rest = compressed;
    let mut written = 0;
    // One item writes 264 bytes at most, so a buffer that is not yet half full has room for it.
    while written < N && N <= 128 {
        let Ok(Some((item, tail))) = Item::read(rest) else { break };
        let Ok(count) = item.fits(written, 512 - 2 * BLOCK) else { break };
        item.write(&mut out, written);
        written = written.saturating_add(count);
        rest = tail;
    }
    let filled = written.min(N);
    for (to, from) in head.iter_mut().zip(out.iter()) {
        *to = *from;
    }
    filled
}

/// Checks everything that [`decompress`] checks, without writing a byte: for whom the content is nothing.
pub(crate) fn check(compressed: &[u8], declared: u64, at: u64) -> Result<(), Error> {
    check_size(compressed, declared, at)?;
    let size = usize::try_from(declared).unwrap_or(usize::MAX);
    let mut rest = compressed;
    let mut written = 0usize;
    while let Some((item, tail)) = Item::read(rest).map_err(|kind| Error::new(kind, at))? {
        let count = item.fits(written, size).map_err(|kind| Error::new(kind, at))?;
        written = written.saturating_add(count);
        rest = tail;
    }
    if written != size {
        let kind = ErrorKind::LzfSize { declared, found: written as u64 };
        return Err(Error::new(kind, at));
    }
    Ok(())
}

/// What one control byte announces.
#[derive(Clone, Copy)]
enum Item<'a> {
    /// Bytes as they are, at most 32, and all that follows the control byte.
    Literal { count: usize, from: &'a [u8] },
    /// Bytes that were written before.
    Reference { count: usize, distance: usize },
}

impl<'a> Item<'a> {
    /// Reads one item; returns it with what follows, or `None` at the end of the input.
    #[inline(always)]
    #[allow(clippy::inline_always, reason = "the loop over it is most of what reading costs")]
    fn read(rest: &'a [u8]) -> Result<Option<(Self, &'a [u8])>, ErrorKind> {
        let Some((&control, tail)) = rest.split_first() else { return Ok(None) };
        if control < 0x20 {
            let count = usize::from(control).wrapping_add(1);
            return match tail.get(count..) {
                Some(behind) => Ok(Some((Self::Literal { count, from: tail }, behind))),
                None => Err(ErrorKind::LzfInput { wanted: count, left: tail.len() }),
            };
        }
        let (more, tail) = if control >= 0xe0 { next(tail)? } else { (0, tail) };
        let (low, tail) = next(tail)?;
        let count = usize::from(control >> 5).wrapping_add(usize::from(more)).wrapping_add(2);
        let distance = usize::from(u16::from_be_bytes([control & 0x1f, low])).wrapping_add(1);
        Ok(Some((Self::Reference { count, distance }, tail)))
    }

    /// Checks that an item has room behind what is written, and refers to nothing before it; returns its size.
    #[inline(always)]
    #[allow(clippy::inline_always, reason = "as above")]
    fn fits(self, written: usize, size: usize) -> Result<usize, ErrorKind> {
        let (count, distance) = match self {
            Self::Literal { count, .. } => (count, 0),
            Self::Reference { count, distance } => (count, distance),
        };
        let found = written.saturating_add(count);
        if found > size {
            return Err(ErrorKind::LzfSize { declared: size as u64, found: found as u64 });
        }
        if distance > written {
            return Err(ErrorKind::LzfDistance { written, distance });
        }
        Ok(count)
    }

    /// Writes the bytes that the item stands for; it fits.
    #[inline(always)]
    #[allow(clippy::inline_always, reason = "as above")]
    fn write(self, out: &mut [u8], written: usize) {
        match self {
            Self::Literal { count, from } => literal(from, out, written, count),
            Self::Reference { count, distance } => copy_back(out, written, distance, count),
        }
    }
}

#[inline]
fn next(rest: &[u8]) -> Result<(u8, &[u8]), ErrorKind> {
    match rest.split_first() {
        Some((&byte, tail)) => Ok((byte, tail)),
        None => Err(ErrorKind::LzfInput { wanted: 1, left: 0 }),
    }
}

/// Carries out every item; returns how many bytes were written.
fn expand(compressed: &[u8], out: &mut [u8], size: usize) -> Result<usize, ErrorKind> {
    let mut rest = compressed;
    let mut written = 0usize;
    while let Some((item, tail)) = Item::read(rest)? {
        let count = item.fits(written, size)?;
        item.write(out, written);
        written = written.wrapping_add(count);
        rest = tail;
    }
    Ok(written)
}

/// Copies literal bytes: two blocks where both sides have them, else exactly as many as there are.
#[inline(always)]
#[allow(clippy::inline_always, reason = "as above")]
fn literal(from: &[u8], out: &mut [u8], written: usize, count: usize) {
    let target = out.get_mut(written..).unwrap_or_default();
    match (from.first_chunk::<{ 2 * BLOCK }>(), target.first_chunk_mut::<{ 2 * BLOCK }>()) {
        (Some(from), Some(to)) => *to = *from,
        _ => {
            for (to, from) in target.iter_mut().zip(from.iter().take(count)) {
                *to = *from;
            }
        }
    }
}

/// Copies bytes from `distance` before the end of what is written; the two ranges may overlap.
#[inline(always)]
#[allow(clippy::inline_always, reason = "as above")]
fn copy_back(out: &mut [u8], written: usize, distance: usize, count: usize) {
    let start = written.saturating_sub(distance);
    let end = written.saturating_add(count);
    if distance < BLOCK {
        return repeat(out, start, written, distance, end);
    }
    let (mut from, mut to) = (start, written);
    loop {
        copy_block(out, from, to);
        from = from.wrapping_add(BLOCK);
        to = to.wrapping_add(BLOCK);
        if to >= end {
            return;
        }
    }
}

/// Which byte of a pattern of so many bytes stands at each place of a block.
const PATTERN: [[u8; BLOCK]; BLOCK] = patterns();

#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects, reason = "runs in the compiler")]
#[allow(clippy::cast_possible_truncation, reason = "runs in the compiler, on numbers below 16")]
const fn patterns() -> [[u8; BLOCK]; BLOCK] {
    let mut table = [[0; BLOCK]; BLOCK];
    let mut distance = 1;
    while distance < BLOCK {
        let mut i = 0;
        while i < BLOCK {
            table[distance][i] = (i % distance) as u8;
            i += 1;
        }
        distance += 1;
    }
    table
}

/// Repeats the last `distance` bytes, fewer than a block, up to `end`: whole patterns, as many as a block holds.
#[inline]
fn repeat(out: &mut [u8], start: usize, written: usize, distance: usize, end: usize) {
    let Some(known) = out.get(start..).and_then(|s| s.first_chunk::<BLOCK>()).copied() else {
        return;
    };
    let Some(pattern) = PATTERN.get(distance) else { return };
    let block = pattern.map(|i| known.get(usize::from(i & 15)).copied().unwrap_or_default());
    // A distance is at least 1.
    let whole = BLOCK.wrapping_sub(BLOCK.checked_rem(distance).unwrap_or(0));
    let mut to = written;
    while to < end {
        if let Some(target) = out.get_mut(to..).and_then(|s| s.first_chunk_mut::<BLOCK>()) {
            *target = block;
        }
        to = to.wrapping_add(whole);
    }
}

#[inline(always)]
#[allow(clippy::inline_always, reason = "as above")]
fn copy_block(out: &mut [u8], from: usize, to: usize) {
    let Some(block) = out.get(from..).and_then(|s| s.first_chunk::<BLOCK>()).copied() else {
        return;
    };
    if let Some(target) = out.get_mut(to..).and_then(|s| s.first_chunk_mut::<BLOCK>()) {
        *target = block;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn unpack(compressed: &[u8], size: u64) -> Result<Vec<u8>, Error> {
        let mut out = Vec::new();
        decompress(compressed, size, 1 << 20, 5, &mut out).map(|()| out)
    }

    #[test]
    fn literals_alone_are_valid() {
        assert_eq!(unpack(b"\x02abc\x00d", 4).unwrap(), b"abcd");
        assert_eq!(unpack(b"", 0).unwrap(), b"");
    }

    #[test]
    fn the_extra_length_byte_stands_before_the_low_distance_byte() {
        // One `a`, then 7 + 3 + 2 = 12 bytes from distance 1.
        assert_eq!(unpack(b"\x00a\xe0\x03\x00", 13).unwrap(), b"aaaaaaaaaaaaa");
        assert_eq!(unpack(b"\x02abc\x40\x02", 7).unwrap(), b"abcabca");
    }

    #[test]
    fn the_longest_reference_is_264_bytes() {
        let mut expected = vec![b'x'; 265];
        assert_eq!(unpack(b"\x00x\xe0\xff\x00", 265).unwrap(), expected);
        expected.pop();
        assert_eq!(unpack(b"\x00x\xe0\xff\x00", 264).unwrap_err().id(), "lzf-size");
    }

    #[test]
    fn a_reduction_matrix_of_a_vector_set_unpacks() {
        let packed = [
            0x04, 0x3A, 0xCD, 0x13, 0x3F, 0x3A, 0xE0, 0x05, 0x03, 0x00, 0xBF, 0x20, 0x0F, 0x00,
            0x3F,
        ];
        let floats: Vec<f32> = unpack(&packed, 24)
            .unwrap()
            .chunks_exact(4)
            .map(|b| f32::from_le_bytes(b.try_into().unwrap()))
            .collect();
        assert_eq!(floats.len(), 6);
        assert!(floats.iter().all(|f| (f.abs() - 0.577_350_26).abs() < 1e-6), "{floats:?}");
    }

    #[test]
    fn each_lie_has_its_name() {
        assert_eq!(unpack(b"\x1fabc", 32).unwrap_err().id(), "lzf-input");
        assert_eq!(unpack(b"\x00a\xe0", 20).unwrap_err().id(), "lzf-input");
        assert_eq!(unpack(b"\x00a\x20\x01", 4).unwrap_err().id(), "lzf-distance");
        assert_eq!(unpack(b"\x00a", 2).unwrap_err().id(), "lzf-size");
        assert_eq!(unpack(b"\x00a", 1 << 40).unwrap_err().id(), "lzf-implausible-size");
        let error = decompress(b"\x00x\xe0\xff\x00", 265, 264, 5, &mut Vec::new()).unwrap_err();
        assert_eq!((error.id(), error.at()), ("rdb-limit", 5));
    }

    #[test]
    fn a_head_is_read_without_the_rest() {
        let mut head = [0; 4];
        assert_eq!(decompress_head(b"\x02abc\xe0\xff\x02\x1f", &mut head), 4);
        assert_eq!(&head, b"abca");
        assert_eq!(decompress_head(b"\x01ab", &mut head), 2);
    }

    proptest! {
        #[test]
        fn what_another_library_compressed_unpacks(
            unit in proptest::collection::vec(any::<u8>(), 1..40), times in 1usize..200, tail: Vec<u8>,
        ) {
            let mut data = unit.repeat(times);
            data.extend(tail);
            if let Ok(compressed) = lzf::compress(&data) {
                prop_assert_eq!(unpack(&compressed, data.len() as u64).unwrap(), data);
            }
        }

        #[test]
        fn any_bytes_give_what_the_plain_algorithm_gives(bytes: Vec<u8>, size in 0u64..5000) {
            let unpacked = unpack(&bytes, size);
            prop_assert_eq!(check(&bytes, size, 5).err(), unpacked.clone().err());
            prop_assert_eq!(unpacked.ok(), naive(&bytes, size));
        }

        #[test]
        fn a_pattern_of_any_length_is_repeated(unit in proptest::collection::vec(any::<u8>(), 1..40), more in 0u8..=255) {
            let distance = u16::try_from(unit.len() - 1).unwrap().to_be_bytes();
            let first = &unit[..unit.len().min(32)];
            let second = &unit[first.len()..];
            let mut packed = vec![u8::try_from(first.len() - 1).unwrap()];
            packed.extend(first);
            if !second.is_empty() {
                packed.push(u8::try_from(second.len() - 1).unwrap());
                packed.extend(second);
            }
            packed.extend([0xe0 | distance[0], more, distance[1]]);
            let size = unit.len() + usize::from(more) + 9;
            let expected: Vec<u8> = unit.iter().copied().cycle().take(size).collect();
            prop_assert_eq!(unpack(&packed, size as u64).unwrap(), expected);
        }
    }

    /// The algorithm of the reference, a byte at a time.
    fn naive(input: &[u8], size: u64) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        let mut i = 0;
        while i < input.len() {
            let c = input[i] as usize;
            i += 1;
            if c < 32 {
                out.extend_from_slice(input.get(i..i + c + 1)?);
                i += c + 1;
            } else {
                let mut n = c >> 5;
                if n == 7 {
                    n += *input.get(i)? as usize;
                    i += 1;
                }
                let distance = ((c & 31) << 8 | *input.get(i)? as usize) + 1;
                i += 1;
                for _ in 0..n + 2 {
                    out.push(*out.get(out.len().checked_sub(distance)?)?);
                }
            }
            if out.len() as u64 > size {
                return None;
            }
        }
        (out.len() as u64 == size).then_some(out)
    }
}
