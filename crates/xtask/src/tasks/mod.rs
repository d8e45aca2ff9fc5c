//! One file for each task or family of tasks.

pub mod bench;
pub mod fuzz;
pub mod generate;
pub mod lint;
pub mod test;
