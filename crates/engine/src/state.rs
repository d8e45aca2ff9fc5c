//! Everything that commands work on.

use crate::{
    CommandError, Limits, Profile, caveat::Caveats, commands, commands::CommandSpec,
    functions::Functions, keyspace::Keyspace, report::Counters, report::Failures, scripts::Scripts,
    touched::Touches, transaction::Queue,
};

/// The replica's state: data, clock, scripts, and the profile that everything depends on.
pub(crate) struct State {
    /// What decides how the same bytes turn into data.
    pub(crate) profile: Profile,
    /// What may be used at most.
    pub(crate) limits: Limits,
    /// The data.
    pub(crate) keyspace: Keyspace,
    /// The clock, in milliseconds since 1970. Nothing reads another one.
    pub(crate) now_ms: i64,
    /// Scripts by their SHA1.
    pub(crate) scripts: Scripts,
    /// Function libraries, as a listing.
    pub(crate) functions: Functions,
    /// Where the result depends on more than the bytes.
    pub(crate) caveats: Caveats,
    /// Where in the stream the current command began.
    pub(crate) position: i64,
    /// Counts changes, as the server's `server.dirty`.
    pub(crate) dirty: u64,
    /// How many bytes were made of nothing since the data was measured last, what it measured included.
    pub(crate) grown: usize,
    /// Whether a `MULTI` is open.
    pub(crate) in_transaction: bool,
    /// What waits for its `EXEC`.
    pub(crate) queue: Queue,
    /// The commands that failed.
    pub(crate) failures: Failures,
    /// What was counted.
    pub(crate) counters: Counters,
    /// What changed since somebody asked last, if anybody does.
    pub(crate) touched: Option<Box<Touches>>,
    /// The arity of each command in the emulated version; 0 where it does not know the command.
    arities: Box<[i8]>,
}

impl State {
    pub(crate) fn new(profile: Profile, limits: Limits) -> Self {
        let arity = |spec: &CommandSpec| spec.arity_in(&profile.replica).unwrap_or(0);
        Self {
            arities: commands::all().iter().map(arity).collect(),
            scripts: Scripts::new(),
            functions: Functions::default(),
            keyspace: Keyspace::default(),
            now_ms: 0,
            caveats: Caveats::default(),
            position: 0,
            dirty: 0,
            grown: 0,
            touched: None,
            in_transaction: false,
            queue: Queue::default(),
            failures: Failures::default(),
            counters: Counters::default(),
            profile,
            limits,
        }
    }

    /// Returns the row of a command and its arity, where the emulated version has it.
    #[inline]
    pub(crate) fn find(&self, name: &[u8]) -> Option<(&'static CommandSpec, i8)> {
        let index = commands::index_of(name)?;
        let arity = self.arities.get(index).copied().filter(|arity| *arity != 0)?;
        Some((commands::all().get(index)?, arity))
    }

    /// Keeps and counts a failure.
    #[cold]
    pub(crate) fn fail(&mut self, position: i64, args: &[&[u8]], error: &CommandError) {
        let place = (position, self.keyspace.selected());
        self.failures.note(self.limits.kept_reports, place, args, error);
    }

    /// Makes sure that so many bytes more, which did not come with the evidence, may be taken.
    ///
    /// A few bytes of a command or a script can make gigabytes of data. What is made so is added up, and only when the
    /// sum is over the limit the data is measured.
    pub(crate) fn charge(&mut self, bytes: usize) -> Result<(), CommandError> {
        self.grown = self.grown.saturating_add(bytes);
        if self.grown <= self.limits.data_bytes {
            return Ok(());
        }
        self.grown = self.keyspace.memory();
        if self.grown.saturating_add(bytes) > self.limits.data_bytes {
            return Err(CommandError::Unsupported(
                "more data than this engine may hold (the limit of memory for data)",
            ));
        }
        self.grown += bytes;
        Ok(())
    }

    /// Adds what was made of nothing, and is there already.
    #[inline]
    pub(crate) fn note_growth(&mut self, bytes: usize) {
        self.grown = self.grown.saturating_add(bytes);
    }

    /// Tells whether the data has to be measured before a command may run.
    #[inline]
    pub(crate) const fn is_due(&self) -> bool {
        self.grown > self.limits.data_bytes
    }

    /// Makes the `EXEC` of an open transaction apply nothing.
    pub(crate) fn break_transaction(&mut self) {
        self.queue.broken |= self.in_transaction;
    }

    /// Queues a command of an open transaction.
    pub(crate) fn enqueue(
        &mut self,
        spec: &'static CommandSpec,
        args: &[&[u8]],
    ) -> Result<(), CommandError> {
        if self.queue.len() >= self.limits.queued_commands {
            self.queue.broken = true;
            return Err(CommandError::Unsupported(
                "more commands in a transaction than this engine queues",
            ));
        }
        self.queue.push(spec, args, self.position);
        Ok(())
    }

    /// Says that a command is unknown, in the words of the version (`processCommand`, `src/server.c`).
    pub(crate) fn unknown(&self, args: &[&[u8]]) -> CommandError {
        let version = &self.profile.replica;
        let modern = version.at_least(7, 0, 0);
        let (name, rest) =
            args.split_first().map_or((&b""[..], args), |(name, rest)| (*name, rest));
        // Printed with `%s`: a NUL byte ends it.
        let shown_of = |text: &'_ [u8], most: usize| {
            let end = text.iter().position(|byte| *byte == 0).unwrap_or(text.len());
            text[..end.min(most)].to_vec()
        };
        let name = &shown_of(name, 128)[..];
        if !version.at_least(5, 0, 0) {
            return CommandError::Unknown([b"ERR unknown command '", name, b"'"].concat().into());
        }
        let (open, close) = if modern { (b'\'', &b"' "[..]) } else { (b'`', &b"`, "[..]) };
        let mut shown = Vec::new();
        for argument in rest {
            if shown.len() >= 128 {
                break;
            }
            shown.push(open);
            shown.extend_from_slice(&shown_of(argument, 128 - (shown.len() - 1)));
            shown.extend_from_slice(close);
        }
        let quote = [open];
        let mut text = [
            &b"ERR unknown command "[..],
            &quote,
            name,
            &quote,
            b", with args beginning with: ",
            &shown,
        ]
        .concat();
        text.iter_mut().filter(|byte| matches!(byte, b'\r' | b'\n')).for_each(|byte| *byte = b' ');
        CommandError::Unknown(text.into())
    }
}

/// Says that the number of arguments is wrong.
pub(crate) fn wrong_arity(spec: &CommandSpec) -> CommandError {
    CommandError::with(format!("ERR wrong number of arguments for '{}' command", spec.name))
}
