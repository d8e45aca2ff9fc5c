//! Positions that a log tells: who was where in which history, and when.
//!
//! A line rarely says all of it. What an earlier line of the same process said is remembered: the request before the
//! answer, the offer of a snapshot before the end of its load, the ids before an offset without one. The rules are those
//! of `replicationTryPartialResynchronization`, `readSyncBulkPayload` and `shiftReplicationId` in `replication.c`.

use super::{
    event::{Event, LogEvent},
    reader::Reader,
    time::LogTime,
};
use autopsync_model::{AppliedOffset, NextOffset, ReplId};
use std::collections::BTreeMap;

/// The most nodes that are kept apart in one log; the lines of the rest are followed as one.
const MOST_NODES: usize = 1024;

/// Whose position a line tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Whose {
    /// That of the node that writes the log.
    Writer,
    /// That of its master, as the master said in that moment.
    Master,
}

/// A position that a line tells. What the line leaves open, and no line before it settled, is `None`.
///
/// Where nothing is known any more, because the process is a new one or the id was changed, there is a position
/// without history and offset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogPosition {
    /// The physical line, counted from 1.
    pub line: u64,
    /// Index of that line's first byte in the file.
    pub at: u64,
    /// When, on the writer's clock.
    pub time: Option<LogTime>,
    /// The node, by the name of what wraps the line.
    pub node: Option<String>,
    /// The message that told it.
    pub event: &'static str,
    /// Whose position it is.
    pub whose: Whose,
    /// The history; the run id in its role up to 3.2.
    pub replid: Option<ReplId>,
    /// Bytes of the history that were applied by a replica, or produced by a master.
    pub applied: Option<AppliedOffset>,
    /// The history before; forty zeros where the line says that there is none.
    pub replid2: Option<ReplId>,
    /// The last first byte that may be asked for under the id before, whose history ends one byte before it.
    pub second_replid_offset: Option<NextOffset>,
    /// The first byte that the writer's backlog holds.
    pub backlog_first: Option<NextOffset>,
}

/// Returns the positions that a log tells, in the order of the file. Nodes whose lines are mixed are kept apart by the
/// names of what wraps their lines.
#[must_use]
pub fn positions(log: &[u8]) -> Vec<LogPosition> {
    let mut writers: BTreeMap<Option<String>, Positions> = BTreeMap::new();
    let mut all = Vec::new();
    for line in Reader::new(log).events().filter(|line| line.event.is_some()) {
        let mut node = line.node.as_deref().map(str::to_owned);
        if writers.len() >= MOST_NODES && !writers.contains_key(&node) {
            node = None;
        }
        all.extend(writers.entry(node).or_default().see(&line));
    }
    all
}

/// Follows the positions of one node through its log, line by line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Positions {
    /// The writer's own id, as long as nothing changed it since it was told.
    own: Option<ReplId>,
    /// The last request: the history, and the first byte that was asked for.
    request: Option<(ReplId, NextOffset)>,
    /// The last offer of a snapshot: the master's position at its end.
    offer: Option<(ReplId, AppliedOffset)>,
    /// Whether the process told anything so far.
    told: bool,
    /// Whether what a replica learns becomes its own id: from 4.0 on.
    shares_ids: bool,
}

impl Default for Positions {
    fn default() -> Self {
        Self { own: None, request: None, offer: None, told: false, shares_ids: true }
    }
}

impl Positions {
    /// Takes the next line and returns the position that it tells.
    pub fn see(&mut self, line: &LogEvent<'_>) -> Option<LogPosition> {
        let event = line.event.as_ref()?;
        let told = self.told(event)?;
        let writer = told.whose == Whose::Writer;
        let is_known = told.replid.is_some() || told.applied.is_some();
        self.told |= is_known;
        if writer && self.shares_ids && told.replid.is_some() {
            self.own = told.replid;
        }
        Some(LogPosition {
            line: line.line,
            at: line.at,
            time: line.time,
            node: line.node.as_deref().map(str::to_owned),
            event: event.id,
            whose: told.whose,
            replid: told.replid.or(if writer { self.own } else { None }),
            applied: told.applied,
            replid2: told.replid2,
            second_replid_offset: told.second_replid_offset,
            backlog_first: told.backlog_first,
        })
    }

