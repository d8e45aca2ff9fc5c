//! The replies to `SENTINEL MASTERS`, `MASTER`, `REPLICAS` and `SLAVES`, and to `CLUSTER SHARDS`: lists of maps
//! (`addReplySentinelRedisInstance`, `sentinel.c`, 2.8 and later; `addShardReplyForClusterShards`, `cluster.c`, 7.0 and later).

use super::tokens::{Token, Tokens};
use autopsync_model::{AppliedOffset, Place, ReplId};

/// A server as a sentinel, or the cluster, sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watched {
    /// What it is called: a master's name, or `ip:port`.
    pub name: String,
    /// Its address.
    pub ip: Option<String>,
    /// Its port.
    pub port: Option<u16>,
    /// The id of its process.
    pub run_id: Option<ReplId>,
    /// `master`, `slave`, `s_down`, `o_down`, `disconnected`, …
    pub flags: Vec<String>,
    /// `master` or `slave`, as its last INFO said.
    pub role: Option<String>,
    /// A replica's master.
    pub master: Option<(String, u16)>,
    /// Whether the replica's link to it was up.
    pub link_up: Option<bool>,
    /// The last byte it applied, as its last INFO said.
    pub offset: Option<AppliedOffset>,
    /// The priority in elections; 0 is never elected.
    pub priority: Option<u64>,
    /// Where it stands.
    pub place: Place,
}

impl Watched {
    fn at(line: u64) -> Self {
        Self {
            name: String::new(),
            ip: None,
            port: None,
            run_id: None,
            flags: Vec::new(),
            role: None,
            master: None,
            link_up: None,
            offset: None,
            priority: None,
            place: Place::line(line),
        }
    }

    /// Takes a member of the map; tells whether it is one.
    fn take(&mut self, key: &str, value: &str) -> bool {
        match key {
            "name" => value.clone_into(&mut self.name),
            "ip" => self.ip = Some(value.to_owned()),
            "port" => self.port = value.parse().ok(),
            "runid" => self.run_id = value.parse().ok(),
            "flags" => self.flags = value.split(',').map(str::to_owned).collect(),
            "role" | "role-reported" => self.role = Some(value.to_owned()),
            "master-host" => {
                value.clone_into(&mut self.master.get_or_insert_with(Default::default).0);
            }
            "master-port" => {
                self.master.get_or_insert_with(Default::default).1 = value.parse().unwrap_or(0);
            }
            "master-link-status" => self.link_up = Some(value == "ok"),
            "slave-repl-offset" | "replica-repl-offset" | "replication-offset" => {
                self.offset = value.parse().ok().map(AppliedOffset::new);
            }
            "slave-priority" | "replica-priority" => self.priority = value.parse().ok(),
            _ => return false,
        }
        true
    }

    fn is_real(&self) -> bool {
        self.port.is_some() && self.ip.is_some() && (self.role.is_some() || !self.flags.is_empty())
    }
}

/// Reads every server in the replies; what is none is passed over.
#[must_use]
pub fn watched(bytes: &[u8]) -> Vec<Watched> {
    let tokens = Tokens::of(bytes).list;
    let mut found: Vec<Watched> = Vec::new();
    let mut rest = tokens.iter();
    while let Some(Token { text: key, line }) = rest.next() {
        let begins = matches!(key.as_str(), "name" | "id");
        if begins {
            found.push(Watched::at(*line));
        }
        let Some(current) = found.last_mut() else { continue };
        let Some(value) = rest.clone().next() else { break };
        if current.take(key, &value.text) || begins {
            rest.next();
        }
    }
    found.retain(Watched::is_real);
    for server in &mut found {
        if let (true, Some(ip), Some(port)) = (server.name.is_empty(), &server.ip, server.port) {
            server.name = format!("{ip}:{port}");
        }
    }
    found
}

/// Tells whether a text is such a reply.
#[must_use]
pub fn looks_like_watched(bytes: &[u8]) -> bool {
    !watched(bytes.get(..64 << 10).unwrap_or(bytes)).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replicas_of_a_sentinel_have_offsets() {
        let text = "1)  1) \"name\"\n    2) \"10.0.0.2:6379\"\n    3) \"ip\"\n    4) \"10.0.0.2\"\n    5) \"port\"\n    6) \"6379\"\n    7) \"flags\"\n    8) \"slave,s_down\"\n\
            9) \"master-link-status\"\n10) \"err\"\n11) \"master-host\"\n12) \"10.0.0.1\"\n13) \"master-port\"\n14) \"6379\"\n15) \"slave-repl-offset\"\n16) \"4100\"\n\
            2)  1) \"name\"\n    2) \"10.0.0.3:6379\"\n    3) \"ip\"\n    4) \"10.0.0.3\"\n    5) \"port\"\n    6) \"6379\"\n    7) \"flags\"\n    8) \"slave\"\n";
        let found = watched(text.as_bytes());
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].offset, Some(AppliedOffset::new(4100)));
        assert_eq!(found[0].master, Some(("10.0.0.1".into(), 6379)));
        assert_eq!((found[0].link_up, found[0].flags.len()), (Some(false), 2));
        assert_eq!(found[1].offset, None);
    }

    #[test]
    fn the_nodes_of_a_shard_have_offsets() {
        let text = "1) 1) \"slots\"\n   2) 1) (integer) 0\n      2) (integer) 5460\n   3) \"nodes\"\n   4) 1)  1) \"id\"\n          2) \"e10b7051d6bf2d5febd39a2be297bbaea6084111\"\n          3) \"port\"\n          4) (integer) 30001\n          5) \"ip\"\n          6) \"127.0.0.1\"\n          7) \"role\"\n          8) \"master\"\n          9) \"replication-offset\"\n         10) (integer) 72156\n";
        let found = watched(text.as_bytes());
        assert_eq!(
            (found[0].name.as_str(), found[0].role.as_deref()),
            ("127.0.0.1:30001", Some("master"))
        );
        assert_eq!(found[0].offset, Some(AppliedOffset::new(72156)));
        assert!(!looks_like_watched(b"name\nof\nip\nx\n"));
    }
}
