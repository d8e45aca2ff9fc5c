//! Fuzz targets: functions that take any bytes and may not panic, hang or take memory without bound.
//!
//! A target is a function here, a row in [`TARGETS`], a file in `bin/` that hands the function to libFuzzer, and a
//! folder `testdata/fuzz/<name>/` with seeds and findings. `cargo xtask fuzz <name>` fuzzes it; the test `replay`
//! runs every file of the folder through the function on any toolchain, so that a wound once found stays healed.
#![forbid(unsafe_code)]

mod aof;
mod content;
mod rdb;
mod replay;
mod replica;
mod salvage;
mod script;
mod stream;
mod text;
mod write_then_read;

pub use aof::aof;
pub use rdb::rdb;
pub use replay::replay;
pub use salvage::salvage;
pub use script::script;
pub use stream::stream;
pub use text::text;
pub use write_then_read::write_then_read;

/// What a target is: it takes any bytes and may only return.
pub type Target = fn(&[u8]);

/// Every target, by the name of its folder and its program.
pub const TARGETS: &[(&str, Target)] = &[
    ("aof", aof),
    ("rdb", rdb),
    ("replay", replay),
    ("salvage", salvage),
    ("script", script),
    ("stream", stream),
    ("text", text),
    ("write_then_read", write_then_read),
];
