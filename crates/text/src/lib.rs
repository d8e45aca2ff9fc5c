//! INFO dumps and server logs, as servers print them and as people paste them.
//!
//! Logs have a page of their own, [`log`]. This one is about INFO. The reply to `INFO` is text: sections that begin with `# Name`, and fields, one `key:value` a line. What reaches an
//! operator has been through a terminal, a mail, a tracker: prompts stand before it, quotes and list marks in front of
//! each line, line ends are spelled out, sections are missing, and the dumps of three nodes follow one another in one
//! file. [`Info::parse_all`] reads all of that and keeps the line of each field; it cannot fail, for where there is no
//! field there is no dump.
//!
//! ```
//! use autopsync_text::{Info, Role};
//!
//! let text = std::fs::read("../../testdata/text/info/redis-4.0.5-master.txt").unwrap();
//! let info = Info::parse(&text);
//! let replication = info.replication();
//! assert_eq!(info.version().unwrap().to_string(), "4.0.5");
//! assert_eq!(replication.role, Some(Role::Master));
//! assert_eq!(replication.master_repl_offset.unwrap().get(), 3145);
//! assert_eq!(info.place_of("master_repl_offset").unwrap().to_string(), "line 26");
//! assert!(info.inconsistencies().is_empty());
//! ```
//!
//! The fields and what they mean by version: `genRedisInfoString` in `redis.c` and `server.c` of Redis 2.6 to 8.0 and
//! Valkey 7.2 to 9.1, as recorded in the corpus.
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        clippy::cast_possible_truncation
    )
)]

pub mod conf;
pub mod info;
pub mod log;
pub mod replies;

pub use conf::{Config, ReplicationConfig, Setting, looks_like_config};
pub use info::{
    Field, Info,
    consistency::Inconsistency,
    keyspace::KeyspaceDb,
    looks_like_info,
    persistence::Persistence,
    replication::{Backlog, Replica, Replication, Role},
    server::Server,
    stats::Stats,
};
pub use replies::{
    cluster::{ClusterNode, ClusterNodes, looks_like_cluster_nodes},
    role::{RoleReplica, RoleReply, looks_like_role},
    sentinel::{Watched, looks_like_watched, watched},
};
