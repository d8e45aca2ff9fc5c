//! `cmsgpack`: lua-cmsgpack 0.3.0 (up to 2.8.17) and 0.4.0 (2.8.18 and later).
//!
//! Source: `deps/lua/src/lua_cmsgpack.c` of 2.6.17, 2.8.18, 2.8.24 and 7.0.15. The older one packs only its last
//! argument, casts every whole number to 64 bits, and has neither `unpack_one` nor `unpack_limit`.

use std::rc::Rc;

use mlua::{Lua, LuaString, Result, Table};

use crate::lua::{args::Args, shared::Shared};

mod pack;
mod unpack;

/// Makes the library.
pub(super) fn library(lua: &Lua, shared: &Rc<Shared>) -> Result<Table> {
    let cmsgpack = lua.create_table()?;
    let own = Rc::clone(shared);
    let pack = move |lua: &Lua, args: Args| -> Result<LuaString> { pack::pack(lua, &own, &args) };
    cmsgpack.raw_set("pack", lua.create_function(pack)?)?;
    let own = Rc::clone(shared);
    let all = move |lua: &Lua, args: Args| unpack::unpack(lua, &own, &args, unpack::Part::All);
    cmsgpack.raw_set("unpack", lua.create_function(all)?)?;
    cmsgpack.raw_set("_NAME", "cmsgpack")?;
    cmsgpack.raw_set("_COPYRIGHT", "Copyright (C) 2012, Salvatore Sanfilippo")?;
    cmsgpack.raw_set("_DESCRIPTION", "MessagePack C implementation for Lua")?;
    if !shared.dialect.modern_libraries {
        cmsgpack.raw_set("_VERSION", "lua-cmsgpack 0.3.0")?;
        return Ok(cmsgpack);
    }
    cmsgpack.raw_set("_VERSION", "lua-cmsgpack 0.4.0")?;
    let own = Rc::clone(shared);
    let one = move |lua: &Lua, args: Args| {
        let offset = args.integer_or(lua, 1, 0)?;
        unpack::unpack(lua, &own, &args, unpack::Part::Some { limit: 1, offset })
    };
    cmsgpack.raw_set("unpack_one", lua.create_function(one)?)?;
    let own = Rc::clone(shared);
    let some = move |lua: &Lua, args: Args| {
        let limit = args.integer(lua, 1)?;
        let offset = args.integer_or(lua, 2, 0)?;
        unpack::unpack(lua, &own, &args, unpack::Part::Some { limit, offset })
    };
    cmsgpack.raw_set("unpack_limit", lua.create_function(some)?)?;
    Ok(cmsgpack)
}
