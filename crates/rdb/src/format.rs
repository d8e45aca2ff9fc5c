#![doc = include_str!("../docs/format.md")]

pub use crate::{opcodes::pages as opcodes, types::pages as types};
