//! `HyperLogLog` values, byte for byte.
//!
//! They are ordinary strings, so their bytes are data: a digest covers the registers, the choice between the sparse
//! and the dense form, and the cached cardinality, stale ones included. Truth: `hyperloglog.c` from 2.8.9 to 8.0,
//! `commands.md` §1.2.3, and what a real 7.0.15 stored.
//!
//! A value is `HYLL`, a byte for the encoding, three zeros, the cached cardinality in eight bytes (little endian; its
//! highest bit says that it is out of date), then 16 384 registers. [`dense`] packs six bits for each, [`sparse`] is
//! a list of runs.

mod dense;
mod estimate;
mod hash;
mod sparse;
#[cfg(test)]
mod tests;

pub(crate) use estimate::Estimator;

/// Bytes before the registers.
const HEADER: usize = 16;
/// Where the encoding stands.
const ENCODING: usize = 4;
/// Where the cached cardinality stands.
const CARDINALITY: std::ops::Range<usize> = 8..HEADER;
/// How many registers there are.
pub(crate) const REGISTERS: usize = 16_384;
/// The length of a dense value.
const DENSE_LENGTH: usize = HEADER + REGISTERS * 6 / 8;

/// What depends on the server's version and settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct HllRules {
    /// How cardinality is estimated.
    pub(crate) estimator: Estimator,
    /// Whether PFMERGE always leaves a dense value (up to 4.0.6); later only if one of the inputs was dense.
    pub(crate) merges_to_dense: bool,
    /// The byte whose highest bit marks the cache as stale: 15, but 8 in 2.8.9.
    stale_byte: usize,
    /// The longest run of zeros that counts: 51 from 5.0 on, 50 before.
    longest_run: u8,
    /// `hll-sparse-max-bytes`: a longer value becomes dense.
    pub(crate) sparse_max_bytes: usize,
}

impl HllRules {
    /// The rules of a version. Valkey follows the Redis version of the same number.
    pub(crate) const fn of(major: u16, minor: u16, patch: u16, sparse_max_bytes: usize) -> Self {
        Self {
            estimator: match major {
                0..=3 => Estimator::BiasCorrected,
                4 => Estimator::LogLogBeta,
                _ => Estimator::Ertl,
            },
            merges_to_dense: matches!((major, minor, patch), (0..=3, ..) | (4, 0, 0..=6)),
            stale_byte: if matches!((major, minor, patch), (2, 8, 9)) { 8 } else { 15 },
            longest_run: if major < 5 { 50 } else { 51 },
            sparse_max_bytes,
        }
    }
}

/// Why a value cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum HllError {
    /// The string is not of this kind.
    #[error("WRONGTYPE Key is not a valid HyperLogLog string value.")]
    NotHyperLogLog,
    /// The runs of the sparse form do not cover the registers.
    #[error("INVALIDOBJ Corrupted HLL object detected")]
    Corrupted,
}

/// How the registers are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Six bits for each.
    Dense,
    /// A list of runs.
    Sparse,
}

impl Encoding {
    /// The word that `PFDEBUG ENCODING` answers.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Dense => "dense",
            Self::Sparse => "sparse",
        }
    }
}

/// Makes the value of a key that PFADD or PFMERGE creates: empty, sparse, with a stale cache.
pub(crate) fn create(rules: &HllRules) -> Vec<u8> {
    let mut value = b"HYLL\x01\0\0\0\0\0\0\0\0\0\0\0\x7f\xff".to_vec();
    invalidate(&mut value, rules);
    value
}

/// Checks what the server checks before any use of a value (`isHLLObjectOrReply`).
///
/// # Errors
/// [`HllError::NotHyperLogLog`] for another magic, an unknown encoding, or a dense value of a wrong length.
pub(crate) fn check(value: &[u8]) -> Result<Encoding, HllError> {
    match value {
        [b'H', b'Y', b'L', b'L', 0, ..] if value.len() == DENSE_LENGTH => Ok(Encoding::Dense),
        [b'H', b'Y', b'L', b'L', 1, ..] if value.len() >= HEADER => Ok(Encoding::Sparse),
        _ => Err(HllError::NotHyperLogLog),
    }
}

/// Adds one element, and tells whether a register changed, which makes the cache stale.
///
/// PFADD calls it for each element in turn; an error ends the command, but what was added before stays.
///
/// # Errors
/// Those of [`check`]; [`HllError::Corrupted`] where the runs end before the element's register.
pub(crate) fn add(value: &mut Vec<u8>, element: &[u8], rules: &HllRules) -> Result<bool, HllError> {
    let (index, run) = hash::register_of(element, rules.longest_run);
    let changed = match check(value)? {
        Encoding::Dense => dense::raise(registers_mut(value), index, run),
        Encoding::Sparse => sparse::raise(value, index, run, rules.sparse_max_bytes)?,
    };
    if changed {
        invalidate(value, rules);
    }
    Ok(changed)
}

