//! Replies as Lua values, and results of scripts as replies.
//!
//! Source: the `redisProtocolToLuaType` functions and `luaReplyToRedisReply` of `src/scripting.c` and
//! `src/script_lua.c`; `commands.md` §3.6. Tables are filled in the order of the reply, one by one, as there: the
//! order of `pairs` depends on it.

use mlua::{Lua, Result, Table, Value};

use super::{
    args::{c_long, number_of},
    dialect::{Dialect, ErrorShape},
    errors::error_table,
    shared::Shared,
};
use crate::{
    Reply,
    number::{format_g, grisu2_text},
};

/// About how much memory a reply takes in Lua, in bytes; rather too much than too little.
pub(super) fn lua_size(reply: &Reply) -> usize {
    const VALUE: usize = 192;
    let inside = match reply {
        Reply::Error(text) | Reply::Bulk(text) => text.len(),
        Reply::Array(elements) | Reply::Set(elements) => elements.iter().map(lua_size).sum(),
        Reply::Map(pairs) => {
            pairs.iter().map(|(field, value)| lua_size(field) + lua_size(value)).sum()
        }
        _ => 0,
    };
    inside.saturating_add(VALUE)
}

/// Turns a reply into what the script sees.
pub(super) fn to_lua(lua: &Lua, shared: &Shared, reply: &Reply) -> Result<Value> {
    let resp3 = shared.resp3.get();
    Ok(match reply {
        Reply::Status(text) => one_field(lua, "ok", Value::String(lua.create_string(text)?))?,
        Reply::Error(text) => error_table(lua, text, shared.dialect.errors == ErrorShape::Table)?,
        Reply::Int(number) => Value::Integer(*number),
        Reply::Bulk(bytes) => Value::String(lua.create_string(bytes)?),
        Reply::Nil if resp3 => Value::Nil,
        Reply::Nil => Value::Boolean(false),
        Reply::Double(number) if resp3 => one_field(lua, "double", Value::Number(*number))?,
        Reply::Double(number) => {
            Value::String(lua.create_string(double_text(&shared.dialect, *number))?)
        }
        Reply::Map(pairs) if resp3 => {
            let map = lua.create_table()?;
            for (field, value) in pairs {
                let field = to_lua(lua, shared, field)?;
                let value = to_lua(lua, shared, value)?;
                if !field.is_nil() {
                    map.raw_set(field, value)?;
                }
            }
            one_field(lua, "map", Value::Table(map))?
        }
        Reply::Set(members) if resp3 => {
            let set = lua.create_table()?;
            for member in members {
                let member = to_lua(lua, shared, member)?;
                if !member.is_nil() {
                    set.raw_set(member, true)?;
                }
            }
            one_field(lua, "set", Value::Table(set))?
        }
        Reply::Map(pairs) => {
            array(lua, shared, pairs.iter().flat_map(|(field, value)| [field, value]))?
        }
        Reply::Array(elements) | Reply::Set(elements) => array(lua, shared, elements.iter())?,
    })
}

/// The text of a double in RESP2 (`addReplyDouble`).
fn double_text(dialect: &Dialect, number: f64) -> Vec<u8> {
    if dialect.grisu_doubles { grisu2_text(number).to_vec() } else { format_g(number, 17).to_vec() }
}

fn one_field(lua: &Lua, name: &str, value: Value) -> Result<Value> {
    let table = lua.create_table()?;
    table.raw_set(name, value)?;
    Ok(Value::Table(table))
}

fn array<'r>(
    lua: &Lua,
    shared: &Shared,
    elements: impl Iterator<Item = &'r Reply>,
) -> Result<Value> {
    let table = lua.create_table()?;
    for (number, element) in (1i64..).zip(elements) {
        table.raw_set(number, to_lua(lua, shared, element)?)?;
    }
    Ok(Value::Table(table))
}

/// Replaces line ends, which an error or a status cannot hold, by blanks.
fn one_line(text: &[u8]) -> Vec<u8> {
    text.iter().map(|byte| if matches!(byte, b'\r' | b'\n') { b' ' } else { *byte }).collect()
}

