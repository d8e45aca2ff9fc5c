//! The scripts that a replica knows, and running them.
//!
//! Nothing of an interpreter exists until the first script runs; a stream without scripts never pays for one.

use crate::{CommandError, Reply, context::Context, state::State};
use sha1::{Digest as _, Sha1};
use std::collections::BTreeMap;

/// A SHA1 in lower-case hex, the name of a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Sha1Hex([u8; 40]);

impl Sha1Hex {
    /// Returns the name of a script.
    pub(crate) fn of(body: &[u8]) -> Self {
        let hash = Sha1::digest(body);
        let nibble = |n: u8| if n < 10 { b'0' + n } else { b'a' + n - 10 };
        Self(std::array::from_fn(|digit| {
            nibble(hash.get(digit / 2).map_or(0, |byte| byte >> (4 * (1 - digit % 2)) & 15))
        }))
    }

    /// Reads a name in any case; `None` where it has not forty characters.
    pub(crate) fn parse(text: &[u8]) -> Option<Self> {
        text.try_into().ok().map(|text: [u8; 40]| Self(text.map(|byte| byte.to_ascii_lowercase())))
    }

    /// Returns the forty characters.
    pub(crate) const fn as_slice(&self) -> &[u8] {
        &self.0
    }
}

/// The script cache of a replica.
#[derive(Default)]
pub(crate) struct Scripts {
    bodies: BTreeMap<Sha1Hex, Box<[u8]>>,
    #[cfg(feature = "lua")]
    interpreter: Option<Box<crate::lua::Interpreter>>,
}

impl Scripts {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Tells whether a script is known by its name in lower-case hex.
    pub(crate) fn knows(&self, sha1: &[u8]) -> bool {
        Sha1Hex::parse(sha1).is_some_and(|sha1| self.bodies.contains_key(&sha1))
    }

    /// Remembers a script without compiling it: the server that wrote it down had.
    pub(crate) fn remember(&mut self, body: &[u8]) {
        self.insert(Sha1Hex::of(body), body);
    }

    fn insert(&mut self, sha1: Sha1Hex, body: &[u8]) {
        self.bodies.entry(sha1).or_insert_with(|| body.into());
    }

    /// Iterates over the scripts, by their names.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        self.bodies.values().map(|body| &**body)
    }

    /// Forgets all scripts, and with them what they left behind in the interpreter.
    pub(crate) fn flush(&mut self) {
        *self = Self::default();
    }
}

/// Compiles a script and remembers it. One that is known already costs a look at a table.
#[cfg(feature = "lua")]
pub(crate) fn load(state: &mut State, body: &[u8]) -> Result<Sha1Hex, CommandError> {
    let sha1 = interpreter(state).load(body).map_err(CommandError::RefusedWith)?;
    state.scripts.insert(Sha1Hex(sha1), body);
    Ok(Sha1Hex(sha1))
}

/// Remembers a script, which nothing here can compile.
#[cfg(not(feature = "lua"))]
pub(crate) fn load(state: &mut State, body: &[u8]) -> Result<Sha1Hex, CommandError> {
    let sha1 = Sha1Hex::of(body);
    state.scripts.insert(sha1, body);
    Ok(sha1)
}

#[cfg(feature = "lua")]
fn interpreter(state: &mut State) -> &mut crate::lua::Interpreter {
    let State { scripts, profile, limits, .. } = state;
    scripts
        .interpreter
        .get_or_insert_with(|| Box::new(crate::lua::Interpreter::new(profile, limits)))
}

/// Runs a script that is known.
#[cfg(feature = "lua")]
pub(crate) fn run(
    cx: &mut Context<'_>,
    sha1: &Sha1Hex,
    keys: &[&[u8]],
    argv: &[&[u8]],
) -> Result<Reply, CommandError> {
    interpreter(cx.state);
    let Some(mut interpreter) = cx.state.scripts.interpreter.take() else {
        return Err(CommandError::Unsupported("a script cannot run inside a script"));
    };
    let compiled = match cx.state.scripts.bodies.get(sha1) {
        Some(body) if !interpreter.knows(sha1.as_slice()) => interpreter.load(body).map(|_| ()),
        _ => Ok(()),
    };
    let reply = compiled.map(|()| {
        cx.state.counters.scripts += 1;
        let database = cx.state.keyspace.selected();
        let mut session = crate::session::Session::new(cx.state);
        let reply = interpreter.run(&sha1.0, keys, argv, &mut session);
        // Up to 2.8.11 a database selected by a script stayed selected.
        if cx.at_least(2, 8, 12) {
            cx.state.keyspace.select(database);
        }
        reply
    });
    cx.state.scripts.interpreter = Some(interpreter);
    match reply {
        Ok(Reply::Error(text)) | Err(text) => Err(CommandError::RefusedWith(text)),
        Ok(reply) => Ok(reply),
    }
}

/// Says that nothing here can run a script.
#[cfg(not(feature = "lua"))]
pub(crate) fn run(
    _: &mut Context<'_>,
    _: &Sha1Hex,
    _: &[&[u8]],
    _: &[&[u8]],
) -> Result<Reply, CommandError> {
    Err(CommandError::Unsupported("this program was built without the interpreter for scripts"))
}

impl std::fmt::Debug for Scripts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Scripts").field("known", &self.bodies.len()).finish_non_exhaustive()
    }
}
