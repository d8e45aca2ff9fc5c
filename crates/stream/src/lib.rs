//! The replication stream: RESP commands, each with the offset of its first byte and of the byte after its last.
//!
//! A master numbers the bytes it sends after a snapshot from 1 and sends commands, one after the other:
//!
//! ```text
//! *2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n      23 bytes
//! *1\r\n$4\r\nPING\r\n                    14 bytes
//! ```
//!
//! Such bytes come in many vessels, and each opens into the same [`Stream`]:
//!
//! | file | entry point |
//! | --- | --- |
//! | commands alone, with a sidecar or flags for the numbering | [`Stream::new`], [`Origin::from_sidecar`] |
//! | what a master sent after `PSYNC` or `SYNC`, snapshot included | [`Transcript::parse`] |
//! | a backlog, which may begin inside a command | [`BacklogFile::parse`], then [`Stream::resync`] |
//! | an AOF | [`aof::Files::stream`], which numbers the bytes of its files; [`aof`] for preambles and manifests |
//!
//! [`recognise()`] tells them apart. [`Stream::records`] yields the commands, and at the end perhaps a [`Tail`]: the
//! bytes stop inside a command, or are none. Neither is an error of the reader.
//!
//! ```
//! use autopsync_stream::{Kind, Transcript};
//!
//! let bytes = std::fs::read("../../testdata/stream/valkey-8.0.1-eof-mark.bin").unwrap();
//! let transcript = Transcript::parse(&bytes).unwrap();
//! let stream = transcript.stream().unwrap();
//! let mut writes = 0;
//! let tail = stream.records().for_each(|record| writes += u64::from(record.kind() == Kind::Write));
//! assert_eq!(tail, None);
//! assert!(writes > 0);
//! assert_eq!(stream.last_offset().get(), 23519);
//! ```
//!
//! Everything is borrowed from the file, and declared lengths size nothing. The grammar is the servers', not the
//! protocol's: what they accept is read, what they refuse is named (`processMultibulkBuffer`, `processInlineBuffer`
//! in `networking.c`; `replication.c`; `aof.c`; 2.6 to 7.4).
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        clippy::cast_possible_truncation
    )
)]

pub mod aof;
pub mod backlog;
mod error;
mod inline;
mod kind;
mod origin;
mod recognise;
mod record;
mod records;
mod resp;
mod resync;
mod ring;
mod stream;
mod transcript;

pub use aof::plain::timestamp as annotation_timestamp;
pub use backlog::{BacklogFile, SecondId};
pub use error::{Error, ErrorKind};
pub use kind::Kind;
pub use origin::Origin;
pub use recognise::{FileKind, recognise};
pub use record::{Bad, Cut, Item, Reason, Record, Tail};
pub use records::Records;
pub use resync::Resync;
pub use ring::{Ring, RingError};
pub use stream::{Grammar, Location, Stream};
pub use transcript::{Framing, Opening, Payload, Transcript};
