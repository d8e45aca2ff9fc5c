//! An embedded replica: keyspace, commands, scripts, digest.
#![forbid(unsafe_code)]
// The servers compute in C's integer types, and so does their emulation: what a cast loses there, it loses here.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss
)]
// Commands share one signature, so that the table can hold them; not all of them can fail.
#![allow(clippy::unnecessary_wraps)]

mod algo;
mod args;
mod caveat;
pub mod commands;
mod context;
pub mod digest;
mod engine;
mod error;
mod functions;
mod glob;
mod keyspace;
mod load;
#[cfg(feature = "lua")]
pub mod lua;
pub mod number;
mod parse;
mod profile;
mod replay;
mod reply;
mod report;
mod restart;
mod script;
mod scripts;
#[cfg(feature = "lua")]
mod session;
mod state;
mod transaction;
mod value;
mod xxh3;

pub use autopsync_model::{Limits, Version};
pub use caveat::{Caveat, Caveats};
pub use engine::{Engine, Outcome};
pub use error::CommandError;
pub use functions::{Functions, Library};
pub use glob::matches as glob_matches;
pub use load::Loaded;
pub use profile::{CompactLimits, Profile};
pub use replay::{Observer, Replay, Replayed};
pub use reply::Reply;
pub use report::{Counters, Failure, Failures};
pub use restart::RestartKeeps;
pub use script::ScriptHost;
pub use state::Touched;
pub use value::StreamId;
