//! `struct`: Roberto Ierusalimschy's structures, 0.2 to 0.3.
//!
//! Native order is little-endian, nothing is aligned before `!`, `long` and `size_t` have eight bytes: x86-64.

use std::rc::Rc;

use mlua::{Lua, LuaString, MultiValue, Result, Table, Value};

use crate::lua::{
    args::{Args, bad_argument, c_long, number_of},
    errors::Fault,
    limits::Budget,
    shared::Shared,
};

/// Longest integer, in bytes (`MAXINTSIZE`).
const LONGEST_INTEGER: usize = 32;

/// The alignment of `!` without a number (`MAXALIGN`).
const ALIGNMENT: usize = 8;

/// Makes the library.
pub(super) fn library(lua: &Lua, shared: &Rc<Shared>) -> Result<Table> {
    let library = lua.create_table()?;
    let budget = Rc::clone(&shared.budget);
    library
        .raw_set("pack", lua.create_function(move |lua, args: Args| pack(lua, &budget, args))?)?;
    let budget = Rc::clone(&shared.budget);
    library.raw_set(
        "unpack",
        lua.create_function(move |lua, args: Args| unpack(lua, &budget, &args))?,
    )?;
    library.raw_set("size", lua.create_function(|lua, args: Args| size(lua, &args))?)?;
    Ok(library)
}

/// A format being read: its options, and the state that some of them set.
struct Format<'f> {
    lua: &'f Lua,
    text: &'f [u8],
    at: usize,
    big_endian: bool,
    alignment: usize,
}

/// One option: its letter, its size in bytes, the padding in front of it.
struct Item {
    option: u8,
    size: usize,
    padding: usize,
}

impl<'f> Format<'f> {
    fn new(lua: &'f Lua, text: &'f [u8]) -> Self {
        // A format is a C string.
        let end = text.iter().position(|byte| *byte == 0).unwrap_or(text.len());
        Self { lua, text: text.get(..end).unwrap_or(text), at: 0, big_endian: false, alignment: 1 }
    }

    fn fail<T>(&self, text: impl AsRef<[u8]>) -> Result<T> {
        Err(Fault::at(self.lua, 1, text).into())
    }

    /// The next option; `position` is where in the data it stands.
    fn next(&mut self, position: usize) -> Result<Option<Item>> {
        let Some(option) = self.text.get(self.at).copied() else { return Ok(None) };
        self.at += 1;
        let size = match option {
            b'B' | b'b' | b'x' => 1,
            b'H' | b'h' => 2,
            b'L' | b'l' | b'T' | b'd' => 8,
            b'f' => 4,
            b'c' => self.count(1)?,
            b'i' | b'I' => {
                let size = self.count(4)?;
                if size > LONGEST_INTEGER {
                    return self.fail(format!(
                        "integral size {size} is larger than limit of {LONGEST_INTEGER}"
                    ));
                }
                size
            }
            _ => 0,
        };
        let unit = size.min(self.alignment);
        let padding = if size == 0 || option == b'c' {
            0
        } else {
            unit.wrapping_sub(position & (unit - 1)) & (unit - 1)
        };
        Ok(Some(Item { option, size, padding }))
    }

    /// The number after an option.
    fn count(&mut self, default: usize) -> Result<usize> {
        let mut number: Option<i32> = None;
        while let Some(digit) = self.text.get(self.at).filter(|byte| byte.is_ascii_digit()) {
            let next = number
                .unwrap_or(0)
                .checked_mul(10)
                .and_then(|number| number.checked_add(i32::from(digit - b'0')));
            let Some(next) = next else { return self.fail("integral size overflow") };
            number = Some(next);
            self.at += 1;
        }
        Ok(number.map_or(default, |number| usize::try_from(number).unwrap_or(0)))
    }

    /// An option that sets a state, or an unknown one.
    fn control(&mut self, option: u8) -> Result<()> {
        match option {
            b' ' => {}
            b'>' => self.big_endian = true,
            b'<' => self.big_endian = false,
            b'!' => {
                let alignment = self.count(ALIGNMENT)?;
                if !alignment.is_power_of_two() {
                    return self.fail(format!("alignment {alignment} is not a power of 2"));
                }
                self.alignment = alignment;
            }
            other => {
                let name = char::from(other);
                return Err(bad_argument(self.lua, 0, format!("invalid format option '{name}'")));
            }
        }
        Ok(())
    }
}

