//! What one piece of evidence says of a node's position at one moment, and which of several is the last.

use super::{Content, Node, NodeFile, info, logged::Process};
use autopsync_model::{AppliedOffset, NextOffset, Place, ReplId, Version};
use autopsync_psync::Server;
use autopsync_text::Role;
use std::{cmp::Ordering, sync::Arc};

/// Who says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SeenBy {
    /// A snapshot that it wrote or received.
    Snapshot,
    /// A line of its log, which goes on where a snapshot is a moment.
    Log,
    /// Another node, a sentinel, the cluster.
    Other,
    /// The end of a stream that it sent, or of its backlog.
    Stream,
    /// Its reply to `ROLE`.
    Role,
    /// Its INFO.
    Info,
}

impl SeenBy {
    /// The word in a document.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Role => "role",
            Self::Stream => "stream",
            Self::Other => "other-node",
            Self::Snapshot => "snapshot",
            Self::Log => "log",
        }
    }
}

/// A moment, in milliseconds, on one of the scales that evidence has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// Since 1970.
    Unix(i64),
    /// The figures of a log's clock whose zone nobody tells, as if they were UTC.
    Wall(i64),
    /// The same clock, less than a second before: a process counts whole seconds since its first line.
    WallAbout(i64),
    /// Since the start of a process.
    Uptime(ReplId, i64),
}

impl Moment {
    /// Returns the milliseconds from another moment to this one, where both are on one scale.
    #[must_use]
    pub fn since(self, earlier: Self) -> Option<i64> {
        let apart = |now: i64, then: i64| Some(now.saturating_sub(then));
        match (self, earlier) {
            (Self::Unix(now), Self::Unix(then))
            | (Self::Wall(now), Self::Wall(then))
            | (Self::WallAbout(now), Self::WallAbout(then)) => apart(now, then),
            (Self::Wall(now), Self::WallAbout(then)) => {
                apart(now, then).filter(|millis| !(0..1000).contains(millis))
            }
            (Self::WallAbout(now), Self::Wall(then)) => {
                apart(now, then).filter(|millis| !(-999..=0).contains(millis))
            }
            (Self::Uptime(now_id, now), Self::Uptime(then_id, then)) if now_id == then_id => {
                apart(now, then)
            }
            _ => None,
        }
    }
}

/// What is known of a node at a moment. Absent is what the evidence does not tell.
#[derive(Debug, Clone)]
pub struct Sighting {
    /// Who says it.
    pub by: SeenBy,
    /// Where it stands.
    pub place: Place,
    /// The word by which the file's name tells the moment.
    pub moment: Arc<str>,
    /// When; a dump may tell it on two scales.
    pub times: Vec<Moment>,
    /// The node's role.
    pub role: Option<Role>,
    /// Its version.
    pub version: Option<Version>,
    /// The id of its process.
    pub run_id: Option<ReplId>,
    /// The message of a log that told it.
    pub event: Option<&'static str>,
    /// The number of its process.
    pub process_id: Option<u64>,
    /// The place of that process in the order in which the node's log shows them.
    pub(super) process_rank: Option<usize>,
    /// Its history; up to 3.2 the run id of the master of it.
    pub replid: Option<ReplId>,
    /// The last byte applied or produced.
    pub offset: Option<AppliedOffset>,
    /// The history before.
    pub replid2: Option<ReplId>,
    /// The first byte not shared with it.
    pub second_replid_offset: Option<NextOffset>,
    /// The first byte held, and how many.
    pub backlog: Option<(NextOffset, u64)>,
    /// How many bytes the backlog may hold.
    pub backlog_size: Option<u64>,
    /// The address of its master.
    pub master: Option<(String, u16)>,
    /// Whether the link to it is up.
    pub link_up: Option<bool>,
    /// Its own port.
    pub port: Option<u16>,
    /// The state as the protocol model takes it, where the evidence is as full as that.
    pub server: Option<Box<Server>>,
}

impl Sighting {
    pub(super) fn new(by: SeenBy, place: Place, moment: &str) -> Self {
        Self {
            by,
            place,
            moment: moment.into(),
            times: Vec::new(),
            role: None,
            version: None,
            run_id: None,
            event: None,
            process_id: None,
            process_rank: None,
            replid: None,
            offset: None,
            replid2: None,
            second_replid_offset: None,
            backlog: None,
            backlog_size: None,
            master: None,
            link_up: None,
            port: None,
            server: None,
        }
    }

    /// Returns the moment in milliseconds since 1970, where it is told on that scale.
    #[must_use]
    pub fn unix_millis(&self) -> Option<i64> {
        self.times.iter().find_map(|time| match time {
            Moment::Unix(millis) => Some(*millis),
            _ => None,
        })
    }

    /// Returns the milliseconds from another sighting to this one, where a common scale tells them.
    #[must_use]
    pub fn millis_since(&self, earlier: &Self) -> Option<i64> {
        self.times.iter().find_map(|now| earlier.times.iter().find_map(|then| now.since(*then)))
    }

