//! Replies of servers, sentinels and clusters, as redis-cli prints them and as people paste them.

pub mod cluster;
pub mod role;
pub mod sentinel;
pub(crate) mod tokens;
