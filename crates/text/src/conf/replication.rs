//! The parameters that decide what replication does, with a server's own words for them.

use super::Config;

/// What a configuration says about replication. `None` is a parameter that the text does not set; what the server then
/// does depends on its version.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReplicationConfig {
    /// The master it follows from its start (`replicaof`); `None` also for `replicaof no one`.
    pub master: Option<(String, u16)>,
    /// Its port.
    pub port: Option<u16>,
    /// `repl-backlog-size`, in bytes.
    pub backlog_size: Option<u64>,
    /// `repl-backlog-ttl`, in seconds; 0 keeps it for ever.
    pub backlog_ttl: Option<u64>,
    /// `repl-timeout`, in seconds.
    pub timeout: Option<u64>,
    /// `repl-ping-replica-period`, in seconds.
    pub ping_period: Option<u64>,
    /// `repl-diskless-sync`.
    pub diskless_sync: Option<bool>,
    /// `replica-read-only`.
    pub read_only: Option<bool>,
    /// `replica-serve-stale-data`.
    pub serve_stale_data: Option<bool>,
    /// `appendonly`.
    pub append_only: Option<bool>,
    /// Whether a shutdown saves: there are save points.
    pub save_points: Option<bool>,
    /// `cluster-enabled`.
    pub cluster: Option<bool>,
    /// `lua-replicate-commands` (5.0 to 6.2).
    pub lua_replicate_commands: Option<bool>,
}

impl ReplicationConfig {
    pub(super) fn of(config: &Config) -> Self {
        Self {
            master: master(config),
            port: config.bytes("port").and_then(|port| u16::try_from(port).ok()),
            backlog_size: config.bytes("repl-backlog-size"),
            backlog_ttl: config.bytes("repl-backlog-ttl"),
            timeout: config.bytes("repl-timeout"),
            ping_period: config.bytes("repl-ping-replica-period"),
            diskless_sync: config.flag("repl-diskless-sync"),
            read_only: config.flag("replica-read-only"),
            serve_stale_data: config.flag("replica-serve-stale-data"),
            append_only: config.flag("appendonly"),
            save_points: config
                .setting("save")
                .map(|save| save.words.iter().any(|word| !word.is_empty())),
            cluster: config.flag("cluster-enabled"),
            lua_replicate_commands: config.flag("lua-replicate-commands"),
        }
    }
}

fn master(config: &Config) -> Option<(String, u16)> {
    let setting = config.setting("replicaof")?;
    let [host, port] = setting.words.as_slice() else { return None };
    Some((host.clone(), port.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_parameter_has_its_meaning() {
        let said = Config::parse(b"slaveof db1 6379\nport 6380\nsave \"\"\nappendonly no\nrepl-backlog-ttl 0\nslave-serve-stale-data no\n").replication();
        assert_eq!(said.master, Some(("db1".into(), 6379)));
        assert_eq!((said.port, said.backlog_ttl), (Some(6380), Some(0)));
        assert_eq!(
            (said.save_points, said.append_only, said.serve_stale_data),
            (Some(false), Some(false), Some(false))
        );
        assert_eq!(Config::parse(b"replicaof no one\n").replication().master, None);
        assert_eq!(Config::parse(b"save 900 1\n").replication().save_points, Some(true));
    }
}
