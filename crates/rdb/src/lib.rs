//! Under construction.
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        clippy::cast_possible_truncation
    )
)]

mod aux;
mod checksum;
mod cursor;
mod decimal;
mod encoding;
mod error;
mod event;
mod header;
mod key_meta;
mod module;
mod opcodes;
mod reader;
mod slot_import;
mod stream;
mod structure;
mod template;
mod types;
mod update;
mod value;
mod visitor;
pub mod write;

pub use aux::{AuxFields, LUA, ReplicationAux};
pub use checksum::{Checksum, ChecksumStatus, crc64};
pub use decimal::{Decimal, Text};
pub use encoding::packed::PackedValue;
pub use encoding::string::{RdbString, StringBuffer, StringForm};
pub use error::{Error, ErrorKind, KeyContext, Region};
pub use event::{Aux, End, Event, Function, FunctionPreRelease, KeyEntry, ModuleAux};
pub use header::{Dialect, Header};
pub use key_meta::{KeyMeta, KeyMetaClass, KeyMetaIter};
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
pub use visitor::{ArrayItem, Scratch, ValueVisitor};
