//! Lists.

mod edit;
mod move_;
mod pop;
mod push;
mod read;

use super::{
    keys,
    spec::{BLOCKING, CommandSpec, KEY, Keys, READ, Since, TWO_KEYS, WRITE, row},
};

pub(super) const TABLE: &[CommandSpec] = &[
    row("lpush", -3, WRITE, KEY, Since::redis(1, 0), push::lpush),
    row("rpush", -3, WRITE, KEY, Since::redis(1, 0), push::rpush),
    row("lpushx", -3, WRITE, KEY, Since::redis(2, 2), push::lpushx).before(&[((4, 0, 0), 3)]),
    row("rpushx", -3, WRITE, KEY, Since::redis(2, 2), push::rpushx).before(&[((4, 0, 0), 3)]),
    row("linsert", 5, WRITE, KEY, Since::redis(2, 2), edit::linsert),
    row("lset", 4, WRITE, KEY, Since::redis(1, 0), edit::lset),
    row("lrem", 4, WRITE, KEY, Since::redis(1, 0), edit::lrem),
    row("ltrim", 4, WRITE, KEY, Since::redis(1, 0), edit::ltrim),
    row("lpop", -2, WRITE, KEY, Since::redis(1, 0), pop::lpop).before(&[((6, 2, 0), 2)]),
    row("rpop", -2, WRITE, KEY, Since::redis(1, 0), pop::rpop).before(&[((6, 2, 0), 2)]),
    row("blpop", -3, WRITE | BLOCKING, BLOCKING_KEYS, Since::redis(2, 0), pop::blpop),
    row("brpop", -3, WRITE | BLOCKING, BLOCKING_KEYS, Since::redis(2, 0), pop::brpop),
    row("lmpop", -4, WRITE, Keys::Movable(keys::count_first), Since::redis(7, 0), pop::lmpop),
    row("blmpop", -5, WRITE, SECOND, Since::redis(7, 0), pop::blmpop),
    row("rpoplpush", 3, WRITE, TWO_KEYS, Since::redis(1, 2), move_::rpoplpush),
    row("brpoplpush", 4, WRITE | BLOCKING, TWO_KEYS, Since::redis(2, 2), move_::brpoplpush),
    row("lmove", 5, WRITE, TWO_KEYS, Since::redis(6, 2), move_::lmove),
    row("blmove", 6, WRITE | BLOCKING, TWO_KEYS, Since::redis(6, 2), move_::blmove),
    row("llen", 2, READ, KEY, Since::redis(1, 0), read::llen),
    row("lindex", 3, READ, KEY, Since::redis(1, 0), read::lindex),
    row("lrange", 4, READ, KEY, Since::redis(1, 0), read::lrange),
    row("lpos", -3, READ, KEY, Since::redis(6, 0), read::lpos),
];

const BLOCKING_KEYS: Keys = Keys::At { first: 1, last: -2, step: 1 };
const SECOND: Keys = Keys::Movable(keys::count_second);
