//! Transactions: commands that wait for `EXEC`.

use crate::commands::CommandSpec;

/// Commands in the order of the stream, in one buffer that is kept for the next transaction.
#[derive(Debug, Default)]
pub(crate) struct Queue {
    bytes: Vec<u8>,
    /// Where each argument ends.
    ends: Vec<usize>,
    commands: Vec<Queued>,
    /// Whether something could not be queued, so that `EXEC` applies nothing.
    pub(crate) broken: bool,
}

#[derive(Debug, Clone, Copy)]
struct Queued {
    spec: &'static CommandSpec,
    /// The number of its first argument.
    first: usize,
    position: i64,
}

impl Queue {
    /// Queues a command.
    pub(crate) fn push(&mut self, spec: &'static CommandSpec, args: &[&[u8]], position: i64) {
        self.commands.push(Queued { spec, first: self.ends.len(), position });
        for arg in args {
            self.bytes.extend_from_slice(arg);
            self.ends.push(self.bytes.len());
        }
    }

    /// Returns how many commands wait.
    pub(crate) const fn len(&self) -> usize {
        self.commands.len()
    }

    /// Forgets everything, and keeps the room.
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
        self.commands.clear();
        self.broken = false;
    }

    /// Calls `run` with each command, its arguments and its position.
    pub(crate) fn for_each(&self, mut run: impl FnMut(&'static CommandSpec, &[&[u8]], i64)) {
        let mut args: Vec<&[u8]> = Vec::new();
        for (n, queued) in self.commands.iter().enumerate() {
            let end = self.commands.get(n + 1).map_or(self.ends.len(), |next| next.first);
            args.clear();
            let mut start = queued.first.checked_sub(1).map_or(0, |last| self.ends[last]);
            for stop in &self.ends[queued.first..end] {
                args.push(&self.bytes[start..*stop]);
                start = *stop;
            }
            run(queued.spec, &args, queued.position);
        }
    }
}
