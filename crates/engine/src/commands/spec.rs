//! What the command table says of a command.

use crate::{CommandError, Reply, context::Context};
use autopsync_model::Version;

/// Applies a command: arguments in, reply or refusal out.
pub(crate) type Handler = fn(&mut Context<'_>, &[&[u8]]) -> Result<Reply, CommandError>;

/// One row of the command table.
#[derive(Clone, Copy)]
pub struct CommandSpec {
    /// The name in lower case.
    pub name: &'static str,
    /// How many arguments it takes, its own name included: exactly that many, or at least the negated number.
    pub arity: i8,
    /// Where its keys stand.
    pub keys: Keys,
    pub(crate) flags: u32,
    pub(crate) since: Since,
    /// Versions (exclusive) up to which another arity held, oldest first.
    pub(crate) arity_before: &'static [(Release, i8)],
    pub(crate) handler: Handler,
}

/// The first two numbers and the patch of a release.
pub(crate) type Release = (u16, u16, u16);

/// Which versions know a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Since {
    redis: Option<Release>,
    valkey: Option<Release>,
    /// The first Redis that does not know it any more.
    gone: Option<Release>,
}

impl Since {
    /// Known to Redis from a version on, and to every Valkey.
    pub(crate) const fn redis(major: u16, minor: u16) -> Self {
        Self { redis: Some((major, minor, 0)), valkey: Some((0, 0, 0)), gone: None }
    }

    /// Known to Redis from a version on, and not to Valkey.
    pub(crate) const fn only_redis(major: u16, minor: u16) -> Self {
        Self { redis: Some((major, minor, 0)), valkey: None, gone: None }
    }

    /// Known to Valkey from a version on, and not to Redis.
    pub(crate) const fn only_valkey(major: u16, minor: u16) -> Self {
        Self { redis: None, valkey: Some((major, minor, 0)), gone: None }
    }

    /// The same, to Valkey from another version on.
    pub(crate) const fn valkey(self, major: u16, minor: u16) -> Self {
        Self { valkey: Some((major, minor, 0)), ..self }
    }

    /// The same, gone again in a version of Redis.
    pub(crate) const fn until(self, major: u16, minor: u16) -> Self {
        Self { gone: Some((major, minor, 0)), ..self }
    }

    /// The same, with the patch of the Redis release.
    pub(crate) const fn patch(self, patch: u16) -> Self {
        match self.redis {
            Some((major, minor, _)) => Self { redis: Some((major, minor, patch)), ..self },
            None => self,
        }
    }

    fn known_to(self, version: &Version) -> bool {
        let since = if version.is_valkey() { self.valkey } else { self.redis };
        let gone = self.gone.filter(|_| !version.is_valkey());
        since.is_some_and(|release| at_least(version, release))
            && !gone.is_some_and(|release| at_least(version, release))
    }
}

/// Tells whether a version is at least a release, its candidates included: they carry its commands.
fn at_least(version: &Version, (major, minor, patch): Release) -> bool {
    (version.major, version.minor, version.patch) >= (major, minor, patch)
}

/// Where the keys of a command stand among its arguments.
#[derive(Clone, Copy)]
pub enum Keys {
    /// It names none.
    None,
    /// From `first` to `last` (negative: counted from the end, -1 the last argument) in steps.
    At {
        /// The first key's place.
        first: i8,
        /// The last key's place.
        last: i8,
        /// From one key to the next.
        step: i8,
    },
    /// Elsewhere, told by a function that calls back with each place.
    Movable(KeyPlaces),
}

/// Calls back with the place of each key among the arguments.
pub type KeyPlaces = fn(&[&[u8]], &mut dyn FnMut(usize));

/// One key, the first argument.
pub(crate) const KEY: Keys = Keys::At { first: 1, last: 1, step: 1 };
/// The first two arguments.
pub(crate) const TWO_KEYS: Keys = Keys::At { first: 1, last: 2, step: 1 };
/// All arguments.
pub(crate) const ALL_KEYS: Keys = Keys::At { first: 1, last: -1, step: 1 };

