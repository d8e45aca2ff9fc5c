//! What Redis 7.4 and Valkey 8 brought, and their successors. Older servers refuse it, and so must the engine.

use super::{Command, far_ms, key, word, words};
use crate::random::Random;

/// Adds `FIELDS n field …`.
fn fields(random: &mut Random, command: Command) -> Command {
    let fields = words(random, 3);
    let count = if random.one_in(20) { 9 } else { fields.len() as i64 };
    command.arg("FIELDS").int(count).args(fields)
}

/// Adds `FIELDS n field value …`.
fn pairs(random: &mut Random, mut command: Command) -> Command {
    let count = 1 + random.below(3);
    command = command.arg("FIELDS").int(count as i64);
    for _ in 0..count {
        command = command.arg(word(random)).arg(word(random));
    }
    command
}

/// Adds a condition of the `EXPIRE` kind, sometimes.
fn condition(random: &mut Random, command: Command) -> Command {
    let condition = random.pick(&["NX", "XX", "GT", "LT"]);
    command.maybe(random, 3, &[condition])
}

/// Adds an expiry in a far future, sometimes.
fn expiry(random: &mut Random, command: Command, other: &str) -> Command {
    let at = far_ms(random).to_string();
    match random.below(5) {
        0 => command.args(["PXAT", &at]),
        1 => command.args(["EX", "100000000"]),
        2 => command.args(["EXAT", "9000000000"]),
        3 => command.arg(other),
        _ => command,
    }
}

pub fn command(random: &mut Random) -> Command {
    let hash = key(random, "h");
    let string = key(random, "s");
    match random.below(14) {
        0..=2 => {
            let at = far_ms(random);
            let command = condition(random, Command::new("HPEXPIREAT").arg(hash).int(at));
            fields(random, command)
        }
        3 => {
            let command = condition(random, Command::new("HEXPIRE").arg(hash).int(5_000_000));
            fields(random, command)
        }
        4 | 5 => fields(random, Command::new("HPERSIST").arg(hash)),
        6 => fields(random, Command::new("HPEXPIRETIME").arg(hash)),
        7 | 8 => {
            let condition = random.pick(&["FNX", "FXX"]);
            let command = Command::new("HSETEX").arg(hash).maybe(random, 3, &[condition]);
            let command = expiry(random, command, "KEEPTTL");
            pairs(random, command)
        }
        9 => {
            let command = expiry(random, Command::new("HGETEX").arg(hash), "PERSIST");
            fields(random, command)
        }
        10 => fields(random, Command::new("HGETDEL").arg(hash)),
        11 => Command::new("SET").arg(string).arg(word(random)).arg("IFEQ").arg(word(random)),
        12 => Command::new("DELIFEQ").arg(string).arg(word(random)),
        _ => {
            let command = Command::new("MSETEX").arg("2").arg(string).arg(word(random));
            let command = command.arg(key(random, "s")).arg(word(random));
            let condition = random.pick(&["NX", "XX"]);
            let command = command.maybe(random, 3, &[condition]);
            expiry(random, command, "KEEPTTL")
        }
    }
}
