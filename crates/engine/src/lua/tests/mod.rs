//! Scripts run against a small store.

use std::collections::BTreeMap;

use autopsync_model::{Limits, Version};

use super::Interpreter;
use crate::{Profile, Reply, ScriptHost};

mod errors;
mod hostile;
mod persistence;
mod sandbox;
mod values;
mod vectors;

/// A host with a few commands over strings.
#[derive(Default)]
struct Store {
    version: Option<Version>,
    keys: BTreeMap<Vec<u8>, Vec<u8>>,
    /// Every command that a script ran, its arguments joined by blanks.
    log: Vec<String>,
    written: bool,
}

impl Store {
    /// An error of the gate in the words of the version.
    fn refuse(&self, old: &str, new: &str) -> Reply {
        let modern = self.version.is_none_or(|version| version.at_least(7, 0, 0));
        Reply::error(if modern { new } else { old })
    }
}

impl ScriptHost for Store {
    fn call(&mut self, args: &[&[u8]]) -> Reply {
        let words: Vec<_> =
            args.iter().map(|arg| String::from_utf8_lossy(arg).into_owned()).collect();
        self.log.push(words.join(" "));
        let name = args[0].to_ascii_lowercase();
        match (name.as_slice(), &args[1..]) {
            (b"set", [key, value]) => {
                self.written = true;
                self.keys.insert(key.to_vec(), value.to_vec());
                Reply::OK
            }
            (b"get", [key]) => self.keys.get(*key).map_or(Reply::Nil, Reply::bulk),
            (b"echo", [text]) => Reply::bulk(text),
            (b"args", rest) => Reply::Array(rest.iter().map(Reply::bulk).collect()),
            (b"ping", []) => Reply::Status("PONG"),
            (b"smembers", [_]) => Reply::Set(["c", "a", "b"].map(Reply::bulk).to_vec()),
            (b"hgetall", [_]) => Reply::Map(vec![(Reply::bulk("f"), Reply::bulk("v"))]),
            (b"zscore", [..]) => Reply::Double(0.1),
            (b"big", []) => Reply::Int(9_007_199_254_740_993),
            (b"nested", []) => {
                Reply::Array(vec![Reply::Nil, Reply::Array(vec![Reply::Int(1)]), Reply::OK])
            }
            (b"wrongtype", []) => {
                Reply::error("WRONGTYPE Operation against a key holding the wrong kind of value")
            }
            (b"set" | b"get" | b"echo", _) => self.refuse(
                "Wrong number of args calling Redis command From Lua script",
                "ERR Wrong number of args calling Redis command from script",
            ),
            _ => self.refuse(
                "Unknown Redis command called from Lua script",
                "ERR Unknown Redis command called from script",
            ),
        }
    }

    fn sorts_for_script(&self, command: &[u8]) -> bool {
        command.eq_ignore_ascii_case(b"smembers")
    }

    fn replicate_commands(&mut self) -> bool {
        !self.written
    }
}

/// An interpreter and a store of one version.
struct Server {
    interpreter: Interpreter,
    store: Store,
}

impl Server {
    fn new(version: Version) -> Self {
        Self::with_limits(version, &Limits::default())
    }

    fn with_limits(version: Version, limits: &Limits) -> Self {
        let interpreter = Interpreter::new(&Profile::of(version), limits);
        Self { interpreter, store: Store { version: Some(version), ..Store::default() } }
    }

    /// A server of 5.0 to 6.2 whose `lua-replicate-commands` is given.
    fn replicating(version: Version, effects: bool) -> Self {
        let profile = Profile { lua_replicate_commands: effects, ..Profile::of(version) };
        let interpreter = Interpreter::new(&profile, &Limits::default());
        Self { interpreter, ..Self::new(version) }
    }

    /// EVAL without keys and arguments.
    fn eval(&mut self, body: &str) -> Reply {
        self.eval_with(body, &[], &[])
    }

    fn eval_with(&mut self, body: &str, keys: &[&[u8]], argv: &[&[u8]]) -> Reply {
        match self.interpreter.load(body.as_bytes()) {
            Ok(sha) => self.interpreter.run(&sha, keys, argv, &mut self.store),
            Err(text) => Reply::Error(text),
        }
    }

    /// The text of a reply that is a string or an error (with `-` in front).
    fn text(&mut self, body: &str) -> String {
        match self.eval(body) {
            Reply::Bulk(text) => String::from_utf8_lossy(&text).into_owned(),
            Reply::Error(text) => format!("-{}", String::from_utf8_lossy(&text)),
            other => format!("{other:?}"),
        }
    }
}

const V2_6: Version = Version::redis(2, 6, 17);
const V2_8: Version = Version::redis(2, 8, 24);
const V4_0: Version = Version::redis(4, 0, 14);
const V6_2: Version = Version::redis(6, 2, 14);
const V7_0: Version = Version::redis(7, 0, 15);
const V9_1: Version = Version::valkey(9, 1, 2);
