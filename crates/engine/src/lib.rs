//! An embedded replica: keyspace, commands, scripts, digest.
//!
//! An [`Engine`] is filled from a snapshot ([`Engine::load`]), applies a stream ([`Replay`]) as the replica of a certain
//! version would ([`Profile`]), and says what that replica would say of its data ([`Engine::digest`]). It has no network, no
//! disk and no clock of its own; the same input makes the same data on every machine. What a result depends on beyond
//! snapshot and stream is noted ([`Caveat`]); what fails is kept with its place ([`Failures`]).
//!
//! [`guide`] tells how to add a command, and which behaviours depend on versions.
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

mod ahead;
mod algo;
mod args;
mod caveat;
pub mod commands;
mod context;
pub mod digest;
mod engine;
mod error;
mod functions;
pub mod guide;
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
mod save;
mod script;
mod scripts;
#[cfg(feature = "lua")]
mod session;
mod state;
mod touched;
mod transaction;
mod value;
mod view;
mod xxh3;

pub use algo::glob::glob_matches;
pub use autopsync_model::{Limits, Version};
pub use caveat::{Caveat, Caveats};
pub use engine::{Engine, Outcome};
pub use error::CommandError;
pub use functions::{Functions, Library};
pub use load::Loaded;
pub use profile::{CompactLimits, Profile};
pub use replay::{Observer, Replay, Replayed};
pub use reply::Reply;
pub use report::{Counters, Failure, Failures};
pub use restart::RestartKeeps;
pub use save::Saved;
pub use script::ScriptHost;
pub use touched::{Extent, Touched};
pub use value::StreamId;
pub use view::KeyView;
