//! The INFO dumps of one file: a paste may hold those of several nodes, and of several moments.
//!
//! One of them counts. Dumps are of one node where run id or address say so; of a node the newest counts. Of several
//! nodes the one that plays the part that is asked about does. Where that does not settle it, none counts, and the
//! answer says why.

use crate::Source;
use autopsync_model::Version;
use autopsync_text::{Info, Role};

/// The dumps of a file, and the one that counts.
#[derive(Debug)]
pub struct Dumps {
    source: Source,
    all: Vec<Info>,
    /// The dumps of each node, by their indexes, in the order of the file.
    nodes: Vec<Vec<usize>>,
    /// The node that counts.
    chosen: Option<usize>,
}

impl Dumps {
    /// Reads all dumps of a file.
    pub(crate) fn read(source: Source) -> Self {
        let all = Info::parse_all(source.bytes());
        let mut nodes: Vec<Vec<usize>> = Vec::new();
        for (index, dump) in all.iter().enumerate() {
            let same = |node: &&mut Vec<usize>| {
                node.iter().filter_map(|known| all.get(*known)).any(|known| same_node(known, dump))
            };
            match nodes.iter_mut().find(same) {
                Some(node) => node.push(index),
                None => nodes.push(vec![index]),
            }
        }
        let chosen = (nodes.len() == 1).then_some(0);
        Self { source, all, nodes, chosen }
    }

    /// Chooses the node that plays a part; a file of one node has no choice.
    pub(crate) fn choose(&mut self, part: Role) {
        let plays = |node: &Vec<usize>| {
            self.newest(node).and_then(|dump| dump.replication().role) == Some(part)
        };
        let mut fitting = self.nodes.iter().enumerate().filter(|(_, node)| plays(node));
        let only = fitting.next().filter(|_| fitting.next().is_none());
        self.chosen = only.map(|(index, _)| index).or(self.chosen);
    }

    /// Returns the file.
    #[must_use]
    pub const fn source(&self) -> &Source {
        &self.source
    }

    /// Returns all dumps, in the order of the file.
    #[must_use]
    pub fn all(&self) -> &[Info] {
        &self.all
    }

    /// Returns the dump that counts; `None` where the file holds those of several nodes and nobody knows which is meant.
    #[must_use]
    pub fn info(&self) -> Option<&Info> {
        self.newest(self.nodes.get(self.chosen?)?)
    }

    /// Returns the version of the node that counts, from any dump of it.
    pub(crate) fn version(&self) -> Option<Version> {
        let node = self.nodes.get(self.chosen?)?;
        let older = || node.iter().rev().find_map(|index| self.all.get(*index)?.version());
        self.newest(node).and_then(Info::version).or_else(older)
    }

    /// The newest dump with a replication section, or the newest of all. One run tells its age; else the last one counts.
    fn newest(&self, node: &[usize]) -> Option<&Info> {
        let dumps = || node.iter().filter_map(|index| self.all.get(*index));
        let age = |dump: &&Info| {
            let server = dump.server();
            server.run_id.zip(server.uptime_in_seconds)
        };
        let telling = || dumps().filter(|dump| dump.replication().role.is_some());
        let last = telling().next_back().or_else(|| dumps().next_back())?;
        let Some((run, _)) = age(&last) else { return Some(last) };
        // Of dumps of the same age the last one counts.
        telling()
            .filter(|dump| age(dump).is_some_and(|(other, _)| other == run))
            .max_by_key(|dump| age(dump).map(|(_, seconds)| seconds))
            .or(Some(last))
    }

    /// Tells what was chosen, where there was a choice.
    pub(crate) fn note(&self) -> Option<String> {
        let (file, dumps) = (self.source.name(), self.all.len());
        let node = self.nodes.get(self.chosen?)?;
        let info = self.info().filter(|_| dumps > 1)?;
        let which = match (self.nodes.len(), node.len()) {
            (1, _) => "of one node, as far as they tell; the newest counts".to_owned(),
            (nodes, 1) => format!("of {nodes} nodes; that of {} counts", name(info)),
            (nodes, of) => {
                format!("of {nodes} nodes; the newest of {of} of {} counts", name(info))
            }
        };
        Some(format!("{file} holds {dumps} INFO dumps {which}"))
    }

    /// Names the nodes, where it is not known which one is meant.
    pub(crate) fn undecided(&self) -> Option<Vec<String>> {
        if self.chosen.is_some() || self.nodes.is_empty() {
            return None;
        }
        Some(self.nodes.iter().filter_map(|node| self.newest(node)).map(name).collect())
    }
}

