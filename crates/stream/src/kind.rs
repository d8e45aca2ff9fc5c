//! What a command is to the replication link.
//!
//! A stream has few words of its own (`replicationFeedSlaves`, `replicationCron`, `propagate` and their
//! successors in `replication.c` and `server.c`, 2.6 to 8.0); everything else is a write of some client. Which
//! command writes what is the engine's table; a reader needs only what moves the database, the transaction, or
//! nothing but the offset.

/// What a command is to the replication link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// `PING`: the master's heartbeat (`ping` from 6.2).
    Ping,
    /// `SELECT`.
    Select,
    /// `MULTI`.
    Multi,
    /// `EXEC`.
    Exec,
    /// `DISCARD`, which no master emits.
    Discard,
    /// `REPLCONF`: a request for an acknowledgement.
    Replconf,
    /// `EVAL`, `EVALSHA` and `SCRIPT`: what needs or feeds the script cache.
    Script,
    /// `FUNCTION` and `FCALL`.
    Function,
    /// `PUBLISH` and `SPUBLISH`: bytes without effect on the data.
    Publish,
    /// `FLUSHALL` and `FLUSHDB`.
    Flush,
    /// A line of an AOF that starts with `#`.
    Annotation,
    /// Any other command: in a stream, a write.
    Write,
}

impl Kind {
    /// Returns the kind of a command by its name, without regard to case.
    #[must_use]
    pub fn of(name: &[u8]) -> Self {
        let is = |word: &[u8]| name.eq_ignore_ascii_case(word);
        match name.len() {
            4 if is(b"PING") => Self::Ping,
            4 if is(b"EXEC") => Self::Exec,
            4 if is(b"EVAL") => Self::Script,
            5 if is(b"MULTI") => Self::Multi,
            5 if is(b"FCALL") => Self::Function,
            6 if is(b"SELECT") => Self::Select,
            6 if is(b"SCRIPT") => Self::Script,
            7 if is(b"EVALSHA") || is(b"EVAL_RO") => Self::Script,
            7 if is(b"PUBLISH") => Self::Publish,
            7 if is(b"FLUSHDB") => Self::Flush,
            7 if is(b"DISCARD") => Self::Discard,
            8 if is(b"REPLCONF") => Self::Replconf,
            8 if is(b"FLUSHALL") => Self::Flush,
            8 if is(b"FUNCTION") || is(b"FCALL_RO") => Self::Function,
            8 if is(b"SPUBLISH") => Self::Publish,
            10 if is(b"EVALSHA_RO") => Self::Script,
            _ => Self::Write,
        }
    }

    /// Returns the word for it in every output.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ping => "ping",
            Self::Select => "select",
            Self::Multi => "multi",
            Self::Exec => "exec",
            Self::Discard => "discard",
            Self::Replconf => "replconf",
            Self::Script => "script",
            Self::Function => "function",
            Self::Publish => "publish",
            Self::Flush => "flush",
            Self::Annotation => "annotation",
            Self::Write => "write",
        }
    }

    /// Tells whether a command of this kind never changes the data set, whatever its arguments.
    #[must_use]
    pub const fn only_counts(self) -> bool {
        matches!(self, Self::Ping | Self::Replconf | Self::Publish | Self::Annotation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_compare_without_case() {
        for (name, kind) in [
            ("ping", Kind::Ping),
            ("PING", Kind::Ping),
            ("SeLeCt", Kind::Select),
            ("evalsha", Kind::Script),
            ("REPLCONF", Kind::Replconf),
            ("spublish", Kind::Publish),
            ("FLUSHALL", Kind::Flush),
            ("FUNCTION", Kind::Function),
            ("set", Kind::Write),
            ("", Kind::Write),
            ("pingx", Kind::Write),
        ] {
            assert_eq!(Kind::of(name.as_bytes()), kind, "{name}");
        }
    }
}
