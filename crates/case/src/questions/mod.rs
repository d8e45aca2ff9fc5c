//! The questions that sources are asked. Each is asked once, and its answer is a value.

pub mod inspect;
pub mod keys;
mod profile;
pub mod psync;
pub mod replay;
pub mod stream;

pub use profile::ScriptMode;