    /// Tells which of two is earlier, where ids, offsets or clocks tell it. Offsets come first: they cannot go wrong.
    fn order(&self, other: &Self) -> Option<Ordering> {
        let precedes = |a: &Self, b: &Self| {
            b.replid2.filter(|id| !id.is_cleared()).is_some_and(|id| a.replid == Some(id))
                && a.replid != b.replid
        };
        if precedes(self, other) {
            return Some(Ordering::Less);
        }
        if precedes(other, self) {
            return Some(Ordering::Greater);
        }
        let time =
            || self.millis_since(other).filter(|millis| *millis != 0).map(|millis| millis.cmp(&0));
        if let (Some(id), Some(mine), Some(same), Some(theirs)) =
            (self.replid, self.offset, other.replid, other.offset)
            && id.same_history(&same)
        {
            let by_time = || if self.by == other.by { time() } else { None };
            return Some(mine.cmp(&theirs))
                .filter(|order| order.is_ne())
                .or_else(by_time)
                .or(Some(Ordering::Equal));
        }
        match (self.process_rank, other.process_rank) {
            (Some(mine), Some(theirs)) if mine != theirs => Some(mine.cmp(&theirs)),
            _ => time(),
        }
    }
}

/// Draws from the files of a node what they say.
pub(super) fn collect(node: &mut Node) {
    let mut sightings = Vec::new();
    for file in &node.files {
        of_file(file, &mut sightings);
    }
    let processes: Vec<Process> =
        node.logs().flat_map(|log| log.processes.iter().copied()).collect();
    for seen in &mut sightings {
        seen.process_rank =
            seen.process_id.and_then(|id| processes.iter().position(|known| known.id == id));
        let started = seen.process_rank.and_then(|rank| processes.get(rank)?.started);
        let uptime = seen.times.iter().find_map(|time| {
            if let Moment::Uptime(_, millis) = time { Some(*millis) } else { None }
        });
        seen.times.extend(
            started
                .zip(uptime)
                .map(|(start, uptime)| Moment::WallAbout(start.saturating_add(uptime))),
        );
    }
    if sightings
        .iter()
        .rev()
        .find_map(|seen| seen.version)
        .is_some_and(|version| announces_wrong_offsets(&version))
    {
        for seen in sightings.iter_mut().filter(|seen| seen.by == SeenBy::Stream) {
            seen.offset = None;
        }
    }
    node.sightings = sightings;
}

/// Up to 2.8.21 and 3.0.3 a synchronisation that shares a save is announced with the offset of a wrong moment.
fn announces_wrong_offsets(version: &Version) -> bool {
    !version.is_valkey() && !version.at_least(2, 8, 22)
        || version.at_least(3, 0, 0) && !version.at_least(3, 0, 4)
}

fn of_file(file: &NodeFile, sightings: &mut Vec<Sighting>) {
    let whole = || Place::byte(0).in_source(&file.name);
    match &file.content {
        Content::Info(dump) => sightings.extend(info::sighting(dump, file)),
        Content::Role(reply) => {
            let mut seen = Sighting::new(
                SeenBy::Role,
                reply.place.clone().in_source(&file.name),
                &file.moment,
            );
            seen.role = Some(reply.role);
            seen.offset = reply.offset;
            seen.master.clone_from(&reply.master);
            seen.link_up = reply.link.as_ref().map(|link| link == "connected");
            sightings.push(seen);
        }
        Content::Snapshot(snapshot) => {
            let head = snapshot.head();
            let mut seen = Sighting::new(SeenBy::Snapshot, whole(), &file.moment);
            seen.version = head.version;
            seen.replid = head.repl_id;
            seen.offset = head.repl_offset.filter(|offset| *offset >= 0).map(AppliedOffset::new);
            seen.times.extend(head.ctime.map(|seconds| Moment::Unix(seconds.saturating_mul(1000))));
            sightings.push(seen);
        }
        Content::Stream(stream) => {
            let bytes = stream.stream();
            let mut seen = Sighting::new(SeenBy::Stream, whole(), &file.moment);
            seen.replid = bytes.origin().replid;
            if stream.placed_by() != crate::node::PlacedBy::Nobody {
                seen.offset = Some(bytes.last_offset());
            }
            if let Some(second) = stream.second_id() {
                seen.replid2 = Some(second.replid);
                seen.second_replid_offset = Some(second.ends_before);
            }
            sightings.push(seen);
        }
        Content::Log(facts) => sightings.extend(facts.sightings(file)),
        Content::Config(config) => {
            let said = config.replication();
            let mut seen = Sighting::new(SeenBy::Other, whole(), &file.moment);
            seen.port = said.port;
            seen.master = said.master;
            seen.backlog_size = said.backlog_size;
            sightings.push(seen);
        }
        Content::Cluster(_) | Content::Watched(_) => {}
    }
}

