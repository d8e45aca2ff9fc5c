//! Streams and their groups. Ids are explicit and idle times extreme: nothing here depends on the clock.

use super::{Command, key, word};
use crate::random::Random;

fn id(random: &mut Random) -> String {
    match random.below(40) {
        0 => random
            .pick(&["0-0", "0", "-", "+", "$", "5-", "01-02", "1--05", "18446744073709551615-1"])
            .to_owned(),
        1 => random.below(60).to_string(),
        _ => format!("{}-{}", random.between(1, 60), random.below(4)),
    }
}

fn ids(random: &mut Random) -> Vec<String> {
    (0..=random.below(5)).map(|_| id(random)).collect()
}

fn bound(random: &mut Random) -> String {
    match random.below(8) {
        0 => "-".to_owned(),
        1 => "+".to_owned(),
        2 => format!("({}", id(random)),
        _ => id(random),
    }
}

fn group(random: &mut Random) -> String {
    random.pick(&["g", "g", "g", "other"]).to_owned()
}

fn consumer(random: &mut Random) -> String {
    random.pick(&["alice", "alice", "bob", "carol"]).to_owned()
}

fn trim(random: &mut Random, command: Command) -> Command {
    match random.below(5) {
        0 => command.arg("MAXLEN").int(random.between(0, 40)),
        1 => command.arg("MAXLEN").arg("=").int(random.between(-1, 30)),
        2 => command.arg("MINID").arg(id(random)),
        3 => command.arg("MAXLEN").arg("~").int(random.between(0, 30)),
        _ => command.arg("MINID").arg("~").arg(id(random)),
    }
}

fn count(random: &mut Random, command: Command) -> Command {
    if random.one_in(2) { command.arg("COUNT").int(random.between(-1, 6)) } else { command }
}

pub fn command(random: &mut Random) -> Command {
    let stream = key(random, "x");
    match random.below(40) {
        0..=11 => add(random, stream),
        12 | 13 => trim(random, Command::new("XTRIM").arg(stream)),
        14..=16 => Command::new("XDEL").arg(stream).args(ids(random)),
        17 => {
            let options = random.pick(&["ENTRIESADDED", "MAXDELETEDID"]);
            let value = random.pick(&["5", "100", "3-0", "100-0"]);
            Command::new("XSETID").arg(stream).arg(id(random)).maybe(random, 2, &[options, value])
        }
        18..=25 => groups(random, stream),
        26 => Command::new("XLEN").arg(stream),
        27 | 28 => {
            let name = random.pick(&["XRANGE", "XREVRANGE"]);
            let command = Command::new(name).arg(stream).arg(bound(random)).arg(bound(random));
            count(random, command)
        }
        29 => {
            let command = count(random, Command::new("XREAD"));
            command.arg("STREAMS").arg(stream).arg(key(random, "x")).arg(id(random)).arg("0")
        }
        30 => Command::new("XPENDING").arg(stream).arg(group(random)),
        31 => Command::new("XINFO").arg("GROUPS").arg(stream),
        _ => deliver(random, stream),
    }
}

fn add(random: &mut Random, stream: String) -> Command {
    let mut command = Command::new("XADD").arg(stream).maybe(random, 12, &["NOMKSTREAM"]);
    if random.one_in(5) {
        command = trim(random, command);
    }
    command = match random.below(3) {
        0 => command.arg(id(random)),
        1 => command.arg(format!("{}-*", random.below(60))),
        _ => command.arg(format!("{}-{}", random.between(20, 90), random.below(9))),
    };
    for _ in 0..=random.below(3) {
        command = command.arg(random.pick(&["field", "name", "n"])).arg(word(random));
    }
    command
}

fn groups(random: &mut Random, stream: String) -> Command {
    let name = random.pick(&[
        "CREATE",
        "CREATE",
        "CREATE",
        "SETID",
        "DESTROY",
        "CREATECONSUMER",
        "DELCONSUMER",
    ]);
    let command = Command::new("XGROUP").arg(name).arg(stream).arg(group(random));
    match name {
        "CREATE" => {
            let start = if random.one_in(3) { "$".to_owned() } else { id(random) };
            command.arg(start).maybe(random, 2, &["MKSTREAM"]).maybe(
                random,
                4,
                &["ENTRIESREAD", "3"],
            )
        }
        "SETID" => command.arg(id(random)).maybe(random, 3, &["ENTRIESREAD", "2"]),
        "DESTROY" => command,
        _ => command.arg(consumer(random)),
    }
}

/// Reading, claiming and acknowledging.
fn deliver(random: &mut Random, stream: String) -> Command {
    match random.below(8) {
        0..=2 => {
            let command = Command::new("XREADGROUP").arg("GROUP").arg(group(random));
            let command = command.arg(consumer(random));
            let command = count(random, command);
            let start = if random.one_in(4) { id(random) } else { ">".to_owned() };
            command.maybe(random, 6, &["NOACK"]).arg("STREAMS").arg(stream).arg(start)
        }
        3 | 4 => Command::new("XACK").arg(stream).arg(group(random)).args(ids(random)),
        5 => {
            let idle = random.pick(&["0", "0", "100000000"]);
            let command = Command::new("XAUTOCLAIM").arg(stream).arg(group(random));
            let command = command.arg(consumer(random)).arg(idle).arg(bound(random));
            count(random, command).maybe(random, 3, &["JUSTID"])
        }
        _ => {
            let idle = random.pick(&["0", "0", "100000000"]);
            let command = Command::new("XCLAIM").arg(stream).arg(group(random));
            let command = command.arg(consumer(random)).arg(idle).args(ids(random));
            let last = id(random);
            command
                .maybe(random, 2, &["FORCE"])
                .maybe(random, 2, &["JUSTID"])
                .maybe(random, 4, &["TIME", "1000"])
                .maybe(random, 4, &["RETRYCOUNT", "7"])
                .maybe(random, 4, &["LASTID", last.as_str()])
        }
    }
}
