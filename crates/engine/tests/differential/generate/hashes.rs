//! Hashes.

use super::{Command, key, score, word, words};
use crate::random::Random;

pub fn command(random: &mut Random) -> Command {
    let hash = key(random, "h");
    match random.below(20) {
        0..=3 => pairs(random, Command::new("HSET").arg(hash), 4),
        4 => pairs(random, Command::new("HMSET").arg(hash), 3),
        5 => Command::new("HSETNX").arg(hash).arg(word(random)).arg(word(random)),
        6 | 7 => Command::new("HDEL").arg(hash).args(words(random, 3)),
        8 | 9 => Command::new("HINCRBY").arg(hash).arg(word(random)).int(random.between(-50, 50)),
        10 | 11 => Command::new("HINCRBYFLOAT").arg(hash).arg(word(random)).arg(score(random)),
        12 => Command::new("HGET").arg(hash).arg(word(random)),
        13 => Command::new("HMGET").arg(hash).args(words(random, 3)),
        14 => Command::new(random.pick(&["HLEN", "HKEYS", "HVALS"])).arg(hash),
        15 | 16 => Command::new("HGETALL").arg(hash),
        17 => Command::new("HEXISTS").arg(hash).arg(word(random)),
        18 => Command::new("HSTRLEN").arg(hash).arg(word(random)),
        _ => Command::new("HSET")
            .arg(hash)
            .args((0..180).flat_map(|n| [format!("f{n}"), n.to_string()])),
    }
}

fn pairs(random: &mut Random, mut command: Command, most: u64) -> Command {
    for _ in 0..=random.below(most) {
        command = command.arg(word(random)).arg(word(random));
    }
    command
}
