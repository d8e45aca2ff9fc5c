//! Registers as a list of runs.
//!
//! `00llllll` is a run of `l + 1` zeros, `01llllll llllllll` a longer one, `1vvvvvll` a run of `l + 1` registers that
//! hold `v + 1`. Where the server reads the byte after a cut run, it finds the NUL that ends each of its strings.

use super::{DENSE_LENGTH, ENCODING, HEADER, HllError, REGISTERS, dense};

/// The greatest value that a run can hold.
const GREATEST_VALUE: u8 = 32;
/// The longest run of one byte: of zeros, and of a value.
const LONGEST_ZERO: usize = 64;
const LONGEST_VALUE: usize = 4;
/// How many opcodes are looked at after a change to find mergeable neighbours.
const MERGE_STEPS: usize = 5;

/// A run of equal registers, and how many bytes its opcode takes.
#[derive(Debug, Clone, Copy)]
struct Run {
    value: u8,
    length: usize,
    size: usize,
}

impl Run {
    /// Reads the opcode at a place.
    fn at(bytes: &[u8], place: usize) -> Option<Self> {
        let first = *bytes.get(place)?;
        let short = usize::from(first & 0x3f);
        Some(match first >> 6 {
            0 => Self { value: 0, length: short + 1, size: 1 },
            1 => {
                let second = bytes.get(place + 1).copied().unwrap_or(0);
                Self { value: 0, length: (short << 8 | usize::from(second)) + 1, size: 2 }
            }
            _ => {
                Self { value: (first >> 2 & 0x1f) + 1, length: usize::from(first & 3) + 1, size: 1 }
            }
        })
    }
}

/// The opcode of a run that holds a value (1 to 32) in at most four registers.
fn value_opcode(value: u8, length: usize) -> u8 {
    0x80 | value.wrapping_sub(1) << 2 | u8::try_from(length.wrapping_sub(1) & 3).unwrap_or(0)
}

/// Up to five bytes of opcodes.
#[derive(Default)]
struct Sequence {
    bytes: [u8; 5],
    length: usize,
}

impl Sequence {
    fn push(&mut self, byte: u8) {
        if let Some(slot) = self.bytes.get_mut(self.length) {
            *slot = byte;
            self.length += 1;
        }
    }

    /// Appends a run, in as few bytes as its kind takes; none where it is empty.
    fn push_run(&mut self, value: u8, length: usize) {
        let [high, low] = u16::try_from(length.wrapping_sub(1)).unwrap_or(0).to_be_bytes();
        match (value, length) {
            (_, 0) => {}
            (0, ..=LONGEST_ZERO) => self.push(low),
            (0, _) => {
                self.push(high | 0x40);
                self.push(low);
            }
            _ => self.push(value_opcode(value, length)),
        }
    }

    fn as_slice(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }
}

/// Walks the runs that hold values: first register, length, value.
pub(super) struct Runs<'a> {
    bytes: &'a [u8],
    place: usize,
    register: usize,
}

impl<'a> Runs<'a> {
    /// Starts at the first of the bytes, which are what follows the header.
    pub(super) const fn of(bytes: &'a [u8]) -> Self {
        Self { bytes, place: 0, register: 0 }
    }
}

impl Iterator for Runs<'_> {
    type Item = (usize, usize, u8);

    fn next(&mut self) -> Option<Self::Item> {
        while let Some(run) = Run::at(self.bytes, self.place) {
            let first = self.register;
            self.place += run.size;
            self.register = self.register.saturating_add(run.length);
            if run.value > 0 {
                return Some((first, run.length, run.value));
            }
        }
        None
    }
}

/// Checks that the runs cover the registers exactly.
pub(super) fn covered(bytes: &[u8]) -> Result<(), HllError> {
    let mut runs = Runs::of(bytes);
    runs.by_ref().for_each(drop);
    if runs.register == REGISTERS { Ok(()) } else { Err(HllError::Corrupted) }
}

/// Makes a sparse value dense.
pub(super) fn to_dense(value: &mut Vec<u8>) -> Result<(), HllError> {
    let runs = value.get(HEADER..).unwrap_or_default();
    covered(runs)?;
    let mut new = vec![0; DENSE_LENGTH];
    let (header, registers) = new.split_at_mut(HEADER);
    header.copy_from_slice(value.get(..HEADER).ok_or(HllError::NotHyperLogLog)?);
    if let Some(encoding) = header.get_mut(ENCODING) {
        *encoding = 0;
    }
    for (first, length, found) in Runs::of(runs) {
        (first..first + length).for_each(|index| dense::set(registers, index, found));
    }
    *value = new;
    Ok(())
}

/// Raises a register to a value (`hllSparseSet`), and tells whether it was lower. May make the value dense.
///
/// # Errors
/// [`HllError::Corrupted`] where the runs end before the register, or do not add up when the value becomes dense.
pub(super) fn raise(
    value: &mut Vec<u8>,
    index: usize,
    new: u8,
    max_bytes: usize,
) -> Result<bool, HllError> {
    if new > GREATEST_VALUE {
        return promote(value, index, new);
    }
    let (mut place, mut previous, mut first) = (HEADER, None, 0);
    let run = loop {
        let run = Run::at(value, place).ok_or(HllError::Corrupted)?;
        if index < run.length.saturating_add(first) {
            break run;
        }
        previous = Some(place);
        place += run.size;
        first = run.length.saturating_add(first);
    };
    if run.value >= new {
        return Ok(false);
    }
    let mut sequence = Sequence::default();
    sequence.push_run(run.value, index - first);
    sequence.push(value_opcode(new, 1));
    sequence.push_run(run.value, first + run.length - 1 - index);
    let sequence = sequence.as_slice();
    if sequence.len() > run.size && value.len() + sequence.len() - run.size > max_bytes {
        return promote(value, index, new);
    }
    let cut = place + run.size > value.len();
    if cut {
        // The server overwrites the NUL after its string, and sees no more of it than before.
        value.push(0);
    }
    value.splice(place..place + run.size, sequence.iter().copied());
    if cut {
        value.pop();
    }
    merge_neighbours(value, previous.unwrap_or(HEADER));
    Ok(true)
}

/// Makes the value dense, then raises the register.
fn promote(value: &mut Vec<u8>, index: usize, new: u8) -> Result<bool, HllError> {
    to_dense(value)?;
    Ok(dense::raise(value.get_mut(HEADER..).unwrap_or_default(), index, new))
}

/// Merges runs of one value that stand side by side, as far as the server looks.
fn merge_neighbours(value: &mut Vec<u8>, from: usize) {
    let mut place = from;
    for _ in 0..MERGE_STEPS {
        let Some(run) = Run::at(value, place) else { return };
        let next = Run::at(value, place + run.size).filter(|next| next.value == run.value);
        let merged = next.map_or(0, |next| run.length + next.length);
        if run.value > 0 && (1..=LONGEST_VALUE).contains(&merged) {
            value.remove(place);
            if let Some(opcode) = value.get_mut(place) {
                *opcode = value_opcode(run.value, merged);
            }
        } else {
            place += run.size;
        }
    }
}
