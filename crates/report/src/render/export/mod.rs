//! Keys with their values, written piece by piece: JSON, CSV, and commands.
//!
//! The form is that of [`crate::documents::export`]. A value is never held: what is told by the reader goes into a buffer of
//! [`BUFFER`] bytes and on to the output.

mod commands;
mod crew;
mod csv;
mod json;
mod out;
mod text;

pub use commands::{Resp, Shell};
pub use crew::{Crew, KeyWriter, PartWriter};
pub use csv::{CsvKeys, CsvPart};
pub use json::{Envelope, JsonKeys, JsonPart};
pub use out::{BUFFER, Passed};
