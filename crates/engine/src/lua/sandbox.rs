//! The globals that a script sees.
//!
//! The standard libraries are those of Lua 5.1; what servers remove, replace or protect is done in three short Lua
//! files (`prelude/`) over the functions given here. Sources: `scriptingInit`, `luaRemoveUnsupportedFunctions` and
//! `scriptingEnableGlobalsProtection` of `src/scripting.c` up to 6.2.6; `luaRegisterRedisAPI` and
//! `luaSetTableProtectionRecursively` of `src/script_lua.c` later; `commands.md` §3.3.

use std::rc::Rc;

use mlua::{
    Lua, LuaOptions, LuaString, MultiValue, Result, StdLib, Table, Value, chunk::ChunkMode,
};

use super::{
    api,
    args::{Args, number_of, type_name},
    dialect::{Dialect, ErrorShape, Protection},
    errors::{Fault, fault_of, is_exhausted, kind, recover, source_and_line},
    lib, limits, strings,
};
use super::{determinism, shared::Shared};
use crate::number::format_g;

/// What an attempt to write a protected table raises.
const READ_ONLY: &str = "Attempt to modify a readonly table";

/// A Lua state with everything that scripts of a version see.
pub(super) struct Sandbox {
    pub(super) lua: Lua,
    /// The real table of globals, where KEYS and ARGV are set.
    pub(super) globals: Table,
    /// What Rust and the prelude share: `run`, `scripts`, `protected` …
    pub(super) runtime: Table,
}

/// Builds a sandbox.
pub(super) fn build(shared: &Rc<Shared>) -> Result<Sandbox> {
    let lua = Lua::new_with(StdLib::STRING | StdLib::TABLE | StdLib::MATH, LuaOptions::new())?;
    let globals = lua.globals();
    let next: Value = globals.raw_get("next")?;
    lua.set_named_registry_value("next", next)?;
    let runtime = lua.create_table()?;
    runtime.raw_set("globals", &globals)?;
    runtime.raw_set("scripts", lua.create_table()?)?;
    facts(&runtime, &shared.dialect)?;
    helpers(&lua, &runtime, shared)?;
    prelude(&lua, &runtime, "catch", include_str!("prelude/catch.lua"))?;
    strings::install(&lua, &runtime, &shared.budget, &shared.raised)?;
    prelude(&lua, &runtime, "globals", include_str!("prelude/globals.lua"))?;
    determinism::install(&lua, &globals.raw_get("math")?, &shared.random)?;
    lib::install(&lua, &globals, shared)?;
    api::install(&lua, &globals, shared)?;
    match shared.dialect.protection {
        Protection::Strict => protect_strictly(&lua, &globals, shared.dialect.missing)?,
        Protection::ReadOnly => {
            prelude(&lua, &runtime, "readonly", include_str!("prelude/readonly.lua"))?;
            lua.set_globals(runtime.raw_get("visible")?)?;
        }
    }
    limits::install(&lua, &shared.budget)?;
    Ok(Sandbox { lua, globals, runtime })
}

/// Runs one file of the prelude.
fn prelude(lua: &Lua, runtime: &Table, name: &str, text: &str) -> Result<()> {
    lua.load(text).set_name(format!("=({name})")).set_mode(ChunkMode::Text).call(runtime)
}

/// Tells the prelude what the version has.
fn facts(runtime: &Table, dialect: &Dialect) -> Result<()> {
    let shape = match dialect.errors {
        ErrorShape::Bare => "bare",
        ErrorShape::Positioned => "positioned",
        ErrorShape::Table => "table",
    };
    runtime.raw_set("error_shape", shape)?;
    runtime.raw_set("has_environments", dialect.has_environments())?;
    runtime.raw_set("has_dofile", dialect.has_dofile())?;
    runtime.raw_set("has_print", !dialect.since(7, 0, 0))?;
    runtime.raw_set("has_os", dialect.since(7, 4, 0))?;
    runtime.raw_set("has_server_handler", dialect.valkey_since(9, 1))?;
    // The line of the server's handler on which it joins place and error.
    runtime.raw_set("handler_line", if dialect.since(6, 2, 7) { 9 } else { 8 })?;
    runtime.raw_set("has_compare_helper", dialect.has_compare_helper())
}

