//! Sorted sets.

use super::{Command, index, key, score, word, words};
use crate::random::Random;

fn bound(random: &mut Random) -> String {
    match random.below(6) {
        0 => random.pick(&["-inf", "+inf", "(0", "(-inf"]).to_owned(),
        1 => format!("({}", score(random)),
        _ => score(random),
    }
}

fn lex(random: &mut Random) -> Vec<u8> {
    match random.below(6) {
        0 => b"-".to_vec(),
        1 => b"+".to_vec(),
        2 => [b"(", &word(random)[..]].concat(),
        _ => [b"[", &word(random)[..]].concat(),
    }
}

pub fn command(random: &mut Random) -> Command {
    let zset = key(random, "z");
    match random.below(30) {
        0..=5 => add(random, zset),
        6 => Command::new("ZADD")
            .arg(zset)
            .args((0..90).flat_map(|n| [(n % 13).to_string(), format!("k{n}")])),
        7 | 8 => Command::new("ZINCRBY").arg(zset).arg(score(random)).arg(word(random)),
        9 => Command::new("ZREM").arg(zset).args(words(random, 3)),
        10 => Command::new("ZREMRANGEBYRANK").arg(zset).int(index(random)).int(index(random)),
        11 => Command::new("ZREMRANGEBYSCORE").arg(zset).arg(bound(random)).arg(bound(random)),
        12 => {
            let name = random.pick(&["ZPOPMIN", "ZPOPMAX"]);
            count(random, Command::new(name).arg(zset))
        }
        13 => Command::new("ZMPOP")
            .args(["2".to_owned(), zset, key(random, "z")])
            .arg(random.pick(&["MIN", "MAX"]))
            .maybe(random, 2, &["COUNT", "3"]),
        14..=16 => {
            let keys = inputs(random);
            let name = random.pick(&["ZUNIONSTORE", "ZINTERSTORE", "ZDIFFSTORE"]);
            let command = Command::new(name).arg(zset).int(keys.len() as i64).args(&keys);
            weigh(random, command, keys.len())
        }
        17 => {
            let keys = inputs(random);
            let name = random.pick(&["ZUNION", "ZINTER", "ZDIFF"]);
            let command = Command::new(name).int(keys.len() as i64).args(&keys);
            weigh(random, command, keys.len()).maybe(random, 2, &["WITHSCORES"])
        }
        18 => {
            let keys = inputs(random);
            Command::new("ZINTERCARD").int(keys.len() as i64).args(keys).maybe(
                random,
                2,
                &["LIMIT", "3"],
            )
        }
        19 | 20 => {
            let destination = key(random, "z");
            range(random, Command::new("ZRANGESTORE").arg(destination).arg(zset))
        }
        21 | 22 => {
            range(random, Command::new("ZRANGE").arg(zset)).maybe(random, 2, &["WITHSCORES"])
        }
        23 => Command::new(random.pick(&["ZRANGEBYSCORE", "ZREVRANGEBYSCORE"]))
            .arg(zset)
            .arg(bound(random))
            .arg(bound(random))
            .maybe(random, 2, &["WITHSCORES"])
            .maybe(random, 2, &["LIMIT", "1", "3"]),
        24 => Command::new("ZCOUNT").arg(zset).arg(bound(random)).arg(bound(random)),
        25 => {
            Command::new(random.pick(&["ZSCORE", "ZRANK", "ZREVRANK"])).arg(zset).arg(word(random))
        }
        26 => Command::new("ZMSCORE").arg(zset).args(words(random, 3)),
        27 => Command::new("ZREVRANGE")
            .arg(zset)
            .int(index(random))
            .int(index(random))
            .arg("WITHSCORES"),
        28 => Command::new("OBJECT").arg("ENCODING").arg(zset),
        _ => same_scores(random),
    }
}

/// Commands by bytes make sense where all scores are equal only.
fn same_scores(random: &mut Random) -> Command {
    let zset = format!("zl:{}", random.below(2));
    match random.below(6) {
        0..=2 => Command::new("ZADD")
            .arg(zset)
            .args(words(random, 5).into_iter().flat_map(|w| [b"0".to_vec(), w])),
        3 => Command::new("ZREMRANGEBYLEX").arg(zset).arg(lex(random)).arg(lex(random)),
        4 => Command::new("ZLEXCOUNT").arg(zset).arg(lex(random)).arg(lex(random)),
        _ => Command::new(random.pick(&["ZRANGEBYLEX", "ZREVRANGEBYLEX"]))
            .arg(zset)
            .arg(lex(random))
            .arg(lex(random))
            .maybe(random, 2, &["LIMIT", "1", "2"]),
    }
}

fn add(random: &mut Random, zset: String) -> Command {
    let mut command = Command::new("ZADD").arg(zset);
    if random.one_in(3) {
        let option = random.pick(&["NX", "XX", "CH", "GT", "LT", "INCR"]);
        command = command.arg(option).maybe(random, 3, &["CH"]).maybe(random, 6, &["XX"]);
    }
    for _ in 0..=random.below(4) {
        command = command.arg(score(random)).arg(word(random));
    }
    command
}

fn inputs(random: &mut Random) -> Vec<String> {
    (0..=random.below(3)).map(|n| key(random, if n == 2 { "S" } else { "z" })).collect()
}

fn weigh(random: &mut Random, mut command: Command, inputs: usize) -> Command {
    if random.one_in(3) {
        command = command.arg("WEIGHTS");
        for _ in 0..inputs {
            command = command.arg(score(random));
        }
    }
    let aggregate = random.pick(&["SUM", "MIN", "MAX"]);
    command.maybe(random, 3, &["AGGREGATE", aggregate])
}

fn range(random: &mut Random, command: Command) -> Command {
    match random.below(3) {
        0 => command.int(index(random)).int(index(random)).maybe(random, 3, &["REV"]),
        _ => command
            .arg(bound(random))
            .arg(bound(random))
            .arg("BYSCORE")
            .maybe(random, 3, &["REV"])
            .maybe(random, 3, &["LIMIT", "1", "4"]),
    }
}

fn count(random: &mut Random, command: Command) -> Command {
    if random.one_in(3) { command.int(random.between(-1, 5)) } else { command }
}