/// Puts the sightings in order as far as it is certain, and picks the last word.
pub(super) fn order(node: &mut Node) {
    let before = std::mem::take(&mut node.sightings);
    let earlier_than = |seen: &Sighting| {
        before.iter().filter(|other| other.order(seen) == Some(Ordering::Less)).count()
    };
    // What is certainly earlier stands in front; what nothing orders stays where it was.
    let mut waits: Vec<usize> = before.iter().map(earlier_than).collect();
    let mut order: Vec<usize> = Vec::with_capacity(before.len());
    let mut taken = vec![false; before.len()];
    while order.len() < before.len() {
        let free = (0..before.len()).filter(|index| !taken[*index]);
        // Evidence that contradicts itself may go in a circle: then the one that fewest precede.
        let Some(next) = free.min_by_key(|index| (waits[*index], *index)) else { break };
        taken[next] = true;
        order.push(next);
        for (index, waiting) in waits.iter_mut().enumerate() {
            if !taken[index] && before[next].order(&before[index]) == Some(Ordering::Less) {
                *waiting = waiting.saturating_sub(1);
            }
        }
    }
    let mut before: Vec<Option<Sighting>> = before.into_iter().map(Some).collect();
    node.sightings = order.into_iter().filter_map(|index| before[index].take()).collect();
    node.present = last_word(&node.sightings);
}

/// Of those that none is certainly later than, the one that says most; of equals the last.
fn last_word(sightings: &[Sighting]) -> Option<usize> {
    // The lines of a log are in order already.
    let late_lines = sightings
        .iter()
        .enumerate()
        .rev()
        .filter(|(_, seen)| seen.by == SeenBy::Log)
        .take(MOST_LINES);
    let others = sightings.iter().enumerate().filter(|(_, seen)| seen.by != SeenBy::Log);
    let known: Vec<(usize, &Sighting)> = late_lines.chain(others).collect();
    let is_last = |seen: &Sighting| {
        known
            .iter()
            .all(|(_, other)| other.offset.is_none() || seen.order(other) != Some(Ordering::Less))
            && !is_left(seen, &known)
    };
    let told = known.iter().filter(|(_, seen)| seen.offset.is_some());
    let best = told.filter(|(_, seen)| is_last(seen)).max_by_key(|(index, seen)| (seen.by, *index));
    // Without an offset anywhere, whoever says most.
    best.map(|(index, _)| *index).or_else(|| {
        (0..sightings.len()).max_by_key(|index| sightings.get(*index).map(|seen| seen.by))
    })
}

/// Tells whether the node left a history for another one: some word on the one is certainly earlier than some word on
/// the other, and none is later.
fn is_left(seen: &Sighting, known: &[(usize, &Sighting)]) -> bool {
    let Some(id) = seen.replid else { return false };
    let of_it: Vec<&Sighting> =
        known.iter().filter(|(_, one)| one.replid == Some(id)).map(|(_, one)| *one).collect();
    let mut others: Vec<ReplId> =
        known.iter().filter_map(|(_, one)| one.replid).filter(|other| *other != id).collect();
    others.sort_by_key(ToString::to_string);
    others.dedup();
    others.iter().any(|other| {
        let (mut earlier, mut later) = (false, false);
        for (_, one) in known.iter().filter(|(_, one)| one.replid == Some(*other)) {
            for mine in &of_it {
                match mine.order(one) {
                    Some(Ordering::Less) => earlier = true,
                    Some(Ordering::Greater) => later = true,
                    _ => {}
                }
            }
        }
        earlier && !later
    })
}

/// How many of the last lines of a log are compared with other evidence.
const MOST_LINES: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(by: SeenBy, id: char, offset: i64) -> Sighting {
        let mut seen = Sighting::new(by, Place::line(1), "");
        seen.replid = ReplId::from_bytes(id.to_string().repeat(40).as_bytes()).ok();
        seen.offset = Some(AppliedOffset::new(offset));
        seen
    }

    fn last(sightings: Vec<Sighting>) -> (SeenBy, i64) {
        let mut node = Node::new("n");
        node.sightings = sightings;
        order(&mut node);
        let now = node.present().unwrap();
        (now.by, now.offset.unwrap().get())
    }

    #[test]
    fn in_one_history_the_larger_offset_is_later() {
        assert_eq!(
            last(vec![seen(SeenBy::Info, 'a', 9), seen(SeenBy::Info, 'a', 5)]),
            (SeenBy::Info, 9)
        );
        assert_eq!(
            last(vec![seen(SeenBy::Log, 'a', 12), seen(SeenBy::Info, 'a', 9)]),
            (SeenBy::Log, 12)
        );
        assert_eq!(
            last(vec![seen(SeenBy::Info, 'a', 9), seen(SeenBy::Stream, 'a', 9)]),
            (SeenBy::Info, 9)
        );
    }

    #[test]
    fn a_second_id_comes_after_the_first_whatever_the_offsets() {
        let mut promoted = seen(SeenBy::Info, 'b', 7);
        promoted.replid2 = seen(SeenBy::Info, 'a', 0).replid;
        assert_eq!(last(vec![promoted, seen(SeenBy::Info, 'a', 9)]), (SeenBy::Info, 7));
    }

    #[test]
    fn where_nothing_orders_them_info_counts_more_than_a_log() {
        assert_eq!(
            last(vec![seen(SeenBy::Info, 'a', 9), seen(SeenBy::Log, 'b', 100)]),
            (SeenBy::Info, 9)
        );
    }
}