/// Gives the prelude its Rust functions.
fn helpers(lua: &Lua, runtime: &Table, shared: &Rc<Shared>) -> Result<()> {
    let own = Rc::clone(shared);
    let recovering = move |lua: &Lua, caught: Value| recover(lua, &own.raised, caught);
    runtime.raw_set("recover", lua.create_function(recovering)?)?;
    let own = Rc::clone(shared);
    let softening = move |lua: &Lua, caught: Value| match &caught {
        Value::Error(error) if matches!(fault_of(error), Some(Fault::Limit(_))) => Ok(caught),
        Value::Error(error) if is_exhausted(error) => Ok(caught),
        _ => recover(lua, &own.raised, caught),
    };
    runtime.raw_set("soften", lua.create_function(softening)?)?;
    runtime.raw_set("blame", lua.create_function(|lua, ()| Ok(blame(lua)))?)?;
    let budget = Rc::clone(&shared.budget);
    let charging = move |_: &Lua, bytes: f64| budget.spend_bytes(whole(bytes));
    runtime.raw_set("charge", lua.create_function(charging)?)?;
    let budget = Rc::clone(&shared.budget);
    let checking = move |lua: &Lua, args: Args| budget.spend(check_insert(lua, &args)?);
    runtime.raw_set("check_insert", lua.create_function(checking)?)?;
    let budget = Rc::clone(&shared.budget);
    let checking = move |lua: &Lua, args: Args| budget.spend(check_remove(lua, &args)?);
    runtime.raw_set("check_remove", lua.create_function(checking)?)?;
    refusals(lua, runtime)
}

/// Gives the prelude the errors of protected tables.
fn refusals(lua: &Lua, runtime: &Table) -> Result<()> {
    let refuse = |_: &Lua, ()| Err::<(), _>(Fault::text(READ_ONLY).into());
    runtime.raw_set("refuse", lua.create_function(refuse)?)?;
    let refuse = |lua: &Lua, _: MultiValue| Err::<(), _>(Fault::at(lua, 1, READ_ONLY).into());
    runtime.raw_set("refuse_assignment", lua.create_function(refuse)?)?;
    let missing = |lua: &Lua, args: Args| Err::<(), _>(missing(lua, &args).into());
    runtime.raw_set("missing", lua.create_function(missing)?)?;
    // For functions of the prelude: the error is about their caller's call.
    let complain = |lua: &Lua, (number, name, text): (u32, String, LuaString)| {
        let start = format!("bad argument #{number} to '{name}' (");
        let whole = [start.as_bytes(), &text.as_bytes(), b")"].concat();
        Err::<(), _>(Fault::at(lua, 2, whole).into())
    };
    runtime.raw_set("complain", lua.create_function(complain)?)
}

/// The error about a global that is not there (`luaProtectedTableError`).
fn missing(lua: &Lua, args: &Args) -> Fault {
    if args.len() != 2 {
        return Fault::at(lua, 1, "Wrong number of arguments to luaProtectedTableError");
    }
    let name = match args.get(1) {
        Value::String(name) => name.as_bytes().to_vec(),
        other => match number_of(other) {
            Some(number) => format_g(number, 14).to_vec(),
            None => {
                return Fault::at(
                    lua,
                    1,
                    "Second argument to luaProtectedTableError must be a string or number",
                );
            }
        },
    };
    let text = [b"Script attempted to access nonexistent global variable '", name.as_slice(), b"'"]
        .concat();
    Fault::at(lua, 1, text)
}

