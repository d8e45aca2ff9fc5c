//! The questions that sources are asked. Each is asked once, and its answer is a value.

pub mod dump;
pub mod export;
pub mod inspect;
pub mod keys;
pub mod logs;
pub mod offsets;
mod profile;
pub mod psync;
pub mod replay;
pub mod stream;

pub use profile::{ParseSettingError, PartFrom, ProfilePart, ScriptMode, Setting};
