//! The replica, from outside.

use crate::{
    CommandError, Limits, Profile, Reply,
    ahead::Found,
    caveat::Caveats,
    commands::{self, CommandSpec},
    context::Context,
    digest::Digest,
    functions::Functions,
    report::{Counters, Failures},
    restart::RestartKeeps,
    state::{State, wrong_arity},
    touched::Touched,
};

/// A replica without network, disk or clock: commands go in, a data set comes out.
///
/// ```
/// use autopsync_engine::{Engine, Limits, Outcome, Profile};
///
/// let mut engine = Engine::new(Profile::of("4.0.2".parse().unwrap()), Limits::default());
/// assert_eq!(engine.apply(&[b"SET", b"s", b"hello"]), Outcome::Changed);
/// assert!(matches!(engine.apply(&[b"INCR", b"s"]), Outcome::Failed(_)));
/// assert_eq!(engine.keys(), 1);
/// ```
pub struct Engine {
    state: State,
}

/// What became of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Data changed.
    Changed,
    /// It ran and changed nothing.
    NoEffect,
    /// It waits for the `EXEC` of its transaction.
    Queued,
    /// It failed, and a real replica goes on.
    Failed(CommandError),
}

impl Engine {
    /// Creates a replica without data.
    #[must_use]
    pub fn new(profile: Profile, limits: Limits) -> Self {
        Self { state: State::new(profile, limits) }
    }

    /// Returns the emulation profile.
    #[must_use]
    pub const fn profile(&self) -> &Profile {
        &self.state.profile
    }

    /// Sets the clock, in milliseconds since 1970. Relative expiries count from it; nothing else moves it.
    pub fn set_clock(&mut self, now_ms: i64) {
        self.state.now_ms = now_ms;
    }

    /// Returns the clock, in milliseconds since 1970.
    #[must_use]
    pub const fn clock(&self) -> i64 {
        self.state.now_ms
    }

    /// Says where in the stream the next command begins, for reports.
    pub fn set_position(&mut self, offset: i64) {
        self.state.position = offset;
    }

    /// Applies one command of the stream.
    ///
    /// A failure is counted and kept (see [`Engine::failures`]) as well as returned.
    #[inline]
    pub fn apply(&mut self, args: &[&[u8]]) -> Outcome {
        let found = self.look_up(args);
        self.apply_found(args, found)
    }

    /// Applies a command that was looked up already.
    #[inline]
    pub(crate) fn apply_found(&mut self, args: &[&[u8]], found: Option<Found>) -> Outcome {
        let (before, executed) = (self.state.dirty, self.state.counters.transactions);
        match self.step(args, found, false) {
            Ok(Reply::Status("QUEUED")) => Outcome::Queued,
            Ok(_) if self.state.dirty != before => {
                let is_exec = self.state.counters.transactions != executed;
                self.state.counters.changed += u64::from(!is_exec);
                Outcome::Changed
            }
            Ok(_) => Outcome::NoEffect,
            Err(error) => Outcome::Failed(error),
        }
    }

    /// Applies one command and returns its reply, which a replica would discard.
    pub fn call(&mut self, args: &[&[u8]]) -> Reply {
        let found = self.look_up(args);
        match self.step(args, found, true) {
            Ok(reply) => reply,
            Err(error) => Reply::error(error.text(&self.state.profile.replica)),
        }
    }

    #[inline]
    fn look_up(&self, args: &[&[u8]]) -> Option<Found> {
        args.first().and_then(|name| self.state.find(name))
    }

    #[inline]
    fn step(
        &mut self,
        args: &[&[u8]],
        found: Option<Found>,
        wants_reply: bool,
    ) -> Result<Reply, CommandError> {
        let result = self.admit(args, found).and_then(|(spec, queued)| {
            if queued {
                return Ok(Reply::Status("QUEUED"));
            }
            let cx = &mut Context { state: &mut self.state, spec, wants_reply, in_script: false };
            (spec.handler)(cx, args)
        });
        if let Err(error) = &result {
            self.state.fail(self.state.position, args, error);
        }
        result
    }

    /// Checks a command, and queues it where a transaction is open.
    fn admit(
        &mut self,
        args: &[&[u8]],
        found: Option<Found>,
    ) -> Result<(&'static CommandSpec, bool), CommandError> {
        let state = &mut self.state;
        let (spec, arity) = match found {
            Some((spec, arity)) if CommandSpec::accepts(arity, args.len()) => (spec, arity),
            Some((spec, _)) => {
                state.break_transaction();
                return Err(wrong_arity(spec));
            }
            None => {
                state.break_transaction();
                return Err(state.unknown(args));
            }
        };
        debug_assert!(arity != 0);
        if state.is_due() {
            state.charge(0)?;
        }
        if let Err(error) = commands::check_subcommand(spec, args, &state.profile) {
            state.break_transaction();
            return Err(error);
        }
        if state.in_transaction && !spec.runs_in_multi() {
            state.enqueue(spec, args)?;
            return Ok((spec, true));
        }
        Ok((spec, false))
    }