/// A count that Lua gives as a number.
fn whole(number: f64) -> usize {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Saturates.
    return number as usize;
}

/// Where an error happened: in the function that raised it, or in its caller if that function is in C, as those of the
/// prelude are on a server. Between that function and this one stand the handler and the function that describes the
/// error.
fn blame(lua: &Lua) -> (Option<String>, i64) {
    let mut level = if kind(lua, 3) == Some("C") { 4 } else { 3 };
    if source_and_line(lua, level).is_some_and(|(source, _)| source.starts_with("=(")) {
        level += 1;
    }
    source_and_line(lua, level).map_or((None, -1), |(source, line)| (Some(source), line))
}

/// Checks the arguments of `table.insert` other than a plain append: how many elements will move.
fn check_insert(lua: &Lua, args: &Args) -> Result<u64> {
    let table = table_argument(lua, args, "insert")?;
    if args.len() != 3 {
        return Err(Fault::at(lua, 2, "wrong number of arguments to 'insert'").into());
    }
    moves(lua, &table, args, "insert")
}

/// Checks the arguments of `table.remove` other than the removal of the last element.
fn check_remove(lua: &Lua, args: &Args) -> Result<u64> {
    let table = table_argument(lua, args, "remove")?;
    if args.is_absent(1) { Ok(0) } else { moves(lua, &table, args, "remove") }
}

fn table_argument(lua: &Lua, args: &Args, name: &str) -> Result<Table> {
    match args.get(0) {
        Value::Table(table) => Ok(table.clone()),
        other => {
            let text =
                format!("bad argument #1 to '{name}' (table expected, got {})", type_name(other));
            Err(Fault::at(lua, 2, text).into())
        }
    }
}

/// The number of elements from a position to the end.
fn moves(lua: &Lua, table: &Table, args: &Args, name: &str) -> Result<u64> {
    let Some(position) = args.as_number(lua, 1)? else {
        let text = format!(
            "bad argument #2 to '{name}' (number expected, got {})",
            type_name(args.get(1))
        );
        return Err(Fault::at(lua, 2, text).into());
    };
    let position = i64::from(super::args::c_int(position));
    let len = i64::try_from(table.raw_len()).unwrap_or(i64::MAX);
    Ok(len.saturating_sub(position).max(0).cast_unsigned())
}

/// Protects the globals as versions up to 6.2.6 do: a function of the script can neither create a global nor read
/// one that is not there; a chunk, or a function in C, can.
fn protect_strictly(lua: &Lua, globals: &Table, missing: &'static str) -> Result<()> {
    let metatable = lua.create_table()?;
    let refuse = |lua: &Lua, (table, name, value): (Table, Value, Value)| {
        if matches!(kind(lua, 1), Some("Lua" | "tail")) {
            let text =
                [b"Script attempted to create global variable '", display(&name).as_slice(), b"'"]
                    .concat();
            return Err(Fault::at(lua, 1, text).into());
        }
        table.raw_set(name, value)
    };
    metatable.raw_set("__newindex", lua.create_function(refuse)?)?;
    let refuse = move |lua: &Lua, (table, name): (Table, Value)| {
        if kind(lua, 1).is_some_and(|kind| kind != "C") {
            let text = format!("Script attempted to access {missing} global variable '");
            return Err(Fault::at(lua, 1, [text.as_bytes(), &display(&name), b"'"].concat()).into());
        }
        table.raw_get::<Value>(name)
    };
    metatable.raw_set("__index", lua.create_function(refuse)?)?;
    globals.set_metatable(Some(metatable))
}

/// `tostring` of the name of a global.
fn display(value: &Value) -> Vec<u8> {
    match value {
        Value::String(text) => text.as_bytes().to_vec(),
        Value::Boolean(truth) => truth.to_string().into_bytes(),
        other => number_of(other).map_or_else(
            || type_name(other).as_bytes().to_vec(),
            |number| format_g(number, 14).to_vec(),
        ),
    }
}
