//! One struct per command: the contract's JSON.
//!
//! Fields are added within a schema version, never renamed, retyped or removed.

pub mod explain;
pub mod export;
pub mod inspect;
pub mod keys;
pub mod logs;
pub mod offsets;
pub mod psync;
pub mod psync_matrix;
pub mod replay;
pub mod salvage;
pub mod stream;

mod finding;
mod position;

pub use finding::Finding;
pub use position::Position;

use schemars::{JsonSchema, Schema, schema_for};
use serde::Serialize;

/// A command's answer as a document.
pub trait Document: Serialize + JsonSchema {
    /// The command's name; the document's schema is `autopsync.<name>/1`.
    const NAME: &'static str;
}

macro_rules! documents {
    ($($document:ty),+ $(,)?) => {
        /// Returns the JSON Schema of a command's output, or `None` for a command without one.
        #[must_use]
        pub fn schema_of(command: &str) -> Option<Schema> {
            $(if command == <$document as Document>::NAME {
                return Some(schema_for!($document));
            })+
            None
        }

        /// Returns the names of the commands that have a schema, in the order of the documentation.
        #[must_use]
        pub fn schema_names() -> &'static [&'static str] {
            &[$(<$document as Document>::NAME),+]
        }
    };
}

documents![
    inspect::Inspect,
    keys::Keys,
    export::Dump,
    export::Export,
    stream::StreamAnswer,
    replay::Replay,
    psync::Psync,
    psync_matrix::PsyncMatrix,
    offsets::Offsets,
    logs::Logs,
    explain::Rules,
    explain::Explain
];
