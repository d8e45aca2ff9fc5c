//! LZF (`lzf_c.c`, `lzf_d.c`), written the simplest way: literal runs, and runs of one byte as references to the byte
//! before.

use super::numbers::low8;

/// Longest literal run of one control byte.
const LITERALS: usize = 32;

/// Longest reference: seven in the control byte, 255 in the next, and two that every reference has.
const REFERENCE: usize = 264;

/// Writes literal runs only: a valid stream that is longer than its content.
#[must_use]
pub fn literals(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    put_literals(&mut out, bytes);
    out
}

/// Writes runs of equal bytes as references at distance one, the rest as literals.
///
/// A reference overlaps what it produces, in the short form (up to eight bytes) and the long one.
#[must_use]
pub fn compress(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for run in bytes.chunk_by(|a, b| a == b) {
        if run.len() < 4 {
            put_literals(&mut out, run);
            continue;
        }
        put_literals(&mut out, &run[..1]);
        for part in run[1..].chunks(REFERENCE) {
            match part.len() {
                0..3 => put_literals(&mut out, part),
                length => put_reference(&mut out, length),
            }
        }
    }
    out
}

fn put_literals(out: &mut Vec<u8>, bytes: &[u8]) {
    for run in bytes.chunks(LITERALS) {
        out.push(low8(run.len() as u64 - 1));
        out.extend_from_slice(run);
    }
}

/// Refers to the byte before (distance 1, written as 0), for 3 to 264 bytes.
fn put_reference(out: &mut Vec<u8>, length: usize) {
    let stored = length as u64 - 2;
    if stored < 7 {
        out.push(low8(stored << 5));
    } else {
        out.extend_from_slice(&[7 << 5, low8(stored - 7)]);
    }
    out.push(0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_become_references_and_the_extra_length_precedes_the_distance() {
        assert_eq!(literals(b"abc"), b"\x02abc");
        assert_eq!(compress(b"aaaa"), [0, b'a', 1 << 5, 0]);
        assert_eq!(compress(&[b'a'; 265]), [0, b'a', 7 << 5, 255, 0]);
        assert_eq!(compress(&[b'a'; 267]), [0, b'a', 7 << 5, 255, 0, 1, b'a', b'a']);
    }
}
