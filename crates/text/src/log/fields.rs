//! The names of fields, what they accept and what they mean: one name means one thing in all messages.

/// What a capture accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Decimal digits with a sign.
    Number,
    /// A replication id, a run id, a node id.
    Id,
    /// Something without blanks.
    Word,
    /// Host and port, however disguised.
    Address,
    /// Host and port as two words.
    Pair,
    /// A name that may be empty.
    Name,
    /// Anything.
    Text,
    /// A line of `CLIENT LIST`: whom the message is about.
    Client,
    /// A line of `CLIENT LIST`: who gave an order.
    By,
    /// An instance, as Sentinel prints it.
    Instance,
}

/// A field and what it means, in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldInfo {
    /// The name in [`Event::fields`](super::Event).
    pub name: &'static str,
    /// What it is, and in which unit.
    pub means: &'static str,
    pub(crate) kind: Kind,
}

const fn field_info(name: &'static str, kind: Kind, means: &'static str) -> FieldInfo {
    FieldInfo { name, means, kind }
}

/// Returns what a name of a field means.
#[must_use]
pub fn field(name: &str) -> Option<&'static FieldInfo> {
    FIELDS.iter().find(|field| field.name == name)
}

/// What the capture of this name accepts. A name that is not listed accepts anything; a test sees to it that all are.
pub(crate) fn kind(name: &str) -> Kind {
    field(name).map_or(Kind::Text, |field| field.kind)
}