/// How a node is called: by its address, its run id, or the line of its dump.
fn name(dump: &Info) -> String {
    let run = dump.server().run_id.map(|id| format!("run id {id}"));
    let named = address(dump).map(str::to_owned).or(run);
    let line = dump.fields().first().map(|field| field.place.to_string()).unwrap_or_default();
    named.unwrap_or_else(|| format!("the node {line}"))
}

/// The address that a prompt tells. One of the machine itself may be of any machine.
fn address(dump: &Info) -> Option<&str> {
    let local = ["127.", "localhost", "[::1]", "::1", "redis "];
    dump.prompt().filter(|prompt| !local.iter().any(|local| prompt.starts_with(local)))
}

/// Tells whether two dumps are of one node, as far as they tell: one without a name is of the node of the same role.
fn same_node(one: &Info, other: &Info) -> bool {
    match (address(one).zip(address(other)), one.server().run_id.zip(other.server().run_id)) {
        (Some((one, other)), _) => one == other,
        (None, Some((one, other))) => one == other,
        (None, None) => match (one.replication().role, other.replication().role) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dumps(text: &str, part: Role) -> Dumps {
        let mut dumps = Dumps::read(Source::from_bytes("paste.txt", text.as_bytes().to_vec()));
        dumps.choose(part);
        dumps
    }

    fn offset(dumps: &Dumps) -> Option<i64> {
        dumps.info()?.parsed("master_repl_offset")
    }

    const TWO: &str = "10.0.0.1:6379> info\n# Server\nredis_version:6.2.14\n# Replication\nrole:master\nmaster_repl_offset:90\n\
                       10.0.0.2:6379> info replication\n# Replication\nrole:slave\nmaster_repl_offset:70\n";

    #[test]
    fn of_two_nodes_the_one_that_plays_the_part_counts() {
        let (master, replica) = (dumps(TWO, Role::Master), dumps(TWO, Role::Replica));
        assert_eq!((offset(&master), offset(&replica)), (Some(90), Some(70)));
        assert_eq!(master.version(), Some(Version::redis(6, 2, 14)));
        assert_eq!(replica.version(), None, "the version of the other one");
        let note = replica.note().unwrap();
        assert_eq!(note, "paste.txt holds 2 INFO dumps of 2 nodes; that of 10.0.0.2:6379 counts");
    }

    #[test]
    fn of_one_node_the_newest_counts_whatever_the_order() {
        let run = "a".repeat(40);
        let dump = |uptime: u32, offset: u32| {
            format!(
                "run_id:{run}\nuptime_in_seconds:{uptime}\nrole:master\nmaster_repl_offset:{offset}\n"
            )
        };
        assert_eq!(offset(&dumps(&(dump(5, 1) + &dump(9, 2)), Role::Master)), Some(2));
        assert_eq!(offset(&dumps(&(dump(9, 2) + &dump(5, 1)), Role::Master)), Some(2));
        let nameless = "role:master\nmaster_repl_offset:5\nrole:master\nmaster_repl_offset:6\n";
        let nameless = dumps(nameless, Role::Replica);
        assert_eq!(offset(&nameless), Some(6), "a master that is told to follow another asks, too");
        assert!(
            nameless
                .note()
                .unwrap()
                .ends_with("of one node, as far as they tell; the newest counts")
        );
    }

    #[test]
    fn the_version_may_stand_in_an_older_dump() {
        let text = "10.0.0.1:6379> info\n# Server\nredis_version:5.0.14\n# Replication\nrole:master\nmaster_repl_offset:1\n\
                    10.0.0.1:6379> info replication\n# Replication\nrole:master\nmaster_repl_offset:2\n";
        let dumps = dumps(text, Role::Master);
        assert_eq!((offset(&dumps), dumps.version()), (Some(2), Some(Version::redis(5, 0, 14))));
    }

    #[test]
    fn of_two_nodes_that_both_fit_none_counts() {
        let replicas = TWO.replace("role:master", "role:slave");
        let undecided = dumps(&replicas, Role::Replica);
        assert!(undecided.info().is_none() && undecided.note().is_none());
        assert_eq!(undecided.undecided().unwrap(), ["10.0.0.1:6379", "10.0.0.2:6379"]);
        let local = TWO.replace("10.0.0.1", "127.0.0.1").replace("10.0.0.2", "127.0.0.1");
        assert_eq!(offset(&dumps(&local, Role::Replica)), Some(70), "two machines, each its own");
    }

    #[test]
    fn one_dump_is_no_choice() {
        let one = dumps("role:master\nmaster_repl_offset:5\n", Role::Replica);
        assert_eq!(offset(&one), Some(5));
        assert!(one.note().is_none() && one.undecided().is_none());
    }
}
