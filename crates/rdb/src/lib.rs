//! Snapshots of Redis and Valkey (RDB): every version, read at three levels, and written.
//!
//! A snapshot is nine bytes of magic and version, a flat list of records, an end mark and a checksum. Each record begins
//! with one byte: an opcode, or the type of a value, which a key and the value follow. There is no index, no length of a
//! record and no mark at which reading could start anew: to pass a record one has to understand it.
//!
//! # Where to begin
//!
//! - [`Reader`] goes through a file (a slice, as a memory map gives it) and delivers [`Event`]s with their places. Nothing
//!   is copied and nothing decoded: who asks for names pays for names. The checksum is computed on the way.
//! - [`LazyValue`] is a value not yet decoded. It has three levels: [`raw`](LazyValue::raw) is its bytes,
//!   [`structure`](LazyValue::structure) what stands in it in the terms of its encoding, [`visit`](LazyValue::visit) the
//!   data, told to a [`ValueVisitor`] in the same words whatever the encoding.
//! - [`AuxFields`] and [`ReplicationAux`] gather what a file says of the server that wrote it.
//! - [`DumpPayload`] reads a single value, as `DUMP` answers it.
//! - [`write`](mod@write) does the reverse.
//! - [`salvage`] goes on where a [`Reader`] stops: all damages, and what can be read behind them.
//!
//! ```
//! use autopsync_rdb::{Event, Reader, Scratch, ValueVisitor};
//!
//! #[derive(Default)]
//! struct Fields(Vec<String>);
//!
//! impl ValueVisitor for Fields {
//!     fn hash_field(&mut self, field: &[u8], value: &[u8], _expire_at_ms: Option<i64>) {
//!         self.0.push(format!("{} = {}", field.escape_ascii(), value.escape_ascii()));
//!     }
//! }
//!
//! let bytes = std::fs::read("../../testdata/rdb/types/13-hash-ziplist/value.rdb")?;
//! let (mut scratch, mut fields) = (Scratch::default(), Fields::default());
//! for event in Reader::new(&bytes)? {
//!     match event? {
//!         Event::Key(entry) => entry.visit(&mut scratch, &mut fields)?,
//!         Event::End(end) => assert_eq!(end.checksum.status().name(), "ok"),
//!         _ => {}
//!     }
//! }
//! assert_eq!(fields.0[1], "f2 = 2");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Hostile files
//!
//! Every length is a lie until it was compared with what is left. No input makes a reader panic, allocate by the word of
//! a file, or loop beyond its bytes: a compressed string gives at most 88 bytes for each of its own, and never more than
//! [`Limits::string_bytes`](autopsync_model::Limits::string_bytes). An [`Error`] names its kind, its place and the key;
//! everything before it was delivered.
//!
//! # Adding a type or an opcode
//!
//! One file in `types/` or `opcodes/` that looks like its neighbours, one line in the list in their `mod.rs`, and one
//! folder in `testdata/rdb/types/`. The tests name what is missing.
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        clippy::cast_possible_truncation
    )
)]

mod aux_field;
mod checksum;
mod cursor;
mod decimal;
mod dump;
mod encoding;
mod error;
mod event;
pub mod format;
mod header;
mod key_meta;
mod keydb;
mod module;
mod opcodes;
mod reader;
pub mod salvage;
mod slot_import;
mod stream;
mod structure;
mod template;
mod types;
mod unpacked;
mod update;
mod value;
mod visitor;
mod watch;
pub mod write;

pub use aux_field::{AuxFields, LUA, ReplicationAux};
pub use checksum::{Checksum, ChecksumStatus, crc64};
pub use decimal::{Decimal, Text};
pub use dump::{DumpFooter, DumpPayload, FunctionDump};
pub use encoding::packed::PackedValue;
pub use encoding::string::{RdbString, StringBuffer, StringForm};
pub use error::{Error, ErrorKind, KeyContext, Region};
pub use event::{Aux, End, Event, Function, FunctionPreRelease, KeyEntry, ModuleAux};
pub use header::{Dialect, Header};
pub use key_meta::{KeyMeta, KeyMetaClass, KeyMetaIter};
pub use keydb::{MemberExpiries, MemberExpiry};
pub use module::{ModuleId, ModuleItem, ModuleItems, ModuleItemsIter};
pub use opcodes::{OPCODES, OpcodeInfo};
pub use reader::Reader;
pub use slot_import::{SlotImport, SlotRanges, SlotRangesIter};
pub use stream::{
    StreamConsumer, StreamFields, StreamFieldsIter, StreamGroup, StreamId, StreamIdempotence,
    StreamMeta, StreamPending,
};
pub use structure::Node;
pub use types::{TypeInfo, ValueKind, ValueType};
pub use update::UpdateCommand;
pub use value::LazyValue;
pub use visitor::{ArrayItem, CronJob, Scratch, ValueVisitor};
pub use watch::Watch;