/// The answer of PFCOUNT for one key, and whether it was written into the value (which is then propagated).
///
/// # Errors
/// Those of [`check`]; [`HllError::Corrupted`] where there is no fresh cache and the runs do not add up.
pub(crate) fn count(value: &mut [u8], rules: &HllRules) -> Result<(u64, bool), HllError> {
    let encoding = check(value)?;
    let stale = value.get(rules.stale_byte).is_some_and(|byte| byte & 0x80 != 0);
    if !stale {
        let cached = value.get(CARDINALITY).and_then(|bytes| bytes.try_into().ok());
        return Ok((u64::from_le_bytes(cached.unwrap_or_default()), false));
    }
    let registers = registers(value);
    let cardinality = match encoding {
        Encoding::Dense => rules.estimator.of_dense(registers),
        Encoding::Sparse => rules.estimator.of_sparse(registers)?,
    };
    for (byte, new) in value.iter_mut().skip(CARDINALITY.start).zip(cardinality.to_le_bytes()) {
        *byte = new;
    }
    Ok((cardinality, true))
}

/// Turns a sparse value into a dense one, as `PFDEBUG TODENSE` does, and tells whether it was sparse.
///
/// The header, cached cardinality included, stays.
///
/// # Errors
/// Those of [`check`]; [`HllError::Corrupted`] where the runs do not add up, and then nothing changes.
pub(crate) fn to_dense(value: &mut Vec<u8>) -> Result<bool, HllError> {
    if check(value)? == Encoding::Dense {
        return Ok(false);
    }
    sparse::to_dense(value)?;
    Ok(true)
}

/// The registers of several values, each at its greatest: what PFMERGE stores and PFCOUNT of many keys counts.
#[derive(Debug, Clone)]
pub(crate) struct Union {
    registers: Box<[u8; REGISTERS]>,
    any_dense: bool,
}

impl Union {
    /// Starts with nothing.
    pub(crate) fn new() -> Self {
        Self { registers: Box::new([0; REGISTERS]), any_dense: false }
    }

    /// Takes a value in. PFMERGE takes the destination first; a missing key is skipped.
    ///
    /// # Errors
    /// Those of [`check`]; [`HllError::Corrupted`] where the runs do not add up. The command fails, nothing stored.
    pub(crate) fn take(&mut self, value: &[u8]) -> Result<(), HllError> {
        match check(value)? {
            Encoding::Dense => {
                self.any_dense = true;
                for (index, register) in self.registers.iter_mut().enumerate() {
                    *register = dense::get(registers(value), index).max(*register);
                }
            }
            Encoding::Sparse => {
                for (first, length, found) in sparse::Runs::of(registers(value)) {
                    let run = self.registers.get_mut(first..first.saturating_add(length));
                    for register in run.ok_or(HllError::Corrupted)? {
                        *register = found.max(*register);
                    }
                }
                sparse::covered(registers(value))?;
            }
        }
        Ok(())
    }

    /// The answer of PFCOUNT for several keys.
    pub(crate) fn count(&self, rules: &HllRules) -> u64 {
        rules.estimator.of_union(self.registers.as_slice())
    }

    /// Writes the union into the destination (a new one comes from [`create`]), as PFMERGE does.
    ///
    /// # Errors
    /// None where the destination was taken in or created, as it must be.
    pub(crate) fn store(&self, target: &mut Vec<u8>, rules: &HllRules) -> Result<(), HllError> {
        if self.any_dense || rules.merges_to_dense {
            to_dense(target)?;
        }
        for (index, register) in self.registers.iter().enumerate().filter(|(_, run)| **run > 0) {
            match check(target)? {
                Encoding::Dense => {
                    dense::raise(registers_mut(target), index, *register);
                }
                Encoding::Sparse => {
                    sparse::raise(target, index, *register, rules.sparse_max_bytes)?;
                }
            }
        }
        invalidate(target, rules);
        Ok(())
    }
}

/// The registers of a value, in the order of their index: what `PFDEBUG GETREG` answers once it made it dense.
///
/// # Errors
/// Those of [`Union::take`].
pub(crate) fn registers_of(value: &[u8]) -> Result<Box<[u8; REGISTERS]>, HllError> {
    let mut union = Union::new();
    union.take(value)?;
    Ok(union.registers)
}

/// Marks the cache as stale. Its bytes stay.
fn invalidate(value: &mut [u8], rules: &HllRules) {
    if let Some(byte) = value.get_mut(rules.stale_byte) {
        *byte |= 0x80;
    }
}

/// What follows the header.
fn registers(value: &[u8]) -> &[u8] {
    value.get(HEADER..).unwrap_or_default()
}

/// What follows the header.
fn registers_mut(value: &mut [u8]) -> &mut [u8] {
    value.get_mut(HEADER..).unwrap_or_default()
}
