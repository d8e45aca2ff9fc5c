//! Arguments of functions that scripts call, checked and refused as Lua's auxiliary library does (`lauxlib.c` 5.1).

use mlua::{Lua, LuaString, Result, Value, Variadic};
use smallvec::SmallVec;

use super::errors::Fault;
use crate::number::format_g;

/// One argument of a command: its bytes, or a number yet to be written, or nothing that a command takes.
///
/// The bytes are copied at once: a reference into Lua takes a slot of mlua's auxiliary stack, which has fewer than
/// 8000 of them, and a script may pass that many arguments.
pub(super) enum Arg {
    /// A string.
    Bytes(SmallVec<[u8; 32]>),
    /// A number.
    Number(f64),
    /// Anything else.
    Other,
}

impl mlua::FromLua for Arg {
    fn from_lua(value: Value, _: &Lua) -> Result<Self> {
        Ok(match value {
            Value::String(text) => Self::Bytes(SmallVec::from_slice(&text.as_bytes())),
            other => number_of(&other).map_or(Self::Other, Self::Number),
        })
    }
}

/// The number in a value of type number. mlua shows whole ones as integers; the conversion back is exact.
#[allow(clippy::cast_precision_loss)] // An `Integer` of Lua 5.1 comes from a double.
pub(super) const fn number_of(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(number) => Some(*number as f64),
        Value::Number(number) => Some(*number),
        _ => None,
    }
}

/// C's conversion of a double to a 64-bit integer on x86-64: what does not fit becomes the smallest integer.
pub(super) fn c_long(number: f64) -> i64 {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    if (-LIMIT..LIMIT).contains(&number) {
        #[allow(clippy::cast_possible_truncation)]
        // Bounded by the line above; the fraction goes, as in C.
        return number as i64;
    }
    i64::MIN
}

/// C's conversion of a double to a 32-bit integer by way of a 64-bit one (`luaL_checkint`).
pub(super) fn c_int(number: f64) -> i32 {
    #[allow(clippy::cast_possible_truncation)] // As in C.
    return c_long(number) as i32;
}

/// The arguments of one call.
pub(super) struct Args(pub(super) Variadic<Value>);

impl mlua::FromLuaMulti for Args {
    fn from_lua_multi(values: mlua::MultiValue, _: &Lua) -> Result<Self> {
        Ok(Self(values.into_iter().collect()))
    }
}

impl Args {
    /// Number of arguments that were given.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The argument at a place (from 0), nil where there is none.
    pub(super) fn get(&self, at: usize) -> &Value {
        self.0.get(at).unwrap_or(&Value::Nil)
    }

    /// Tells whether no argument or nil stands at a place.
    pub(super) fn is_absent(&self, at: usize) -> bool {
        matches!(self.get(at), Value::Nil)
    }

    /// `luaL_checklstring`: a string, or a number as Lua writes it.
    pub(super) fn string(&self, lua: &Lua, at: usize) -> Result<LuaString> {
        match self.get(at) {
            Value::String(text) => Ok(text.clone()),
            other => match number_of(other) {
                Some(number) => lua.create_string(format_g(number, 14).as_bytes()),
                None => Err(self.wrong_type(lua, at, "string")),
            },
        }
    }

    /// `luaL_checknumber`: a number, or a string that reads as one.
    pub(super) fn number(&self, lua: &Lua, at: usize) -> Result<f64> {
        self.as_number(lua, at)?.ok_or_else(|| self.wrong_type(lua, at, "number"))
    }

    /// `lua_tonumber`: none where the argument is no number and does not read as one.
    pub(super) fn as_number(&self, lua: &Lua, at: usize) -> Result<Option<f64>> {
        match self.get(at) {
            Value::String(_) => lua.coerce_number(self.get(at).clone()),
            other => Ok(number_of(other)),
        }
    }

    /// `luaL_checkinteger`.
    pub(super) fn integer(&self, lua: &Lua, at: usize) -> Result<i64> {
        self.number(lua, at).map(c_long)
    }

    /// `luaL_checkint`.
    pub(super) fn int(&self, lua: &Lua, at: usize) -> Result<i32> {
        self.number(lua, at).map(c_int)
    }

    /// `luaL_optinteger`.
    pub(super) fn integer_or(&self, lua: &Lua, at: usize, default: i64) -> Result<i64> {
        if self.is_absent(at) { Ok(default) } else { self.integer(lua, at) }
    }

    /// `luaL_typerror`: the error about an argument of the wrong type.
    pub(super) fn wrong_type(&self, lua: &Lua, at: usize, expected: &str) -> mlua::Error {
        let found = self.0.get(at).map_or("no value", type_name);
        bad_argument(lua, at, format!("{expected} expected, got {found}"))
    }
}

/// The name of a value's type, as Lua gives it.
pub(super) const fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Nil => "nil",
        Value::Boolean(_) => "boolean",
        Value::LightUserData(_) | Value::UserData(_) | Value::Error(_) | Value::Other(_) => {
            "userdata"
        }
        Value::Integer(_) | Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Table(_) => "table",
        Value::Function(_) => "function",
        Value::Thread(_) => "thread",
    }
}

/// `luaL_argerror`: the error about the argument at a place (from 0) of the function that is running. The place
/// before the first, `usize::MAX`, gives the error about argument 0 that some libraries raise.
pub(super) fn bad_argument(lua: &Lua, at: usize, text: impl AsRef<str>) -> mlua::Error {
    let text = text.as_ref();
    let (name, is_method) = lua
        .inspect_stack(0, |frame| {
            let names = frame.names();
            (names.name.map(std::borrow::Cow::into_owned), names.name_what == Some("method"))
        })
        .unwrap_or_default();
    let name = name.unwrap_or_else(|| "?".to_owned());
    let whole = match at.wrapping_add(1).checked_sub(usize::from(is_method)) {
        Some(0) if is_method => format!("calling '{name}' on bad self ({text})"),
        number => format!("bad argument #{} to '{name}' ({text})", number.unwrap_or(0)),
    };
    Fault::at(lua, 1, whole).into()
}
