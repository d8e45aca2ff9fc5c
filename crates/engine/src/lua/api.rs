//! The `redis` table (`server` in Valkey).
//!
//! Sources: `scriptingInit` and the `luaRedis…Command` functions of `src/scripting.c` and `src/script_lua.c`;
//! `commands.md` §3.4. `redis.call` itself is in `call.rs`.

use std::rc::Rc;

use mlua::{Lua, MultiValue, Result, Table, Value};
use sha1::{Digest, Sha1};

use super::{
    args::{Args, c_int},
    call::{self, pushed_error},
    dialect::ErrorShape,
    errors::Fault,
    shared::{Request, Shared},
};

/// Makes the table and sets it as a global.
pub(super) fn install(lua: &Lua, globals: &Table, shared: &Rc<Shared>) -> Result<()> {
    let redis = lua.create_table()?;
    call::install(lua, &redis, shared)?;
    define(lua, &redis, shared, "log", log)?;
    for (name, level) in
        [("LOG_DEBUG", 0), ("LOG_VERBOSE", 1), ("LOG_NOTICE", 2), ("LOG_WARNING", 3)]
    {
        redis.raw_set(name, level)?;
    }
    define(lua, &redis, shared, "sha1hex", sha1hex)?;
    define(lua, &redis, shared, "error_reply", error_reply)?;
    define(lua, &redis, shared, "status_reply", status_reply)?;
    let dialect = &shared.dialect;
    if dialect.since(3, 2, 0) {
        install_replication(lua, &redis, shared)?;
    }
    if dialect.since(6, 0, 0) {
        define(lua, &redis, shared, "setresp", setresp)?;
    }
    if dialect.since(7, 0, 0) {
        redis.raw_set("acl_check_cmd", lua.create_function(|_, _: MultiValue| Ok(true))?)?;
        install_versions(&redis, shared)?;
    }
    if dialect.valkey_since(8, 0) {
        globals.raw_set("server", &redis)?;
    }
    globals.raw_set("redis", redis)
}

/// A function of the table. Nil stands for no value at all.
type Member = fn(&Lua, &Shared, &Args) -> Result<Value>;

fn define(lua: &Lua, redis: &Table, shared: &Rc<Shared>, name: &str, member: Member) -> Result<()> {
    let own = Rc::clone(shared);
    let function = move |lua: &Lua, args: Args| {
        let value = member(lua, &own, &args)?;
        Ok(if value.is_nil() { MultiValue::new() } else { MultiValue::from_iter([value]) })
    };
    redis.raw_set(name, lua.create_function(function)?)
}

/// The members that came with the replication of effects (3.2).
fn install_replication(lua: &Lua, redis: &Table, shared: &Rc<Shared>) -> Result<()> {
    define(lua, redis, shared, "replicate_commands", replicate_commands)?;
    define(lua, redis, shared, "set_repl", set_repl)?;
    for (name, flags) in [("REPL_NONE", 0), ("REPL_AOF", 1), ("REPL_SLAVE", 2), ("REPL_ALL", 3)] {
        redis.raw_set(name, flags)?;
    }
    if shared.dialect.since(5, 0, 0) {
        redis.raw_set("REPL_REPLICA", 2)?;
    }
    redis.raw_set("breakpoint", lua.create_function(|_, _: MultiValue| Ok(false))?)?;
    redis.raw_set("debug", lua.create_function(|_, _: MultiValue| Ok(()))?)
}

/// The versions (7.0). Valkey goes on giving the Redis version that it is compatible with.
fn install_versions(redis: &Table, shared: &Shared) -> Result<()> {
    let version = shared.dialect.version;
    let own = (version.major, version.minor, version.patch);
    let compatible = if version.is_valkey() { (7, 2, 4) } else { own };
    install_version(redis, "REDIS_VERSION", compatible)?;
    if version.is_valkey() {
        install_version(redis, "VALKEY_VERSION", own)?;
        redis.raw_set("SERVER_NAME", "valkey")?;
    }
    Ok(())
}

fn install_version(
    redis: &Table,
    name: &str,
    (major, minor, patch): (u16, u16, u16),
) -> Result<()> {
    let number = (u32::from(major) << 16) | (u32::from(minor) << 8) | u32::from(patch);
    redis.raw_set(format!("{name}_NUM"), number)?;
    redis.raw_set(name, format!("{major}.{minor}.{patch}"))
}

/// Fails as members of the table do: returns an error table before 3.2, raises a plain string up to 6.2, raises a
/// table later.
fn fail(lua: &Lua, shared: &Shared, text: &str) -> Result<Value> {
    let dialect = &shared.dialect;
    match dialect.errors {
        ErrorShape::Table => {
            Err(Fault::Table { text: format!("ERR {text}").into_bytes().into(), of_command: false }
                .into())
        }
        _ if dialect.since(3, 2, 0) => Err(Fault::text(text).into()),
        _ => pushed_error(lua, shared, text),
    }
}

