//! Scripts: calls of commands, conversions both ways, errors, what a script sees of the data.

use super::{Command, key, word};
use crate::random::Random;

/// Bodies of scripts. `KEYS[1]` is a string, then a list, a set, a sorted set, a hash; `ARGV` two words.
const BODIES: [&str; 40] = [
    "return redis.call('set', KEYS[1], ARGV[1])",
    "return redis.call('get', KEYS[1])",
    "return {redis.call('get', KEYS[1]), redis.call('exists', KEYS[2]), redis.call('type', KEYS[3])}",
    "redis.call('rpush', KEYS[2], ARGV[1], ARGV[2]) return redis.call('lrange', KEYS[2], 0, -1)",
    "redis.call('sadd', KEYS[3], ARGV[1], ARGV[2]) return redis.call('scard', KEYS[3])",
    "redis.call('zadd', KEYS[4], 1.5, ARGV[1], 2, ARGV[2]) return redis.call('zrange', KEYS[4], 0, -1, 'WITHSCORES')",
    "redis.call('hset', KEYS[5], ARGV[1], ARGV[2]) return redis.call('hmget', KEYS[5], ARGV[1], 'none')",
    "return redis.call('zscore', KEYS[4], ARGV[1])",
    "return redis.call('incrbyfloat', KEYS[1], 0.1)",
    "return redis.call('set', KEYS[1], 3.14)",
    "return redis.call('set', KEYS[1], 1e15)",
    "return redis.call('set', KEYS[1], 12345678901234567890)",
    "return redis.call('set', KEYS[1], 2^53)",
    "return redis.call('append', KEYS[1], -17)",
    "return 3.99",
    "return -3.99",
    "return {1, 2.9, nil, 4}",
    "return {ok = 'fine'}",
    "return {err = 'MY error'}",
    "return true",
    "return false",
    "return {true, false, 'x', {1, {2}}}",
    "return redis.status_reply('st')",
    "return redis.error_reply('ERR custom')",
    "return redis.sha1hex(ARGV[1])",
    "return tostring(redis.call('get', 'absent'))",
    "return type(redis.call('hget', KEYS[5], 'none'))",
    "local r = redis.pcall('incr', KEYS[2]) return type(r) == 'table' and r.err or r",
    "local r = redis.pcall('nosuchcommand') return r.err",
    "local r = redis.pcall('get') return r.err",
    "local r = redis.pcall('subscribe', 'x') return r.err",
    "local r = redis.pcall('lpush', KEYS[1], 'x') if type(r) == 'table' then return r.err end return r",
    "redis.call('set', KEYS[1], 'before') return redis.call('lpush', KEYS[1], 'x')",
    "redis.call('select', 2) redis.call('set', KEYS[1], ARGV[1]) return redis.call('dbsize')",
    "local n = 0 for _, v in ipairs(redis.call('lrange', KEYS[2], 0, -1)) do n = n + #v end return n",
    "return redis.call('mset', KEYS[1], ARGV[1], KEYS[1] .. 'b', ARGV[2])",
    "local t = redis.call('sort', KEYS[2], 'alpha') return t",
    "return redis.call('zincrby', KEYS[4], ARGV[3], ARGV[1])",
    "for i = 1, 20 do redis.call('rpush', KEYS[2], i, i / 4) end return redis.call('llen', KEYS[2])",
    "return redis.call('object', 'encoding', KEYS[2])",
];

pub fn command(random: &mut Random) -> Command {
    let body = random.pick(&BODIES);
    let mut command = Command::new("EVAL").arg(body).arg("5");
    for kind in ["s", "l", "S", "z", "h"] {
        command = command.arg(key(random, kind));
    }
    command.arg(word(random)).arg(word(random)).int(random.between(-5, 5))
}