/// What a command is for, as the `stream` command of the program tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CommandKind {
    /// Changes data.
    Write,
    /// Reads data.
    Read,
    /// `PING`.
    Ping,
    /// `SELECT`.
    Select,
    /// `EVAL` and its relatives, `SCRIPT`.
    Script,
    /// `FUNCTION`, `FCALL`.
    Function,
    /// `MULTI`.
    Multi,
    /// `EXEC`.
    Exec,
    /// `DISCARD`, `WATCH`, `UNWATCH`.
    Transaction,
    /// `REPLCONF`.
    Replconf,
    /// `PUBLISH` and its relatives.
    Publish,
    /// Anything that administers a server.
    Admin,
    /// A name that no known server has: a module's command, or a later version's.
    Unknown,
}

impl CommandKind {
    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Write => "write",
            Self::Read => "read",
            Self::Ping => "ping",
            Self::Select => "select",
            Self::Script => "script",
            Self::Function => "function",
            Self::Multi => "multi",
            Self::Exec => "exec",
            Self::Transaction => "transaction",
            Self::Replconf => "replconf",
            Self::Publish => "publish",
            Self::Admin => "admin",
            Self::Unknown => "unknown",
        }
    }
}

/// Changes data.
pub(crate) const WRITE: u32 = 1;
/// Reads data.
pub(crate) const READ: u32 = 1 << 1;
/// Not from scripts, in any version.
pub(crate) const NOSCRIPT: u32 = 1 << 2;
/// Not from scripts before 3.2.
pub(crate) const NOSCRIPT_TO_30: u32 = 1 << 3;
/// Not from scripts before 7.2: commands that block.
pub(crate) const BLOCKING: u32 = 1 << 4;
/// Its reply has no order of its own; sorted for scripts under verbatim replication.
pub(crate) const SORTED: u32 = 1 << 5;
/// Its effect or reply is not a function of data and arguments, said since 2.6.
pub(crate) const RANDOM_26: u32 = 1 << 6;
/// The same, said since 2.8.
pub(crate) const RANDOM_28: u32 = 1 << 7;
/// The same, said since 5.0.
pub(crate) const RANDOM_50: u32 = 1 << 8;
/// The same, said since 6.0.
pub(crate) const RANDOM_60: u32 = 1 << 9;
/// The same, said since 6.2.
pub(crate) const RANDOM_62: u32 = 1 << 10;
/// Administers a server.
pub(crate) const ADMIN: u32 = 1 << 11;
/// Publishes and subscribes.
pub(crate) const PUBSUB: u32 = 1 << 12;
/// Runs at once inside a transaction instead of being queued.
pub(crate) const NOW: u32 = 1 << 13;
/// Has sub-commands as its first argument.
pub(crate) const CONTAINER: u32 = 1 << 14;
/// Known by name only: a replica runs it without any effect on the data.
pub(crate) const INERT: u32 = 1 << 15;

/// Writes a row of the table.
pub(crate) const fn row(
    name: &'static str,
    arity: i8,
    flags: u32,
    keys: Keys,
    since: Since,
    handler: Handler,
) -> CommandSpec {
    CommandSpec { name, arity, keys, flags, since, arity_before: &[], handler }
}

impl CommandSpec {
    /// The same row, with the arity of older versions.
    pub(crate) const fn before(self, arities: &'static [(Release, i8)]) -> Self {
        Self { arity_before: arities, ..self }
    }

    /// Returns the arity in a version, or `None` where the version does not know the command.
    #[must_use]
    pub fn arity_in(&self, version: &Version) -> Option<i8> {
        if !self.since.known_to(version) {
            return None;
        }
        let older = self.arity_before.iter().find(|(release, _)| !at_least(version, *release));
        Some(older.map_or(self.arity, |(_, arity)| *arity))
    }

    /// Tells whether so many arguments, the name included, are right for an arity.
    #[must_use]
    pub const fn accepts(arity: i8, arguments: usize) -> bool {
        let least = arity.unsigned_abs() as usize;
        if arity < 0 { arguments >= least } else { arguments == least }
    }

