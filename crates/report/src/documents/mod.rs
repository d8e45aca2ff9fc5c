//! One struct per command: the contract's JSON.
//!
//! Fields are added within a schema version, never renamed, retyped or removed.

pub mod inspect;
pub mod keys;
pub mod psync;
pub mod replay;
pub mod stream;

mod finding;

pub use finding::Finding;

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

documents![inspect::Inspect, keys::Keys, stream::StreamDocument, replay::Replay, psync::Psync];
