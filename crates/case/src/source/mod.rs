//! Sources: evidence as a slice with a name.

mod aof;
mod damaged;
mod inflate;
mod map;
mod open;
mod payload;
mod recognise;
mod snapshot;
mod sweep;

pub use aof::{AofFiles, AofLayout, AofPart, AofRole};
pub use open::Source;
pub use recognise::Kind;
pub use snapshot::{Follows, Vessel};
