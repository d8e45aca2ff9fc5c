//! A real `redis-server` on a loopback port, for tests that ask the server itself.
//!
//! ```no_run
//! use autopsync_synth::live::{LiveServer, Reply};
//!
//! # fn main() -> std::io::Result<()> {
//! let Some(_) = LiveServer::find_or_skip("set_is_answered_with_ok") else { return Ok(()) };
//! let server = LiveServer::start(&[])?;
//! let mut client = server.connect()?;
//! assert_eq!(client.command(&["SET", "k", "v"])?, Reply::ok());
//! # Ok(())
//! # }
//! ```

mod connection;
mod launch;
mod replica;
mod reply;
mod server;
mod skipped;

pub use connection::{Connection, encode_command};
pub use launch::Launch;
pub use replica::ReplicaLink;
pub use reply::Reply;
pub use server::{LiveServer, SERVER_VARIABLE};
pub use skipped::{SKIPPED_VARIABLE, skip};
