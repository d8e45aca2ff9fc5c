//! Tables: the answer first, the reason second, the proof third.

pub mod explain;
pub mod export;
mod findings;
mod grid;
pub mod inspect;
pub mod keys;
pub mod logs;
pub mod offsets;
pub mod psync;
pub mod psync_matrix;
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
