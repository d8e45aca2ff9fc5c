//! Sets.

use super::{Command, key, word, words};
use crate::random::Random;

pub fn command(random: &mut Random) -> Command {
    let set = key(random, "S");
    match random.below(20) {
        0..=3 => Command::new("SADD").arg(set).args(words(random, 6)),
        4 => Command::new("SADD").arg(set).args((0..60).map(|n| (n * n).to_string())),
        5 => Command::new("SADD").arg(set).args((0..200).map(|n| (n * 7919 - 5000).to_string())),
        6 | 7 => Command::new("SREM").arg(set).args(words(random, 4)),
        8 => Command::new("SMOVE").arg(set).arg(key(random, "S")).arg(word(random)),
        9 => Command::new("SCARD").arg(set),
        10 => Command::new("SISMEMBER").arg(set).arg(word(random)),
        11 => Command::new("SMISMEMBER").arg(set).args(words(random, 3)),
        12 => Command::new("SMEMBERS").arg(set),
        13 => Command::new(random.pick(&["SINTER", "SUNION", "SDIFF"])).args(keys(random)),
        14..=16 => Command::new(random.pick(&["SINTERSTORE", "SUNIONSTORE", "SDIFFSTORE"]))
            .arg(set)
            .args(keys(random)),
        17 => {
            let keys = keys(random);
            Command::new("SINTERCARD").int(keys.len() as i64).args(keys).maybe(
                random,
                2,
                &["LIMIT", "2"],
            )
        }
        18 => Command::new("OBJECT").arg("ENCODING").arg(set),
        _ => Command::new("SPOP").arg(set).int(1000),
    }
}

fn keys(random: &mut Random) -> Vec<String> {
    (0..=random.below(3)).map(|_| key(random, "S")).collect()
}
