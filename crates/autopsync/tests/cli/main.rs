//! The program from outside: what it prints, where, and how it ends. One file a command.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod aof;
mod collect;
mod containers;
mod dump;
mod exit;
mod explain;
mod export;
mod export_forms;
mod following;
mod inspect;
mod keydb;
mod keys;
mod live;
mod logs;
mod offsets;
mod psync;
mod replay;
mod ring;
mod run;
mod salvage;
mod save;
mod schema;
mod stream;
