//! How documents look: JSON for programs, tables for people.

pub mod json;
pub mod table;

/// What a table may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// Whether colours are used.
    pub color: bool,
    /// The width of the terminal; `None` in a pipe, where no column is cut or wrapped.
    pub width: Option<u16>,
}
