//! What is known about a value type without looking at a value.

use std::fmt;

/// The facts about one value type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct TypeInfo {
    /// The byte that stands for it.
    pub code: u8,
    /// Its name as `redis-check-rdb` spells it.
    pub name: &'static str,
    /// What kind of value it is.
    pub kind: ValueKind,
    /// How the value is stored, in the servers' words: `ziplist`, `hashtable` …
    ///
    /// For strings see [`RdbString::encoding`](crate::RdbString::encoding).
    pub encoding: &'static str,
    /// The first RDB version that may hold it under the magic `REDIS`, or `None` where the code has no such meaning.
    pub redis: Option<u16>,
    /// The first RDB version that may hold it under the magic `VALKEY`.
    pub valkey: Option<u16>,
    /// The first RDB version in which `KeyDB`, which has the magic of Redis, may use the code for something of its own.
    pub keydb: Option<u16>,
}

impl TypeInfo {
    /// A type that Redis introduced before Valkey parted from it, so that both read it.
    pub(crate) const fn common(
        code: u8,
        name: &'static str,
        kind: ValueKind,
        encoding: &'static str,
        since: u16,
    ) -> Self {
        Self { code, name, kind, encoding, redis: Some(since), valkey: Some(80), keydb: None }
    }

    /// Tells whether such a value needs field names that stand elsewhere (types 30 and 32).
    #[inline]
    #[must_use]
    pub const fn refers_to_template(&self) -> bool {
        matches!(self.code, 30 | 32)
    }

    /// A type of Redis that Valkey does not have.
    pub(crate) const fn redis(
        code: u8,
        name: &'static str,
        kind: ValueKind,
        encoding: &'static str,
        since: u16,
    ) -> Self {
        Self { code, name, kind, encoding, redis: Some(since), valkey: None, keydb: None }
    }

    /// A type of Valkey that Redis does not have.
    pub(crate) const fn valkey(
        code: u8,
        name: &'static str,
        kind: ValueKind,
        encoding: &'static str,
        since: u16,
    ) -> Self {
        Self { code, name, kind, encoding, redis: None, valkey: Some(since), keydb: None }
    }

    /// A type of `KeyDB` that nobody else has.
    pub(crate) const fn keydb(
        code: u8,
        name: &'static str,
        kind: ValueKind,
        encoding: &'static str,
        since: u16,
    ) -> Self {
        Self { code, name, kind, encoding, redis: None, valkey: None, keydb: Some(since) }
    }
}

/// The kinds of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ValueKind {
    /// Bytes.
    String,
    /// A list.
    List,
    /// A set.
    Set,
    /// A sorted set.
    Zset,
    /// A hash.
    Hash,
    /// A stream.
    Stream,
    /// A value whose meaning is known to a module.
    Module,
    /// An array (RDB 14).
    Array,
    /// A script that runs at its time (`KeyDB`, whose `TYPE` answers `unknown`).
    Cron,
}

impl ValueKind {
    /// Returns the word that `TYPE` answers; for a module's value, `module`, and for a job of `KeyDB`, `cron`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::List => "list",
            Self::Set => "set",
            Self::Zset => "zset",
            Self::Hash => "hash",
            Self::Stream => "stream",
            Self::Module => "module",
            Self::Array => "array",
            Self::Cron => "cron",
        }
    }
}

impl fmt::Display for ValueKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
