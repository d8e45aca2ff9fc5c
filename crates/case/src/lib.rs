//! From files to answers: open, recognise, assemble, ask.
//!
//! A file becomes a [`Source`] (a slice with a name), its [`Kind`] is told by its content, and the [`questions`]
//! join what several sources say into one answer. Everything that is not certain is said to be missing, with
//! what would settle it.
//!
//! Mapping files is the one thing here that needs `unsafe`; it stands in `source/map.rs` alone.
#![deny(unsafe_code)]

pub mod assembly;
mod error;
pub mod node;
pub mod questions;
pub mod source;

pub use assembly::Case;
pub use error::{CaseError, ErrorKind};
pub use node::{Evidence, Side, StreamEvidence};
pub use source::{Kind, Source};

/// Writes bytes as lower-case hex.
fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(40), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
