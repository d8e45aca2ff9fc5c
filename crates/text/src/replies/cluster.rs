//! The reply to `CLUSTER NODES` and `CLUSTER REPLICAS`, and `nodes.conf`, which has the same lines
//! (`clusterGenNodeDescription`, `cluster.c`, 3.0 and later).

use super::tokens::{prompt, unquoted};
use autopsync_model::Place;

/// A line about one node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClusterNode {
    /// Its name in the cluster: forty characters, and no replication id.
    pub id: String,
    /// Its address for clients.
    pub ip: String,
    /// Its port for clients; 0 where the cluster does not know it.
    pub port: u16,
    /// The name it announces (7.0 and later).
    pub hostname: Option<String>,
    /// `myself`, `master`, `slave`, `fail?`, `fail`, `handshake`, `noaddr`, `nofailover`.
    pub flags: Vec<String>,
    /// The name of its master.
    pub master: Option<String>,
    /// The configuration's epoch.
    pub epoch: u64,
    /// Whether the link to it is up.
    pub connected: bool,
    /// The slots it serves, as written.
    pub slots: Vec<String>,
    /// Where it stands.
    pub place: Place,
}

impl ClusterNode {
    /// Tells whether a flag is set.
    #[must_use]
    pub fn is(&self, flag: &str) -> bool {
        self.flags.iter().any(|set| set == flag)
    }

    fn parse(line: &str, number: u64) -> Option<Self> {
        let line =
            line.trim().trim_start_matches(|c: char| c.is_ascii_digit() && line.contains(") "));
        let line = unquoted(line.trim_start_matches(") ").trim());
        let mut words = line.split_whitespace();
        let id = words
            .next()
            .filter(|id| id.len() == 40 && id.bytes().all(|b| b.is_ascii_hexdigit()))?;
        let address = words.next()?;
        let flags = words.next()?;
        let master = words.next()?;
        let (_ping, _pong) = (words.next()?, words.next()?);
        let epoch = words.next()?.parse().ok()?;
        let link = words.next()?;
        if master != "-" && master.len() != 40 {
            return None;
        }
        let (address, names) =
            address.split_once(',').map_or((address, None), |(a, b)| (a, Some(b)));
        let address = address.split('@').next().unwrap_or(address);
        let (ip, port) = address.rsplit_once(':')?;
        Some(Self {
            id: id.to_owned(),
            ip: ip.to_owned(),
            port: port.parse().ok()?,
            hostname: names
                .and_then(|names| names.split(',').next())
                .filter(|name| !name.is_empty() && !name.contains('='))
                .map(str::to_owned),
            flags: flags.split(',').map(str::to_owned).collect(),
            master: (master != "-").then(|| master.to_owned()),
            epoch,
            connected: link == "connected",
            slots: words.map(str::to_owned).collect(),
            place: Place::line(number),
        })
    }
}

/// A cluster, as one of its nodes sees it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClusterNodes {
    /// Its nodes, in the order of the text.
    pub nodes: Vec<ClusterNode>,
    /// The address of the prompt that was pasted along.
    pub prompt: Option<String>,
}

impl ClusterNodes {
    /// Reads the lines; what is none is passed over.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let nodes = text
            .lines()
            .zip(1..)
            .filter_map(|(line, number)| ClusterNode::parse(line, number))
            .collect();
        Self { nodes, prompt: text.lines().find_map(prompt).map(str::to_owned) }
    }

    /// Returns the node that was asked.
    #[must_use]
    pub fn myself(&self) -> Option<&ClusterNode> {
        self.nodes.iter().find(|node| node.is("myself"))
    }

    /// Returns a node by its name.
    #[must_use]
    pub fn node(&self, id: &str) -> Option<&ClusterNode> {
        self.nodes.iter().find(|node| node.id == id)
    }
}

/// Tells whether a text holds lines of `CLUSTER NODES`.
#[must_use]
pub fn looks_like_cluster_nodes(bytes: &[u8]) -> bool {
    let head = bytes.get(..64 << 10).unwrap_or(bytes);
    let text = String::from_utf8_lossy(head);
    text.lines().take(64).any(|line| ClusterNode::parse(line, 1).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "07c37dfeb235213a872192d90877d0cd55635b91 127.0.0.1:30004@31004,hostname4 slave e7d1eecce10fd6bb5eb35b9f99a514335d9ba9ca 0 1426238317239 4 connected\n\
        e7d1eecce10fd6bb5eb35b9f99a514335d9ba9ca 127.0.0.1:30001@31001 myself,master - 0 0 1 connected 0-5460 [93-<-292f]\n";

    #[test]
    fn replicas_name_their_master() {
        let cluster = ClusterNodes::parse(
            format!("127.0.0.1:30001> cluster nodes\n{TEXT}vars currentEpoch 6 lastVoteEpoch 0\n")
                .as_bytes(),
        );
        assert_eq!(cluster.nodes.len(), 2);
        assert_eq!(cluster.prompt.as_deref(), Some("127.0.0.1:30001"));
        let replica = &cluster.nodes[0];
        assert_eq!(
            (replica.ip.as_str(), replica.port, replica.hostname.as_deref()),
            ("127.0.0.1", 30004, Some("hostname4"))
        );
        assert_eq!(cluster.node(replica.master.as_ref().unwrap()), cluster.myself());
        assert_eq!(cluster.myself().unwrap().slots.len(), 2);
    }

    #[test]
    fn numbered_and_quoted_lines_are_the_same() {
        let line = TEXT.lines().next().unwrap();
        assert_eq!(ClusterNodes::parse(format!("1) \"{line}\"").as_bytes()).nodes.len(), 1);
        assert_eq!(
            ClusterNodes::parse(b"3.0 has 127.0.0.1:30004 slave - 0 0 4 connected").nodes.len(),
            0
        );
        assert!(looks_like_cluster_nodes(TEXT.as_bytes()));
        assert!(!looks_like_cluster_nodes(b"# comment\n"));
    }
}
