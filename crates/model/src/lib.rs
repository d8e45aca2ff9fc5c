//! The vocabulary of autopsync.
//!
//! Everything the tool says about replication is said with a handful of words, and this crate makes types of
//! them: the [`AppliedOffset`] a node has reached and the [`NextOffset`] it asks for, the [`ReplId`] that names a
//! history, the [`Version`] that decides which rules apply and the [`Epoch`] that groups versions with one
//! behaviour, the [`Place`] every fact carries, and [`Bytes`], which alone decides how a key looks in JSON and on
//! a terminal.
//!
//! ```
//! use autopsync_model::{AppliedOffset, NextOffset, Position, ReplId};
//!
//! let id: ReplId = "6559e00f3a0ce0f9d9f7aa168dd5c1901cf1f022".parse().unwrap();
//! let saved = Position::new(id, AppliedOffset::new(4218));
//! assert_eq!(saved.offset.next(), NextOffset::new(4219));
//! ```
#![forbid(unsafe_code)]

mod bytes;
mod damage;
mod epoch;
mod history;
mod limits;
mod offset;
mod place;
mod replid;
mod severity;
mod version;

pub use bytes::{Bytes, escape_control};
pub use damage::Damage;
pub use epoch::Epoch;
pub use history::{History, HistoryPart, Position};
pub use limits::Limits;
pub use offset::{AppliedOffset, NextOffset};
pub use place::{At, Place};
pub use replid::{ParseReplIdError, ReplId, RequestedId};
pub use severity::Severity;
pub use version::{ParseVersionError, Pre, Product, Version};