/// Turns the result of a script into the reply of the command that ran it.
///
/// A replica throws that reply away. So two things are simpler than on a server: a status other than `OK` becomes a
/// string, and a result that is nested too deeply, or too large, ends in an error in its place.
pub(super) struct Results<'s> {
    dialect: &'s Dialect,
    depth: usize,
    left: usize,
}

impl<'s> Results<'s> {
    /// Prepares a conversion within the limits of a reply.
    pub(super) fn new(shared: &'s Shared) -> Self {
        let (depth, left) = shared.reply_limits;
        Self { dialect: &shared.dialect, depth, left }
    }

    /// Converts one value.
    pub(super) fn convert(&mut self, value: &Value) -> Result<Reply> {
        Ok(match value {
            Value::String(text) => Reply::bulk(&*text.as_bytes()),
            Value::Boolean(true) => Reply::Int(1),
            Value::Table(table) => self.convert_table(table)?,
            other => number_of(other).map_or(Reply::Nil, |number| Reply::Int(c_long(number))),
        })
    }

    fn convert_table(&mut self, table: &Table) -> Result<Reply> {
        let (Some(depth), Some(left)) = (self.depth.checked_sub(1), self.left.checked_sub(1))
        else {
            return Ok(Reply::error("ERR reached lua stack limit"));
        };
        (self.depth, self.left) = (depth, left);
        let reply = self.convert_fields(table);
        self.depth += 1;
        reply
    }

    fn convert_fields(&mut self, table: &Table) -> Result<Reply> {
        if let Value::String(text) = table.raw_get("err")? {
            return Ok(Reply::error(one_line(&text.as_bytes())));
        }
        if let Value::String(text) = table.raw_get("ok")? {
            let text = text.as_bytes();
            return Ok(if *text == *b"OK" { Reply::OK } else { Reply::bulk(one_line(&text)) });
        }
        if self.dialect.since(6, 0, 0)
            && let Some(reply) = self.convert_resp3(table)?
        {
            return Ok(reply);
        }
        let mut elements = Vec::new();
        for number in 1i64.. {
            let element: Value = table.raw_get(number)?;
            let Some(left) = self.left.checked_sub(1).filter(|_| !element.is_nil()) else { break };
            self.left = left;
            elements.push(self.convert(&element)?);
        }
        Ok(Reply::Array(elements))
    }

    /// The tables that stand for types of RESP3.
    fn convert_resp3(&mut self, table: &Table) -> Result<Option<Reply>> {
        let double: Value = table.raw_get("double")?;
        if let Some(number) = number_of(&double) {
            return Ok(Some(Reply::Double(number)));
        }
        if self.dialect.since(7, 0, 0) {
            if let Value::String(text) = table.raw_get("big_number")? {
                return Ok(Some(Reply::bulk(&*text.as_bytes())));
            }
            if let Value::Table(verbatim) = table.raw_get("verbatim_string")?
                && let (Value::String(_), Value::String(text)) =
                    (verbatim.raw_get("format")?, verbatim.raw_get("string")?)
            {
                return Ok(Some(Reply::bulk(&*text.as_bytes())));
            }
        }
        if let Value::Table(map) = table.raw_get("map")? {
            return self.convert_pairs(&map, false).map(Some);
        }
        if let Value::Table(set) = table.raw_get("set")? {
            return self.convert_pairs(&set, true).map(Some);
        }
        Ok(None)
    }

    fn convert_pairs(&mut self, table: &Table, keys_only: bool) -> Result<Reply> {
        let mut pairs = Vec::new();
        let mut keys = Vec::new();
        for pair in table.pairs::<Value, Value>() {
            let (key, value) = pair?;
            let Some(left) = self.left.checked_sub(1) else { break };
            self.left = left;
            let key = self.convert(&key)?;
            if keys_only {
                keys.push(key);
            } else {
                pairs.push((key, self.convert(&value)?));
            }
        }
        Ok(if keys_only { Reply::Set(keys) } else { Reply::Map(pairs) })
    }
}
