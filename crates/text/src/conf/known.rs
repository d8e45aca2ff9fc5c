//! The names by which a configuration is recognised, and those that changed.

/// Names that stand in no other kind of text.
const TELLING: &[&str] = &[
    "active-expire-effort",
    "aof-load-truncated",
    "aof-use-rdb-preamble",
    "appendfilename",
    "appendfsync",
    "appendonly",
    "auto-aof-rewrite-percentage",
    "client-output-buffer-limit",
    "cluster-config-file",
    "cluster-enabled",
    "cluster-node-timeout",
    "dbfilename",
    "dual-channel-replication-enabled",
    "hash-max-listpack-entries",
    "hash-max-ziplist-entries",
    "lua-replicate-commands",
    "lua-time-limit",
    "masterauth",
    "masteruser",
    "maxmemory-policy",
    "min-replicas-max-lag",
    "min-replicas-to-write",
    "no-appendfsync-on-rewrite",
    "primaryauth",
    "protected-mode",
    "rdbchecksum",
    "rdbcompression",
    "repl-backlog-size",
    "repl-backlog-ttl",
    "repl-disable-tcp-nodelay",
    "repl-diskless-load",
    "repl-diskless-sync",
    "repl-diskless-sync-delay",
    "repl-ping-replica-period",
    "repl-rdb-channel",
    "repl-timeout",
    "replica-announce-ip",
    "replica-announce-port",
    "replica-announced",
    "replica-ignore-maxmemory",
    "replica-lazy-flush",
    "replica-priority",
    "replica-read-only",
    "replica-serve-stale-data",
    "replicaof",
    "requirepass",
    "shutdown-timeout",
    "stop-writes-on-bgsave-error",
    "tcp-keepalive",
];

/// Names that are words of other languages as well.
const COMMON: &[&str] = &[
    "bind",
    "daemonize",
    "databases",
    "dir",
    "hz",
    "include",
    "loadmodule",
    "logfile",
    "loglevel",
    "maxclients",
    "maxmemory",
    "pidfile",
    "port",
    "rename-command",
    "save",
    "sentinel",
    "supervised",
    "syslog-enabled",
    "timeout",
    "tls-port",
    "unixsocket",
    "user",
];

/// Returns the newest name of a parameter.
pub(super) fn canonical(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    match name.as_str() {
        "slaveof" | "primaryof" => "replicaof".to_owned(),
        "primaryauth" => "masterauth".to_owned(),
        "primaryuser" => "masteruser".to_owned(),
        _ => name.replace("slave", "replica"),
    }
}

/// Tells whether a name stands in no other kind of text.
pub(super) fn is_telling(name: &str) -> bool {
    TELLING.contains(&canonical(name).as_str())
}

/// Tells whether a name is a parameter's.
pub(super) fn is_known(name: &str) -> bool {
    let name = canonical(name);
    TELLING.contains(&name.as_str()) || COMMON.contains(&name.as_str()) || is_prefixed(&name)
}

fn is_prefixed(name: &str) -> bool {
    const PREFIXES: [&str; 18] = [
        "repl-",
        "replica-",
        "cluster-",
        "lazyfree-",
        "latency-",
        "slowlog-",
        "active-defrag-",
        "activerehashing",
        "activedefrag",
        "hash-max-",
        "list-",
        "set-max-",
        "zset-max-",
        "stream-node-",
        "tls-",
        "aof-",
        "auto-aof-",
        "maxmemory-",
    ];
    PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_names_are_the_new_ones() {
        assert_eq!(canonical("SLAVEOF"), "replicaof");
        assert_eq!(canonical("repl-ping-slave-period"), "repl-ping-replica-period");
        assert!(is_telling("slave-read-only") && is_known("bind") && !is_telling("bind"));
        assert!(TELLING.is_sorted() && COMMON.is_sorted());
    }
}
