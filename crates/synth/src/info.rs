//! Replies to `INFO`, with the fields that each era has (`genRedisInfoString`, `server.c`; `redis.c` up to 3.2).

use autopsync_model::{AppliedOffset, NextOffset, Product, ReplId, Version};

/// A reply to `INFO` under construction: sections, then lines of `field:value`, all ended by CR LF.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct InfoBuilder {
    version: Version,
    text: String,
}

/// What a server tells about its backlog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backlog {
    /// `repl_backlog_active`.
    pub active: bool,
    /// `repl_backlog_size`, in bytes.
    pub size: u64,
    /// `repl_backlog_first_byte_offset`.
    pub first: NextOffset,
    /// `repl_backlog_histlen`, in bytes.
    pub length: u64,
}

/// What a server tells about its place in the histories.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    /// `master_replid`.
    pub replid: ReplId,
    /// `master_replid2` and `second_repl_offset`, where they are set.
    pub second: Option<(ReplId, NextOffset)>,
    /// `master_repl_offset`.
    pub offset: AppliedOffset,
    /// The backlog.
    pub backlog: Backlog,
}

/// What a replica tells about its link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// `master_port`.
    pub port: u16,
    /// `master_link_status`.
    pub up: bool,
    /// `slave_repl_offset`.
    pub offset: AppliedOffset,
}

impl InfoBuilder {
    /// Starts with the section about the server.
    pub fn new(version: Version, run_id: ReplId) -> Self {
        let mut info = Self { version, text: String::new() }.section("Server");
        let number = format!("{}.{}.{}", version.major, version.minor, version.patch);
        info = match version.product {
            Product::Redis => info.field("redis_version", number),
            // Valkey goes on stating the version of Redis that it left.
            Product::Valkey => info
                .field("redis_version", "7.2.4")
                .field("server_name", "valkey")
                .field("valkey_version", number),
        };
        info.field("run_id", run_id).field("tcp_port", 6379)
    }

    /// The section about persistence.
    pub fn persistence(self, loading: bool) -> Self {
        let info = self.section("Persistence").field("loading", u8::from(loading));
        if info.version.at_least(7, 0, 0) { info.field("async_loading", 0) } else { info }
    }

    /// The section about replication of a master.
    pub fn master(self, identity: &Identity) -> Self {
        let info = self.section("Replication").field("role", "master");
        info.field("connected_slaves", 0).identity(identity)
    }

    /// The section about replication of a replica.
    pub fn replica(self, identity: &Identity, link: &Link) -> Self {
        let mut info = self
            .section("Replication")
            .field("role", "slave")
            .field("master_host", "127.0.0.1")
            .field("master_port", link.port)
            .field("master_link_status", if link.up { "up" } else { "down" })
            .field("master_last_io_seconds_ago", if link.up { 1 } else { -1 })
            .field("master_sync_in_progress", 0);
        if info.version.at_least(7, 0, 0) {
            info = info.field("slave_read_repl_offset", link.offset);
        }
        info = info.field("slave_repl_offset", link.offset);
        if !link.up {
            info = info.field("master_link_down_since_seconds", 5);
        }
        info = info.field("slave_priority", 100).field("slave_read_only", 1);
        info.field("connected_slaves", 0).identity(identity)
    }

    /// A section's heading; an empty line precedes all but the first.
    pub fn section(mut self, name: &str) -> Self {
        if !self.text.is_empty() {
            self.text.push_str("\r\n");
        }
        self.text.extend(["# ", name, "\r\n"]);
        self
    }

    /// A line.
    pub fn field(mut self, name: &str, value: impl std::fmt::Display) -> Self {
        self.text.extend([name, ":", &value.to_string(), "\r\n"]);
        self
    }

    /// Returns the text.
    #[must_use]
    pub fn finish(self) -> String {
        self.text
    }

    fn identity(self, identity: &Identity) -> Self {
        let mut info = self;
        if info.version.at_least(6, 2, 0) {
            info = info.field("master_failover_state", "no-failover");
        }
        if info.version.at_least(4, 0, 0) {
            let (second, from) = identity.second.unwrap_or((ReplId::CLEARED, NextOffset::new(-1)));
            info = info
                .field("master_replid", identity.replid)
                .field("master_replid2", second)
                .field("master_repl_offset", identity.offset)
                .field("second_repl_offset", from);
        } else {
            info = info.field("master_repl_offset", identity.offset);
        }
        let Backlog { active, size, first, length } = identity.backlog;
        info.field("repl_backlog_active", u8::from(active))
            .field("repl_backlog_size", size)
            .field("repl_backlog_first_byte_offset", first)
            .field("repl_backlog_histlen", length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replication(version: &str) -> String {
        let id = ReplId::from_bytes(&[b'a'; 40]).unwrap();
        let backlog =
            Backlog { active: true, size: 1 << 20, first: NextOffset::new(1), length: 14 };
        let identity =
            Identity { replid: id, second: None, offset: AppliedOffset::new(14), backlog };
        let info = InfoBuilder::new(version.parse().unwrap(), id).master(&identity).finish();
        info.split_once("# Replication\r\n").unwrap().1.to_owned()
    }

    #[test]
    fn each_era_has_its_fields() {
        let old = replication("2.8.24");
        assert!(old.starts_with("role:master\r\nconnected_slaves:0\r\nmaster_repl_offset:14\r\n"));
        assert!(!old.contains("replid"));
        let new = replication("4.0.2");
        assert!(new.contains("\r\nmaster_repl_offset:14\r\nsecond_repl_offset:-1\r\n"));
        assert!(!new.contains("failover") && replication("6.2.0").contains("failover"));
    }
}
