//! `cjson`: Lua CJSON 1.0.3 (up to 2.8.17) and 2.1.0 (2.8.18 and later).
//!
//! The two differ in their settings, in the depth that they accept (20 and 1000 when encoding; decoding is bounded
//! by Lua's stack in 1.0.3) and in some argument errors. Settings persist from script to script. Sources:
//! `deps/lua/src/lua_cjson.c` of 2.6.17 and 7.0.15.

use std::{cell::Cell, rc::Rc};

use mlua::{LightUserData, Lua, Result, Table, Value};

use crate::lua::{
    args::{Args, bad_argument},
    errors::Raised,
    shared::Shared,
};
use crate::lua::{
    errors::Fault,
    limits::{Budget, relaxed},
};

mod decode;
mod encode;
mod settings;
mod tokens;

/// How numbers that JSON does not know are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Invalid {
    /// Not at all.
    Refuse,
    /// As `inf`, `-inf` and `nan`.
    Write,
    /// As `null`.
    Null,
}

/// The settings of one copy of the library.
#[derive(Debug, Clone, Copy)]
struct Settings {
    sparse_convert: bool,
    sparse_ratio: i32,
    sparse_safe: i32,
    encode_depth: i32,
    decode_depth: i32,
    encode_invalid: Invalid,
    decode_invalid: bool,
    keep_buffer: bool,
    precision: i32,
}

/// What all functions of a copy share.
#[derive(Clone)]
struct Library {
    settings: Rc<Cell<Settings>>,
    budget: Rc<Budget>,
    raised: Raised,
    /// Version 2.1.0 rather than 1.0.3.
    modern: bool,
}

/// Makes the library.
pub(super) fn library(lua: &Lua, shared: &Rc<Shared>) -> Result<Table> {
    make(lua, Rc::clone(&shared.budget), Rc::clone(&shared.raised), shared.dialect.modern_libraries)
}

fn make(lua: &Lua, budget: Rc<Budget>, raised: Raised, modern: bool) -> Result<Table> {
    let settings = Settings {
        sparse_convert: false,
        sparse_ratio: 2,
        sparse_safe: 10,
        encode_depth: if modern { 1000 } else { 20 },
        // 1.0.3 stops where Lua's stack does.
        decode_depth: if modern { 1000 } else { i32::MAX },
        encode_invalid: Invalid::Refuse,
        decode_invalid: true,
        keep_buffer: true,
        precision: 14,
    };
    let library = Library { settings: Rc::new(Cell::new(settings)), budget, raised, modern };
    let cjson = lua.create_table()?;
    library.define(lua, &cjson, "encode", encode_value)?;
    library.define(lua, &cjson, "decode", decode_text)?;
    settings::install(lua, &cjson, &library)?;
    cjson.raw_set("null", LightUserData(std::ptr::null_mut()))?;
    if modern {
        library.define(lua, &cjson, "new", |lua, library, _| {
            make(lua, Rc::clone(&library.budget), Rc::clone(&library.raised), library.modern)
                .map(Value::Table)
        })?;
        cjson.raw_set("_NAME", "cjson")?;
        cjson.raw_set("_VERSION", "2.1.0")?;
    } else {
        cjson.raw_set("version", "1.0.3")?;
    }
    Ok(cjson)
}

/// A function of the library.
type Member = fn(&Lua, &Library, &Args) -> Result<Value>;

impl Library {
    fn define(&self, lua: &Lua, table: &Table, name: &str, member: Member) -> Result<()> {
        let own = self.clone();
        table.raw_set(name, lua.create_function(move |lua, args: Args| member(lua, &own, &args))?)
    }

    fn update(&self, change: impl FnOnce(&mut Settings)) {
        let mut settings = self.settings.get();
        change(&mut settings);
        self.settings.set(settings);
    }
}

/// `cjson.encode`.
fn encode_value(lua: &Lua, library: &Library, args: &Args) -> Result<Value> {
    if args.len() != 1 {
        return Err(bad_argument(lua, 0, "expected 1 argument"));
    }
    let text = encode::encode(lua, library, args.get(0))?;
    Ok(Value::String(lua.create_string(text)?))
}

/// `cjson.decode`.
fn decode_text(lua: &Lua, library: &Library, args: &Args) -> Result<Value> {
    if library.modern && args.len() != 1 {
        return Err(bad_argument(lua, 0, "expected 1 argument"));
    }
    if args.len() > 1 {
        return Err(bad_argument(lua, 1, "found too many arguments"));
    }
    let text = args.string(lua, 0)?;
    let text = text.as_bytes();
    library.budget.spend_bytes(text.len())?;
    if matches!(*text, [0, _, ..] | [_, 0, ..]) {
        return Err(Fault::at(lua, 1, "JSON parser does not support UTF-16 or UTF-32").into());
    }
    // The densest text, `[[[[`, makes a table of every byte.
    relaxed(lua, &library.budget, text.len().saturating_mul(128), || {
        decode::decode(lua, library, &text)
    })
}
