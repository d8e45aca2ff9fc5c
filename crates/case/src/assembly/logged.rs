//! What the log of one node says of positions, versions and moments.

use super::{
    NodeFile,
    sighting::{Moment, SeenBy, Sighting},
};
use autopsync_model::{AppliedOffset, Place, ReplId, Version};
use autopsync_text::{
    Role,
    log::{LogEvent, LogPosition, LogTime, Positions, Reader, Whose},
};
use std::collections::BTreeMap;

/// The most positions that are kept of one log. Of more, the first and the last are kept, and what is needed to know
/// the rate lies between them.
const MOST: usize = 1 << 16;

/// How many positions of the beginning and of the end of a log are related to other evidence.
const FIRST: usize = 100;
const LAST: usize = 400;

/// A request for a partial synchronisation, as one side wrote it down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// The history.
    pub replid: Option<ReplId>,
    /// The first byte wanted.
    pub next_offset: i64,
    /// When, in milliseconds of the writer's clock.
    pub at: i64,
}

/// A process that wrote lines of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Process {
    /// Its number.
    pub id: u64,
    /// When it started, in milliseconds of its clock; `None` where the log begins later.
    pub started: Option<i64>,
}

/// The facts of a log, or of one label's lines in it.
#[derive(Debug, Clone, Default)]
pub struct LogFacts {
    /// Positions, in the order of the file, each with the process that wrote it.
    pub positions: Vec<(LogPosition, Option<u64>)>,
    /// The processes that wrote the log, in order.
    pub processes: Vec<Process>,
    /// How many were left out between the first and the last.
    pub left_out: u64,
    /// The last version that a line tells.
    pub version: Option<Version>,
    /// The last role that a letter tells.
    pub role: Option<Role>,
    /// Requests that this node made.
    pub asked: Vec<Asked>,
    /// Requests that it was asked.
    pub was_asked: Vec<Asked>,
    /// Times without a link to the master: from its loss to the next success, in milliseconds; the longest.
    pub longest_outage: Option<i64>,
    lost_at: Option<i64>,
}

impl LogFacts {
    /// Reads a log, the lines of each label apart.
    pub(crate) fn read(bytes: &[u8]) -> Vec<(Option<String>, Self)> {
        let mut nodes: BTreeMap<Option<String>, (Positions, Self)> = BTreeMap::new();
        for line in Reader::new(bytes).events() {
            if line.event.is_none() && line.role.is_none() {
                continue;
            }
            let mut label = line.node.as_deref().map(str::to_owned);
            if nodes.len() >= 1024 && !nodes.contains_key(&label) {
                label = None;
            }
            let (positions, facts) = nodes.entry(label).or_default();
            facts.take(positions, &line);
        }
        nodes.into_iter().map(|(label, (_, facts))| (label, facts)).collect()
    }

    fn take(&mut self, positions: &mut Positions, line: &LogEvent<'_>) {
        use autopsync_text::log::LogRole;
        match line.role {
            Some(LogRole::Master) => self.role = Some(Role::Master),
            Some(LogRole::Replica) => self.role = Some(Role::Replica),
            _ => {}
        }
        self.note_process(line);
        let Some(event) = &line.event else { return };
        self.version = event
            .server_version()
            .filter(|_| matches!(event.id, "server-starting" | "server-version" | "server-started"))
            .or(self.version);
        if let Some(position) = positions.see(line) {
            if self.positions.len() >= MOST {
                self.positions.pop();
                self.left_out = self.left_out.saturating_add(1);
            }
            self.positions.push((position, line.pid));
        }
        let Some(at) = line.time.as_ref().map(LogTime::wall_millis) else { return };
        let asked = |id: &str| {
            let replid = event.text(id).and_then(|text| ReplId::from_bytes(text.as_bytes()).ok());
            event.number("next_offset").map(|next_offset| Asked { replid, next_offset, at })
        };
        match event.id {
            "partial-resync-requested" => push(&mut self.asked, asked("replid")),
            "partial-resync-accepted"
            | "partial-resync-refused-backlog"
            | "partial-resync-refused-second-id" => {
                push(&mut self.was_asked, asked("requested_replid"));
            }
            "master-lost" => self.lost_at = self.lost_at.or(Some(at)),
            "partial-resync-succeeded" | "sync-finished" => {
                if let Some(lost) = self.lost_at.take() {
                    let outage = at.saturating_sub(lost);
                    self.longest_outage =
                        self.longest_outage.max(Some(outage).filter(|millis| *millis >= 0));
                }
            }
            _ => {}
        }
    }

