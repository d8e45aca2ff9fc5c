//! Places.

use super::{Command, key};
use crate::random::Random;

/// A coordinate: often near others, sometimes at the edge of the map or beyond.
fn coordinate(random: &mut Random, limit: i64) -> String {
    match random.below(16) {
        0 => random.pick(&["180", "-180", "85.05112878", "-85.05112878", "0"]).to_owned(),
        1..=7 => format!("{}.{:04}", random.between(30, 34), random.below(10_000)),
        _ => format!("{}.{:06}", random.between(-limit, limit - 1), random.below(1_000_000)),
    }
}

fn place(random: &mut Random) -> [String; 2] {
    [coordinate(random, 180), coordinate(random, 85)]
}

fn member(random: &mut Random) -> String {
    format!("m{}", random.below(60))
}

fn length(random: &mut Random) -> String {
    match random.below(8) {
        0 => random.pick(&["0", "0.5", "-1", "1e5", "20000"]).to_owned(),
        1..=4 => random.below(500).to_string(),
        _ => random.below(9000).to_string(),
    }
}

fn unit(random: &mut Random) -> String {
    random.pick(&["m", "km", "km", "mi", "ft", "KM"]).to_owned()
}

fn options(random: &mut Random, mut command: Command) -> Command {
    for _ in 0..random.below(3) {
        command = match random.below(7) {
            0 => command.arg("WITHDIST"),
            1 => command.arg("WITHHASH"),
            2 => command.arg("WITHCOORD"),
            3 => command.arg("COUNT").int(random.between(1, 9)),
            4 => command.arg("COUNT").int(random.between(1, 9)).arg("ANY"),
            5 => command.arg("ASC"),
            _ => command.arg("DESC"),
        };
    }
    command
}

fn store(random: &mut Random, command: Command) -> Command {
    let destination = key(random, "g");
    match random.below(3) {
        0 => command.arg("STORE").arg(destination),
        1 => command.arg("STOREDIST").arg(destination),
        _ => command,
    }
}

fn shape(random: &mut Random, command: Command) -> Command {
    let command = match random.below(2) {
        0 => command.arg("FROMMEMBER").arg(member(random)),
        _ => command.arg("FROMLONLAT").args(place(random)),
    };
    match random.below(2) {
        0 => command.arg("BYRADIUS").arg(length(random)).arg(unit(random)),
        _ => command.arg("BYBOX").arg(length(random)).arg(length(random)).arg(unit(random)),
    }
}

pub fn command(random: &mut Random) -> Command {
    let places = key(random, "g");
    match random.below(20) {
        0..=5 => {
            let option = random.pick(&["NX", "XX", "CH"]);
            let mut command = Command::new("GEOADD").arg(places).maybe(random, 4, &[option]);
            for _ in 0..=random.below(5) {
                command = command.args(place(random)).arg(member(random));
            }
            command
        }
        6 => Command::new("ZREM").arg(places).arg(member(random)),
        7 => {
            let unit = unit(random);
            Command::new("GEODIST").arg(places).arg(member(random)).arg(member(random)).maybe(
                random,
                2,
                &[unit.as_str()],
            )
        }
        8 => Command::new("GEOPOS").arg(places).arg(member(random)).arg(member(random)),
        9 => Command::new("GEOHASH").arg(places).arg(member(random)),
        10..=12 => {
            let command = Command::new("GEORADIUS").arg(places).args(place(random));
            let command = command.arg(length(random)).arg(unit(random));
            let command = options(random, command);
            store(random, command)
        }
        13 | 14 => {
            let command = Command::new("GEORADIUSBYMEMBER").arg(places).arg(member(random));
            let command = command.arg(length(random)).arg(unit(random));
            let command = options(random, command);
            store(random, command)
        }
        15 | 16 => {
            let command = shape(random, Command::new("GEOSEARCH").arg(places));
            options(random, command)
        }
        _ => {
            let command = Command::new("GEOSEARCHSTORE").arg(key(random, "g")).arg(places);
            let command = shape(random, command).maybe(random, 3, &["STOREDIST"]);
            options(random, command)
        }
    }
}
