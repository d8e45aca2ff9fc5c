//! Writing snapshots and `DUMP` payloads, for a server of one's choice.
//!
//! A [`Target`] says who is to load the file. A [`Writer`] writes the records in the order in which they are given to it:
//! facts ([`Writer::aux`]), functions, a database, and its keys. Each key gets a [`ValueWriter`], which takes the value in
//! one of three ways:
//!
//! - element by element, the count first ([`ValueWriter::list`] and its like): constant memory;
//! - from a [`ValueBuffer`], which counts by itself and holds one value;
//! - from a [`LazyValue`](crate::LazyValue) of another snapshot ([`ValueWriter::stored`]): its bytes as they are where the
//!   target knows the type, else decoded and written anew.
//!
//! [`copy`](fn@copy) does the last for a whole snapshot. [`dump_payload`] and [`dump_stored`] write single values for
//! `RESTORE`.
//!
//! New values take the plain types (0 to 5), which every server loads and packs by its own settings. What a target cannot
//! hold is a [`WriteError`] that names the [`Feature`], before a byte of that key is written; a writer that is
//! [dropping](Writer::dropping) leaves it out instead and counts it ([`Losses`]).
//!
//! ```
//! use autopsync_model::Version;
//! use autopsync_rdb::write::{Entry, Target, Writer};
//!
//! let target = Target::for_version(&Version::redis(6, 2, 14));
//! let mut writer = Writer::new(Vec::new(), target);
//! writer.aux(b"redis-ver", b"6.2.14")?;
//! writer.select_db(0)?;
//! writer.resize_db(2, 1)?;
//! writer.key(Entry::new(b"greeting").expiring_at(4_102_444_800_123))?.string(b"hello")?;
//! let mut list = writer.key(Entry::new(b"queue"))?.list(2)?;
//! list.element(b"first")?;
//! list.element(b"second")?;
//! list.finish()?;
//! let bytes = writer.end()?;
//! assert!(bytes.starts_with(b"REDIS0009"));
//! # Ok::<(), autopsync_rdb::write::WriteError>(())
//! ```
//!
//! Where the forms come from: `rdbSaveRio`, `rdbSaveObject` (`rdb.c`) of the releases that [`Target`] lists.

mod aggregate;
mod buffer;
mod copy;
mod dump;
mod encoder;
mod entry;
mod error;
mod loss;
mod lzf;
mod module;
mod out;
mod packed;
mod stream;
mod strings;
mod target;
mod value;
mod writer;

pub use aggregate::{HashWriter, ListWriter, SetWriter, ZsetWriter};
pub use buffer::ValueBuffer;
pub use copy::{CopyOptions, CopyReport, CopyScratch, Sizes, copy};
pub use dump::{dump_payload, dump_stored};
pub use entry::Entry;
pub use error::{WriteError, WriteErrorKind};
pub use loss::{Feature, Losses};
pub use module::ModuleWriter;
pub use out::{Out, Sink};
pub use stream::StreamBuffer;
pub use target::Target;
pub use value::ValueWriter;
pub use writer::Writer;