/// The two's complement of a number, as C on x86-64 converts it.
fn integer(number: f64) -> u64 {
    const HALF: f64 = 9_223_372_036_854_775_808.0;
    if number >= HALF {
        return c_long(number - HALF).cast_unsigned() ^ (1 << 63);
    }
    c_long(number).cast_unsigned()
}

/// `struct.pack`.
fn pack(lua: &Lua, budget: &Budget, mut args: Args) -> Result<LuaString> {
    let text = args.string(lua, 0)?;
    // The library marks the end of its arguments with a nil, which shows in errors.
    args.0.push(Value::Nil);
    let text = text.as_bytes();
    let mut format = Format::new(lua, &text);
    let mut data = Vec::new();
    let mut next_arg = 1;
    let mut position = 0usize;
    while let Some(item) = format.next(position)? {
        budget.spend(1)?;
        position += item.padding;
        data.resize(data.len() + item.padding, 0);
        let mut size = item.size;
        match item.option {
            b'b' | b'B' | b'h' | b'H' | b'l' | b'L' | b'T' | b'i' | b'I' => {
                let value = integer(args.number(lua, next_arg)?);
                put(&mut data, value, item.size, format.big_endian);
                next_arg += 1;
            }
            b'x' => data.push(0),
            b'f' | b'd' => {
                put_float(&mut data, args.number(lua, next_arg)?, item.option, format.big_endian);
                next_arg += 1;
            }
            b'c' | b's' => {
                let string = args.string(lua, next_arg)?;
                let string = string.as_bytes();
                next_arg += 1;
                if size == 0 {
                    size = string.len();
                }
                let Some(head) = string.get(..size) else {
                    return Err(bad_argument(lua, next_arg, "string too short"));
                };
                budget.fits(data.len() + size)?;
                budget.spend_bytes(size)?;
                data.extend_from_slice(head);
                if item.option == b's' {
                    data.push(0);
                    size += 1;
                }
            }
            other => format.control(other)?,
        }
        position += size;
    }
    lua.create_string(data)
}

/// Appends an integer of any size. Beyond eight bytes it is extended by zeros, also where it is negative: the
/// library shifts an unsigned number.
fn put(data: &mut Vec<u8>, value: u64, size: usize, big_endian: bool) {
    let start = data.len();
    data.extend(value.to_le_bytes().into_iter().chain(std::iter::repeat(0)).take(size));
    if big_endian && let Some(bytes) = data.get_mut(start..) {
        bytes.reverse();
    }
}

fn put_float(data: &mut Vec<u8>, number: f64, option: u8, big_endian: bool) {
    let start = data.len();
    if option == b'f' {
        #[allow(clippy::cast_possible_truncation)] // As in C.
        data.extend_from_slice(&(number as f32).to_le_bytes());
    } else {
        data.extend_from_slice(&number.to_le_bytes());
    }
    if big_endian && let Some(bytes) = data.get_mut(start..) {
        bytes.reverse();
    }
}

/// `struct.unpack`.
fn unpack(lua: &Lua, budget: &Budget, args: &Args) -> Result<MultiValue> {
    let text = args.string(lua, 0)?;
    let text = text.as_bytes();
    let data = args.string(lua, 1)?;
    let data = data.as_bytes();
    let offset = args.integer_or(lua, 2, 1)?;
    // Offset 0 is an error since 3.2.12 and 4.0.10; before, it read in front of the string.
    let Some(mut position) =
        offset.cast_unsigned().checked_sub(1).and_then(|at| usize::try_from(at).ok())
    else {
        return Err(bad_argument(lua, 2, "offset must be 1 or greater"));
    };
    let mut format = Format::new(lua, &text);
    let mut values = MultiValue::new();
    while let Some(item) = format.next(position)? {
        budget.spend(1)?;
        position = position.saturating_add(item.padding);
        let Some(bytes) = window(&data, position, item.size) else {
            return Err(bad_argument(lua, 1, "data string too short"));
        };
        let mut size = item.size;
        match item.option {
            b'b' | b'B' | b'h' | b'H' | b'l' | b'L' | b'T' | b'i' | b'I' => {
                let number = take(bytes, format.big_endian, item.option.is_ascii_lowercase());
                values.push_back(Value::Number(number));
            }
            b'x' => {}
            b'f' => values
                .push_back(Value::Number(f64::from(f32::from_bits(low(bytes, format.big_endian))))),
            b'd' => {
                let bits = u64::from(low(bytes, format.big_endian))
                    | (u64::from(high(bytes, format.big_endian)) << 32);
                values.push_back(Value::Number(f64::from_bits(bits)));
            }
            b'c' => {
                let bytes = if size == 0 {
                    size = previous_size(&format, &mut values)?;
                    let bytes = window(&data, position, size);
                    bytes.ok_or_else(|| bad_argument(lua, 1, "data string too short"))?
                } else {
                    bytes
                };
                values.push_back(Value::String(lua.create_string(bytes)?));
            }
            b's' => {
                let rest = data.get(position..).unwrap_or_default();
                let Some(end) = rest.iter().position(|byte| *byte == 0) else {
                    return format.fail("unfinished string in data");
                };
                size = end + 1;
                values.push_back(Value::String(
                    lua.create_string(rest.get(..end).unwrap_or_default())?,
                ));
            }
            other => format.control(other)?,
        }
        budget.spend_bytes(size)?;
        position = position.saturating_add(size);
    }
    values.push_back(Value::Integer(i64::try_from(position.saturating_add(1)).unwrap_or(i64::MAX)));
    Ok(values)
}

