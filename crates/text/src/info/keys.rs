//! Which keys and sections servers print.
//!
//! Not all of them: enough to know a dump by, and to tell a field from talk.

/// Sections of Redis 2.6 to 8.0, Valkey 7.2 to 9.1 and their Sentinels.
const SECTIONS: [&str; 20] = [
    "Server",
    "Clients",
    "Memory",
    "Persistence",
    "Stats",
    "Replication",
    "CPU",
    "Modules",
    "Commandstats",
    "Errorstats",
    "Latencystats",
    "Cluster",
    "Keyspace",
    "Keysizes",
    "Sentinel",
    "SSL",
    "Threads",
    "Hotkeys",
    "Scripting engines",
    "Debug",
];

/// Fields that only a server's INFO has, with how often and as what they come.
#[rustfmt::skip]
const KNOWN: &[(&str, Nature)] = &[
    ("redis_version", Unique), ("valkey_version", Unique), ("server_name", Unique), ("redis_mode", Unique),
    ("server_mode", Unique), ("redis_git_sha1", Text), ("redis_build_id", Text), ("os", Text), ("arch_bits", Number),
    ("multiplexing_api", Text), ("gcc_version", Text), ("process_id", Number), ("run_id", Unique),
    ("tcp_port", Number), ("uptime_in_seconds", Number), ("uptime_in_days", Number), ("lru_clock", Number),
    ("server_time_usec", Number), ("executable", Text), ("config_file", Text), ("configured_hz", Number),
    ("connected_clients", Number), ("blocked_clients", Number), ("used_memory", Number), ("maxmemory", Number),
    ("used_memory_human", Text), ("used_memory_rss", Number), ("maxmemory_policy", Text), ("mem_allocator", Text),
    ("loading", Number), ("async_loading", Number), ("rdb_changes_since_last_save", Number),
    ("rdb_bgsave_in_progress", Number), ("rdb_last_save_time", Number), ("rdb_last_bgsave_status", Text),
    ("rdb_last_bgsave_time_sec", Number), ("rdb_last_load_keys_loaded", Number), ("rdb_last_load_keys_expired", Number),
    ("rdb_last_cow_size", Number), ("aof_enabled", Number), ("aof_rewrite_in_progress", Number),
    ("aof_last_bgrewrite_status", Text), ("aof_last_write_status", Text), ("aof_current_size", Number),
    ("aof_base_size", Number), ("total_connections_received", Number), ("total_commands_processed", Number),
    ("instantaneous_ops_per_sec", Number), ("rejected_connections", Number), ("sync_full", Number),
    ("sync_partial_ok", Number), ("sync_partial_err", Number), ("expired_keys", Number), ("evicted_keys", Number),
    ("keyspace_hits", Number), ("keyspace_misses", Number), ("pubsub_channels", Number), ("latest_fork_usec", Number),
    ("total_forks", Number), ("unexpected_error_replies", Number), ("total_error_replies", Number),
    ("role", Unique), ("master_host", Unique), ("master_port", UniqueNumber), ("master_link_status", Unique),
    ("master_last_io_seconds_ago", UniqueNumber), ("master_sync_in_progress", UniqueNumber),
    ("slave_read_repl_offset", UniqueNumber), ("slave_repl_offset", UniqueNumber),
    ("master_sync_total_bytes", UniqueNumber), ("master_sync_read_bytes", UniqueNumber),
    ("master_sync_left_bytes", UniqueNumber), ("master_sync_perc", Text),
    ("master_sync_last_io_seconds_ago", UniqueNumber), ("master_link_down_since_seconds", UniqueNumber),
    ("slave_priority", UniqueNumber), ("slave_read_only", UniqueNumber), ("replica_announced", UniqueNumber),
    ("connected_slaves", UniqueNumber), ("min_slaves_good_slaves", UniqueNumber),
    ("replicas_waiting_psync", UniqueNumber), ("replicas_repl_buffer_size", UniqueNumber),
    ("replicas_repl_buffer_peak", UniqueNumber), ("replica_full_sync_buffer_size", UniqueNumber),
    ("replica_full_sync_buffer_peak", UniqueNumber), ("master_failover_state", Unique), ("master_replid", Unique),
    ("master_replid2", Unique), ("master_repl_offset", UniqueNumber), ("master_repl_meaningful_offset", UniqueNumber),
    ("second_repl_offset", UniqueNumber), ("repl_backlog_active", UniqueNumber), ("repl_backlog_size", UniqueNumber),
    ("repl_backlog_first_byte_offset", UniqueNumber), ("repl_backlog_histlen", UniqueNumber),
    ("used_cpu_sys", Text), ("used_cpu_user", Text), ("cluster_enabled", Number), ("sentinel_masters", Number),
];

/// How a field comes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Nature {
    /// Any text.
    Text,
    /// A whole number.
    Number,
    /// Text; a second one belongs to another dump.
    Unique,
    /// A whole number; a second one belongs to another dump.
    UniqueNumber,
}
use Nature::{Number, Text, Unique, UniqueNumber};

fn nature(key: &str) -> Option<Nature> {
    KNOWN.iter().find(|(known, _)| *known == key).map(|(_, nature)| *nature)
}

/// Tells whether only a server prints this key.
pub(crate) fn is_known(key: &str) -> bool {
    nature(key).is_some() || is_replica_line(key) || is_database(key)
}

/// Tells whether a dump has this key but once.
pub(crate) fn is_unique(key: &str) -> bool {
    matches!(nature(key), Some(Unique | UniqueNumber))
}

/// Tells whether the servers print a whole number here.
pub(crate) fn is_number(key: &str) -> bool {
    matches!(nature(key), Some(Number | UniqueNumber))
}

/// Tells whether a section has this name.
pub(crate) fn is_section(name: &str) -> bool {
    SECTIONS.iter().any(|section| section.eq_ignore_ascii_case(name))
}

/// Tells whether this is `slave0`, `slave1` and so on.
pub(crate) fn is_replica_line(key: &str) -> bool {
    has_number(key, "slave")
}

/// Tells whether this is `db0`, `db1` and so on.
pub(crate) fn is_database(key: &str) -> bool {
    has_number(key, "db")
}

fn has_number(key: &str, prefix: &str) -> bool {
    key.strip_prefix(prefix)
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_is_listed_twice() {
        let mut keys: Vec<_> = KNOWN.iter().map(|(key, _)| *key).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), KNOWN.len());
    }

    #[test]
    fn numbered_keys_need_their_number() {
        assert!(is_known("slave0") && is_known("db15") && is_unique("role"));
        assert!(!is_known("slave") && !is_known("dbx") && !is_known("database"));
    }
}
