//! Snapshots, record by record. Layouts: `rdb.c`, `rdb.h`, `ziplist.c`, `listpack.c`, `intset.c`, `zipmap.c`,
//! `t_stream.c` of the version that introduced each.
//!
//! ```
//! use autopsync_synth::rdb::{RdbBuilder, Value};
//!
//! let snapshot = RdbBuilder::redis(9)
//!     .aux("redis-ver", "6.2.0")
//!     .select(0)
//!     .resize(1, 0)
//!     .key("k", &Value::string("v"))
//!     .finish();
//! assert!(snapshot.ends_with(&[0xff, 0xfd, 0x91, 0x10, 0x50, 0x14, 0x4a, 0xb2, 0xf0]));
//! ```

mod builder;
mod checksum;
mod intset;
mod listpack;
mod lzf;
mod module;
mod numbers;
mod primitives;
mod stream;
mod value;
mod ziplist;
mod zipmap;

pub use builder::RdbBuilder;
pub use checksum::crc64;
pub use intset::{Intset, IntsetWidth};
pub use listpack::{Listpack, ListpackInt};
pub use lzf::{compress, literals};
pub use module::{ModuleItem, key_meta_spec, module_id};
pub use primitives::{LengthForm, Str, put_length, put_length_as, put_str};
pub use stream::{Consumer, Entry, Group, Node, Pending, StreamId, StreamType, StreamValue};
pub use value::{Blob, QuicklistNode, Value};
pub use ziplist::{Ziplist, ZiplistInt};
pub use zipmap::Zipmap;
