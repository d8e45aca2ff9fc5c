--# struct_integers
return {struct.pack('b', 5), struct.pack('B', 200), struct.pack('h', -2), struct.pack('H', 65535), struct.pack('i', 7), struct.pack('I', 7), struct.pack('l', -1), struct.pack('L', 1)}
--# struct_endianness
return {struct.pack('>I4', 258), struct.pack('<I4', 258), struct.pack('=I4', 258), struct.pack('>h<h', 1, 1)}
--# struct_sizes
return {struct.pack('>I1', 1), struct.pack('>I2', 1), struct.pack('>I3', 1), struct.pack('>I8', 1), struct.pack('>i5', -2)}
--# struct_size_refused
return struct.pack('>I33', 1)
--# struct_size_zero
local ok, e = pcall(struct.pack, '>I0', 1) return {tostring(ok), tostring(e)}
--# struct_floats
return {struct.pack('f', 1.5), struct.pack('d', 1.5), struct.pack('>f', 0.1), struct.pack('>d', 0.1)}
--# struct_strings
return {struct.pack('s', 'abc'), struct.pack('c3', 'abcdef'), struct.pack('c0', 'whole'), struct.pack('Bc0', 3, 'abc')}
--# struct_string_short_refused
return struct.pack('c5', 'abc')
--# struct_padding
return {struct.pack('bxb', 1, 2), struct.pack('!4bi', 1, 2), struct.pack('!bd', 1, 2), struct.pack('!2bi', 1, 2)}
--# struct_alignment_refused
return struct.pack('!3bi', 1, 2)
--# struct_unknown_refused
return struct.pack('y', 1)
--# struct_large_values
return {struct.pack('B', 300), struct.pack('b', -200), struct.pack('>I4', 2^40), struct.pack('>i8', 2^53), struct.pack('>i4', -1.9)}
--# struct_missing_refused
return struct.pack('ii', 1)
--# struct_text_refused
return struct.pack('i', 'x')
--# struct_unpack_integers
return {struct.unpack('b', '\255'), struct.unpack('B', '\255'), struct.unpack('>h', '\255\254'), struct.unpack('<I4', '\1\2\0\0'), struct.unpack('>I3', '\1\0\0')}
--# struct_unpack_floats
local a = struct.unpack('f', struct.pack('f', 0.1)) local b = struct.unpack('d', struct.pack('d', 0.1)) return {tostring(a), tostring(b)}
--# struct_unpack_strings
return {struct.unpack('s', 'abc\0def'), struct.unpack('c2', 'xyz'), struct.unpack('Bc0', '\3abcd')}
--# struct_unpack_position
return {struct.unpack('>I2', '\0\1\0\2\0\3', 3)}
--# struct_unpack_next
return {struct.unpack('BB', '\1\2\3')}
--# struct_unpack_short_refused
return struct.unpack('>I4', '\1\2')
--# struct_unpack_unterminated_refused
return struct.unpack('s', 'abc')
--# struct_unpack_c0_refused
return struct.unpack('c0', 'abc')
--# struct_unpack_position_refused
return struct.unpack('B', 'abc', -5)
--# struct_unpack_position_beyond
return struct.unpack('B', 'abc', 10)
--# struct_size
return {struct.size('i'), struct.size('>I2I4'), struct.size('!bd'), struct.size('c10'), struct.size('bxh')}
--# struct_size_of_string_refused
return struct.size('s')
--# struct_wide_format
local ok, e = pcall(struct.pack, '>c99999999999', 'x') return {tostring(ok), tostring(e)}
--# struct_members
local names = {} for name in pairs(struct) do names[#names + 1] = name end table.sort(names) return names
--# bit_tobit
local r = {} for _, v in ipairs({0, 1, -1, 2^31, 2^32, 2^32 + 5, -2^31 - 1, 1.5, 2.5, -0.5, 1e15}) do r[#r + 1] = bit.tobit(v) end return r
--# bit_tohex
return {bit.tohex(255), bit.tohex(-1), bit.tohex(255, 4), bit.tohex(255, -4), bit.tohex(0xdeadbeef), bit.tohex(1, 0), bit.tohex(1, 20)}
--# bit_logic
return {bit.band(12, 10), bit.bor(12, 10), bit.bxor(12, 10), bit.bnot(0), bit.band(0xff, 0x0f, 0x05), bit.bor(1, 2, 4, 8)}
--# bit_shifts
return {bit.lshift(1, 31), bit.lshift(1, 32), bit.rshift(-1, 28), bit.arshift(-256, 4), bit.lshift(1, -1), bit.rshift(256, 33)}
--# bit_rotation
return {bit.rol(0x12345678, 12), bit.ror(0x12345678, 12), bit.bswap(0x12345678)}
--# bit_strings
return {bit.band('7', 3), bit.bor('0x10', 1)}
--# bit_text_refused
return bit.band('x', 1)
--# bit_nil_refused
return bit.bnot(nil)
--# bit_infinity
return {bit.tobit(1/0), bit.tobit(0/0)}
--# bit_members
local names = {} for name in pairs(bit) do names[#names + 1] = name end table.sort(names) return names
