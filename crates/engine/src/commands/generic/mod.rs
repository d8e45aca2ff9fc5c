//! Commands about keys, whatever they hold.

mod copy;
mod del;
mod dump;
mod expire;
mod flush;
mod inspect;
mod rename;
mod scan;
mod ttl;

pub(crate) use dump::restore_functions;
pub(crate) use expire::{Conditions, Unit, absolute, invalid};
pub(crate) use scan::{ScanOptions, cursor, scan_reply};

use super::{
    keys,
    spec::{
        ALL_KEYS, BLOCKING, CONTAINER, CommandSpec, KEY, Keys, RANDOM_26, RANDOM_28, RANDOM_50,
        READ, SORTED, Since, TWO_KEYS, WRITE, row,
    },
};

pub(super) const TABLE: &[CommandSpec] = &[
    row("del", -2, WRITE, ALL_KEYS, Since::redis(1, 0), del::del),
    row("unlink", -2, WRITE, ALL_KEYS, Since::redis(4, 0), del::del),
    row("delifeq", 3, WRITE, KEY, Since::only_valkey(9, 0), del::delifeq),
    row("delex", -2, WRITE, KEY, Since::only_redis(8, 4).valkey(9, 2), del::delex),
    row("exists", -2, READ, ALL_KEYS, Since::redis(1, 0), inspect::exists)
        .before(&[((3, 0, 3), 2)]),
    row("touch", -2, READ, ALL_KEYS, Since::redis(3, 2).patch(1), inspect::exists),
    row("type", 2, READ, KEY, Since::redis(1, 0), inspect::type_),
    row(
        "object",
        -2,
        READ | RANDOM_50 | CONTAINER,
        OBJECT_KEY,
        Since::redis(2, 2),
        inspect::object,
    )
    .before(&[((4, 0, 0), 3)]),
    row("dbsize", 1, READ, Keys::None, Since::redis(1, 0), inspect::dbsize),
    row("keys", 2, READ | SORTED, Keys::None, Since::redis(1, 0), scan::keys),
    row("scan", -2, READ | RANDOM_28, Keys::None, Since::redis(2, 8), scan::scan),
    row("randomkey", 1, READ | RANDOM_26, Keys::None, Since::redis(1, 0), scan::randomkey),
    row("rename", 3, WRITE, TWO_KEYS, Since::redis(1, 0), rename::rename),
    row("renamenx", 3, WRITE, TWO_KEYS, Since::redis(1, 0), rename::renamenx),
    row("move", 3, WRITE, KEY, Since::redis(1, 0), copy::move_),
    row("copy", -3, WRITE, TWO_KEYS, Since::redis(6, 2), copy::copy),
    row("swapdb", 3, WRITE, Keys::None, Since::redis(4, 0), flush::swapdb),
    row("flushdb", -1, WRITE, Keys::None, Since::redis(1, 0), flush::flushdb)
        .before(&[((4, 0, 0), 1)]),
    row("flushall", -1, WRITE, Keys::None, Since::redis(1, 0), flush::flushall)
        .before(&[((4, 0, 0), 1)]),
    row("expire", -3, WRITE, KEY, Since::redis(1, 0), expire::expire).before(&[((7, 0, 0), 3)]),
    row("pexpire", -3, WRITE, KEY, Since::redis(2, 6), expire::pexpire).before(&[((7, 0, 0), 3)]),
    row("expireat", -3, WRITE, KEY, Since::redis(1, 2), expire::expireat).before(&[((7, 0, 0), 3)]),
    row("pexpireat", -3, WRITE, KEY, Since::redis(2, 6), expire::pexpireat)
        .before(&[((7, 0, 0), 3)]),
    row("persist", 2, WRITE, KEY, Since::redis(2, 2), expire::persist),
    row("ttl", 2, READ | RANDOM_50, KEY, Since::redis(1, 0), ttl::ttl),
    row("pttl", 2, READ | RANDOM_50, KEY, Since::redis(2, 6), ttl::pttl),
    row("expiretime", 2, READ, KEY, Since::redis(7, 0), ttl::expiretime),
    row("pexpiretime", 2, READ, KEY, Since::redis(7, 0), ttl::pexpiretime),
    row("dump", 2, READ | RANDOM_50, KEY, Since::redis(2, 6), dump::dump),
    row("restore", -4, WRITE, KEY, Since::redis(2, 6), dump::restore).before(&[((3, 0, 0), 4)]),
    row("restore-asking", -4, WRITE, KEY, Since::redis(3, 0), dump::restore),
    row(
        "migrate",
        -6,
        WRITE | RANDOM_50,
        Keys::Movable(keys::migrate),
        Since::redis(2, 6),
        dump::migrate,
    )
    .before(&[((3, 0, 0), 6)]),
    row("wait", 3, BLOCKING, Keys::None, Since::redis(3, 0), inspect::wait),
];

const OBJECT_KEY: Keys = Keys::At { first: 2, last: 2, step: 1 };
