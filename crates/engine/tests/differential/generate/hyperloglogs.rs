//! `HyperLogLog`s, whose bytes are data.

use super::Command;
use crate::random::Random;

/// Only these commands touch these keys: a damaged value takes in some elements of a `PFADD` that fails on it, of which
/// the master tells nobody.
fn key(random: &mut Random) -> String {
    format!("p:{}", random.below(6))
}

fn elements(random: &mut Random) -> Vec<String> {
    let many = if random.one_in(12) { 400 } else { 5 };
    let of = if random.one_in(2) { 20 } else { 30_000 };
    (0..random.below(many)).map(|_| format!("e{}", random.below(of))).collect()
}

pub fn command(random: &mut Random) -> Command {
    let value = key(random);
    match random.below(16) {
        0..=5 => Command::new("PFADD").arg(value).args(elements(random)),
        6..=9 => Command::new("PFCOUNT").arg(value),
        10 => Command::new("PFCOUNT").arg(value).arg(key(random)),
        11 | 12 => Command::new("PFMERGE").arg(value).arg(key(random)).arg(key(random)),
        13 => Command::new("PFDEBUG").arg(random.pick(&["ENCODING", "TODENSE"])).arg(value),
        14 => Command::new("PFCOUNT").arg(super::key(random, "s")),
        _ => Command::new("GET").arg(value),
    }
}