    fn told(&mut self, event: &Event<'_>) -> Option<Told> {
        match event.id {
            "server-starting" | "server-version" => {
                let shares_ids = event.server_version().is_none_or(|version| version.major >= 4);
                let begun = std::mem::replace(self, Self { shares_ids, ..Self::default() });
                begun.told.then(Told::default)
            }
            // The id changes with the backlog, from 4.0.3 on.
            "backlog-freed" | "replid-reset" => self.own.take().map(|_| Told::default()),
            "partial-resync-requested" => {
                let (replid, next) = (replid(event, "replid")?, next(event, "next_offset")?);
                self.request = Some((replid, next));
                Some(Told::writer(replid, next.applied()))
            }
            "partial-resync-succeeded" => {
                let (replid, next) = self.request?;
                Some(Told::writer(replid, next.applied()))
            }
            "replid-changed" => self.changed(event),
            "full-resync" => {
                let (replid, offset) = (replid(event, "replid")?, applied(event, "offset")?);
                self.request = None;
                self.offer = Some((replid, offset));
                Some(Told { whose: Whose::Master, ..Told::writer(replid, offset) })
            }
            "sync-finished" => {
                let (replid, offset) = self.offer.take()?;
                Some(Told::writer(replid, offset))
            }
            _ => as_printed(event),
        }
    }

    /// The master has another id: the old one is the second one now, up to where the request stood.
    fn changed(&mut self, event: &Event<'_>) -> Option<Told> {
        let new = replid(event, "replid")?;
        let before = self.request.take();
        Some(Told {
            replid: Some(new),
            applied: before.map(|(_, next)| next.applied()),
            replid2: before.map(|(old, _)| old),
            second_replid_offset: before.map(|(_, next)| next),
            ..Told::default()
        })
    }
}

/// What one line tells, and the lines before it.
#[derive(Debug, Clone, Copy)]
struct Told {
    whose: Whose,
    replid: Option<ReplId>,
    applied: Option<AppliedOffset>,
    replid2: Option<ReplId>,
    second_replid_offset: Option<NextOffset>,
    backlog_first: Option<NextOffset>,
}

impl Default for Told {
    fn default() -> Self {
        Self {
            whose: Whose::Writer,
            replid: None,
            applied: None,
            replid2: None,
            second_replid_offset: None,
            backlog_first: None,
        }
    }
}

impl Told {
    fn writer(replid: ReplId, applied: AppliedOffset) -> Self {
        Self { replid: Some(replid), applied: Some(applied), ..Self::default() }
    }
}

/// The messages that need no other to be understood.
fn as_printed(event: &Event<'_>) -> Option<Told> {
    let told = match event.id {
        "second-id-set" => Told {
            replid: replid(event, "replid"),
            applied: next(event, "second_replid_offset").map(NextOffset::applied),
            replid2: replid(event, "replid2"),
            second_replid_offset: next(event, "second_replid_offset"),
            ..Told::default()
        },
        "partial-resync-accepted" => {
            let count = u64::try_from(event.number("bytes")?).ok()?;
            let end = next(event, "next_offset")?.advance(count);
            Told { applied: Some(end.applied()), ..Told::default() }
        }
        "partial-resync-refused-id" | "backlog-created" => Told {
            replid: Some(replid(event, "replid")?),
            replid2: replid(event, "replid2"),
            ..Told::default()
        },
        "partial-resync-refused-second-id" => Told {
            second_replid_offset: Some(next(event, "second_replid_offset")?),
            ..Told::default()
        },
        // The id is that of the request, which was accepted before the backlog was looked at; it may be the second one.
        "partial-resync-refused-backlog" => Told {
            applied: Some(next(event, "backlog_next_offset")?.applied()),
            backlog_first: next(event, "first_offset"),
            ..Told::default()
        },
        "partial-resync-offset-ahead" | "meaningful-offset" | "election-delayed" => {
            Told { applied: Some(applied(event, "offset")?), ..Told::default() }
        }
        "manual-failover-offset" => Told {
            whose: Whose::Master,
            applied: Some(applied(event, "offset")?),
            ..Told::default()
        },
        _ => return None,
    };
    Some(told)
}

