//! Scripts: an embedded Lua 5.1 that runs them as a server of each version did.
//!
//! Masters up to 6.2 send scripts instead of their effects (`commands.md` §3.1), and what a script does depends on
//! the version that runs it: how numbers become arguments, what an error looks like, which globals exist. The
//! interpreter is PUC Lua 5.1.5, which servers embed; around it, this module rebuilds what they add and take away.
//!
//! * `dialect` lists what depends on a version.
//! * `sandbox` builds the globals, with `prelude/*.lua`, `api` (the `redis` table), `lib` and `strings`.
//! * `call` and `convert` carry commands to the [`ScriptHost`] and replies back.
//! * `limits` bounds memory and work; `errors` sees to it that neither limit can be caught.
//!
//! Not reproduced: the `debug` library (2.6 to 2.8.20), binary chunks (up to 2.8.20; refused everywhere), the order
//! of `pairs` from 7.0 on where keys are longer than 31 bytes (another hash of strings), the seed that
//! `redis.replicate_commands()` takes from the process, and what addresses and memory counts show.

use std::rc::Rc;

use autopsync_model::Limits;
use foldhash::fast::FixedState;
use hashbrown::HashMap;

use crate::{Profile, Reply, ScriptHost};

mod api;
mod args;
mod call;
mod convert;
mod determinism;
mod dialect;
mod errors;
mod lib;
mod limits;
mod pattern;
mod run;
mod sandbox;
mod shared;
mod shebang;
mod strings;

use dialect::Dialect;
use run::State;

/// The lower-case hexadecimal SHA-1 of a script's body: its name.
pub type Sha = [u8; 40];

/// Runs scripts, and remembers them.
///
/// One interpreter stands for one server process: what a script leaves behind (changed library tables, settings of
/// cjson, globals set through `rawset`) is there for the next one, until [`Interpreter::flush`].
pub struct Interpreter {
    dialect: Dialect,
    limits: Limits,
    bodies: Vec<(Sha, Rc<[u8]>)>,
    by_sha: HashMap<Sha, usize, FixedState>,
    by_body: HashMap<Rc<[u8]>, usize, FixedState>,
    state: Option<State>,
}

impl Interpreter {
    /// Makes an interpreter for a profile's replica. The Lua state is made when the first script is loaded.
    #[must_use]
    pub fn new(profile: &Profile, limits: &Limits) -> Self {
        Self {
            dialect: Dialect::of(profile),
            limits: *limits,
            bodies: Vec::new(),
            by_sha: HashMap::default(),
            by_body: HashMap::default(),
            state: None,
        }
    }

    /// Compiles a script and remembers it.
    ///
    /// # Errors
    /// The server's error text (without the leading `-`) where the body does not compile, or where its shebang line
    /// is not understood (7.0 and later); nothing is remembered then.
    pub fn load(&mut self, body: &[u8]) -> Result<Sha, Box<[u8]>> {
        if let Some((sha, _)) = self.by_body.get(body).and_then(|at| self.bodies.get(*at)) {
            return Ok(*sha);
        }
        let sha = api::sha1_hex(body);
        let number = self.bodies.len();
        self.state()?.compile(number, &sha, body)?;
        let body: Rc<[u8]> = body.into();
        self.bodies.push((sha, Rc::clone(&body)));
        self.by_sha.insert(sha, number);
        self.by_body.insert(body, number);
        Ok(sha)
    }

    /// Tells whether a script is remembered under a lower-case digest.
    #[must_use]
    pub fn knows(&self, sha_lower_hex: &[u8]) -> bool {
        self.by_sha.contains_key(sha_lower_hex)
    }

    /// Runs a remembered script.
    ///
    /// A script that fails gives the version's error; what it wrote before stays written. A digest that is not
    /// remembered gives the version's `NOSCRIPT`.
    pub fn run(
        &mut self,
        sha: &Sha,
        keys: &[&[u8]],
        argv: &[&[u8]],
        host: &mut dyn ScriptHost,
    ) -> Reply {
        let Some(number) = self.by_sha.get(sha).copied() else {
            return Reply::error(self.dialect.no_script());
        };
        match self.state() {
            Ok(state) => state.run(number, sha, keys, argv, host),
            Err(text) => Reply::Error(text),
        }
    }

    /// Forgets all scripts and everything that they left behind (SCRIPT FLUSH makes a new interpreter in all
    /// versions).
    pub fn flush(&mut self) {
        self.bodies.clear();
        self.by_sha.clear();
        self.by_body.clear();
        self.state = None;
    }

    /// The remembered scripts with their digests, in the order in which they came.
    pub fn scripts(&self) -> impl Iterator<Item = (&Sha, &[u8])> {
        self.bodies.iter().map(|(sha, body)| (sha, &**body))
    }

    fn state(&mut self) -> Result<&mut State, Box<[u8]>> {
        if self.state.is_none() {
            let state = State::new(&self.dialect, &self.limits);
            self.state = Some(
                state.map_err(|error| format!("ERR {error}").into_bytes().into_boxed_slice())?,
            );
        }
        self.state.as_mut().ok_or_else(|| b"ERR no Lua state".as_slice().into())
    }
}

#[cfg(test)]
mod tests;