/// `redis.log`: checks its arguments, and drops the message.
fn log(lua: &Lua, shared: &Shared, args: &Args) -> Result<Value> {
    if args.len() < 2 {
        return fail(lua, shared, "redis.log() requires two arguments or more.");
    }
    let Some(level) = args.as_number(lua, 0)? else {
        return fail(lua, shared, "First argument must be a number (log level).");
    };
    if !(0..=3).contains(&c_int(level)) {
        let what = if shared.dialect.since(7, 4, 0) { "log" } else { "debug" };
        return fail(lua, shared, &format!("Invalid {what} level."));
    }
    Ok(Value::Nil)
}

/// `redis.sha1hex`.
fn sha1hex(lua: &Lua, shared: &Shared, args: &Args) -> Result<Value> {
    if args.len() != 1 {
        return fail(lua, shared, "wrong number of arguments");
    }
    let text = match args.get(0) {
        Value::String(_) | Value::Integer(_) | Value::Number(_) => {
            args.string(lua, 0)?.as_bytes().to_vec()
        }
        _ => Vec::new(),
    };
    shared.budget.spend_bytes(text.len().saturating_mul(8))?;
    Ok(Value::String(lua.create_string(sha1_hex(&text))?))
}

/// The lower-case hexadecimal SHA-1 of some bytes.
pub(super) fn sha1_hex(bytes: &[u8]) -> [u8; 40] {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = [0; 40];
    for (pair, byte) in text.chunks_exact_mut(2).zip(Sha1::digest(bytes)) {
        for (slot, nibble) in pair.iter_mut().zip([byte >> 4, byte & 15]) {
            *slot = DIGITS.get(usize::from(nibble)).copied().unwrap_or(b'0');
        }
    }
    text
}

/// `redis.error_reply`: from 7.0 on an error always has a code.
fn error_reply(lua: &Lua, shared: &Shared, args: &Args) -> Result<Value> {
    let (1, Value::String(text)) = (args.len(), args.get(0)) else {
        return pushed_error(lua, shared, "wrong number or type of arguments");
    };
    let text = text.as_bytes();
    if shared.dialect.errors != ErrorShape::Table {
        return super::errors::error_table(lua, &text, false);
    }
    // The text goes through a C string: it ends at its first NUL.
    let text = text.split(|byte| *byte == 0).next().unwrap_or_default();
    super::errors::error_table(
        lua,
        &call::with_code(text.strip_prefix(b"-").unwrap_or(text)),
        false,
    )
}

/// `redis.status_reply`.
fn status_reply(lua: &Lua, shared: &Shared, args: &Args) -> Result<Value> {
    let (1, text @ Value::String(_)) = (args.len(), args.get(0)) else {
        return pushed_error(lua, shared, "wrong number or type of arguments");
    };
    let table = lua.create_table()?;
    table.raw_set("ok", text)?;
    Ok(Value::Table(table))
}

/// `redis.replicate_commands`: possible until the script has written. A real server takes a new seed from its
/// process then, which cannot be known; the sequence of seed 0 goes on here.
fn replicate_commands(_: &Lua, shared: &Shared, _: &Args) -> Result<Value> {
    if shared.dialect.since(7, 0, 0) {
        return Ok(Value::Boolean(true));
    }
    call::ask(shared, Request::ReplicateCommands)?;
    Ok(Value::Boolean(shared.agreed.get()))
}

/// `redis.set_repl`: checks its arguments; on a replica it has no effect.
fn set_repl(lua: &Lua, shared: &Shared, args: &Args) -> Result<Value> {
    let dialect = &shared.dialect;
    if shared.sorts() {
        return fail(
            lua,
            shared,
            "You can set the replication behavior only after turning on single commands replication with \
             redis.replicate_commands().",
        );
    }
    if args.len() != 1 {
        let count = if dialect.since(7, 4, 0) { "one argument" } else { "two arguments" };
        return fail(lua, shared, &format!("redis.set_repl() requires {count}."));
    }
    let flags = c_int(args.as_number(lua, 0)?.unwrap_or(0.0));
    if flags & !3 != 0 {
        let name = if dialect.since(5, 0, 0) { "REPL_REPLICA" } else { "REPL_SLAVE" };
        let text =
            format!("Invalid replication flags. Use REPL_AOF, {name}, REPL_ALL or REPL_NONE.");
        return fail(lua, shared, &text);
    }
    Ok(Value::Nil)
}

/// `redis.setresp`.
fn setresp(lua: &Lua, shared: &Shared, args: &Args) -> Result<Value> {
    if args.len() != 1 {
        return fail(lua, shared, "redis.setresp() requires one argument.");
    }
    match c_int(args.as_number(lua, 0)?.unwrap_or(0.0)) {
        version @ (2 | 3) => shared.resp3.set(version == 3),
        _ => return fail(lua, shared, "RESP version must be 2 or 3."),
    }
    Ok(Value::Nil)
}
