//! `bit`: Lua `BitOp` 1.0.2. Numbers are reduced to 32 bits, results are signed.

use mlua::{Lua, LuaString, Result, Table};

use crate::lua::args::Args;

/// Makes the library.
pub(super) fn library(lua: &Lua) -> Result<Table> {
    let bit = lua.create_table()?;
    let define = |name: &str, function: fn(&Lua, &Args) -> Result<u32>| {
        let function = move |lua: &Lua, args: Args| function(lua, &args).map(u32::cast_signed);
        bit.raw_set(name, lua.create_function(function)?)
    };
    define("tobit", |lua, args| bits(lua, args, 0))?;
    define("bnot", |lua, args| bits(lua, args, 0).map(|bits| !bits))?;
    define("band", |lua, args| fold(lua, args, |left, right| left & right))?;
    define("bor", |lua, args| fold(lua, args, |left, right| left | right))?;
    define("bxor", |lua, args| fold(lua, args, |left, right| left ^ right))?;
    define("lshift", |lua, args| shift(lua, args, |bits, by| bits << by))?;
    define("rshift", |lua, args| shift(lua, args, |bits, by| bits >> by))?;
    define("arshift", |lua, args| {
        shift(lua, args, |bits, by| (bits.cast_signed() >> by).cast_unsigned())
    })?;
    define("rol", |lua, args| shift(lua, args, u32::rotate_left))?;
    define("ror", |lua, args| shift(lua, args, u32::rotate_right))?;
    define("bswap", |lua, args| bits(lua, args, 0).map(u32::swap_bytes))?;
    bit.raw_set("tohex", lua.create_function(|lua, args: Args| to_hex(lua, &args))?)?;
    Ok(bit)
}

/// The low 32 bits of a number, rounded to the nearest integer: what stays in the mantissa after adding 2^52 + 2^51.
fn bits(lua: &Lua, args: &Args, at: usize) -> Result<u32> {
    const SHIFT: f64 = 6_755_399_441_055_744.0;
    let number = args.as_number(lua, at)?;
    #[allow(clippy::cast_possible_truncation)] // The low half is what is wanted.
    let bits = (number.unwrap_or(0.0) + SHIFT).to_bits() as u32;
    if number.is_none() { Err(args.wrong_type(lua, at, "number")) } else { Ok(bits) }
}

/// Combines all arguments. They are read from the last to the second, which shows in errors.
fn fold(lua: &Lua, args: &Args, combine: fn(u32, u32) -> u32) -> Result<u32> {
    let first = bits(lua, args, 0)?;
    (1..args.len()).rev().try_fold(first, |left, at| Ok(combine(left, bits(lua, args, at)?)))
}

/// Shifts by the low five bits of the second argument.
fn shift(lua: &Lua, args: &Args, by: fn(u32, u32) -> u32) -> Result<u32> {
    let value = bits(lua, args, 0)?;
    Ok(by(value, bits(lua, args, 1)? & 31))
}

/// `bit.tohex(x [, n])`: a negative n asks for capitals; at most eight digits.
fn to_hex(lua: &Lua, args: &Args) -> Result<LuaString> {
    let value = bits(lua, args, 0)?;
    let digits = if args.len() < 2 { 8 } else { bits(lua, args, 1)?.cast_signed() };
    let text = if digits < 0 { format!("{value:08X}") } else { format!("{value:08x}") };
    let count = usize::try_from(digits.unsigned_abs()).unwrap_or(8).min(8);
    lua.create_string(text.as_bytes().get(8 - count..).unwrap_or_default())
}
