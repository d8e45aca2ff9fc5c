//! What `PSYNC` answers, version by version, as pure functions.
//!
//! A replica that reconnects asks its master for a byte of a history: `PSYNC <replid> <next>`. This crate says
//! what a server of any version from 2.6 on answers, and which lines both sides write into their logs. Nothing
//! here reads a file or a clock, and nothing fails: every function is total, for any number and any text.
//!
//! | question | entry point |
//! | --- | --- |
//! | would the master continue? | [`decide`] |
//! | what would a replica ask for, what does it make of the answer? | [`request_of`], [`react`] |
//! | what does a snapshot carry, what does a restart bring back? | [`saved_identity`], [`restart_replica`], [`restart_master`] |
//! | what do promotion, demotion and a lost link change? | [`promote`], [`demote`], [`lose_link`], [`continue_with_new_id`] |
//! | how do two nodes' positions relate, where do two streams part? | [`relate`], [`first_difference`], [`compare`] |
//!
//! What differs between versions is data: one row per epoch in [`epochs`], one row per wording in the tables
//! behind [`LogLine`]. Their truth comes from `replication.c`, `rdb.c`, `networking.c` and `server.c` of the tags
//! named beside them, and for Valkey from recordings of real servers.
//!
//! ```
//! use autopsync_model::{AppliedOffset, NextOffset, Position, ReplId, Version};
//! use autopsync_psync::{Backlog, Outcome, Request, Server, decide};
//!
//! let id: ReplId = "6559e00f3a0ce0f9d9f7aa168dd5c1901cf1f022".parse().unwrap();
//! let mut master = Server::new(Version::redis(4, 0, 2), id);
//! master.offset = Some(AppliedOffset::new(1000));
//! master.backlog = Some(Backlog::window(NextOffset::new(501), 500));
//!
//! let saved = Position::new(id, AppliedOffset::new(1000));
//! let decision = decide(&master, &Request::at(saved));
//! assert_eq!(decision.outcome, Outcome::Continue);
//! assert_eq!(decision.bytes, 0);
//!
//! let ahead = Position::new(id, AppliedOffset::new(1001));
//! assert_eq!(decide(&master, &Request::at(ahead)).reason.id(), "offset-after-backlog");
//! ```
#![forbid(unsafe_code)]

mod decide;
mod divergence;
pub mod epochs;
mod full_sync;
mod gates;
mod locate;
mod log;
mod reason;
mod relate;
mod replica;
mod request;
mod restart;
mod roles;
mod ruling;
mod save;
mod server;
mod wording;

pub use decide::{Decision, decide};
pub use divergence::{Comparison, Window, compare, first_difference};
pub use full_sync::{FullResync, FullSyncCase};
pub use locate::{Located, locate};
pub use log::LogLine;
pub use reason::{Missing, Outcome, Reason};
pub use relate::{NodePosition, Relation, RelationStatus, relate};
pub use replica::{Answer, Next, Reaction, finish_snapshot, react, request_of};
pub use request::{Request, RequestedOffset};
pub use restart::{
    Attached, RestartReason, RestartedReplica, ScriptsAfterRestart, SnapshotIdentity, StartConfig,
    restart_master, restart_replica, scripts_after_restart,
};
pub use roles::{
    Changed, LinkLoss, continue_with_new_id, demote, lose_link, promote, trim_meaningful,
};
pub use save::{SaveKind, saved_identity};
pub use server::{Backlog, HistoryId, Role, Server, Upstream};
