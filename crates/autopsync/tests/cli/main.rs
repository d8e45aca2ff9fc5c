//! The program from outside: what it prints, where, and how it ends. One file a command.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod exit;
mod inspect;
mod keys;
mod psync;
mod replay;
mod run;
mod schema;
mod stream;
