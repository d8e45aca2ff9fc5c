--# encode_integers
return {cjson.encode(0), cjson.encode(-1), cjson.encode(123456789), cjson.encode(2^31), cjson.encode(2^53), cjson.encode(-2^53)}
--# encode_fractions
return {cjson.encode(0.1), cjson.encode(1/3), cjson.encode(3.14159265358979), cjson.encode(100.5), cjson.encode(-0.25)}
--# encode_exponents
return {cjson.encode(1e14), cjson.encode(1e15), cjson.encode(1e20), cjson.encode(1e300), cjson.encode(1e-7), cjson.encode(5e-324)}
--# encode_negative_zero
return cjson.encode(-0)
--# encode_strings
return {cjson.encode(''), cjson.encode('plain'), cjson.encode('quote " back \\ slash /'), cjson.encode('tab\tline\nreturn\r'), cjson.encode('\8\12')}
--# encode_control_bytes
local all = {} for i = 0, 31 do all[#all + 1] = string.char(i) end return cjson.encode(table.concat(all))
--# encode_high_bytes
local all = {} for i = 127, 255 do all[#all + 1] = string.char(i) end return cjson.encode(table.concat(all))
--# encode_literals
return {cjson.encode(true), cjson.encode(false), cjson.encode(cjson.null), cjson.encode(nil)}
--# encode_empty_table
return cjson.encode({})
--# encode_arrays
return {cjson.encode({1, 2, 3}), cjson.encode({{1}, {2, {3}}}), cjson.encode({'a', true, cjson.null, 1.5})}
--# encode_objects not-valkey
return {cjson.encode({a = 1}), cjson.encode({a = {b = {c = {}}}}), cjson.encode({['with space'] = 'x', ['"'] = 1})}
--# encode_object_order not-valkey
return cjson.encode({alpha = 1, beta = 2, gamma = 3, delta = 4, epsilon = 5, zeta = 6})
--# encode_numeric_keys
return {cjson.encode({[1] = 'a', x = 'b'}), cjson.encode({[1.5] = 'half'}), cjson.encode({[0] = 'zero'}), cjson.encode({[-1] = 'minus'})}
--# encode_holes
return {cjson.encode({1, nil, 3}), cjson.encode({[2] = 'x'}), cjson.encode({[1] = 1, [10] = 10})}
--# encode_sparse_refused
return cjson.encode({[1] = 1, [100] = 2})
--# encode_sparse_as_object
cjson.encode_sparse_array(true) return cjson.encode({[1] = 1, [100] = 2})
--# encode_sparse_limits
local a, b, c = cjson.encode_sparse_array(true, 3, 5) return {tostring(a), b, c, cjson.encode({[1] = 1, [9] = 9}), cjson.encode({[4] = 1})}
--# encode_function_refused
return cjson.encode(print or tostring)
--# encode_function_inside_refused
return cjson.encode({x = tostring})
--# encode_boolean_key_refused
return cjson.encode({[true] = 1})
--# encode_nan_refused
return cjson.encode(0/0)
--# encode_infinity_refused
return cjson.encode({1/0})
--# encode_invalid_numbers_allowed
cjson.encode_invalid_numbers(true) return {cjson.encode(1/0), cjson.encode(-1/0), cjson.encode(0/0)}
--# encode_invalid_numbers_as_null
cjson.encode_invalid_numbers('null') return cjson.encode({1/0, 0/0, 1})
--# encode_depth_refused
local t = {} for i = 1, 1200 do t = {t} end return cjson.encode(t)
--# encode_depth_setting
cjson.encode_max_depth(3) return {cjson.encode({{{}}}), tostring(pcall(cjson.encode, {{{{}}}}))}
--# encode_precision
cjson.encode_number_precision(3) return {cjson.encode(3.14159), cjson.encode(123456), cjson.encode(0.000123456)}
--# encode_precision_refused
return cjson.encode_number_precision(17)
--# encode_keep_buffer
return {tostring(cjson.encode_keep_buffer(false)), tostring(cjson.encode_keep_buffer(true)), cjson.encode({1})}
--# encode_without_argument
return cjson.encode()
--# encode_two_arguments
return cjson.encode(1, 2)
--# decode_numbers
local t = cjson.decode('[0, -1, 1.5, 1e3, -2.5e-3, 123456789012345678]') for i, v in ipairs(t) do t[i] = tostring(v) end return t
--# decode_odd_numbers
local r = {} for _, s in ipairs({'[01]', '[+1]', '[1.]', '[.5]', '[0x10]', '[1e]', '[--1]', '[-]', '[1e999]'}) do local ok, v = pcall(cjson.decode, s) r[#r + 1] = tostring(ok) .. ' ' .. tostring(ok and v[1] or v) end return r
--# decode_infinity_and_nan
local r = {} for _, s in ipairs({'[inf]', '[Infinity]', '[-infinity]', '[nan]', '[NaN]'}) do local ok, v = pcall(cjson.decode, s) r[#r + 1] = tostring(ok) .. ' ' .. tostring(ok and v[1] or v) end return r
--# decode_invalid_numbers_refused
cjson.decode_invalid_numbers(false) local r = {} for _, s in ipairs({'[inf]', '[0x10]', '[nan]'}) do local ok, v = pcall(cjson.decode, s) r[#r + 1] = tostring(ok) .. ' ' .. tostring(v) end return r
--# decode_strings
return cjson.decode('["", "plain", "\\"\\\\\\/\\b\\f\\n\\r\\t", "\\u0041\\u00e4\\u20ac"]')
--# decode_surrogates
return cjson.decode('["\\ud83d\\ude00", "\\u0000x"]')
--# decode_lone_surrogate_refused
return cjson.decode('["\\ud83d"]')
--# decode_bad_escape_refused
return cjson.decode('["\\x41"]')
--# decode_bad_unicode_refused
return cjson.decode('["\\u00g1"]')
--# decode_raw_control_byte
local ok, v = pcall(cjson.decode, '["a\nb"]') return {tostring(ok), ok and v[1] or v}
--# decode_literals
local t = cjson.decode('[true, false, null]') return {tostring(t[1]), tostring(t[2]), tostring(t[3] == cjson.null), tostring(t[3])}
--# decode_objects
local t = cjson.decode('{"a": 1, "b": {"c": [1, 2]}, "": "empty"}') return {t.a, t.b.c[2], t['']}
--# decode_same_name_twice
return cjson.decode('{"a": 1, "a": 2}').a
--# decode_scalars
return {cjson.decode('1'), cjson.decode('"x"'), tostring(cjson.decode('true')), tostring(cjson.decode('null'))}
--# decode_empty_refused
return cjson.decode('')
--# decode_blank_refused
return cjson.decode('   ')
--# decode_rest_refused
return cjson.decode('[1] x')
--# decode_unterminated_array_refused
return cjson.decode('[1, 2')
--# decode_unterminated_string_refused
return cjson.decode('["abc')
--# decode_missing_colon_refused
return cjson.decode('{"a" 1}')
--# decode_missing_value_refused
return cjson.decode('{"a": }')
--# decode_trailing_comma_refused
return cjson.decode('[1, 2, ]')
--# decode_name_without_quotes_refused
return cjson.decode('{a: 1}')
--# decode_unknown_word_refused
return cjson.decode('[hello]')
--# decode_depth_refused
return cjson.decode(string.rep('[', 1100) .. string.rep(']', 1100))
--# decode_depth_setting
cjson.decode_max_depth(2) return {tostring(pcall(cjson.decode, '[[1]]')), tostring(pcall(cjson.decode, '[[[1]]]'))}
--# decode_number_argument
return cjson.decode(12)
--# decode_nil_refused
return cjson.decode(nil)
--# decode_wide_text_refused
return cjson.decode('[\0\0')
--# round_trip
local text = '{"list":[1,2.5,"three",false,null],"map":{"k":"v"}}' return cjson.encode(cjson.decode(text).list) .. cjson.encode(cjson.decode(text).map)
--# store_encoded
redis.call('set', KEYS[1], cjson.encode({id = 7, tags = {'a', 'b'}})) return cjson.decode(redis.call('get', KEYS[1])).tags
--# members
local names = {} for name in pairs(cjson) do names[#names + 1] = name end table.sort(names) return names
