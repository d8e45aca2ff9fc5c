//! Salvage: what can be had from a damaged snapshot, or from a piece of one.
//!
//! The format has no index and no mark at which reading could start anew. [`Reader`](crate::Reader) therefore stops at the
//! first defect. A [`Salvager`] goes on: it delivers everything before the damage, the place and the kind of it, and then
//! looks for the next place at which records can be read again ([`Resumed`], with the reason for believing in it). All
//! damages are reported. A defect inside a value whose length is known (a compressed string, a packed structure) does not
//! even break the row of records.
//!
//! # What can be trusted
//!
//! - [`Standing::Sound`]: as good as what [`Reader`](crate::Reader) delivers. A changed byte inside a plain string is seen by the
//!   checksum alone, which covers the whole file: compare [`End::checksum`](crate::End::checksum).
//! - [`Standing::Recovered`]: found after a damage. The database is uncertain until the next one is selected.
//! - [`Standing::Suspect`]: read before a damage, but what was found there contradicts it.
//!
//! A file whose checksum is right has no damage, even if it holds something that this crate cannot pass (the value of a
//! module from before 4.0, a code of the future). That is [`Unread`], and reading goes on behind it with
//! [`Confidence::Proof`].
//!
//! # How much work it is
//!
//! [`Work::bound`] is the most, whatever the file holds: linear in its size. Memory does not depend on it.
//!
//! ```
//! use autopsync_rdb::{Event, salvage::{Salvaged, Salvager}};
//!
//! let mut bytes = b"REDIS0006\xfe\x00".to_vec();
//! for key in [b"first", b"other", b"third"] {
//!     bytes.extend_from_slice(b"\x00\x05");
//!     bytes.extend_from_slice(key);
//!     bytes.extend_from_slice(b"\x05value");
//! }
//! bytes.extend_from_slice(b"\xff\x00\x00\x00\x00\x00\x00\x00\x00");
//! bytes[24] = 0xee; // the type of the second key
//!
//! let mut told = Vec::new();
//! for salvaged in Salvager::new(&bytes) {
//!     match salvaged {
//!         Salvaged::Event(found) => {
//!             if let Event::Key(entry) = found.event {
//!                 told.push(format!("{:?} {}", entry.key, found.standing.name()));
//!             }
//!         }
//!         Salvaged::Damage(damage) => told.push(format!("{} at {}", damage.id(), damage.at)),
//!         Salvaged::Resumed(resumed) => told.push(format!("resumed at {}", resumed.at)),
//!         _ => {}
//!     }
//! }
//! assert_eq!(told, [
//!     "\"first\" sound",
//!     "rdb-unknown-code at 24",
//!     "resumed at 37",
//!     "\"third\" recovered",
//! ]);
//! ```

mod broken_hash;
mod chain;
mod evidence;
mod found;
mod held;
mod record;
mod resume;
mod salvager;
mod search;
mod work;

pub use found::{
    Confidence, Damage, DamageKind, Found, LostKey, Resumed, Salvaged, Standing, Unread,
};
pub use salvager::Salvager;
pub use work::Work;
