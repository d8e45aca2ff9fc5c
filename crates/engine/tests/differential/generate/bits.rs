//! Bits of strings.

use super::{Command, key, word};
use crate::random::Random;

fn offset(random: &mut Random) -> String {
    match random.below(12) {
        0 => format!("#{}", random.below(9)),
        1 => random.below(2000).to_string(),
        _ => random.below(90).to_string(),
    }
}

fn number(random: &mut Random) -> String {
    match random.below(6) {
        0 => random
            .pick(&["-9223372036854775808", "9223372036854775807", "4611686018427387904"])
            .to_owned(),
        _ => random.between(-300, 300).to_string(),
    }
}

fn field(random: &mut Random) -> String {
    match random.below(12) {
        0 => random.pick(&["i64", "u63", "u64", "i65", "u0"]).to_owned(),
        _ => format!("{}{}", random.pick(&["i", "u"]), random.between(1, 40)),
    }
}

fn range(random: &mut Random, command: Command) -> Command {
    if random.one_in(4) {
        return command;
    }
    let unit = random.pick(&["BIT", "BYTE"]);
    let command = command.int(random.between(-20, 20)).int(random.between(-20, 20));
    command.maybe(random, 2, &[unit])
}

pub fn command(random: &mut Random) -> Command {
    let string = key(random, "b");
    match random.below(16) {
        0 => Command::new("SET").arg(string).arg(word(random)),
        1..=3 => {
            let bit = random.pick(&["0", "1"]);
            Command::new("SETBIT").arg(string).int(random.between(0, 400)).arg(bit)
        }
        4 => Command::new("GETBIT").arg(string).int(random.between(0, 400)),
        5..=7 => {
            let sources = (0..=random.below(3)).map(|_| key(random, "b")).collect::<Vec<_>>();
            let name = random.pick(&["AND", "OR", "XOR", "NOT"]);
            Command::new("BITOP").arg(name).arg(string).args(sources)
        }
        8 => range(random, Command::new("BITCOUNT").arg(string)),
        9 => {
            let bit = random.pick(&["0", "1"]);
            range(random, Command::new("BITPOS").arg(string).arg(bit))
        }
        10 => Command::new("BITFIELD_RO")
            .arg(string)
            .arg("GET")
            .arg(field(random))
            .arg(offset(random)),
        _ => fields(random, string),
    }
}

fn fields(random: &mut Random, string: String) -> Command {
    // A write that fits: of a string that grew for writes that all fail, the master tells nobody.
    let mut command = Command::new("BITFIELD").arg(string).args(["SET", "u8", "0", "7"]);
    for _ in 0..random.below(4) {
        command = match random.below(4) {
            0 => command.arg("GET").arg(field(random)).arg(offset(random)),
            1 => command.arg("OVERFLOW").arg(random.pick(&["WRAP", "SAT", "FAIL"])),
            n => {
                let name = if n == 2 { "SET" } else { "INCRBY" };
                command.arg(name).arg(field(random)).arg(offset(random)).arg(number(random))
            }
        };
    }
    command
}