fn replid(event: &Event<'_>, name: &str) -> Option<ReplId> {
    ReplId::from_bytes(event.text(name)?.as_bytes()).ok()
}

fn next(event: &Event<'_>, name: &str) -> Option<NextOffset> {
    event.number(name).map(NextOffset::new)
}

fn applied(event: &Event<'_>, name: &str) -> Option<AppliedOffset> {
    event.number(name).map(AppliedOffset::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "08a105f97bac6fa8c8237dfde25bf1f8a6ead56e";
    const B: &str = "3564e1eeaa3ee85078ab5bbf1d09925fc9b442c0";

    /// Event, history and offset of each position.
    fn show(texts: &[&str]) -> Vec<String> {
        let line = |text: &&str| format!("1:S 21 Apr 2020 11:16:38.523 * {text}\n");
        let log: String = texts.iter().map(line).collect();
        let show = |p: LogPosition| {
            let id = |id: Option<ReplId>| id.map_or("-".into(), |id| id.as_str()[..2].to_owned());
            let applied = p.applied.map_or("-".into(), |n| n.get().to_string());
            let second = p.second_replid_offset.map_or("-".into(), |n| n.get().to_string());
            format!("{} {} {applied} {} {second}", p.event, id(p.replid), id(p.replid2))
        };
        positions(log.as_bytes()).into_iter().map(show).collect()
    }

    #[test]
    fn an_answer_is_read_with_its_request() {
        let request = format!("Trying a partial resynchronization (request {A}:4220).");
        let changed = format!("Master replication ID changed to {B}");
        assert_eq!(
            show(&[&request, "Successful partial resynchronization with master.", &changed]),
            [
                "partial-resync-requested 08 4219 - -",
                "partial-resync-succeeded 08 4219 - -",
                "replid-changed 35 4219 08 4220"
            ]
        );
    }

    #[test]
    fn a_load_that_fails_gives_no_position() {
        let offer = format!("Full resync from master: {A}:100");
        let done = "MASTER <-> REPLICA sync: Finished with success";
        assert_eq!(
            show(&[&offer, done, done]),
            ["full-resync 08 100 - -", "sync-finished 08 100 - -"]
        );
    }

    #[test]
    fn a_restart_forgets_ids_and_requests() {
        let set = format!(
            "Setting secondary replication ID to {A}, valid up to offset: 3625. New replication ID is {B}"
        );
        let accepted = "Partial resynchronization request from 10.0.0.3:6379 accepted. Sending 28 \
                        bytes of backlog starting from offset 3700.";
        let restart = "oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo";
        assert_eq!(
            show(&[&set, accepted, restart, accepted]),
            [
                "second-id-set 35 3624 08 3625",
                "partial-resync-accepted 35 3727 - -",
                "server-starting - - - -",
                "partial-resync-accepted - 3727 - -"
            ]
        );
    }

    #[test]
    fn mixed_nodes_are_kept_apart() {
        let log = format!(
            "a | 1:S 21 Apr 2020 11:16:38.523 * Trying a partial resynchronization (request {A}:8).\n\
             b | 1:S 21 Apr 2020 11:16:38.524 # Master replication ID changed to {B}\n"
        );
        let found = positions(log.as_bytes());
        assert_eq!(found[1].replid2, None);
        assert_eq!(found[1].node.as_deref(), Some("b"));
    }

    #[test]
    fn an_offset_at_the_edge_of_numbers_is_no_panic() {
        let far = format!("Trying a partial resynchronization (request {A}:{}).", -i64::MAX);
        let accepted = format!(
            "Partial resynchronization request from a:1 accepted. Sending {0} bytes of backlog starting from offset {0}.",
            i64::MAX
        );
        assert_eq!(show(&[&far, &accepted]).len(), 2);
    }
}