/// Some bytes of the data, if they are there.
fn window(data: &[u8], position: usize, size: usize) -> Option<&[u8]> {
    data.get(position..position.checked_add(size)?)
}

/// The size that `c0` takes from the value before it.
fn previous_size(format: &Format<'_>, values: &mut MultiValue) -> Result<usize> {
    let number = match values.back() {
        Some(Value::String(_)) => {
            format.lua.coerce_number(values.back().cloned().unwrap_or(Value::Nil))?
        }
        Some(value) => number_of(value),
        None => None,
    };
    let Some(number) = number else { return format.fail("format 'c0' needs a previous size") };
    values.pop_back();
    Ok(usize::try_from(integer(number)).unwrap_or(usize::MAX))
}

/// Reads an integer of any size: the low 64 bits count.
fn take(bytes: &[u8], big_endian: bool, signed: bool) -> f64 {
    let fold = |value: u64, byte: &u8| (value << 8) | u64::from(*byte);
    let value =
        if big_endian { bytes.iter().fold(0, fold) } else { bytes.iter().rev().fold(0, fold) };
    #[allow(clippy::cast_precision_loss)] // As in C.
    if signed {
        // The shift count is taken modulo 64, as x86-64 does where the size is 0 or more than eight.
        let shift = u32::try_from(bytes.len()).unwrap_or(0).wrapping_mul(8).wrapping_sub(1);
        let mask = u64::MAX.wrapping_shl(shift);
        let value = if value & mask == 0 { value } else { value | mask };
        value.cast_signed() as f64
    } else {
        value as f64
    }
}

/// The low four bytes of a float's little-endian form.
fn low(bytes: &[u8], big_endian: bool) -> u32 {
    part(bytes, big_endian, 0)
}

/// The next four.
fn high(bytes: &[u8], big_endian: bool) -> u32 {
    part(bytes, big_endian, 4)
}

fn part(bytes: &[u8], big_endian: bool, from: usize) -> u32 {
    let mut part = [0; 4];
    for (slot, at) in part.iter_mut().zip(from..) {
        let at = if big_endian { bytes.len().wrapping_sub(at + 1) } else { at };
        *slot = bytes.get(at).copied().unwrap_or(0);
    }
    u32::from_le_bytes(part)
}

/// `struct.size`.
fn size(lua: &Lua, args: &Args) -> Result<i64> {
    let text = args.string(lua, 0)?;
    let text = text.as_bytes();
    let mut format = Format::new(lua, &text);
    let mut position = 0usize;
    while let Some(item) = format.next(position)? {
        position = position.saturating_add(item.padding);
        match (item.option, item.size) {
            (b's', _) => return Err(bad_argument(lua, 0, "option 's' has no fixed size")),
            (b'c', 0) => return Err(bad_argument(lua, 0, "option 'c0' has no fixed size")),
            (option, _) if !option.is_ascii_alphanumeric() => format.control(option)?,
            _ => {}
        }
        position = position.saturating_add(item.size);
    }
    Ok(i64::try_from(position).unwrap_or(i64::MAX))
}
