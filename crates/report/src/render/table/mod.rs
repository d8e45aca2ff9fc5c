//! Tables: the answer first, the reason second, the proof third.

mod findings;
mod grid;
pub mod inspect;
pub mod keys;
pub mod psync;
pub mod replay;
pub mod stream;

use grid::Grid;

use super::Style;

/// A colour by meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tone {
    Good,
    Bad,
    Doubtful,
    Dim,
}

/// Returns a number with its noun, in the plural where it needs one.
fn count(n: u64, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}
