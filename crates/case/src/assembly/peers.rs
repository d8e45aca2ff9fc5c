//! What nodes say of each other: who follows whom, and the positions of those who left nothing themselves.

use super::{
    Case, Content, Node,
    sighting::{SeenBy, Sighting},
};
use autopsync_model::{AppliedOffset, Place, ReplId};
use autopsync_text::Role;

/// A host and a port, as some node knows them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Address {
    /// The host's name or number.
    pub host: String,
    /// The port.
    pub port: u16,
}

impl Address {
    /// Joins host and port.
    #[must_use]
    pub fn new(host: impl Into<String>, port: u16) -> Self {
        Self { host: host.into(), port }
    }

    /// Tells whether a node is called after this address.
    fn names(&self, node: &str) -> bool {
        let Self { host, port } = self;
        [":", "_", "-"].iter().any(|between| node == format!("{host}{between}{port}"))
    }

    /// Tells whether a node is called after the host, as pods are: `redis-0` in `redis-0.redis-headless.ns.svc`.
    fn names_host(&self, node: &str) -> bool {
        let is_number = self.host.split('.').all(|part| part.parse::<u8>().is_ok());
        !is_number && (self.host == node || self.host.split('.').next() == Some(node))
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

impl Node {
    /// Returns the port that the node itself tells.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        self.sightings.iter().rev().find_map(|seen| seen.port)
    }

    /// Returns the address of the master that it followed last.
    #[must_use]
    pub fn master(&self) -> Option<Address> {
        let now = self.present().and_then(|seen| seen.master.clone());
        now.or_else(|| self.sightings.iter().rev().find_map(|seen| seen.master.clone()))
            .map(|(host, port)| Address { host, port })
    }
}

impl Case {
    /// Finds the node at an address, as another node knows it. `None` also where several could be meant.
    #[must_use]
    pub fn node_at(&self, address: &Address, asking: &str) -> Option<&Node> {
        let others = || self.nodes.iter().filter(|node| node.name != asking);
        if let Some(node) = self.nodes.iter().find(|node| address.names(&node.name)) {
            return Some(node);
        }
        let mut by_host = others().filter(|node| address.names_host(&node.name));
        if let (Some(node), None) = (by_host.next(), by_host.next()) {
            return Some(node);
        }
        let mut by_port = others().filter(|node| node.port() == Some(address.port));
        match (by_port.next(), by_port.next()) {
            (Some(node), None) => Some(node),
            _ => None,
        }
    }

