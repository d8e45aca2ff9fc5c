//! Intsets (`intset.c`, 2.4): width, count, and the integers, all least significant byte first.

use super::numbers::{low_bytes, low32};

/// How many bytes each integer takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntsetWidth {
    /// Two.
    I16,
    /// Four.
    I32,
    /// Eight.
    I64,
}

/// An intset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intset {
    width: IntsetWidth,
    integers: Vec<i64>,
}

impl Intset {
    /// Takes integers in the order in which they are to stand; servers sort them.
    #[must_use]
    pub fn new(width: IntsetWidth, integers: impl Into<Vec<i64>>) -> Self {
        Self { width, integers: integers.into() }
    }

    /// Returns the bytes.
    #[must_use]
    pub fn build(&self) -> Vec<u8> {
        let width: u8 = match self.width {
            IntsetWidth::I16 => 2,
            IntsetWidth::I32 => 4,
            IntsetWidth::I64 => 8,
        };
        let mut out = u32::from(width).to_le_bytes().to_vec();
        out.extend_from_slice(&low32(self.integers.len() as u64).to_le_bytes());
        for integer in &self.integers {
            out.extend_from_slice(&low_bytes(*integer, usize::from(width)));
        }
        out
    }
}
