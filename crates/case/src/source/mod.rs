//! Sources: evidence as a slice with a name.

mod inflate;
mod map;
mod open;
mod recognise;

pub use open::Source;
pub use recognise::Kind;
