//! Keys of any type, databases, transactions.

use super::{Command, far_ms, key, word};
use crate::random::Random;

fn any(random: &mut Random) -> String {
    let kind = random.pick(&["s", "l", "S", "z", "h", "n", "x", "g"]);
    key(random, kind)
}

pub fn command(random: &mut Random) -> Command {
    let name = any(random);
    match random.below(24) {
        0..=2 => Command::new("DEL").args([name, any(random)]),
        3 => Command::new("UNLINK").arg(name),
        4 => Command::new("EXISTS").args([name, any(random)]),
        5 => Command::new("TYPE").arg(name),
        6 => Command::new("DBSIZE"),
        7 => Command::new("KEYS").arg(random.pick(&["*", "s:*", "?:1", "[lz]:[0-3]", "*[^1]"])),
        8 | 9 => Command::new("RENAME").arg(name).arg(any(random)),
        10 => Command::new("RENAMENX").arg(name).arg(any(random)),
        11 => Command::new("MOVE").arg(name).int(random.between(0, 3)),
        12 | 13 => Command::new("COPY")
            .arg(name)
            .arg(any(random))
            .maybe(random, 3, &["DB", "2"])
            .maybe(random, 2, &["REPLACE"]),
        14 => Command::new("SWAPDB").int(random.between(0, 3)).int(random.between(0, 3)),
        15 => Command::new("SELECT").int(random.between(0, 3)),
        16 | 17 => {
            let condition = random.pick(&["NX", "XX", "GT", "LT"]);
            Command::new("PEXPIREAT").arg(name).int(far_ms(random)).maybe(random, 2, &[condition])
        }
        18 => Command::new("EXPIRE").arg(name).int(random.between(100_000, 900_000)),
        19 => Command::new("PERSIST").arg(name),
        20 => Command::new("PEXPIRETIME").arg(name).maybe(random, 50, &["x"]),
        21 => sort(random, name),
        22 if random.one_in(40) => Command::new(random.pick(&["FLUSHDB", "FLUSHALL"])),
        22 => Command::new("EXPIREAT").arg(name).int(far_ms(random) / 1000),
        _ => Command::new("ECHO").arg(word(random)),
    }
}

/// `SORT` without what depends on a hash table's order.
fn sort(random: &mut Random, name: String) -> Command {
    Command::new("SORT")
        .arg(name)
        .maybe(random, 3, &["BY", "h:*->m1"])
        .maybe(random, 3, &["LIMIT", "1", "5"])
        .maybe(random, 3, &["GET", "#", "GET", "s:*"])
        .maybe(random, 2, &["DESC"])
        .maybe(random, 2, &["STORE", "l:5"])
}

pub fn transaction(random: &mut Random) -> Command {
    Command::new(random.pick(&["MULTI", "EXEC", "EXEC", "DISCARD"]))
}
