--# return_numbers
return {3, 3.99, -3.99, 0.5, -0.5, 2^31, 2^53, -2^53, 1e18}
--# return_large_numbers
return {2^63, -2^63, 1e300, -1e300, 1/0, -1/0}
--# return_nan
return 0/0
--# return_number_alone
return 1e15
--# return_literals
return {true, false, 'text', 1}
--# return_true
return true
--# return_false
return false
--# return_nil
return nil
--# return_nothing
local a = 1
--# return_array_to_first_nil
return {1, 2, nil, 4}
--# return_nested
return {1, {2, {3, {4, {}}}}}
--# return_table_without_array
return {a = 1, b = 2}
--# return_several_values
return 1, 2, 3
--# return_ok
return {ok = 'FINE'}
--# return_ok_with_lines
return {ok = 'two\r\nlines'}
--# return_err
return {err = 'ERR my own'}
--# return_err_without_code
return {err = 'my own words'}
--# return_err_inside
return {1, {err = 'ERR inside'}, {ok = 'fine'}}
--# return_err_of_number
return {err = 5}
--# return_ok_of_table
return {ok = {}}
--# return_function
return tostring
--# return_deep
local t = {} for i = 1, 50 do t = {t} end return t
--# status_and_error_reply
return {redis.status_reply('ST'), redis.error_reply('ERR er')}
--# status_reply_alone
return redis.status_reply('HELLO there')
--# error_reply_alone
return redis.error_reply('MYCODE something')
--# error_reply_without_code
return redis.error_reply('something')
--# error_reply_with_dash
return redis.error_reply('-CODE something')
--# error_reply_empty
return redis.error_reply('')
--# error_reply_refused
return redis.error_reply(5, 6)
--# status_reply_refused
return redis.status_reply({})
--# sha1hex_forms
return {redis.sha1hex(''), redis.sha1hex('hello'), redis.sha1hex(1), redis.sha1hex('a\0b')}
--# sha1hex_refused
return redis.sha1hex()
--# log_levels
redis.log(redis.LOG_DEBUG, 'quiet') return {redis.LOG_DEBUG, redis.LOG_VERBOSE, redis.LOG_NOTICE, redis.LOG_WARNING, redis.REPL_ALL, redis.REPL_NONE}
--# log_level_refused
return redis.log(10, 'x')
--# log_argument_refused
return redis.log(redis.LOG_DEBUG)
--# log_level_text_refused
return redis.log('x', 'y')
--# call_conversions
redis.call('set', KEYS[1], 5) return {redis.call('incr', KEYS[1]), redis.call('get', KEYS[1]), tostring(redis.call('get', 'absent')), redis.call('set', KEYS[1], 'x').ok, redis.call('lrange', KEYS[2], 0, -1)}
--# call_types
local r = {} for i, v in ipairs({redis.call('get', KEYS[1]), redis.call('llen', KEYS[2]), redis.call('smembers', KEYS[3]), redis.call('exists', 'absent'), redis.call('ping')}) do r[i] = type(v) end return r
--# call_number_arguments
local r = {} for _, v in ipairs({1, 1.5, 1e15, 1e17, 1e21, 2^53, 0.1, 1/3, -7, 1e-7, 3.0, 123456789.123456789, 2^63, -2^63, 2^64, 1e100}) do redis.call('set', KEYS[1], v) r[#r + 1] = redis.call('get', KEYS[1]) end return r
--# call_number_infinity
redis.call('set', KEYS[1], 1/0) local a = redis.call('get', KEYS[1]) redis.call('set', KEYS[1], -1/0) return {a, redis.call('get', KEYS[1])}
--# call_negative_zero
redis.call('set', KEYS[1], -0) return redis.call('get', KEYS[1])
--# call_boolean_refused
return redis.call('set', KEYS[1], true)
--# call_nil_refused
return redis.call('set', KEYS[1], nil)
--# call_table_refused
return redis.call('set', KEYS[1], {})
--# call_nothing_refused
return redis.call()
--# call_unknown_refused
return redis.call('nosuchcommand', 1)
--# call_arity_refused
return redis.call('get')
--# call_arity_many_refused
return redis.call('get', 'a', 'b')
--# call_wrong_type_refused
return redis.call('incr', KEYS[2])
--# call_not_allowed_refused
return redis.call('subscribe', 'x')
--# call_multi_refused
return redis.call('multi')
--# call_eval_refused
return redis.call('eval', 'return 1', 0)
--# call_blocking
return {redis.pcall('blpop', KEYS[2], 0).err or 'popped'}
--# call_number_as_name_refused
return redis.call(5)
--# pcall_errors
local r = {} for _, c in ipairs({{'get'}, {'nosuch'}, {'incr', KEYS[2]}, {'subscribe', 'x'}, {'set', KEYS[1]}, {'lpush', KEYS[1], 'x'}, {'setex', KEYS[1], 0, 'x'}, {'hincrby', KEYS[5], 'f', 'x'}}) do local e = redis.pcall(unpack(c)) r[#r + 1] = type(e) == 'table' and e.err or e end return r
--# pcall_error_is_returned
return redis.pcall('incr', KEYS[2])
--# pcall_boolean_refused
return redis.pcall('set', KEYS[1], true)
--# pcall_nothing
return redis.pcall()
--# lua_pcall_of_call
local ok, e = pcall(redis.call, 'incr', KEYS[2]) return {tostring(ok), type(e), type(e) == 'table' and e.err or e}
--# lua_pcall_of_unknown
local ok, e = pcall(redis.call, 'nosuch') return {tostring(ok), type(e), type(e) == 'table' and e.err or e}
--# error_with_string
error('my message')
--# error_with_string_level
error('my message', 0)
--# error_with_table
error({err = 'ERR in table'})
--# error_with_plain_table not-installed
error({1, 2, 3})
--# error_with_number
error(42)
--# error_with_nil
error()
--# error_inside_function
local function f() error('deep') end
f()
--# error_rethrown
local ok, e = pcall(redis.call, 'incr', KEYS[2]) error(e)
--# partial_effects_of_call
redis.call('set', KEYS[1], 'before') redis.call('rpush', KEYS[2], 'tail') redis.call('incr', KEYS[2]) redis.call('set', KEYS[1], 'after')
--# partial_effects_of_error
redis.call('hset', KEYS[5], 'partial', 1) error('stop')
--# partial_effects_of_runtime_error
redis.call('sadd', KEYS[3], 'partial') local t return t.x
--# partial_effects_go_on_after_pcall
redis.call('set', KEYS[1], 1) redis.pcall('lpush', KEYS[1], 'x') redis.call('incrby', KEYS[1], 41) return redis.call('get', KEYS[1])
--# effects_in_loop
for i = 1, 100 do redis.call('zadd', KEYS[4], i, 'member' .. i) redis.call('hset', KEYS[5], 'field' .. i, i * 1.5) end return {redis.call('zcard', KEYS[4]), redis.call('hlen', KEYS[5])}
--# effects_of_select
redis.call('select', 3) redis.call('set', KEYS[1], 'other database') return redis.call('dbsize')
--# effects_of_select_undone
redis.call('select', 3) return redis.call('get', KEYS[1]) or 'nothing'
--# effects_of_flush
redis.call('flushdb') return redis.call('dbsize')
--# effects_of_rename_and_copy
redis.call('rename', KEYS[1], 'renamed') return {redis.call('exists', KEYS[1]), redis.call('get', 'renamed')}
--# effects_of_expiry
redis.call('pexpireat', KEYS[1], 9000000000000) return redis.call('persist', KEYS[1])
--# undeclared_keys
redis.call('set', 'undeclared:' .. ARGV[2], 'x') return redis.call('keys', 'undeclared:*')
--# incr_by_float
redis.call('set', KEYS[1], '10.5') return {redis.call('incrbyfloat', KEYS[1], 0.1), redis.call('incrbyfloat', KEYS[1], '1e10'), redis.call('hincrbyfloat', KEYS[5], 'float', 0.1), redis.call('hincrbyfloat', KEYS[5], 'float', 0.2)}
--# zset_scores
redis.call('zadd', KEYS[4], 0.1, 'tenth', 1e20, 'big', '-inf', 'lowest', 3, 'three') return redis.call('zrange', KEYS[4], 0, -1, 'withscores')
--# zset_arithmetic
return {redis.call('zincrby', KEYS[4], 0.1, 'a'), redis.call('zincrby', KEYS[4], 0.2, 'a'), redis.call('zscore', KEYS[4], 'a'), tostring(redis.call('zscore', KEYS[4], 'absent'))}
--# set_members_order
redis.call('sadd', KEYS[3], 'delta', 'alpha', 'charlie', 'bravo', 'echo', '10', '9') local m = redis.call('smembers', KEYS[3]) table.sort(m) return m
--# set_algebra_order
redis.call('sadd', 'other', 'x', 'y', 'b') local m = redis.call('sunion', KEYS[3], 'other') table.sort(m) return m
--# integers_order
redis.call('sadd', 'ints', 5, 3, 100, -7) return redis.call('smembers', 'ints')
--# hash_order
redis.call('hmset', 'newhash', 'z', 1, 'a', 2, 'm', 3) return redis.call('hgetall', 'newhash')
--# keys_sorted_by_hand
local k = redis.call('keys', '*') table.sort(k) return k
--# sort_numbers
redis.call('rpush', 'numbers', 3, 1, 2, 10) return {redis.call('sort', 'numbers'), redis.call('sort', 'numbers', 'desc'), redis.call('sort', 'numbers', 'alpha')}
--# sort_by_and_get
redis.call('rpush', 'ids', 1, 2, 3) redis.call('mset', 'w:1', 30, 'w:2', 10, 'w:3', 20) return redis.call('sort', 'ids', 'by', 'w:*', 'get', '#', 'get', 'w:*')
--# sort_store
redis.call('rpush', 'numbers', 3, 1, 2) redis.call('sort', 'numbers', 'store', 'sorted') return redis.call('lrange', 'sorted', 0, -1)
--# streams
redis.call('xadd', 'stream', '1-1', 'f', 'v') redis.call('xadd', 'stream', '2-1', 'f', 'w', 'g', 'x') return {redis.call('xlen', 'stream'), redis.call('xrange', 'stream', '-', '+')}
--# stream_groups
redis.call('xadd', 'stream', '1-1', 'f', 'v') redis.call('xgroup', 'create', 'stream', 'group', '0') return redis.call('xreadgroup', 'group', 'group', 'me', 'count', 1, 'streams', 'stream', '>')
--# geo
redis.call('geoadd', 'geo', 13.361389, 38.115556, 'Palermo', 15.087269, 37.502669, 'Catania') return {redis.call('geodist', 'geo', 'Palermo', 'Catania'), redis.call('geohash', 'geo', 'Palermo'), redis.call('geopos', 'geo', 'Catania')}
--# hyperloglog
redis.call('pfadd', 'hll', 'a', 'b', 'c') return {redis.call('pfcount', 'hll'), redis.call('pfadd', 'hll', 'a')}
--# bits
redis.call('setbit', 'bits', 7, 1) redis.call('bitfield', 'bits', 'set', 'u8', 8, 200) return {redis.call('getbit', 'bits', 7), redis.call('bitcount', 'bits'), redis.call('get', 'bits')}
--# keys_and_arguments
return {#KEYS, #ARGV, KEYS[1], ARGV[1], tostring(KEYS[100]), type(ARGV[2])}
--# keys_can_be_changed
KEYS[1] = 'changed' ARGV = {'x'} return {KEYS[1], ARGV[1]}
--# replicate_commands_answer
local had = redis.replicate_commands and tostring(redis.replicate_commands()) or 'none' return had
--# replicate_commands_after_write
redis.call('set', KEYS[1], 'x') return tostring(redis.replicate_commands())
--# set_repl_needs_replicate_commands
return redis.set_repl(redis.REPL_ALL)
--# set_repl_after_replicate_commands
redis.replicate_commands() redis.set_repl(redis.REPL_ALL) redis.call('set', KEYS[1], 'all') return redis.call('get', KEYS[1])
--# set_repl_refused
redis.replicate_commands() return redis.set_repl(99)
--# set_repl_argument_refused
redis.replicate_commands() return redis.set_repl()
--# random_then_write
redis.call('time') redis.call('set', KEYS[1], 'after time') return 'written'
--# random_then_read
redis.call('time') return redis.call('get', KEYS[1])
--# random_then_write_after_replicate_commands
redis.replicate_commands() redis.call('time') redis.call('set', KEYS[1], 'after time') return 'written'
--# random_member_then_write
redis.call('srandmember', KEYS[3]) return redis.call('set', KEYS[1], 'x')
--# random_then_pcall_write
redis.call('randomkey') local e = redis.pcall('set', KEYS[1], 'x') return type(e) == 'table' and (e.err or e.ok) or e
--# write_then_random
redis.call('set', KEYS[1], 'x') redis.call('time') return redis.call('get', KEYS[1])
--# time_stands_still valkey
local a = redis.call('time') local n = 0 for i = 1, 1000 do n = n + i end local b = redis.call('time') return {tostring(a[1] == b[1] and a[2] == b[2]), n}
--# setresp_default
redis.call('hmset', 'small', 'f', 'v') return redis.call('hgetall', 'small')
--# setresp_three
redis.setresp(3) redis.call('hmset', 'small', 'f', 'v') local m = redis.call('hgetall', 'small') return {type(m.map), m.map and m.map.f}
--# setresp_three_null
redis.setresp(3) return {tostring(redis.call('get', 'absent')), tostring(redis.call('lpop', 'absent'))}
--# setresp_three_set
redis.setresp(3) redis.call('sadd', 'one', 'member') local s = redis.call('smembers', 'one') return {type(s.set), s.set and tostring(s.set.member)}
--# setresp_three_score
redis.setresp(3) local s = redis.call('zscore', KEYS[4], 'a') return {type(s), type(s) == 'table' and tostring(s.double) or tostring(s)}
--# setresp_refused
return redis.setresp(4)
--# setresp_argument_refused
return redis.setresp()
--# return_double
return {double = 3.5}
--# return_map
return {map = {a = 1}}
--# return_set
return {set = {x = true}}
--# return_big_number
return {big_number = '12345678901234567890'}
--# breakpoint_and_debug
redis.debug('x') return tostring(redis.breakpoint())
--# version_fields
return {type(rawget(redis, 'REDIS_VERSION')), type(rawget(redis, 'REDIS_VERSION_NUM'))}
--# acl_check
local f = rawget(redis, 'acl_check_cmd') return f and tostring(f('get', 'x')) or 'none'
--# redis_fields_can_be_set
local ok = pcall(function() redis.mine = 5 end) return tostring(ok)
--# shebang_like_comment
-- a comment before
return 'fine'
--# script_inside_transaction_like
local n = redis.call('incr', 'counter') if n > 0 then redis.call('lpush', 'log', n) end return redis.call('lrange', 'log', 0, -1)
--# large_reply
local t = {} for i = 1, 5000 do t[i] = i end return t
--# large_strings
redis.call('set', KEYS[1], string.rep('x', 200000)) return redis.call('strlen', KEYS[1])
--# many_arguments
local t = {} for i = 1, 3000 do t[i] = 'v' .. i end return redis.call('rpush', 'long', unpack(t))
--# dump_short_string
redis.call('set', KEYS[1], 'short')
redis.call('set', KEYS[2], redis.call('dump', KEYS[1]))
return redis.call('dump', KEYS[1])
--# dump_number
redis.call('set', KEYS[1], '-12345')
return redis.call('dump', KEYS[1])
--# dump_nothing
redis.call('del', KEYS[1])
return redis.call('dump', KEYS[1])
--# dump_and_restore_each_type
redis.call('del', KEYS[1], KEYS[2])
redis.call('rpush', KEYS[1], 'a', '1', string.rep('long', 100))
local first = redis.call('restore', KEYS[2], 0, redis.call('dump', KEYS[1]))
redis.call('del', KEYS[1], KEYS[3])
redis.call('zadd', KEYS[1], '1.5', 'm', '-inf', 'n', '17', 'o')
redis.call('restore', KEYS[3], 0, redis.call('dump', KEYS[1]))
redis.call('del', KEYS[1], KEYS[4])
redis.call('hset', KEYS[1], 'f', 'v')
redis.call('restore', KEYS[4], 0, redis.call('dump', KEYS[1]))
return {first, redis.call('lrange', KEYS[2], 0, -1), redis.call('zrange', KEYS[3], 0, -1, 'withscores'), redis.call('hgetall', KEYS[4])}
--# dump_and_restore_a_set
redis.call('del', KEYS[1], KEYS[2])
redis.call('sadd', KEYS[1], '3', '1', '2')
redis.call('restore', KEYS[2], 0, redis.call('dump', KEYS[1]))
return redis.call('smembers', KEYS[2])
