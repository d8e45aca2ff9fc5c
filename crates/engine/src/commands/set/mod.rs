//! Sets.

mod algebra;
mod change;
mod random;
mod read;

use super::{
    keys,
    spec::{
        ALL_KEYS, CommandSpec, KEY, Keys, NOSCRIPT_TO_30, RANDOM_26, RANDOM_28, READ, SORTED,
        Since, TWO_KEYS, WRITE, row,
    },
};

pub(super) const TABLE: &[CommandSpec] = &[
    row("sadd", -3, WRITE, KEY, Since::redis(1, 0), change::sadd),
    row("srem", -3, WRITE, KEY, Since::redis(1, 0), change::srem),
    row("smove", 4, WRITE, TWO_KEYS, Since::redis(1, 0), change::smove),
    row("spop", -2, WRITE | RANDOM_26 | NOSCRIPT_TO_30, KEY, Since::redis(1, 0), random::spop)
        .before(&[((3, 2, 0), 2)]),
    row("srandmember", -2, READ | RANDOM_26, KEY, Since::redis(1, 0), random::srandmember),
    row("scard", 2, READ, KEY, Since::redis(1, 0), read::scard),
    row("sismember", 3, READ, KEY, Since::redis(1, 0), read::sismember),
    row("smismember", -3, READ, KEY, Since::redis(6, 2), read::smismember),
    row("smembers", 2, READ | SORTED, KEY, Since::redis(1, 0), read::smembers),
    row("sscan", -3, READ | RANDOM_28, KEY, Since::redis(2, 8), read::sscan),
    row("sinter", -2, READ | SORTED, ALL_KEYS, Since::redis(1, 0), algebra::sinter),
    row("sinterstore", -3, WRITE, ALL_KEYS, Since::redis(1, 0), algebra::sinterstore),
    row("sintercard", -3, READ, COUNTED, Since::redis(7, 0), algebra::sintercard),
    row("sunion", -2, READ | SORTED, ALL_KEYS, Since::redis(1, 0), algebra::sunion),
    row("sunionstore", -3, WRITE, ALL_KEYS, Since::redis(1, 0), algebra::sunionstore),
    row("sdiff", -2, READ | SORTED, ALL_KEYS, Since::redis(1, 0), algebra::sdiff),
    row("sdiffstore", -3, WRITE, ALL_KEYS, Since::redis(1, 0), algebra::sdiffstore),
];

const COUNTED: Keys = Keys::Movable(keys::count_first);
