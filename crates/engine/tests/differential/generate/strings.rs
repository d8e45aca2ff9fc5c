//! Strings and numbers.

use super::{Command, far_ms, index, key, score, word};
use crate::random::Random;

fn number(random: &mut Random) -> Vec<u8> {
    match random.below(10) {
        0 => word(random),
        1 => random
            .pick(&["9223372036854775807", "-9223372036854775808", "0", "9223372036854775800"])
            .into(),
        _ => random.between(-100, 100).to_string().into(),
    }
}

pub fn command(random: &mut Random) -> Command {
    let string = key(random, "s");
    let counter = key(random, "n");
    match random.below(26) {
        0..=3 => set(random, string),
        4 => Command::new("SETNX").arg(string).arg(word(random)),
        5 => Command::new("SETEX")
            .arg(string)
            .int(random.between(1_000_000, 2_000_000))
            .arg(word(random)),
        6 => Command::new("GETSET").arg(string).arg(word(random)),
        7 => Command::new("GETDEL").arg(string),
        8 => {
            let at = far_ms(random).to_string();
            let options: &[&str] = match random.below(4) {
                0 => &["PERSIST"],
                1 => &["PXAT", &at],
                2 => &["EX", "10000000"],
                _ => &[],
            };
            Command::new("GETEX").arg(string).args(options)
        }
        9 => Command::new("STRLEN").arg(string),
        10 => Command::new("MGET").args([string, key(random, "s"), key(random, "z")]),
        11 => pairs(random, "MSET"),
        12 => pairs(random, "MSETNX"),
        13 => Command::new("INCR").arg(counter),
        14 => Command::new("DECR").arg(counter),
        15 => Command::new("INCRBY").arg(counter).arg(number(random)),
        16 => Command::new("DECRBY").arg(counter).arg(number(random)),
        17 | 18 => Command::new("INCRBYFLOAT").arg(counter).arg(score(random)),
        19 => Command::new("SET").arg(counter).arg(number(random)),
        20 | 21 => Command::new("APPEND").arg(string).arg(word(random)),
        22 => Command::new("SETRANGE").arg(string).int(random.between(-1, 300)).arg(word(random)),
        23 => Command::new("GETRANGE").arg(string).int(index(random)).int(index(random)),
        24 => Command::new("PSETEX")
            .arg(string)
            .int(random.between(-1, 2_000_000_000))
            .arg(word(random)),
        _ => Command::new("GET").arg(string),
    }
}

fn pairs(random: &mut Random, name: &str) -> Command {
    let mut command = Command::new(name);
    for _ in 0..=random.below(3) {
        command = command.arg(key(random, "s")).arg(word(random));
    }
    command
}

fn set(random: &mut Random, key: String) -> Command {
    let mut command = Command::new("SET").arg(key).arg(word(random));
    for _ in 0..random.below(3) {
        let at = far_ms(random).to_string();
        command = match random.below(9) {
            0 => command.arg("NX"),
            1 => command.arg("XX"),
            2 => command.arg("GET"),
            3 => command.arg("KEEPTTL"),
            4 => command.args(["PXAT", &at]),
            5 => command.args(["EX", "100000000"]),
            6 => command.args(["EXAT", "9000000000"]),
            7 => command.args(["px", "100000000000"]),
            _ => command.args(["EX", random.pick(&["0", "-1", "9223372036854775807", "abc"])]),
        };
    }
    command
}
