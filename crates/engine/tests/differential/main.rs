//! The engine beside a real server: the same random commands, the same replies, the same data.
//!
//! Commands are a function of a seed, which is printed on failure; `AUTOPSYNC_SEED` and `AUTOPSYNC_SEQUENCES` choose
//! others. Without a server the tests are skipped, which `cargo xtask test` counts.
#![allow(
    clippy::manual_assert,
    clippy::format_push_string,
    reason = "the message of a failure asks the server, which a success must not"
)]
// Numbers here are small, and a test that cannot go on has failed.
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::unwrap_used
)]

mod commands;
mod compare;
mod generate;
mod oracle;
mod random;
#[cfg(feature = "lua")]
mod scripts;
mod stream;
mod table;
mod values;

use random::Random;

/// Commands of one sequence.
const LENGTH: usize = 500;

/// Returns a number from the environment.
fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// Returns the seeds of a test.
fn seeds(default: u64) -> impl Iterator<Item = u64> {
    let first = setting("AUTOPSYNC_SEED", 1);
    first..first + setting("AUTOPSYNC_SEQUENCES", default)
}

/// Returns the commands of a seed.
fn sequence(seed: u64) -> Vec<Vec<Vec<u8>>> {
    let mut random = Random::new(seed);
    let families = generate::Families::of_seed(&mut random);
    (0..LENGTH).map(|_| families.command(&mut random)).collect()
}
