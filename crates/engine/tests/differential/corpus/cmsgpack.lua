--# pack_integers
local r = {} for _, v in ipairs({0, 1, 127, 128, 255, 256, 65535, 65536, 4294967295, 4294967296, 2^53, -1, -32, -33, -128, -129, -32768, -32769, -2147483648, -2147483649, -2^53}) do r[#r + 1] = cmsgpack.pack(v) end return r
--# pack_floats
local r = {} for _, v in ipairs({0.5, 0.1, 1.5, -1.25, 1e300, 2^63, 2^64, -2^63, 1/0, -1/0, 3.4e38, 1e-40}) do r[#r + 1] = cmsgpack.pack(v) end return r
--# pack_strings
local r = {} for _, n in ipairs({0, 1, 31, 32, 255, 256}) do r[#r + 1] = string.sub(cmsgpack.pack(string.rep('x', n)), 1, 6) end return r
--# pack_long_string
return string.sub(cmsgpack.pack(string.rep('x', 70000)), 1, 8)
--# pack_literals
return {cmsgpack.pack(nil), cmsgpack.pack(true), cmsgpack.pack(false)}
--# pack_arrays
return {cmsgpack.pack({}), cmsgpack.pack({1, 2, 3}), cmsgpack.pack({{1}, {'a'}})}
--# pack_long_array
local t = {} for i = 1, 20 do t[i] = i end return cmsgpack.pack(t)
--# pack_longer_array
local t = {} for i = 1, 70000 do t[i] = 1 end return string.sub(cmsgpack.pack(t), 1, 8)
--# pack_maps
return {cmsgpack.pack({a = 1}), cmsgpack.pack({[2] = 'x'}), cmsgpack.pack({a = {b = {c = 1}}})}
--# pack_mixed_table
return cmsgpack.pack({1, 2, a = 3})
--# pack_holes
return {cmsgpack.pack({1, nil, 3}), cmsgpack.pack({[1] = 1, [3] = 3}), cmsgpack.pack({[0] = 1, 2})}
--# pack_fraction_keys
return cmsgpack.pack({[1.5] = 'x'})
--# pack_many
return cmsgpack.pack(1, 'two', {3}, nil, true)
--# pack_function
return cmsgpack.pack(tostring)
--# pack_nothing
return cmsgpack.pack()
--# pack_deep
local t = {} for i = 1, 30 do t = {t} end return cmsgpack.pack(t)
--# unpack_numbers
local r = {} for _, v in ipairs({0, 127, 128, 65536, 2^40, -1, -33, -40000, 0.5, 1e100}) do r[#r + 1] = tostring(cmsgpack.unpack(cmsgpack.pack(v))) end return r
--# unpack_unsigned
return {tostring(cmsgpack.unpack('\207\255\255\255\255\255\255\255\255')), tostring(cmsgpack.unpack('\211\128\0\0\0\0\0\0\0')), tostring(cmsgpack.unpack('\206\255\255\255\255'))}
--# unpack_floats
return {tostring(cmsgpack.unpack('\202\63\128\0\0')), tostring(cmsgpack.unpack('\203\63\240\0\0\0\0\0\0'))}
--# unpack_strings
return {cmsgpack.unpack('\161a'), cmsgpack.unpack('\217\3abc'), cmsgpack.unpack('\218\0\2xy'), cmsgpack.unpack('\196\2bi')}
--# unpack_literals
return {tostring(cmsgpack.unpack('\192')), tostring(cmsgpack.unpack('\194')), tostring(cmsgpack.unpack('\195'))}
--# unpack_tables
local t = cmsgpack.unpack(cmsgpack.pack({1, {2, 3}, {k = 'v'}})) return {t[1], t[2], t[3].k}
--# unpack_several
return {cmsgpack.unpack(cmsgpack.pack(1, 2, 'x'))}
--# unpack_empty
return {cmsgpack.unpack('')}
--# unpack_cut_refused
return cmsgpack.unpack('\205\1')
--# unpack_cut_string_refused
return cmsgpack.unpack('\165ab')
--# unpack_cut_array_refused
return cmsgpack.unpack('\147\1\2')
--# unpack_claimed_length_refused
return cmsgpack.unpack('\219\255\255\255\255x')
--# unpack_claimed_count_refused
return cmsgpack.unpack('\221\127\255\255\255\1')
--# unpack_unknown_byte_refused
return cmsgpack.unpack('\193')
--# unpack_nil_key
local ok, e = pcall(cmsgpack.unpack, '\129\192\1') return {tostring(ok), tostring(e)}
--# unpack_one
local at, v = cmsgpack.unpack_one(cmsgpack.pack(1, 2, 3)) return {at, v}
--# unpack_one_from
local s = cmsgpack.pack('a', 'b', 'c') local at, v = cmsgpack.unpack_one(s, 2) return {at, v}
--# unpack_one_beyond
return {cmsgpack.unpack_one(cmsgpack.pack(1), 5)}
--# unpack_limit
local s = cmsgpack.pack(1, 2, 3, 4) return {cmsgpack.unpack_limit(s, 2)}
--# unpack_limit_from
local s = cmsgpack.pack(1, 2, 3, 4) return {cmsgpack.unpack_limit(s, 2, 2)}
--# unpack_limit_zero
return {cmsgpack.unpack_limit(cmsgpack.pack(7, 8), 0)}
--# unpack_limit_negative
return {cmsgpack.unpack_limit(cmsgpack.pack(7, 8), -1)}
--# unpack_number_refused
return cmsgpack.unpack({})
--# store_packed
redis.call('set', KEYS[1], cmsgpack.pack({ARGV[1], tonumber(ARGV[2])})) return cmsgpack.unpack(redis.call('get', KEYS[1]))
--# members
local names = {} for name in pairs(cmsgpack) do names[#names + 1] = name end table.sort(names) return names