    /// Finds the master that a node follows: at the address it tells, else the only master of its history, else the
    /// only master.
    #[must_use]
    pub fn master_of(&self, node: &Node) -> Option<&Node> {
        if let Some(found) = node.master().and_then(|address| self.node_at(&address, &node.name)) {
            return Some(found);
        }
        let masters: Vec<&Node> = self
            .nodes
            .iter()
            .filter(|other| {
                other.name != node.name
                    && other.present().is_some_and(|seen| seen.role == Some(Role::Master))
            })
            .collect();
        let id = node.present().and_then(|seen| seen.replid);
        let shares =
            |other: &&&Node| id.is_some() && other.present().and_then(|seen| seen.replid) == id;
        let sharing: Vec<_> = masters.iter().filter(shares).collect();
        match (sharing.as_slice(), masters.as_slice()) {
            ([one], _) => Some(one),
            ([], [one]) => Some(one),
            _ => None,
        }
    }
}

/// A server that some other one lists.
struct Listed {
    by: String,
    address: Address,
    role: Option<Role>,
    replid: Option<ReplId>,
    offset: Option<AppliedOffset>,
    master: Option<(String, u16)>,
    link_up: Option<bool>,
    run_id: Option<ReplId>,
    place: Place,
    moment: String,
}

/// Adds the nodes that are only known from others: the replicas in a master's last INFO or ROLE, what sentinels list.
pub(super) fn add_seen_by_others(case: &mut Case) {
    let listed: Vec<Listed> = case.nodes.iter().flat_map(listed_by).collect();
    for one in &listed {
        let same_port = listed
            .iter()
            .filter(|other| other.by == one.by && other.address.port == one.address.port)
            .count();
        let could_be = case
            .nodes
            .iter()
            .filter(|node| node.name != one.by && node.port() == Some(one.address.port))
            .count();
        let by_name = case
            .nodes
            .iter()
            .any(|node| one.address.names(&node.name) || one.address.names_host(&node.name));
        let by_process = one
            .run_id
            .is_some_and(|id| case.nodes.iter().any(|node| node.run_ids().any(|own| own == id)));
        // On one port each, as in containers, only the number tells whether all of them left something.
        if by_name || by_process || (could_be > 0 && same_port <= could_be) {
            continue;
        }
        let name = one.address.to_string();
        let node = case.node_named(&name);
        if !node.files.is_empty() {
            continue;
        }
        let mut seen = Sighting::new(SeenBy::Other, one.place.clone(), &one.moment);
        seen.role = one.role;
        seen.replid = one.replid;
        seen.offset = one.offset;
        seen.master.clone_from(&one.master);
        seen.link_up = one.link_up;
        seen.run_id = one.run_id;
        seen.port = Some(one.address.port);
        node.sightings.push(seen);
    }
}

/// Those whom a node lists in its last dump, and those whom a sentinel lists.
fn listed_by(node: &Node) -> Vec<Listed> {
    let mut all = Vec::new();
    let last_info = node.files.iter().rev().find(|file| matches!(file.content, Content::Info(_)));
    for file in &node.files {
        let at = |place: &Place| place.clone().in_source(&file.name);
        let is_last_info = last_info.is_some_and(|last| std::ptr::eq(last, file));
        let replica =
            |ip: &str, port, offset: Option<AppliedOffset>, replid, place: &Place| Listed {
                by: node.name.clone(),
                address: Address::new(ip, port),
                role: Some(Role::Replica),
                replid,
                offset: offset.filter(|offset| offset.get() > 0),
                master: None,
                link_up: None,
                run_id: None,
                place: at(place),
                moment: file.moment.clone(),
            };
        match &file.content {
            Content::Info(info) if is_last_info => {
                let said = info.replication();
                let id = said.master_replid.or(info.server().run_id);
                let known =
                    said.replicas.iter().filter(|listed| listed.port.is_some_and(|port| port > 0));
                all.extend(known.filter_map(|listed| {
                    Some(replica(
                        listed.ip.as_deref()?,
                        listed.port?,
                        listed.offset,
                        id,
                        &listed.place,
                    ))
                }));
            }
            Content::Role(role) if last_info.is_none() => {
                all.extend(role.replicas.iter().map(|listed| {
                    replica(&listed.ip, listed.port, Some(listed.offset), None, &role.place)
                }));
            }
            Content::Watched(list) => all.extend(list.iter().filter_map(|watched| {
                let is_replica = watched.flags.iter().any(|flag| flag == "slave")
                    || watched.role.as_deref().is_some_and(|role| role != "master");
                Some(Listed {
                    role: Some(if is_replica { Role::Replica } else { Role::Master }),
                    master: watched.master.clone(),
                    link_up: watched.link_up,
                    run_id: watched.run_id,
                    ..replica(
                        watched.ip.as_deref()?,
                        watched.port?,
                        watched.offset,
                        None,
                        &watched.place,
                    )
                })
            })),
            _ => {}
        }
    }
    all
}

/// A replica writes down where its master was when it sent a snapshot: the last such line is a word about the master.
pub(super) fn add_offers_of_snapshots(case: &mut Case) {
    let mut offers: Vec<(String, Sighting)> = Vec::new();
    for node in &case.nodes {
        let Some(master) =
            case.master_of(node).filter(|master| master.role() != Some(Role::Replica))
        else {
            continue;
        };
        for file in &node.files {
            let Content::Log(facts) = &file.content else { continue };
            offers.extend(facts.last_offer(file).map(|seen| (master.name.clone(), seen)));
        }
    }
    for (master, seen) in offers {
        let node = case.node_named(&master);
        node.sightings.push(seen);
        super::sighting::order(node);
    }
}

/// Up to 3.2 a replica does not print the history that it follows: it is the run id of its master.
pub(super) fn name_histories_of_old_replicas(case: &mut Case) {
    let masters: Vec<Option<ReplId>> = case
        .nodes
        .iter()
        .map(|node| {
            let now = node.present()?;
            let nameless = now.role == Some(Role::Replica)
                && now.replid.is_none()
                && now.link_up == Some(true);
            let master = nameless.then(|| case.master_of(node)).flatten()?;
            master
                .present()
                .filter(|seen| seen.version.is_none_or(|v| !v.at_least(4, 0, 0)))
                .and_then(|seen| seen.replid.or(seen.run_id))
        })
        .collect();
    for (node, id) in case.nodes.iter_mut().zip(masters) {
        if let Some(seen) = node.present.and_then(|at| node.sightings.get_mut(at)) {
            seen.replid = seen.replid.or(id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pod_is_found_by_the_first_word_of_its_host() {
        let pod = Address::new("redis-0.redis-headless.default.svc", 6379);
        assert!(pod.names_host("redis-0") && !pod.names_host("redis-1"));
        assert!(!Address::new("10.0.0.1", 6379).names_host("10"));
        assert!(Address::new("10.0.0.1", 6379).names("10.0.0.1_6379"));
    }
}
