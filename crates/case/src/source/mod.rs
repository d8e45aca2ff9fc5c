//! Sources: evidence as a slice with a name.

mod aof;
mod damaged;
mod give_back;
mod inflate;
mod map;
mod open;
mod payload;
mod reader;
mod recognise;
mod snapshot;
mod sweep;

pub use aof::{AofFiles, AofLayout, AofPart, AofRole};
pub(crate) use give_back::GivingBack;
pub use open::Source;
pub(crate) use reader::reader_at;
pub use recognise::Kind;
pub use snapshot::{Follows, Vessel};
