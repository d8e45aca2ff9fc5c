//! The section `Server`: which program, which process.

use crate::Info;
use autopsync_model::{Product, ReplId, Version};

/// What the section `Server` says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Server {
    /// The version, with its product: see [`Info::version`].
    pub version: Option<Version>,
    /// `redis_version` as it stands; a Valkey states there which Redis it is compatible with.
    pub redis_version: Option<String>,
    /// `standalone`, `cluster` or `sentinel` (`redis_mode`, from Valkey 8 also `server_mode`).
    pub mode: Option<String>,
    /// The operating system.
    pub os: Option<String>,
    /// 32 or 64.
    pub arch_bits: Option<u32>,
    /// The process number.
    pub process_id: Option<u64>,
    /// The id of this run; up to 3.2 the replication id as well.
    pub run_id: Option<ReplId>,
    /// The port.
    pub tcp_port: Option<u16>,
    /// The moment of the dump, in microseconds of the unix clock (from 6.2).
    pub server_time_usec: Option<u64>,
    /// Seconds since the start.
    pub uptime_in_seconds: Option<u64>,
    /// The path of the program.
    pub executable: Option<String>,
    /// The path of the configuration, empty where there is none.
    pub config_file: Option<String>,
}

impl Info {
    /// Returns the version of the server.
    ///
    /// A Valkey calls itself `redis_version:7.2.4` for the sake of clients, and says what it is in `server_name` and
    /// `valkey_version`. Where it names itself without a version, the compatible number stands for it.
    #[must_use]
    pub fn version(&self) -> Option<Version> {
        let stated = |product, key| {
            let text = super::first_word(self.get(key)?);
            Version::parse_for(product, text).ok()
        };
        let is_valkey = self.get("server_name").is_some_and(|name| {
            super::first_word(name).eq_ignore_ascii_case(Product::Valkey.name())
        });
        stated(Product::Valkey, "valkey_version").or_else(|| {
            let product = if is_valkey { Product::Valkey } else { Product::Redis };
            stated(product, "redis_version")
        })
    }

    /// Returns the section `Server`.
    #[must_use]
    pub fn server(&self) -> Server {
        let text = |key| self.get(key).map(str::to_owned);
        Server {
            version: self.version(),
            redis_version: text("redis_version"),
            mode: text("redis_mode").or_else(|| text("server_mode")),
            os: text("os"),
            arch_bits: self.parsed("arch_bits"),
            process_id: self.parsed("process_id"),
            run_id: self.parsed("run_id"),
            tcp_port: self.parsed("tcp_port"),
            server_time_usec: self.parsed("server_time_usec"),
            uptime_in_seconds: self.parsed("uptime_in_seconds"),
            executable: text("executable"),
            config_file: text("config_file"),
        }
    }

    /// Names a product that prints known fields and replicates in another way, so that neither ids nor offsets
    /// mean what they mean here.
    #[must_use]
    pub fn foreign_product(&self) -> Option<&'static str> {
        const SIGNS: [(&str, &str); 6] = [
            ("dragonfly_version", "Dragonfly"),
            ("kvrocks_version", "Kvrocks"),
            ("garnet_version", "Garnet"),
            ("pika_version", "Pika"),
            ("tendis_version", "Tendis"),
            ("rocksdb0_master", "Tendis"),
        ];
        SIGNS.iter().find(|(key, _)| self.field(key).is_some()).map(|(_, product)| *product)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_valkey_says_so_behind_a_redis_version() {
        for (text, version) in [
            ("redis_version:7.2.4\nserver_name:valkey\nvalkey_version:8.0.1", Some("valkey-8.0.1")),
            ("redis_version:7.2.4\nserver_name:valkey", Some("valkey-7.2.4")),
            ("redis_version:7.2.4", Some("7.2.4")),
            ("redis_version:5.9.103", Some("6.0-rc3")),
            ("redis_version: 4.0.2 <- old", Some("4.0.2")),
            ("redis_version:unknown", None),
            ("run_id:x", None),
        ] {
            let found = Info::parse(text.as_bytes()).version().map(|version| version.to_string());
            assert_eq!(found.as_deref(), version, "{text:?}");
        }
    }

    #[test]
    fn another_product_is_named() {
        let tendis = "role:slave\nrocksdb0_master:ip=192.168.30.14,port=30016,state=error";
        assert_eq!(Info::parse(tendis.as_bytes()).foreign_product(), Some("Tendis"));
        assert_eq!(Info::parse(b"role:slave\n").foreign_product(), None);
    }
}
