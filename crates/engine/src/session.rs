//! What a running script sees of the replica.
//!
//! Whether a script may run a command, and in which words it is told that it may not, is the server's
//! (`luaRedisGenericCommand`, `src/scripting.c` up to 6.2; `scriptCall`, `src/script.c` from 7.0 on; `commands.md` §3.7, §3.8).

use crate::{
    CommandError, Reply, ScriptHost, commands, commands::CommandSpec, context::Context,
    state::State,
};

/// One run of a script.
pub(crate) struct Session<'a> {
    state: &'a mut State,
    /// Whether a command that writes was run, whatever it did.
    wrote: bool,
    /// Whether a command was run whose reply is not a function of the data.
    random: bool,
    /// Whether the script went over to the replication of effects.
    effects: bool,
}

impl<'a> Session<'a> {
    pub(crate) fn new(state: &'a mut State) -> Self {
        Self { state, wrote: false, random: false, effects: false }
    }

    /// Chooses a text by version: up to 6.2, from 7.0 on, Valkey from 9.1 on.
    fn say(&self, old: &str, new: &str, valkey: &str) -> Reply {
        let version = &self.state.profile.replica;
        Reply::error(if !version.at_least(7, 0, 0) {
            old
        } else if version.is_valkey() && version.at_least(9, 1, 0) {
            valkey
        } else {
            new
        })
    }

    fn refusal(&self, spec: Option<&'static CommandSpec>, accepted: bool) -> Option<Reply> {
        let version = &self.state.profile.replica;
        let Some(spec) = spec else {
            return Some(self.say(
                "Unknown Redis command called from Lua script",
                "ERR Unknown Redis command called from script",
                "ERR Unknown command called from script",
            ));
        };
        if !accepted {
            return Some(self.say(
                "Wrong number of args calling Redis command From Lua script",
                "ERR Wrong number of args calling Redis command from script",
                "ERR Wrong number of args calling command from script",
            ));
        }
        if !spec.allowed_in_scripts(version) {
            return Some(self.say(
                "This Redis command is not allowed from scripts",
                "ERR This Redis command is not allowed from script",
                "ERR This Valkey command is not allowed from script",
            ));
        }
        let verbatim = self.state.profile.verbatim_scripts() && !self.effects;
        if spec.is_write() && self.random && verbatim {
            return Some(Reply::error(if version.at_least(3, 2, 0) {
                "Write commands not allowed after non deterministic commands. Call redis.replicate_commands() at \
                 the start of your script in order to switch to single commands replication mode."
            } else {
                "Write commands not allowed after non deterministic commands"
            }));
        }
        None
    }
}

impl ScriptHost for Session<'_> {
    fn call(&mut self, args: &[&[u8]]) -> Reply {
        let Some(name) = args.first() else {
            return self.say(
                "Please specify at least one argument for redis.call()",
                "ERR Please specify at least one argument for this redis lib call",
                "ERR Please specify at least one argument for this call",
            );
        };
        let found = self.state.find(name);
        let accepted = found.is_some_and(|(_, arity)| CommandSpec::accepts(arity, args.len()));
        if let Some(refusal) = self.refusal(found.map(|(spec, _)| spec), accepted) {
            return refusal;
        }
        let Some((spec, _)) = found else { return Reply::Nil };
        if commands::check_subcommand(spec, args, &self.state.profile).is_err() {
            return self.say(
                "",
                "ERR Unknown Redis command called from script",
                "ERR Unknown command called from script",
            );
        }
        if spec.is_write()
            && let Err(error) = self.state.charge(args.iter().map(|arg| arg.len() + 16).sum())
        {
            return self.failed(&error);
        }
        self.random |= spec.is_random_in(&self.state.profile.replica);
        self.wrote |= spec.is_write();
        let cx = &mut Context { state: self.state, spec, wants_reply: true, in_script: true };
        match (spec.handler)(cx, args) {
            Ok(reply) => reply,
            Err(error) => self.failed(&error),
        }
    }

    fn sorts_for_script(&self, command: &[u8]) -> bool {
        self.state.profile.verbatim_scripts()
            && commands::lookup(command).is_some_and(CommandSpec::sorts_for_script)
    }

    fn replicate_commands(&mut self) -> bool {
        self.effects |= !self.wrote;
        !self.wrote
    }
}

impl Session<'_> {
    fn failed(&self, error: &CommandError) -> Reply {
        Reply::error(error.text(&self.state.profile.replica))
    }
}
