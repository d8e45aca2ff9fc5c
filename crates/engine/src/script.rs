//! The border between the interpreter and the engine.

use crate::Reply;

/// What the interpreter needs from whoever runs a script.
///
/// The engine implements it over its keyspace; a test implements it over a list.
pub trait ScriptHost {
    /// Runs one command for a script: looks it up, checks arity and whether scripts may run it, applies it, and
    /// returns its reply. The text of an error is what the emulated version gives, without position.
    fn call(&mut self, args: &[&[u8]]) -> Reply;

    /// Tells whether the reply of this command has no order of its own and has to be sorted for a script under
    /// verbatim replication (`commands.md` §3.7).
    fn sorts_for_script(&self, command: &[u8]) -> bool;

    /// Goes over to the replication of effects, as `redis.replicate_commands()` asks: writes may follow random
    /// commands from now on. `false`, and nothing done, where the script has written already.
    fn replicate_commands(&mut self) -> bool;
}
