//! The libraries that servers add: `cjson`, `cmsgpack`, `struct`, and `bit` from 2.8.18 on.
//!
//! They work over bytes and over Lua's own tables, in the order in which Lua iterates. Facts from
//! `deps/lua/src/lua_cjson.c`, `lua_cmsgpack.c`, `lua_struct.c` and `lua_bit.c` of the versions named in each file.

use std::rc::Rc;

use mlua::{Lua, Result, Table};

use super::shared::Shared;

mod bit;
mod cjson;
mod cmsgpack;
mod structlib;

/// Sets the libraries of the version as globals.
pub(super) fn install(lua: &Lua, globals: &Table, shared: &Rc<Shared>) -> Result<()> {
    globals.raw_set("cjson", cjson::library(lua, shared)?)?;
    globals.raw_set("cmsgpack", cmsgpack::library(lua, shared)?)?;
    globals.raw_set("struct", structlib::library(lua, shared)?)?;
    if shared.dialect.modern_libraries {
        globals.raw_set("bit", bit::library(lua)?)?;
    }
    Ok(())
}