    const fn has(&self, flag: u32) -> bool {
        self.flags & flag != 0
    }

    /// Tells whether it changes data.
    #[must_use]
    pub const fn is_write(&self) -> bool {
        self.has(WRITE)
    }

    /// Tells whether it reads data.
    #[must_use]
    pub const fn is_read_only(&self) -> bool {
        self.has(READ)
    }

    /// Tells whether it administers a server.
    #[must_use]
    pub const fn is_admin(&self) -> bool {
        self.has(ADMIN)
    }

    /// Tells whether it has sub-commands.
    pub(crate) const fn is_container(&self) -> bool {
        self.has(CONTAINER)
    }

    /// Tells whether it runs at once inside a transaction.
    pub(crate) const fn runs_in_multi(&self) -> bool {
        self.has(NOW)
    }

    /// Tells whether scripts may run it in a version.
    #[must_use]
    pub fn allowed_in_scripts(&self, version: &Version) -> bool {
        !(self.has(NOSCRIPT)
            || (self.has(NOSCRIPT_TO_30) && !version.at_least(3, 2, 0))
            || (self.has(BLOCKING) && !version.at_least(7, 2, 0)))
    }

    /// Tells whether a version calls it random: after it, a script under verbatim replication may not write.
    #[must_use]
    pub fn is_random_in(&self, version: &Version) -> bool {
        [
            (RANDOM_26, (2, 6, 0)),
            (RANDOM_28, (2, 8, 0)),
            (RANDOM_50, (5, 0, 0)),
            (RANDOM_60, (6, 0, 0)),
            (RANDOM_62, (6, 2, 0)),
        ]
        .iter()
        .any(|(flag, release)| self.has(*flag) && at_least(version, *release))
    }

    /// Tells whether its reply has to be sorted for scripts under verbatim replication.
    #[must_use]
    pub const fn sorts_for_script(&self) -> bool {
        self.has(SORTED)
    }

    /// Tells whether the engine knows it by name only.
    #[must_use]
    pub const fn is_inert(&self) -> bool {
        self.has(INERT)
    }

    /// Calls `found` with the place of each key among the arguments.
    pub fn key_places(&self, args: &[&[u8]], mut found: impl FnMut(usize)) {
        match self.keys {
            Keys::None => {}
            Keys::At { first, last, step } => {
                let end = if last < 0 {
                    args.len().saturating_sub(usize::from(last.unsigned_abs()))
                } else {
                    usize::from(last.unsigned_abs()).min(args.len().saturating_sub(1))
                };
                let places = usize::from(first.unsigned_abs())..=end;
                places.step_by(usize::from(step.unsigned_abs()).max(1)).for_each(found);
            }
            Keys::Movable(places) => places(args, &mut |place| {
                if place < args.len() {
                    found(place);
                }
            }),
        }
    }

    /// Returns the keys that a command names.
    #[must_use]
    pub fn keys_of<'a>(&self, args: &[&'a [u8]]) -> Vec<&'a [u8]> {
        let mut keys = Vec::new();
        self.key_places(args, |place| keys.push(args[place]));
        keys
    }

    /// Tells what the command is for.
    #[must_use]
    pub fn kind(&self) -> CommandKind {
        match self.name {
            "ping" => CommandKind::Ping,
            "select" => CommandKind::Select,
            "eval" | "evalsha" | "eval_ro" | "evalsha_ro" | "script" => CommandKind::Script,
            "function" | "fcall" | "fcall_ro" => CommandKind::Function,
            "multi" => CommandKind::Multi,
            "exec" => CommandKind::Exec,
            "discard" | "watch" | "unwatch" => CommandKind::Transaction,
            "replconf" => CommandKind::Replconf,
            _ if self.has(PUBSUB) => CommandKind::Publish,
            _ if self.has(WRITE) => CommandKind::Write,
            _ if self.has(READ) => CommandKind::Read,
            _ => CommandKind::Admin,
        }
    }
}

impl std::fmt::Debug for CommandSpec {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CommandSpec")
            .field("name", &self.name)
            .field("arity", &self.arity)
            .finish_non_exhaustive()
    }
}
