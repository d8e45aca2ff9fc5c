//! The documents of every command, and how they look.
//!
//! Each command has one struct in [`documents`], whose JSON is the contract, and one view in [`render`] for people.
//! Both are made of the same answer, so that a table never says what the JSON does not.
#![forbid(unsafe_code)]

mod bytes;
pub mod documents;
pub mod render;

pub use bytes::{JsonBytes, Privacy, base64};
pub use documents::{Document, schema_names, schema_of};
