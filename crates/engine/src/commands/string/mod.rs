//! Strings and numbers.

mod append;
mod get;
mod incr;
mod incrbyfloat;
mod mset;
mod options;
mod range;
mod set;

use super::{
    keys,
    server::inert,
    spec::{ALL_KEYS, CommandSpec, INERT, KEY, Keys, READ, Since, TWO_KEYS, WRITE, row},
};

pub(super) const TABLE: &[CommandSpec] = &[
    row("get", 2, READ, KEY, Since::redis(1, 0), get::get),
    row("set", -3, WRITE, KEY, Since::redis(1, 0), set::set).before(&[((2, 6, 12), 3)]),
    row("setnx", 3, WRITE, KEY, Since::redis(1, 0), set::setnx),
    row("setex", 4, WRITE, KEY, Since::redis(2, 0), set::setex),
    row("psetex", 4, WRITE, KEY, Since::redis(2, 6), set::psetex),
    row("getset", 3, WRITE, KEY, Since::redis(1, 0), get::getset),
    row("getdel", 2, WRITE, KEY, Since::redis(6, 2), get::getdel),
    row("getex", -2, WRITE, KEY, Since::redis(6, 2), get::getex),
    row("strlen", 2, READ, KEY, Since::redis(2, 2), get::strlen),
    row("mget", -2, READ, ALL_KEYS, Since::redis(1, 0), get::mget),
    row("mset", -3, WRITE, PAIRS, Since::redis(1, 0), mset::mset),
    row("msetnx", -3, WRITE, PAIRS, Since::redis(1, 0), mset::msetnx),
    row("msetex", -4, WRITE, MSETEX, Since::only_redis(8, 4).valkey(9, 1), mset::msetex),
    row("incr", 2, WRITE, KEY, Since::redis(1, 0), incr::incr),
    row("decr", 2, WRITE, KEY, Since::redis(1, 0), incr::decr),
    row("incrby", 3, WRITE, KEY, Since::redis(1, 0), incr::incrby),
    row("decrby", 3, WRITE, KEY, Since::redis(1, 0), incr::decrby),
    row("incrbyfloat", 3, WRITE, KEY, Since::redis(2, 6), incrbyfloat::incrbyfloat),
    row("append", 3, WRITE, KEY, Since::redis(2, 0), append::append),
    row("setrange", 4, WRITE, KEY, Since::redis(2, 2), append::setrange),
    row("getrange", 4, READ, KEY, Since::redis(2, 4), range::getrange),
    row("substr", 4, READ, KEY, Since::redis(1, 0), range::getrange),
    row("lcs", -3, READ | INERT, TWO_KEYS, Since::redis(7, 0), inert),
    row("stralgo", -2, READ | INERT, Keys::None, Since::only_redis(6, 0).until(7, 0), inert),
];

const PAIRS: Keys = Keys::At { first: 1, last: -1, step: 2 };
const MSETEX: Keys = Keys::Movable(keys::msetex);

pub(crate) use incrbyfloat::{negative_zero, text_rules};
pub(crate) use options::ExpiryChoice;
