//! Lists.

use super::{Command, index, key, word, words};
use crate::random::Random;

fn side(random: &mut Random) -> &'static str {
    random.pick(&["LEFT", "RIGHT", "left", "right"])
}

pub fn command(random: &mut Random) -> Command {
    let list = key(random, "l");
    match random.below(22) {
        0 | 1 => Command::new("LPUSH").arg(list).args(words(random, 5)),
        2..=4 => Command::new("RPUSH").arg(list).args(words(random, 5)),
        5 => Command::new("LPUSHX").arg(list).args(words(random, 2)),
        6 => Command::new("RPUSHX").arg(list).args(words(random, 2)),
        7 => count(random, Command::new("LPOP").arg(list)),
        8 => count(random, Command::new("RPOP").arg(list)),
        9 => {
            let place = random.pick(&["BEFORE", "AFTER", "before", "NEAR"]);
            Command::new("LINSERT").arg(list).arg(place).arg(word(random)).arg(word(random))
        }
        10 => Command::new("LSET").arg(list).int(index(random)).arg(word(random)),
        11 => Command::new("LREM").arg(list).int(random.between(-3, 3)).arg(word(random)),
        12 => Command::new("LTRIM").arg(list).int(index(random)).int(index(random)),
        13 => Command::new("RPOPLPUSH").arg(list).arg(key(random, "l")),
        14 => {
            Command::new("LMOVE").arg(list).arg(key(random, "l")).args([side(random), side(random)])
        }
        15 => Command::new("LMPOP")
            .args(["2".to_owned(), list, key(random, "l")])
            .arg(side(random))
            .maybe(random, 2, &["COUNT", "3"]),
        16 => Command::new("LLEN").arg(list),
        17 => Command::new("LINDEX").arg(list).int(index(random)),
        18 | 19 => Command::new("LRANGE").arg(list).int(index(random)).int(index(random)),
        20 => Command::new("LPOS")
            .arg(list)
            .arg(word(random))
            .maybe(random, 3, &["RANK", "-2"])
            .maybe(random, 3, &["COUNT", "0"])
            .maybe(random, 4, &["MAXLEN", "5"]),
        _ => Command::new("RPUSH").arg(list).args((0..40).map(|n| format!("{n:0200}"))),
    }
}

fn count(random: &mut Random, command: Command) -> Command {
    if random.one_in(3) { command.int(random.between(-1, 5)) } else { command }
}
