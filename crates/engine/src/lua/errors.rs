//! How an error raised by Rust becomes the Lua value that the server would have raised.
//!
//! mlua carries a Rust error through Lua as an opaque userdata, but scripts of servers see strings (up to 6.2) or
//! tables with a field `err` (7.0 and later, `luaPushErrorBuff` of `src/script_lua.c`). So every catcher that a
//! script can reach (`pcall`, `xpcall`, `coroutine.resume`) passes what it caught through [`recover`], which
//! unwraps it; only an exceeded limit goes on raising, whoever catches it.

use std::{cell::RefCell, rc::Rc};

use mlua::{Error, Function, Lua, Result, Value, debug::Debug};

/// The limit that a script ran into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exceeded {
    /// `Limits::script_instructions`.
    Instructions,
    /// `Limits::script_memory`.
    Memory,
}

impl Exceeded {
    /// The reply to a script that ran into this limit. No server gives it: it is the engine's own.
    pub(super) const fn text(self) -> &'static str {
        match self {
            Self::Instructions => "ERR script stopped: it exceeded the limit of instructions",
            Self::Memory => "ERR script stopped: it exceeded the limit of memory",
        }
    }
}

/// What a function of ours raises.
#[derive(Debug, Clone)]
pub(super) enum Fault {
    /// A string.
    Text(Box<[u8]>),
    /// A table with `err`, and `ignore_error_stats_update` if it is about a command.
    Table { text: Box<[u8]>, of_command: bool },
    /// The value that a script's own function raised, kept in [`Raised`].
    Value,
    /// A limit: cannot be caught.
    Limit(Exceeded),
}

impl std::fmt::Display for Fault {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) | Self::Table { text, .. } => {
                out.write_str(&String::from_utf8_lossy(text))
            }
            Self::Value => out.write_str("an error of the script"),
            Self::Limit(limit) => out.write_str(limit.text()),
        }
    }
}

impl std::error::Error for Fault {}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::external(fault)
    }
}

impl Fault {
    /// A string as it is.
    pub(super) fn text(text: impl AsRef<[u8]>) -> Self {
        Self::Text(text.as_ref().into())
    }

    /// A string with the position of the function at a level of the stack in front, as `luaL_error` does it.
    /// Level 0 is the Rust function itself, level 1 its caller.
    pub(super) fn at(lua: &Lua, level: usize, text: impl AsRef<[u8]>) -> Self {
        let mut whole = place(lua, level).unwrap_or_default().into_bytes();
        whole.extend_from_slice(text.as_ref());
        Self::Text(whole.into())
    }
}

/// Where the value of a [`Fault::Value`] waits.
pub(super) type Raised = Rc<RefCell<Option<Value>>>;

/// Finds our own fault inside an error of mlua.
pub(super) fn fault_of(error: &Error) -> Option<&Fault> {
    match error {
        Error::CallbackError { cause, .. } | Error::BadArgument { cause, .. } => fault_of(cause),
        Error::ExternalError(cause) => cause.downcast_ref(),
        _ => None,
    }
}

/// What Lua itself raises when an allocation fails. No server lives to see it, so no script may go on after it.
pub(super) const OUT_OF_MEMORY: &[u8] = b"not enough memory";

/// Tells whether an error of mlua says that memory, or its own room for references, ran out.
pub(super) fn is_exhausted(error: &Error) -> bool {
    match error {
        Error::CallbackError { cause, .. } | Error::BadArgument { cause, .. } => {
            is_exhausted(cause)
        }
        Error::MemoryError(_) | Error::StackError => true,
        _ => false,
    }
}

/// Turns what a catcher caught into what the server's catcher would have caught.
///
/// # Errors
/// Raises an exceeded limit again.
pub(super) fn recover(lua: &Lua, raised: &Raised, caught: Value) -> Result<Value> {
    let error = match caught {
        Value::Error(error) => error,
        Value::String(text) if *text.as_bytes() == *OUT_OF_MEMORY => {
            return Err(Fault::Limit(Exceeded::Memory).into());
        }
        other => return Ok(other),
    };
    match fault_of(&error) {
        Some(Fault::Text(text)) => Ok(Value::String(lua.create_string(text)?)),
        Some(Fault::Table { text, of_command }) => error_table(lua, text, *of_command),
        Some(Fault::Value) => Ok(raised.take().unwrap_or(Value::Nil)),
        Some(limit @ Fault::Limit(_)) => Err(limit.clone().into()),
        None if is_exhausted(&error) => Err(Fault::Limit(Exceeded::Memory).into()),
        None => Ok(Value::String(lua.create_string(error.to_string())?)),
    }
}

/// Makes the error table of 7.0 and later.
pub(super) fn error_table(lua: &Lua, text: &[u8], of_command: bool) -> Result<Value> {
    let table = lua.create_table()?;
    table.raw_set("err", lua.create_string(text)?)?;
    if of_command {
        table.raw_set("ignore_error_stats_update", true)?;
    }
    Ok(Value::Table(table))
}

/// Calls a function of the script from Rust, keeping the value that it may raise.
///
/// `protected` is the prelude's catcher: it returns a boolean and one result.
///
/// # Errors
/// [`Fault::Value`] if the function raised, an exceeded limit as it is.
pub(super) fn call_script(
    protected: &Function,
    raised: &Raised,
    function: &Function,
    args: &[Value],
) -> Result<Value> {
    let mut all = mlua::MultiValue::with_capacity(args.len() + 1);
    all.push_back(Value::Function(function.clone()));
    all.extend(args.iter().cloned());
    let (ok, value): (bool, Value) = protected.call(all)?;
    if ok {
        return Ok(value);
    }
    raised.replace(Some(value));
    Err(Fault::Value.into())
}

/// The `source:line: ` prefix of the function at a level (`luaL_where`): nothing where there is no line.
pub(super) fn place(lua: &Lua, level: usize) -> Option<String> {
    lua.inspect_stack(level, |frame| {
        let line = frame.current_line()?;
        let source = frame.source().short_src?;
        Some(format!("{source}:{line}: "))
    })
    .flatten()
}

/// The source and line of the function at a level, as the server's own helpers name them: the line is -1 in a C
/// function, the source is not shortened.
pub(super) fn source_and_line(lua: &Lua, level: usize) -> Option<(String, i64)> {
    lua.inspect_stack(level, |frame| (source(frame), line(frame)))
}

/// What kind of function a frame is: `Lua`, `C`, `main` or `tail`.
pub(super) fn kind(lua: &Lua, level: usize) -> Option<&'static str> {
    lua.inspect_stack(level, |frame| frame.source().what)
}

fn source(frame: &Debug<'_>) -> String {
    frame.source().source.map(std::borrow::Cow::into_owned).unwrap_or_default()
}

fn line(frame: &Debug<'_>) -> i64 {
    frame.current_line().and_then(|line| i64::try_from(line).ok()).unwrap_or(-1)
}
