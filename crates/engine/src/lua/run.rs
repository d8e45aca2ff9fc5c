//! A Lua state with compiled scripts, and how one of them is run.
//!
//! Sources: `luaCreateFunction` and `evalGenericCommand` of `src/scripting.c` and `src/eval.c`, `luaCallFunction` of
//! `src/script_lua.c`; `commands.md` §3.2.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use autopsync_model::Limits;
use mlua::{Error, Function, Lua, Result, Table, Value, chunk::ChunkMode};

use super::{
    Sha, call,
    convert::Results,
    determinism::Random,
    dialect::{Dialect, ErrorShape, Wrapping},
    errors::{Exceeded, Fault, OUT_OF_MEMORY, fault_of, is_exhausted},
    limits::{Budget, relaxed},
    sandbox::{self, Sandbox},
    shared::{Request, Shared},
    shebang::shebang_len,
};
use crate::{Reply, ScriptHost, number::format_g};

/// A Lua state, and what belongs to it.
pub(super) struct State {
    shared: Rc<Shared>,
    sandbox: Sandbox,
    /// The prelude's function that runs a script by its number.
    run: Function,
    /// The compiled scripts, by number (from 1). A table of Lua's, for the sake of mlua's few reference slots.
    scripts: Table,
}

/// An error of the server, with its code.
fn server_error(text: &str, detail: &[u8]) -> Box<[u8]> {
    let mut whole = [b"ERR ", text.as_bytes(), detail].concat();
    while whole.last().is_some_and(u8::is_ascii_whitespace) {
        whole.pop();
    }
    whole.into()
}

impl State {
    /// Makes a state.
    pub(super) fn new(dialect: &Dialect, limits: &Limits) -> Result<Self> {
        let shared = Rc::new(Shared {
            dialect: dialect.clone(),
            budget: Budget::new(limits.script_memory, limits.script_instructions),
            random: Random::new(),
            raised: Rc::default(),
            host: RefCell::new(None),
            request: Cell::new(Request::Call),
            arguments: RefCell::default(),
            reply: RefCell::new(None),
            agreed: Cell::new(false),
            resp3: Cell::new(false),
            effects: Cell::new(false),
            reply_limits: (
                usize::try_from(limits.depth).unwrap_or(usize::MAX),
                usize::try_from(limits.arguments).unwrap_or(usize::MAX),
            ),
        });
        let sandbox = sandbox::build(&shared)?;
        let run = sandbox.runtime.raw_get("run")?;
        let scripts = sandbox.runtime.raw_get("scripts")?;
        Ok(Self { shared, sandbox, run, scripts })
    }

    /// Compiles a script under a number (from 0).
    ///
    /// # Errors
    /// The server's error text.
    pub(super) fn compile(
        &mut self,
        number: usize,
        sha: &Sha,
        body: &[u8],
    ) -> std::result::Result<(), Box<[u8]>> {
        let function = match self.shared.dialect.wrapping {
            Wrapping::Chunk => self.compile_chunk(body)?,
            Wrapping::OwnLine => self.compile_global(sha, body, b"\nend")?,
            Wrapping::SameLine => self.compile_global(sha, body, b" end")?,
        };
        self.scripts.raw_set(number.saturating_add(1), function).map_err(|error| {
            server_error("Error compiling script (new function): ", error.to_string().as_bytes())
        })
    }

    /// The body as a chunk of its own: 6.2.7 and later.
    fn compile_chunk(&self, body: &[u8]) -> std::result::Result<Function, Box<[u8]>> {
        let start = if self.shared.dialect.shebang {
            shebang_len(body).map_err(|text| server_error("", &text))?
        } else {
            0
        };
        self.load(body.get(start..).unwrap_or_default())
    }

    /// The body inside of a global function, which running the chunk defines.
    fn compile_global(
        &self,
        sha: &Sha,
        body: &[u8],
        end: &[u8],
    ) -> std::result::Result<Function, Box<[u8]>> {
        let name = [b"f_", sha.as_slice()].concat();
        let chunk = self.load(&[b"function ", name.as_slice(), b"() ", body, end].concat())?;
        // A body that closes the function early has code of its own, which runs here.
        self.shared.begin(self.sandbox.lua.used_memory());
        let failed = |text: &[u8]| server_error("Error running script (new function): ", text);
        let protected: Function =
            self.sandbox.runtime.raw_get("protected").map_err(|_| failed(b""))?;
        match protected.call::<(bool, Value)>(chunk) {
            Ok((true, _)) => {}
            Ok((false, value)) => return Err(failed(&text_of(&value).unwrap_or_default())),
            Err(error) => {
                return Err(limit_of(&error)
                    .map_or_else(|| failed(error.to_string().as_bytes()), limit_text));
            }
        }
        let name = self.sandbox.lua.create_string(name).map_err(|_| failed(b""))?;
        self.sandbox.globals.raw_get(name).map_err(|_| failed(b"the chunk defines no function"))
    }

    /// Compiles text.
    fn load(&self, text: &[u8]) -> std::result::Result<Function, Box<[u8]>> {
        let chunk = self.sandbox.lua.load(text).set_name("@user_script").set_mode(ChunkMode::Text);
        chunk.into_function().map_err(|error| match error {
            Error::SyntaxError { message, .. } => {
                server_error("Error compiling script (new function): ", message.as_bytes())
            }
            other if is_exhausted(&other) => limit_text(Exceeded::Memory),
            other => server_error(
                "Error compiling script (new function): ",
                other.to_string().as_bytes(),
            ),
        })
    }

