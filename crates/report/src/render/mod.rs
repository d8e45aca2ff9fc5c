//! How documents look: JSON and CSV for programs, tables for people.

pub mod csv;
pub mod export;
pub mod json;
pub mod ndjson;
pub mod table;

/// What a table may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// Whether colours are used.
    pub color: bool,
    /// The width of the terminal; `None` in a pipe, where no column is cut or wrapped.
    pub width: Option<u16>,
}
