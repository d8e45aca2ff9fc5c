//! Hashes.

mod expire;
mod fields;
mod incr;
mod read;
mod setex;
mod write;

use super::spec::{
    CommandSpec, KEY, RANDOM_28, RANDOM_50, RANDOM_62, READ, SORTED, Since, WRITE, row,
};

/// Field expiry came with Redis 7.4 and Valkey 9.0.
const FIELD_EXPIRY: Since = Since::redis(7, 4).valkey(9, 0);

pub(super) const TABLE: &[CommandSpec] = &[
    row("hset", -4, WRITE, KEY, Since::redis(2, 0), write::hset).before(&[((4, 0, 0), 4)]),
    row("hmset", -4, WRITE, KEY, Since::redis(2, 0), write::hmset),
    row("hsetnx", 4, WRITE, KEY, Since::redis(2, 0), write::hsetnx),
    row("hdel", -3, WRITE, KEY, Since::redis(2, 0), write::hdel),
    row("hincrby", 4, WRITE, KEY, Since::redis(2, 0), incr::hincrby),
    row("hincrbyfloat", 4, WRITE, KEY, Since::redis(2, 6), incr::hincrbyfloat),
    row("hexpire", -6, WRITE, KEY, FIELD_EXPIRY, expire::hexpire),
    row("hpexpire", -6, WRITE, KEY, FIELD_EXPIRY, expire::hpexpire),
    row("hexpireat", -6, WRITE, KEY, FIELD_EXPIRY, expire::hexpireat),
    row("hpexpireat", -6, WRITE, KEY, FIELD_EXPIRY, expire::hpexpireat),
    row("hpersist", -5, WRITE, KEY, FIELD_EXPIRY, expire::hpersist),
    row("httl", -5, READ | RANDOM_50, KEY, FIELD_EXPIRY, expire::httl),
    row("hpttl", -5, READ | RANDOM_50, KEY, FIELD_EXPIRY, expire::hpttl),
    row("hexpiretime", -5, READ, KEY, FIELD_EXPIRY, expire::hexpiretime),
    row("hpexpiretime", -5, READ, KEY, FIELD_EXPIRY, expire::hpexpiretime),
    row("hsetex", -6, WRITE, KEY, Since::redis(8, 0).valkey(9, 0), setex::hsetex),
    row("hgetex", -5, WRITE, KEY, Since::redis(8, 0).valkey(9, 0), setex::hgetex),
    row("hgetdel", -5, WRITE, KEY, Since::redis(8, 0).valkey(9, 1), setex::hgetdel),
    row("hget", 3, READ, KEY, Since::redis(2, 0), read::hget),
    row("hmget", -3, READ, KEY, Since::redis(2, 0), read::hmget),
    row("hlen", 2, READ, KEY, Since::redis(2, 0), read::hlen),
    row("hstrlen", 3, READ, KEY, Since::redis(3, 2), read::hstrlen),
    row("hexists", 3, READ, KEY, Since::redis(2, 0), read::hexists),
    row("hkeys", 2, READ | SORTED, KEY, Since::redis(2, 0), read::hkeys),
    row("hvals", 2, READ | SORTED, KEY, Since::redis(2, 0), read::hvals),
    row("hgetall", 2, READ | RANDOM_50, KEY, Since::redis(2, 0), read::hgetall),
    row("hrandfield", -2, READ | RANDOM_62, KEY, Since::redis(6, 2), read::hrandfield),
    row("hscan", -3, READ | RANDOM_28, KEY, Since::redis(2, 8), read::hscan),
];