    /// Runs a script by its number (from 0).
    pub(super) fn run(
        &mut self,
        number: usize,
        sha: &Sha,
        keys: &[&[u8]],
        argv: &[&[u8]],
        host: &mut dyn ScriptHost,
    ) -> Reply {
        let outcome = self.execute(number, keys, argv, host);
        let reply = match (self.shared.met(), outcome) {
            (Some(limit), _) => Reply::Error(limit_text(limit)),
            (None, Ok((true, value))) => Results::new(&self.shared)
                .convert(&value)
                .unwrap_or_else(|error| self.failure(sha, &error)),
            (None, Ok((false, value))) => Reply::Error(self.error_text(sha, &value)),
            (None, Err(error)) => self.failure(sha, &error),
        };
        self.tidy();
        reply
    }

    /// Sets the arguments and calls the script: whether it ended well, and its result or error.
    fn execute(
        &self,
        number: usize,
        keys: &[&[u8]],
        argv: &[&[u8]],
        host: &mut dyn ScriptHost,
    ) -> Result<(bool, Value)> {
        let Sandbox { lua, globals, .. } = &self.sandbox;
        let shared = &self.shared;
        shared.begin(lua.used_memory());
        let size = keys.iter().chain(argv).map(|value| value.len().saturating_add(192)).sum();
        relaxed(lua, &shared.budget, size, || {
            set_arguments(lua, globals, "KEYS", keys)?;
            set_arguments(lua, globals, "ARGV", argv)
        })?;
        let host = RefCell::new(host);
        lua.scope(|scope| {
            let serve = |_: &Lua, ()| {
                call::serve(shared, &mut **host.borrow_mut());
                Ok(())
            };
            let way = relaxed(lua, &shared.budget, 1024, || scope.create_function(serve))?;
            shared.host.replace(Some(way));
            let outcome = self.run.call(number.saturating_add(1));
            shared.host.replace(None);
            outcome
        })
    }

    /// The reply to a script that an error of mlua ended.
    fn failure(&self, sha: &Sha, error: &Error) -> Reply {
        match limit_of(error) {
            Some(limit) => Reply::Error(limit_text(limit)),
            None => Reply::Error(self.describe(sha, error.to_string().as_bytes())),
        }
    }

    /// The server's error for what a script raised.
    fn error_text(&self, sha: &Sha, raised: &Value) -> Box<[u8]> {
        if let Value::Error(error) = raised
            && let Some(limit) = limit_of(error)
        {
            return limit_text(limit);
        }
        let text = text_of(raised);
        if text.as_deref() == Some(OUT_OF_MEMORY) {
            return limit_text(Exceeded::Memory);
        }
        if let Value::Table(table) = raised
            && self.shared.dialect.errors == ErrorShape::Table
        {
            return table_text(sha, table).unwrap_or_else(|_| server_error("unknown error", b""));
        }
        self.describe(sha, text.as_deref().unwrap_or(b"(null)"))
    }

    /// Wraps the text of an error that is not a table.
    fn describe(&self, sha: &Sha, text: &[u8]) -> Box<[u8]> {
        if self.shared.dialect.errors == ErrorShape::Table {
            let text = text.get(..text.len().min(100)).unwrap_or_default();
            return server_error("Error running script ", &[sha.as_slice(), b", ", text].concat());
        }
        server_error("Error running script (call to f_", &[sha.as_slice(), b"): ", text].concat())
    }

    /// Gives memory back where a run left much of it.
    fn tidy(&self) {
        let lua = &self.sandbox.lua;
        self.shared.raised.replace(None);
        if lua.used_memory() > self.shared.budget.memory / 2 {
            // An error here can only come from a destructor; there is none.
            let _ = lua.gc_collect();
        }
    }
}

/// The error of 7.0 and later: what the table says, and where.
fn table_text(sha: &Sha, table: &Table) -> Result<Box<[u8]>> {
    let field = |name: &str| Ok::<_, Error>(text_of(&table.raw_get(name)?));
    let mut text = field("err")?.unwrap_or_else(|| b"ERR unknown error".to_vec());
    if let (Some(source), Some(line)) = (field("source")?, field("line")?) {
        text.extend_from_slice(
            &[b" script: ", sha.as_slice(), b", on ", &source, b":", &line, b"."].concat(),
        );
    }
    Ok(text.into())
}

/// The text of a string or number.
fn text_of(value: &Value) -> Option<Vec<u8>> {
    match value {
        Value::String(text) => Some(text.as_bytes().to_vec()),
        other => super::args::number_of(other).map(|number| format_g(number, 14).to_vec()),
    }
}

/// The limit that an error is about.
fn limit_of(error: &Error) -> Option<Exceeded> {
    match fault_of(error) {
        Some(Fault::Limit(limit)) => Some(*limit),
        None if is_exhausted(error) => Some(Exceeded::Memory),
        _ => None,
    }
}

fn limit_text(limit: Exceeded) -> Box<[u8]> {
    limit.text().as_bytes().into()
}

/// Makes a fresh table of strings and sets it as a global.
fn set_arguments(lua: &Lua, globals: &Table, name: &str, values: &[&[u8]]) -> Result<()> {
    let table = lua.create_table()?;
    for (number, value) in (1i64..).zip(values) {
        table.raw_set(number, lua.create_string(value)?)?;
    }
    globals.raw_set(name, table)
}
