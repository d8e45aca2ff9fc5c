//! An embedded replica: keyspace, commands, scripts, digest.
#![forbid(unsafe_code)]

mod profile;
mod reply;
mod script;

pub use profile::{CompactLimits, Profile};
pub use reply::Reply;
pub use script::ScriptHost;
