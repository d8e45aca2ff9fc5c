//! Append-only files: the commands of a stream on disk, without its offsets.
//!
//! Up to 3.2 a file of commands; from 4.0 on perhaps an RDB file first; from 7.0 on a directory of both with a
//! manifest. From `aof.c` of 2.6.17, 4.0.2, 6.2.14, 7.0.15 and 7.4.1.

mod files;
pub mod manifest;
pub(crate) mod plain;
pub mod preamble;

pub use files::Files;
