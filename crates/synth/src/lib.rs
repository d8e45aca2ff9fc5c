//! Evidence made to order, and a real server to judge it. For tests only; never published.
//!
//! The builders describe each format a second time, from the servers' sources and recorded bytes and not from the
//! readers, so that a layout misunderstood by a reader cannot agree with itself. They share no layout code with
//! `autopsync-rdb` or `autopsync-stream`; the only crate of the workspace they know is `autopsync-model`.
//!
//! | module | makes |
//! | --- | --- |
//! | [`rdb`] | snapshots of every version: all encodings of all types, records in any order, wrong ones on request |
//! | [`stream`] | what a master sends: commands with their offsets, transcripts of both framings |
//! | [`info`] | replies to `INFO` in the field sets of each era |
//! | [`live`] | a real `redis-server`, where there is one, as the oracle of differential tests |
//!
//! Nothing here checks what it writes: a builder that refuses nonsense cannot make damaged evidence.
#![forbid(unsafe_code)]

pub mod info;
pub mod live;
pub mod rdb;
pub mod stream;