    /// Remembers who writes, and when it started where its first line says so.
    fn note_process(&mut self, line: &LogEvent<'_>) {
        // A process begins as C, as its children do, and takes its letter with its role.
        let starts =
            matches!(line.id(), Some("server-starting" | "server-version" | "server-mode"));
        let is_child = line.role == Some(autopsync_text::log::LogRole::Child) && !starts;
        let Some(id) = line.pid.filter(|_| !is_child) else { return };
        if self.processes.iter().any(|known| known.id == id) {
            return;
        }
        let started = line.time.as_ref().map(LogTime::wall_millis).filter(|_| starts);
        push(&mut self.processes, Some(Process { id, started }));
    }

    /// The positions of the writer as sightings.
    pub(super) fn sightings(&self, file: &NodeFile) -> Vec<Sighting> {
        let mine: Vec<_> =
            self.positions.iter().filter(|(position, _)| position.whose == Whose::Writer).collect();
        // Of a long log its beginning and its end tell rate and position as well as all of it.
        let (first, last) = mine.split_at(mine.len().min(FIRST));
        let last = last.get(last.len().saturating_sub(LAST)..).unwrap_or_default();
        let mut seen: Vec<Sighting> = first
            .iter()
            .chain(last)
            .map(|(position, pid)| self.sighting(position, *pid, file))
            .collect();
        if seen.is_empty() && (self.version.is_some() || self.role.is_some()) {
            let mut only =
                Sighting::new(SeenBy::Log, Place::line(1).in_source(&file.name), &file.moment);
            only.version = self.version;
            only.role = self.role;
            seen.push(only);
        }
        if let Some(last) = seen.last_mut() {
            last.role = self.role;
        }
        seen
    }

    fn sighting(&self, position: &LogPosition, pid: Option<u64>, file: &NodeFile) -> Sighting {
        let mut seen = Sighting::new(
            SeenBy::Log,
            Place::line(position.line).in_source(&file.name),
            &file.moment,
        );
        seen.version = self.version;
        seen.process_id = pid;
        seen.event = Some(position.event);
        seen.replid = position.replid;
        seen.offset = position.applied;
        seen.replid2 = position.replid2;
        seen.second_replid_offset = position.second_replid_offset;
        seen.times.extend(position.time.as_ref().and_then(LogTime::unix_millis).map(Moment::Unix));
        seen.times.extend(position.time.as_ref().map(|time| Moment::Wall(time.wall_millis())));
        seen
    }

    /// Returns where its master was when it last sent a snapshot.
    pub(super) fn last_offer(&self, file: &NodeFile) -> Option<Sighting> {
        let offer = self.positions.iter().rev().find(|(position, _)| {
            position.whose == Whose::Master && position.event == "full-resync"
        })?;
        let mut seen = self.sighting(&offer.0, None, file);
        seen.by = SeenBy::Other;
        seen.version = None;
        seen.event = None;
        Some(seen)
    }

    /// Returns the last position that the node itself is said to have, and the line.
    #[must_use]
    pub fn last_own(&self) -> Option<(&LogPosition, AppliedOffset)> {
        let own = self.positions.iter().rev().map(|(position, _)| position);
        let mut own =
            own.filter(|position| position.whose == Whose::Writer && position.replid.is_some());
        own.find_map(|position| position.applied.map(|applied| (position, applied)))
    }
}

fn push<T>(list: &mut Vec<T>, more: Option<T>) {
    if list.len() < MOST {
        list.extend(more);
    }
}
