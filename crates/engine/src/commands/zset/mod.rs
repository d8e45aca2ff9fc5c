//! Sorted sets.

mod add;
mod algebra;
mod bounds;
mod options;
mod pop;
mod range;
mod read;
mod remove;

use super::{
    keys,
    spec::{
        BLOCKING, CommandSpec, KEY, Keys, RANDOM_28, RANDOM_62, READ, Since, TWO_KEYS, WRITE, row,
    },
};

pub(super) const TABLE: &[CommandSpec] = &[
    row("zadd", -4, WRITE, KEY, Since::redis(1, 2), add::zadd),
    row("zincrby", 4, WRITE, KEY, Since::redis(1, 2), add::zincrby),
    row("zrem", -3, WRITE, KEY, Since::redis(1, 2), remove::zrem),
    row("zremrangebyrank", 4, WRITE, KEY, Since::redis(2, 0), remove::zremrangebyrank),
    row("zremrangebyscore", 4, WRITE, KEY, Since::redis(1, 2), remove::zremrangebyscore),
    row("zremrangebylex", 4, WRITE, KEY, Since::redis(2, 8), remove::zremrangebylex),
    row("zpopmin", -2, WRITE, KEY, Since::redis(5, 0), pop::zpopmin),
    row("zpopmax", -2, WRITE, KEY, Since::redis(5, 0), pop::zpopmax),
    row("bzpopmin", -3, WRITE | BLOCKING, BLOCKING_KEYS, Since::redis(5, 0), pop::bzpopmin),
    row("bzpopmax", -3, WRITE | BLOCKING, BLOCKING_KEYS, Since::redis(5, 0), pop::bzpopmax),
    row("zmpop", -4, WRITE, COUNTED, Since::redis(7, 0), pop::zmpop),
    row("bzmpop", -5, WRITE, SECOND, Since::redis(7, 0), pop::bzmpop),
    row("zunionstore", -4, WRITE, STORE, Since::redis(2, 0), algebra::zunionstore),
    row("zinterstore", -4, WRITE, STORE, Since::redis(2, 0), algebra::zinterstore),
    row("zdiffstore", -4, WRITE, STORE, Since::redis(6, 2), algebra::zdiffstore),
    row("zunion", -3, READ, COUNTED, Since::redis(6, 2), algebra::zunion),
    row("zinter", -3, READ, COUNTED, Since::redis(6, 2), algebra::zinter),
    row("zintercard", -3, READ, COUNTED, Since::redis(7, 0), algebra::zintercard),
    row("zdiff", -3, READ, COUNTED, Since::redis(6, 2), algebra::zdiff),
    row("zrangestore", -5, WRITE, TWO_KEYS, Since::redis(6, 2), range::zrangestore),
    row("zrange", -4, READ, KEY, Since::redis(1, 2), range::zrange),
    row("zrevrange", -4, READ, KEY, Since::redis(1, 2), range::zrevrange),
    row("zrangebyscore", -4, READ, KEY, Since::redis(1, 0), range::zrangebyscore),
    row("zrevrangebyscore", -4, READ, KEY, Since::redis(2, 2), range::zrevrangebyscore),
    row("zrangebylex", -4, READ, KEY, Since::redis(2, 8), range::zrangebylex),
    row("zrevrangebylex", -4, READ, KEY, Since::redis(2, 8), range::zrevrangebylex),
    row("zcount", 4, READ, KEY, Since::redis(2, 0), read::zcount),
    row("zlexcount", 4, READ, KEY, Since::redis(2, 8), read::zlexcount),
    row("zcard", 2, READ, KEY, Since::redis(1, 2), read::zcard),
    row("zscore", 3, READ, KEY, Since::redis(1, 2), read::zscore),
    row("zmscore", -3, READ, KEY, Since::redis(6, 2), read::zmscore),
    row("zrank", -3, READ, KEY, Since::redis(2, 0), read::zrank).before(&[((7, 2, 0), 3)]),
    row("zrevrank", -3, READ, KEY, Since::redis(2, 0), read::zrevrank).before(&[((7, 2, 0), 3)]),
    row("zrandmember", -2, READ | RANDOM_62, KEY, Since::redis(6, 2), read::zrandmember),
    row("zscan", -3, READ | RANDOM_28, KEY, Since::redis(2, 8), read::zscan),
];

const BLOCKING_KEYS: Keys = Keys::At { first: 1, last: -2, step: 1 };
const COUNTED: Keys = Keys::Movable(keys::count_first);
const SECOND: Keys = Keys::Movable(keys::count_second);
const STORE: Keys = Keys::Movable(keys::store_counted);
