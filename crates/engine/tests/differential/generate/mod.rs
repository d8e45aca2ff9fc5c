//! Random commands that are mostly sensible.

mod bits;
mod collections;
mod geo;
mod hashes;
mod hyperloglogs;
mod keys;
mod lists;
mod newer;
#[cfg(feature = "lua")]
mod scripts;
mod streams;
mod strings;
mod zsets;

use crate::random::Random;

/// A command under construction.
pub struct Command(pub Vec<Vec<u8>>);

impl Command {
    pub fn new(name: &str) -> Self {
        Self(vec![name.as_bytes().to_vec()])
    }

    pub fn arg(mut self, argument: impl AsRef<[u8]>) -> Self {
        self.0.push(argument.as_ref().to_vec());
        self
    }

    pub fn int(self, value: i64) -> Self {
        self.arg(value.to_string())
    }

    pub fn args<T: AsRef<[u8]>>(mut self, arguments: impl IntoIterator<Item = T>) -> Self {
        self.0.extend(arguments.into_iter().map(|argument| argument.as_ref().to_vec()));
        self
    }

    /// Adds an argument sometimes.
    pub fn maybe(self, random: &mut Random, one_in: u64, words: &[&str]) -> Self {
        if random.one_in(one_in) { self.args(words) } else { self }
    }
}

type Family = fn(&mut Random) -> Command;

/// The families with their weights.
const FAMILIES: &[(Family, u64)] = &[
    (strings::command, 6),
    (lists::command, 4),
    (collections::command, 4),
    (zsets::command, 5),
    (hashes::command, 4),
    (streams::command, 4),
    (bits::command, 2),
    (hyperloglogs::command, 2),
    (geo::command, 2),
    (newer::command, 2),
    #[cfg(feature = "lua")]
    (scripts::command, 2),
    (keys::command, 4),
    (keys::transaction, 1),
];

/// Which families a sequence draws from: some sequences mix all, some dwell on one.
pub struct Families(Option<Family>);

impl Families {
    pub fn of_seed(random: &mut Random) -> Self {
        Self(random.one_in(2).then(|| FAMILIES[random.below(10) as usize].0))
    }

    pub fn command(&self, random: &mut Random) -> Vec<Vec<u8>> {
        let mut command = match self.0 {
            Some(family) if !random.one_in(4) => family(random),
            _ => {
                let total = FAMILIES.iter().map(|(_, weight)| weight).sum();
                let mut at = random.below(total);
                let chosen = FAMILIES.iter().find(|(_, weight)| match at.checked_sub(*weight) {
                    Some(rest) => {
                        at = rest;
                        false
                    }
                    None => true,
                });
                chosen.map_or(FAMILIES[0].0, |(family, _)| *family)(random)
            }
        };
        spoil(random, &mut command.0);
        command.0
    }
}

/// Now and then makes a command wrong: another key's type, an argument too many, too few, or of nonsense.
fn spoil(random: &mut Random, command: &mut Vec<Vec<u8>>) {
    // Without its count it would choose at random.
    if command[0] == b"SPOP" {
        return;
    }
    match random.below(120) {
        0 => command.push(b"extra".to_vec()),
        1 if command.len() > 1 => {
            command.pop();
        }
        2 if command.len() > 1 => {
            let at = 1 + random.below(command.len() as u64 - 1) as usize;
            command[at] =
                random.pick(&["", "abc", "-1", "1e400", "nan", " 1", "(", "-0", "0"]).into();
        }
        3 => command[0].make_ascii_lowercase(),
        _ => {}
    }
}

/// A key of a type, or sometimes of another.
pub fn key(random: &mut Random, kind: &str) -> String {
    let kind = if random.one_in(25) {
        random.pick(&["s", "l", "S", "z", "h", "n", "x", "b", "g"])
    } else {
        kind
    };
    format!("{kind}:{}", random.below(6))
}

/// A member, field, element or value: mostly short, from a small choice.
pub fn word(random: &mut Random) -> Vec<u8> {
    match random.below(20) {
        0 => Vec::new(),
        1 => (0..random.below(30)).map(|_| random.next() as u8).collect(),
        2 => vec![b'x'; random.between(60, 70) as usize],
        3 => vec![b'y'; random.between(100, 400) as usize],
        4 => random.between(-1_000_000, 10_000_000_000).to_string().into(),
        5 => random
            .pick(&["-0", "01", "+1", "1.5", "9223372036854775807", "-9223372036854775808"])
            .into(),
        6..=11 => random.below(30).to_string().into(),
        _ => format!("m{}", random.below(40)).into(),
    }
}

/// Several words.
pub fn words(random: &mut Random, most: u64) -> Vec<Vec<u8>> {
    (0..=random.below(most)).map(|_| word(random)).collect()
}

/// A number as text, sometimes a strange one.
pub fn score(random: &mut Random) -> String {
    match random.below(24) {
        0 => random.pick(&["inf", "-inf", "+inf", "infinity"]).to_owned(),
        1 => random.pick(&["0", "-0", "0.0", "-0.0"]).to_owned(),
        2 => random
            .pick(&["1e20", "1e-7", "1e300", "0x1p3", "5e-324", "0.1", "0.30000000000000004"])
            .to_owned(),
        3 => format!(
            "{}",
            f64::from_bits(
                random.next() & !(0x7ff << 52) | (random.between(900, 1100) as u64) << 52
            )
        ),
        4..=9 => format!("{}", random.between(-2000, 2000) as f64 / 16.0),
        _ => random.between(-10, 10).to_string(),
    }
}

/// An index from either end.
pub fn index(random: &mut Random) -> i64 {
    match random.below(12) {
        0 => random.pick(&[&i64::MAX, &i64::MIN, &1_000_000, &-1_000_000]).to_owned(),
        _ => random.between(-6, 8),
    }
}

/// Milliseconds since 1970 in a far future.
pub fn far_ms(random: &mut Random) -> i64 {
    9_000_000_000_000 + random.between(0, 1000)
}