/// All names that stand in wordings.
pub(crate) const FIELDS: &[FieldInfo] = &[
    field_info(
        "replid",
        Kind::Id,
        "the replication id that the line is about: the writer's own, or the one it is offered",
    ),
    field_info("requested_replid", Kind::Id, "the replication id of a request"),
    field_info("replid2", Kind::Id, "the second replication id; forty zeros for none"),
    field_info("node_id", Kind::Id, "a cluster node"),
    field_info("by_node", Kind::Id, "the cluster node that says so"),
    field_info("from_node", Kind::Id, "the cluster node before"),
    field_info("to_node", Kind::Id, "the cluster node after"),
    field_info("shard_id", Kind::Id, "a shard of a cluster"),
    field_info("leader", Kind::Id, "the Sentinel that is voted for"),
    field_info("voter", Kind::Id, "the Sentinel that votes"),
    field_info("sentinel_id", Kind::Id, "a Sentinel"),
    field_info("addr", Kind::Address, "host and port of the other side, as printed"),
    field_info("old_addr", Kind::Pair, "host and port before"),
    field_info("new_addr", Kind::Pair, "host and port after"),
    field_info("next_offset", Kind::Number, "first byte that is asked for or sent"),
    field_info("offset", Kind::Number, "last byte that is applied or contained"),
    field_info("first_offset", Kind::Number, "first byte in the backlog"),
    field_info("backlog_next_offset", Kind::Number, "first byte after the backlog"),
    field_info("full_offset", Kind::Number, "last byte counted before the trim"),
    field_info(
        "second_replid_offset",
        Kind::Number,
        "the last first byte that may be asked for under the second id, whose history ends one byte before it",
    ),
    field_info("bytes", Kind::Number, "a number of bytes"),
    field_info("behind_bytes", Kind::Number, "bytes not acknowledged"),
    field_info("position", Kind::Number, "a place in a file, in bytes"),
    field_info("child_pid", Kind::Number, "the child process"),
    field_info("pid", Kind::Number, "the process, as the message tells it"),
    field_info("killer_pid", Kind::Number, "the process that sent the signal"),
    field_info("uid", Kind::Number, "its user"),
    field_info("client_id", Kind::Number, "the client's number"),
    field_info("signal", Kind::Number, "a signal"),
    field_info("si_code", Kind::Number, "the signal's code"),
    field_info("source_line", Kind::Number, "a line of the server's source"),
    field_info("port", Kind::Number, "a port"),
    field_info("rdb_version", Kind::Number, "version of the snapshot format"),
    field_info("db", Kind::Number, "a database"),
    field_info("databases", Kind::Number, "a number of databases"),
    field_info("keys", Kind::Number, "a number of keys"),
    field_info("expired", Kind::Number, "keys that had expired"),
    field_info("empty", Kind::Number, "keys that were left out as empty"),
    field_info("expires", Kind::Number, "keys with a time to live"),
    field_info("buckets", Kind::Number, "buckets of the hash table"),
    field_info("changes", Kind::Number, "a number of changes"),
    field_info("clients", Kind::Number, "a number of clients"),
    field_info("replicas", Kind::Number, "a number of replicas"),
    field_info("in_sync", Kind::Number, "replicas that have everything"),
    field_info("used_memory", Kind::Number, "memory, in bytes"),
    field_info("age_seconds", Kind::Number, "an age, in seconds"),
    field_info("lag_seconds", Kind::Number, "seconds since the last acknowledgement"),
    field_info("ms", Kind::Number, "a duration, in milliseconds"),
    field_info("epoch", Kind::Number, "an epoch of the cluster or of Sentinels"),
    field_info("rank", Kind::Number, "a rank among replicas"),
    field_info("quorum", Kind::Number, "votes that are needed"),
    field_info("votes", Kind::Number, "votes that were given"),
    field_info("slot", Kind::Number, "a slot"),
    field_info("slots", Kind::Number, "a number of slots"),
    field_info("index", Kind::Number, "a position in a list"),
    field_info("refs", Kind::Number, "references"),
    field_info("exit_code", Kind::Number, "an exit code"),
    field_info("count", Kind::Number, "a number of them"),
    field_info("files", Kind::Number, "a number of files"),
    field_info("bits", Kind::Number, "width of the architecture"),
    field_info("version", Kind::Word, "a server's version"),
    field_info("commit", Kind::Word, "the commit it was built from"),
    field_info("modified", Kind::Word, "whether the source was changed"),
    field_info("mode", Kind::Text, "standalone, cluster or sentinel; or how a snapshot is made"),
    field_info("endpoint", Kind::Word, "a port, a path or a kind of connection"),
    field_info("seconds", Kind::Word, "a duration, in seconds"),
    field_info("mb", Kind::Word, "memory, in megabytes"),
    field_info("current_mb", Kind::Word, "memory at present, in megabytes"),
    field_info("average_mb", Kind::Word, "memory on average, in megabytes"),
    field_info("used_memory_human", Kind::Word, "memory, readable"),
    field_info("requested", Kind::Word, "what was asked for"),
    field_info("option", Kind::Word, "an option"),
    field_info("master_name", Kind::Word, "the name Sentinel has for a master"),
    field_info("reported_role", Kind::Word, "the role an instance reports"),
    field_info("address", Kind::Word, "an address in memory"),
    field_info("source_file", Kind::Word, "a file of the server's source"),
    field_info("sentinel_event", Kind::Word, "the name of the event"),
    field_info("phase", Kind::Word, "streaming or full"),
    field_info("program", Kind::Word, "the program's path"),
    field_info("config_name", Kind::Word, "redis or sentinel"),
    field_info("ip", Kind::Word, "an address without port"),
    field_info("algorithm", Kind::Word, "a compression algorithm"),
    field_info("state", Kind::Word, "a state"),
    field_info("sender", Kind::Word, "who sends"),
    field_info("receiver", Kind::Word, "who receives"),
    field_info("node_name", Kind::Name, "the name people gave a cluster node"),
    field_info(
        "client",
        Kind::Client,
        "a client; becomes client_id, addr, laddr, client_name, age_seconds, flags, omem, command, user",
    ),
    field_info(
        "by",
        Kind::By,
        "the client that gave the order; becomes by_client_id, by_addr, by_laddr, by_name, by_age_seconds, by_flags, by_omem, by_command, by_user",
    ),
    field_info(
        "instance",
        Kind::Instance,
        "an instance; becomes instance_type, addr, instance_name, master_name, master_addr",
    ),
    field_info("error", Kind::Text, "what went wrong, in the server's or the system's words"),
    field_info("reason", Kind::Text, "why"),
    field_info("command", Kind::Text, "a command"),
    field_info("found", Kind::Text, "what stood there"),
    field_info("expected", Kind::Text, "what should stand there"),
    field_info("file", Kind::Text, "a file"),
    field_info("to_file", Kind::Text, "the file it becomes"),
    field_info("manifest", Kind::Text, "a manifest"),
    field_info("dir", Kind::Text, "a directory"),
    field_info("path", Kind::Text, "a path"),
    field_info("module", Kind::Text, "a module"),
    field_info("key", Kind::Text, "a key"),
    field_info("value", Kind::Text, "a value"),
    field_info("value2", Kind::Text, "a second value"),
    field_info("target", Kind::Text, "where a snapshot goes: disk or sockets"),
    field_info("destination", Kind::Text, "where a received snapshot goes: to disk or to parser"),
    field_info("what", Kind::Text, "what kind of thing"),
    field_info("operation", Kind::Text, "the operation that failed"),
    field_info("connection", Kind::Text, "a connection"),
    field_info("detail", Kind::Text, "more of the same message"),
    field_info("backlog_tail", Kind::Text, "the last bytes of the stream, quoted and escaped"),
    field_info("section", Kind::Text, "a section of a crash report"),
    field_info("expression", Kind::Text, "the expression that is not true"),
    field_info("message", Kind::Text, "a message"),
    field_info("argument", Kind::Text, "an argument of a command"),
    field_info("script", Kind::Text, "a script, by digest or name"),
    field_info("until", Kind::Text, "a moment"),
    field_info("figure", Kind::Text, "which figure"),
    field_info("clock", Kind::Text, "a clock"),
    field_info("binary", Kind::Text, "the program or library of a frame"),
    field_info("function", Kind::Name, "a function of the program"),
    field_info("distance", Kind::Word, "how far into the function, hexadecimal"),
];