    /// Forgets an open transaction, as the end of the link does.
    pub fn abandon_transaction(&mut self) {
        self.state.in_transaction = false;
        self.state.queue.clear();
    }

    /// Tells whether a transaction is open.
    #[must_use]
    pub const fn in_transaction(&self) -> bool {
        self.state.in_transaction
    }

    /// Returns the number of the selected database.
    #[must_use]
    pub fn selected_database(&self) -> u32 {
        self.state.keyspace.selected()
    }

    /// Selects a database, as the stream or a snapshot's `repl-stream-db` does.
    pub fn select_database(&mut self, number: u32) {
        self.state.keyspace.select(number);
    }

    /// Does to the state what a restart of the server does, beyond saving and loading the data.
    pub fn restart(&mut self, keeps: &RestartKeeps) {
        self.abandon_transaction();
        if !keeps.scripts {
            self.state.scripts.flush();
        }
        self.state.keyspace.select(keeps.database.unwrap_or(0));
    }

    /// Returns what `DEBUG DIGEST` would answer.
    #[must_use]
    pub fn digest(&self) -> Digest {
        crate::digest::of_keyspace(&self.state.keyspace, &self.state.profile.replica)
    }

    /// Returns what `DEBUG DIGEST-VALUE` would answer for a key of the selected database.
    #[must_use]
    pub fn digest_value(&self, key: &[u8]) -> Digest {
        let entry = self.state.keyspace.current().get(key);
        entry.map_or_else(Digest::default, |entry| {
            crate::digest::of_entry(entry, &self.state.profile.replica)
        })
    }

    /// Returns how many keys all databases have together.
    #[must_use]
    pub fn keys(&self) -> usize {
        self.databases().map(|(_, keys)| keys).sum()
    }

    /// Returns the databases that have keys, by number, with how many.
    pub fn databases(&self) -> impl Iterator<Item = (u32, usize)> + '_ {
        self.state.keyspace.in_order().into_iter().map(|(number, db)| (number, db.len()))
    }

    /// Returns how many bytes the data takes, as far as the engine can count them.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.state.keyspace.memory()
    }

    /// Returns the commands that failed.
    #[must_use]
    pub const fn failures(&self) -> &Failures {
        &self.state.failures
    }

    /// Returns what was counted.
    #[must_use]
    pub const fn counters(&self) -> Counters {
        self.state.counters
    }

    /// Returns where the result depends on more than snapshot and stream.
    #[must_use]
    pub const fn caveats(&self) -> &Caveats {
        &self.state.caveats
    }

    /// Returns the function libraries.
    #[must_use]
    pub const fn functions(&self) -> &Functions {
        &self.state.functions
    }

    /// Tells whether a script is known by this SHA1 in lower-case hex.
    #[must_use]
    pub fn knows_script(&self, sha1: &[u8]) -> bool {
        self.state.scripts.knows(sha1)
    }

    /// Returns the scripts that are known, by their SHA1.
    pub fn scripts(&self) -> impl Iterator<Item = &[u8]> {
        self.state.scripts.iter()
    }

    /// Remembers a script, as a snapshot's `lua` field or `SCRIPT LOAD` does.
    pub fn load_script(&mut self, body: &[u8]) {
        self.state.scripts.remember(body);
    }

    /// Starts or stops the collection of changes. It is off at first.
    ///
    /// ```
    /// use autopsync_engine::{Engine, Extent, Limits, Profile};
    ///
    /// let mut engine = Engine::new(Profile::of("7.0.15".parse().unwrap()), Limits::default());
    /// engine.observe(true);
    /// engine.apply(&[b"MSET", b"a", b"1", b"b", b"2"]);
    /// let mut changed = Vec::new();
    /// engine.drain_touched(|touched, engine| {
    ///     if let Extent::Key(database, key) = touched.what {
    ///         changed.push(engine.key(database, key).and_then(|key| key.as_string()).map(<[u8]>::to_vec));
    ///     }
    /// });
    /// assert_eq!(changed, [Some(b"1".to_vec()), Some(b"2".to_vec())]);
    /// ```
    pub fn observe(&mut self, on: bool) {
        self.state.touched = on.then(Default::default);
    }

    /// Tells what changed since the last call, where changes are collected, and forgets it.
    ///
    /// One command may tell a key more than once. The changes of a transaction come with its `EXEC`.
    pub fn drain_touched(&mut self, mut tell: impl FnMut(Touched<'_>, &Self)) {
        let Some(mut touches) = self.state.touched.take() else { return };
        touches.iter().for_each(|touched| tell(touched, self));
        touches.clear();
        self.state.touched = Some(touches);
    }

    /// Adds to the count of records applied.
    pub(crate) fn count_commands(&mut self, commands: u64) {
        self.state.counters.commands += commands;
    }

    pub(crate) fn state_mut(&mut self) -> &mut State {
        &mut self.state
    }

    pub(crate) const fn state(&self) -> &State {
        &self.state
    }
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine")
            .field("replica", &self.state.profile.replica)
            .field("keys", &self.keys())
            .finish_non_exhaustive()
    }
}
