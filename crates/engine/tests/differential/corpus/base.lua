--# format_numbers
return {string.format('%d', 3.99), string.format('%d', -3.99), string.format('%5d|%-5d|%05d|%+d', 42, 42, 42, 42), string.format('%i', 7), string.format('%u', 7)}
--# format_large_integers
return {string.format('%d', 2^53), string.format('%d', 1e18), string.format('%x', 2^40), string.format('%X', 255), string.format('%o', 8)}
--# format_floats
return {string.format('%f', 1/3), string.format('%.0f', 0.5), string.format('%.0f', 1.5), string.format('%10.3f|', math.pi), string.format('%e', 12345.678), string.format('%g', 1e20), string.format('%g', 0.0001), string.format('%.17g', 0.1)}
--# format_infinity
return {string.format('%f', 1/0), string.format('%g', -1/0), string.format('%d', 0)}
--# format_strings
return {string.format('%s %s', 'a', 1), string.format('%10s|%-10s|', 'x', 'y'), string.format('%.2s', 'abcdef'), string.format('%%'), string.format('%c%c', 72, 105)}
--# format_quoted
return {string.format('%q', 'a "quoted" \\ text\n\0\r end')}
--# format_table_refused
return string.format('%s', {})
--# format_nil_refused
return string.format('%d', nil)
--# format_text_as_number
return string.format('%d %s', '10', 10)
--# format_unknown_refused
return string.format('%y', 1)
--# format_missing_refused
return string.format('%d %d', 1)
--# string_parts
return {string.sub('hello', 2, 3), string.sub('hello', -3), string.sub('hello', 0), string.sub('hello', 4, 2), string.sub('hello', -100, 100), ('x'):rep(3), ('x'):rep(0), ('x'):rep(-1)}
--# string_bytes
return {string.byte('A'), string.byte('abc', 2), string.byte('abc', -1), string.byte('abc', 10) or 'none', string.char(72, 101), #string.char()}
--# string_char_refused
return string.char(256)
--# string_case
return {string.upper('Mixed \228'), string.lower('Mixed \196'), string.reverse('abc'), string.len('a\0b')}
--# find_plain
return {string.find('a.b.c', '.', 1, true), string.find('abc', 'c'), string.find('abc', 'x') or 'none', string.find('abc', '', 10) or 'none', string.find('abc', '', 4)}
--# find_captures
return {string.find('key = value', '(%w+)%s*=%s*(%w+)')}
--# match_classes
return {string.match('2024-01-02', '(%d+)-(%d+)-(%d+)'), string.match('  trim  ', '^%s*(.-)%s*$'), string.match('[[x]]', '%[%[(.*)%]%]'), string.match('abc', '()b()')}
--# match_balanced
return {string.match('f(a(b)c)d', '%b()'), string.match('THE (quick) fox', '%f[%a]%a+%f[%A]')}
--# match_back_reference
return {string.match('"hi" there', '(["\'])(.-)%1')}
--# match_malformed_refused
return string.match('abc', '[a')
--# match_percent_refused
return string.match('abc', 'a%')
--# match_capture_refused
return string.match('abc', '(a')
--# gmatch_words
local r = {} for k, v in string.gmatch('a=1, b=2', '(%w+)=(%w+)') do r[#r + 1] = k .. v end return r
--# gsub_forms
return {string.gsub('hello world', 'o', '0'), string.gsub('hello', 'l', {l = 'L'}), string.gsub('hello', '.', function(c) if c == 'l' then return '1' end end), string.gsub('abc', '%w', '%0%0', 2), string.gsub('abc', '', '-')}
--# gsub_bad_capture_refused
return string.gsub('abc', 'b', '%2')
--# gsub_bad_value_refused
return string.gsub('abc', 'b', function() return {} end)
--# string_methods
return {('abc'):upper(), ('%d'):format(5), ('a,b'):find(',')}
--# string_coercion
return {'10' + 5, '3' * '4', 10 .. 20, tostring('0x10' + 0), tostring('1e2' + 0)}
--# string_arithmetic_refused
return 'abc' + 1
--# concat_nil_refused
return 'a' .. nil
--# length_of_number_refused
return #5
--# string_dump
local ok, e = pcall(string.dump, tostring) return {tostring(ok), tostring(e)}
--# string_rep_long
return #string.rep('abc', 100000)
--# table_concat
return {table.concat({1, 2, 3}), table.concat({'a', 'b'}, ', '), table.concat({1, 2, 3, 4}, '-', 2, 3), table.concat({}, 'x'), table.concat({1.5, 'x', 1e15})}
--# table_concat_refused
return table.concat({1, {}, 3})
--# table_insert_remove
local t = {1, 2, 3} table.insert(t, 4) table.insert(t, 1, 0) local a = table.remove(t) local b = table.remove(t, 1) return {a, b, t, table.remove({}) or 'none'}
--# table_insert_refused
table.insert({1}, 1, 2, 3) return 1
--# table_sort
local t = {5, 2, 8, 1} table.sort(t) local u = {'b', 'a', 'C'} table.sort(u) local v = {1, 2, 3} table.sort(v, function(a, b) return a > b end) return {t, u, v}
--# table_sort_mixed_refused
local t = {1, 'a', 2} table.sort(t) return t
--# table_sort_bad_order
local t = {} for i = 1, 40 do t[i] = (i * 7) % 11 end local ok, e = pcall(table.sort, t, function() return true end) return {tostring(ok), tostring(e)}
--# table_sort_many
local t = {} for i = 1, 500 do t[i] = (i * 7919) % 1009 end table.sort(t) return table.concat(t, ',')
--# table_maxn_getn
return {table.maxn({1, 2, [10] = 1}), table.getn({1, 2, 3}), #{1, 2, nil, 4}, #{n = 1}}
--# table_foreach
local r = {} table.foreachi({'a', 'b'}, function(i, v) r[#r + 1] = i .. v end) table.foreach({x = 1}, function(k, v) r[#r + 1] = k .. v end) return r
--# table_setn_refused
return table.setn({}, 1)
--# pairs_order not-valkey
local r = {} for k, v in pairs({one = 1, two = 2, three = 3, four = 4, five = 5, six = 6, seven = 7, eight = 8, nine = 9, ten = 10}) do r[#r + 1] = k end return r
--# pairs_order_of_numbers
local t = {} for i = 20, 1, -3 do t[i] = true end local r = {} for k in pairs(t) do r[#r + 1] = k end return r
--# pairs_order_after_growth not-valkey
local t = {} for i = 1, 100 do t['key' .. i] = i end local r = {} for k in pairs(t) do r[#r + 1] = k end return table.concat(r, ' ')
--# pairs_order_of_fractions
local t = {} for i = 1, 10 do t[i / 4] = i end local r = {} for k in pairs(t) do r[#r + 1] = tostring(k) end return r
--# next_and_rawequal
return {next({}) or 'none', next({5}), tostring(rawequal('a', 'a')), rawget({7}, 1), select('#', 1, nil, 3), select(2, 'a', 'b', 'c')}
--# select_refused
return select(0, 1)
--# unpack_values
return {unpack({1, 2, 3}), unpack({1, 2, 3}, 2), unpack({1, 2, 3}, 2, 2)}
--# unpack_many_refused
return unpack({}, 1, 1e7)
--# metatables
local t = setmetatable({}, {__index = function(_, k) return k .. '!' end, __call = function(_, x) return x * 2 end, __tostring = function() return 'object' end, __len = function() return 99 end}) return {t.foo, t(21), tostring(t), #t}
--# metatable_arithmetic
local m = {__add = function(a, b) return 'add' end, __concat = function() return 'cat' end, __eq = function() return true end, __lt = function() return true end, __unm = function() return 'neg' end} local a, b = setmetatable({}, m), setmetatable({}, m) return {a + 1, a .. 'x', tostring(a == b), tostring(a < b), -a}
--# metatable_protected
local t = setmetatable({}, {__metatable = 'locked'}) local ok, e = pcall(setmetatable, t, {}) return {getmetatable(t), tostring(ok), e}
--# metatable_of_strings
return type(getmetatable('').__index)
--# closures
local function counter() local n = 0 return function() n = n + 1 return n end end local a, b = counter(), counter() return {a(), a(), b()}
--# varargs
local function f(...) local a, b = ... return select('#', ...), a, b, {...} end return {f(1, nil, 3)}
--# coroutines
local co = coroutine.create(function(a) local b = coroutine.yield(a + 1) return b * 2 end) local _, x = coroutine.resume(co, 1) local _, y = coroutine.resume(co, 10) return {x, y, coroutine.status(co), tostring(coroutine.resume(co))}
--# coroutine_wrap
local r = {} for v in coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i * i) end end) do r[#r + 1] = v end return r
--# coroutine_calls_server
local co = coroutine.wrap(function() return redis.call('get', KEYS[1]) end) return co()
--# pcall_and_error
local r = {} local function add(...) for i = 1, select('#', ...) do r[#r + 1] = tostring((select(i, ...))) end end add(pcall(error, 'plain')) add(pcall(error, 'no place', 0)) add(pcall(error)) add(pcall(function() error('here') end)) add(pcall(function() error('caller', 2) end)) return r
--# error_with_table
local ok, e = pcall(error, {code = 7}) return {tostring(ok), e.code}
--# xpcall_handler
return {xpcall(function() error('x') end, function(e) return 'handled ' .. e end)}
--# assert_forms
local r = {} for _, f in ipairs({function() assert(false) end, function() assert(nil, 'message') end, function() return assert(5) end}) do local ok, e = pcall(f) r[#r + 1] = tostring(ok) .. ' ' .. tostring(e) end return r
--# tostring_numbers
local r = {} for _, v in ipairs({0, -0, 1, 1.5, 1e14, 1e15, 1e16, 1e100, 2^53, 2^63, 1/3, 100000000000000, 123456789012345678, 0.1, 1e-5, 5e-324, 1/0, -1/0}) do r[#r + 1] = tostring(v) end return r
--# tostring_nan
local nan = 0/0 return {tostring(nan), tostring(-nan), tostring(nan == nan)}
--# tonumber_forms
local r = {} for _, v in ipairs({'10', ' 10 ', '0x1F', '1e3', '-7', '+7', '', ' ', 'abc', '1 2', '0x', '1e', '.5', '5.', 'inf', 'nan', '0b1', '1_000'}) do r[#r + 1] = tostring(tonumber(v)) end return r
--# tonumber_bases
return {tonumber('ff', 16), tonumber('777', 8), tonumber('zz', 36), tonumber('101', 2), tostring(tonumber('2', 2)), tostring(tonumber('9', 8)), tonumber('-ff', 16), tostring(tonumber('1.5', 10))}
--# tonumber_base_refused
return tonumber('1', 1)
--# tonumber_large
return {tostring(tonumber('18446744073709551615')), tostring(tonumber('18446744073709551616', 10)), tostring(tonumber('ffffffffffffffff', 16))}
--# arithmetic
return {tostring(7 / 2), tostring(7 % 3), tostring(-7 % 3), tostring(7 % -3), tostring(2^10), tostring(5.5 % 2), tostring(1 % (1/0)), tostring(0/0 ~= 0/0)}
--# comparison_refused
return 1 < 'a'
--# call_nil_refused
local f return f()
--# index_nil_refused
local t return t.x
--# index_field_refused
local t = {} return t.a.b
--# upvalue_and_names_in_errors
local helper = {} local function inner() return helper.missing() end return inner()
--# syntax_error
return return
--# syntax_error_unfinished
if true then return 1
--# syntax_error_symbol
return 1 +* 2
--# syntax_error_string
return 'unfinished
--# syntax_error_many_lines
local a = 1
local b = 2
local c = = 3
--# runtime_error_line
local a = 1
local b = nil
return a + b
--# goto_is_a_name
local goto = 5 return goto
--# long_strings_and_comments
local s = [[line
two]] --[[ comment
over lines ]] local n = [==[ ]] ]==] return {s, n, #n}
--# escapes
return {'\65\066\a\b\t', "\\'\"", 'a\
b'}
--# numeric_for
local r = {} for i = 1, 2, 0.25 do r[#r + 1] = tostring(i) end for i = 3, 1, -1 do r[#r + 1] = i end for i = 1, 0 do r[#r + 1] = 'never' end return r
--# numeric_for_refused
for i = 1, 'x' do end
--# while_repeat_break
local n, r = 0, {} while true do n = n + 1 if n > 5 then break end r[#r + 1] = n end repeat local m = n n = n - 2 until m < 3 return {r, n}
--# loadstring_forms
local f = loadstring('return 1 + 1') local g, e = loadstring('return +') local h = loadstring('local a = ... return a', 'named') return {f(), tostring(g), e, h(5)}
--# load_function
local parts = {'return ', '42'} local i = 0 local f = load(function() i = i + 1 return parts[i] end) return f()
--# loadstring_error_names
local f = loadstring('error("inside")', '=chunk') local ok, e = pcall(f) return e
--# math_functions
return {tostring(math.abs(-5)), tostring(math.ceil(1.2)), tostring(math.floor(-1.2)), tostring(math.sqrt(2)), tostring(math.exp(1)), tostring(math.log(10)), tostring(math.log10(1000)), tostring(math.pow(2, 0.5))}
--# math_trigonometry
return {tostring(math.sin(1)), tostring(math.cos(1)), tostring(math.tan(1)), tostring(math.asin(0.5)), tostring(math.acos(0.5)), tostring(math.atan(1)), tostring(math.atan2(1, -1)), tostring(math.sinh(1)), tostring(math.cosh(1)), tostring(math.tanh(1))}
--# math_parts
return {tostring(math.fmod(7, 3)), tostring(math.fmod(-7, 3)), tostring(math.modf(3.7)), tostring(math.modf(-3.7)), tostring(math.frexp(10)), tostring(math.ldexp(0.5, 5)), tostring(math.deg(math.pi)), tostring(math.rad(180)), tostring(math.huge), tostring(math.pi)}
--# math_extremes
return {math.max(1, 5, 3), math.min(4, 2, 8), tostring(math.max(1.5, 0/0)), tostring(math.mod(7, 3))}
--# math_max_refused
return math.max()
--# math_text_refused
return math.floor('x')
--# math_text_accepted
return math.floor('3.7')
--# random_is_deterministic verbatim
local r = {} for i = 1, 20 do r[i] = tostring(math.random()) end return r
--# random_ranges verbatim
local r = {} for i = 1, 30 do r[i] = math.random(100) end for i = 1, 30 do r[#r + 1] = math.random(-5, 5) end return r
--# random_seeded
math.randomseed(42) local r = {} for i = 1, 10 do r[i] = math.random(1000000) end math.randomseed(42) r[11] = math.random(1000000) return r
--# random_seeds_of_odd_values
local r = {} for _, s in ipairs({0, -1, 1.9, 2^31, 2^33 + 7, -2^40}) do math.randomseed(s) r[#r + 1] = math.random(1000000) end return r
--# random_empty_refused
return math.random(0)
--# random_reversed_refused
return math.random(5, 1)
--# random_three_refused
return math.random(1, 2, 3)
--# random_writes verbatim
for i = 1, 10 do redis.call('rpush', KEYS[2], math.random(1000)) end return redis.call('lrange', KEYS[2], 0, -1)
--# os_and_io
return {type(os), tostring(os and os.time), tostring(os and type(os.clock)), type(io), tostring(os and os.getenv)}
--# global_names not-installed
local names = {} for name in pairs(_G) do names[#names + 1] = tostring(name) end table.sort(names) return names
--# library_names
local names = {} for _, library in ipairs({'string', 'table', 'math', 'coroutine', 'redis'}) do for name in pairs(_G[library]) do names[#names + 1] = library .. '.' .. name end end table.sort(names) return names
--# global_read_refused
return undefined_name
--# global_write_refused
newname = 5
--# global_function_refused
function named() return 1 end
--# global_raw_read
return tostring(rawget(_G, 'undefined_name'))
--# global_table_write_refused
_G.thing = 5 return 1
--# local_shadows
local redis = {call = function() return 'mine' end} return redis.call('get', 'x')
--# gcinfo_is_a_number
return {type(collectgarbage('count')), type(gcinfo and gcinfo())}
--# getfenv_forms not-installed
local ok, e = pcall(function() return type(getfenv(0)) end) return {tostring(ok), tostring(e)}
--# newproxy_form not-installed
return tostring(rawget(_G, 'newproxy') and type(newproxy()))
--# deep_recursion
local function f(n) if n == 0 then return 0 end return 1 + f(n - 1) end return f(5000)
--# tail_calls
local function f(n) if n == 0 then return 'done' end return f(n - 1) end return f(100000)
--# many_locals_and_arguments
local function f(...) return select('#', ...) end local t = {} for i = 1, 200 do t[i] = i end return f(unpack(t))
