//! The command table: name, arity, keys, flags, since when, and what it does.
//!
//! One table serves the engine, the `stream` command of the program, and the documentation. Each family of
//! commands has a module with its part of the table; a new command is one function and one row there (see
//! [`guide::adding_a_command`](crate::guide::adding_a_command)). Facts are from the servers' own tables (`src/server.c` up to
//! 6.2, `src/commands/*.json` from 7.0 on), which a test compares with a real server's `COMMAND` reply.

mod bits;
mod containers;
mod generic;
mod geo;
mod hash;
mod hyperloglog;
mod keys;
mod list;
mod scripting;
mod server;
mod set;
mod slots;
mod sort;
mod spec;
mod stream;
mod string;
mod transactions;
mod zset;

pub(crate) use containers::check as check_subcommand;
pub use spec::{CommandKind, CommandSpec, Keys};

/// The families in the order of the documentation.
const FAMILIES: &[&[CommandSpec]] = &[
    generic::TABLE,
    string::TABLE,
    bits::TABLE,
    hyperloglog::TABLE,
    list::TABLE,
    set::TABLE,
    zset::TABLE,
    geo::TABLE,
    hash::TABLE,
    stream::TABLE,
    sort::TABLE,
    transactions::TABLE,
    scripting::TABLE,
    server::TABLE,
];

const COUNT: usize = {
    let (mut count, mut family) = (0, 0);
    while family < FAMILIES.len() {
        count += FAMILIES[family].len();
        family += 1;
    }
    count
};

static COMMANDS: [CommandSpec; COUNT] = {
    let mut all = [FAMILIES[0][0]; COUNT];
    let (mut at, mut family) = (0, 0);
    while family < FAMILIES.len() {
        let mut row = 0;
        while row < FAMILIES[family].len() {
            all[at] = FAMILIES[family][row];
            at += 1;
            row += 1;
        }
        family += 1;
    }
    all
};

/// Places in the index: a power of two, four times as many as commands.
const PLACES: usize = (COUNT * 4).next_power_of_two();

/// The longest name.
const LONGEST: usize = {
    let (mut longest, mut row) = (0, 0);
    while row < COUNT {
        if COMMANDS[row].name.len() > longest {
            longest = COMMANDS[row].name.len();
        }
        row += 1;
    }
    longest
};

/// A hash of a name in any case: FNV-1a over its bytes with the bit set that tells ASCII cases apart.
const fn hash(name: &[u8]) -> usize {
    let mut hash = 0x811c_9dc5_u32;
    let mut at = 0;
    while at < name.len() {
        hash = (hash ^ (name[at] | 0x20) as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    (hash ^ hash >> 15) as usize & (PLACES - 1)
}

/// Row numbers plus one by the hash of the name, with linear probing; built at compile time.
static INDEX: [u16; PLACES] = {
    let mut index = [0; PLACES];
    let mut row = 0;
    while row < COUNT {
        let mut place = hash(COMMANDS[row].name.as_bytes());
        while index[place] != 0 {
            place = (place + 1) & (PLACES - 1);
        }
        row += 1;
        index[place] = row as u16;
    }
    index
};

/// Returns all rows, family by family.
#[must_use]
pub fn all() -> &'static [CommandSpec] {
    &COMMANDS
}

/// Finds the number of a command's row; the case of the name does not matter.
#[inline]
pub(crate) fn index_of(name: &[u8]) -> Option<usize> {
    if name.len() > LONGEST {
        return None;
    }
    let mut place = hash(name);
    loop {
        let row = usize::from(INDEX[place]).checked_sub(1)?;
        if COMMANDS[row].name.as_bytes().eq_ignore_ascii_case(name) {
            return Some(row);
        }
        place = (place + 1) & (PLACES - 1);
    }
}

/// Finds a command by its name in any case, in whatever version it came.
///
/// ```
/// use autopsync_engine::commands::lookup;
///
/// let set = lookup(b"Set").unwrap();
/// assert_eq!(set.keys_of(&[b"SET", b"k", b"v"]), [b"k"]);
/// assert!(lookup(b"JSON.SET").is_none());
/// ```
#[must_use]
pub fn lookup(name: &[u8]) -> Option<&'static CommandSpec> {
    index_of(name).map(|row| &COMMANDS[row])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_is_found_once_in_any_case() {
        for (row, spec) in all().iter().enumerate() {
            assert_eq!(index_of(spec.name.as_bytes()), Some(row), "{}", spec.name);
            assert_eq!(index_of(spec.name.to_uppercase().as_bytes()), Some(row), "{}", spec.name);
            assert!(spec.name.bytes().all(|byte| !byte.is_ascii_uppercase()));
        }
        for name in [&b""[..], b"se", b"sett", b"a name far longer than any command has", b"\xff"] {
            assert!(lookup(name).is_none());
        }
    }
}
