//! The section `Replication`: role, position, history, backlog, replicas.

use crate::{Info, info::keys};
use autopsync_model::{AppliedOffset, NextOffset, Place, Position, ReplId};
use std::str::FromStr;

/// The role of a server, in today's words. Every version prints `master` and `slave`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// `master`.
    Master,
    /// `slave`.
    Replica,
    /// `sentinel`, in `ROLE` and in dumps of a Sentinel.
    Sentinel,
}

impl FromStr for Role {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.to_ascii_lowercase().as_str() {
            "master" | "primary" => Ok(Self::Master),
            "slave" | "replica" => Ok(Self::Replica),
            "sentinel" => Ok(Self::Sentinel),
            _ => Err(()),
        }
    }
}

/// The backlog as INFO describes it. First byte and length are stale while it is not active, up to 6.2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Backlog {
    /// `repl_backlog_active`.
    pub active: Option<bool>,
    /// `repl_backlog_size`, in bytes: the configured one.
    pub size: Option<u64>,
    /// `repl_backlog_first_byte_offset`.
    pub first_byte_offset: Option<NextOffset>,
    /// `repl_backlog_histlen`, in bytes; from 7.0 on perhaps more than the size.
    pub histlen: Option<u64>,
}

/// One `slaveN` line: a replica as its master sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replica {
    /// The N of the line.
    pub number: u32,
    /// Its address.
    pub ip: Option<String>,
    /// The port it announced, 0 where it did not.
    pub port: Option<u16>,
    /// `online`, `wait_bgsave`, `send_bulk`, and newer words.
    pub state: Option<String>,
    /// The last offset it acknowledged; 0 before the first time. Not in 2.6.
    pub offset: Option<AppliedOffset>,
    /// Seconds since it last acknowledged; −1 where it never did.
    pub lag: Option<i64>,
    /// `replica`, `main-channel` or `rdb-channel` (`type`, from Valkey 8).
    pub channel: Option<String>,
    /// The line.
    pub place: Place,
}

/// What the section `Replication` says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Replication {
    /// The role.
    pub role: Option<Role>,
    /// On a replica: its master's address.
    pub master_host: Option<String>,
    /// On a replica: its master's port.
    pub master_port: Option<u16>,
    /// On a replica: whether the link is `up`.
    pub master_link_up: Option<bool>,
    /// On a replica: seconds since the master last sent something, −1 while the link is down.
    pub master_last_io_seconds_ago: Option<i64>,
    /// On a replica: whether a full synchronisation is going on.
    pub master_sync_in_progress: Option<bool>,
    /// On a replica: seconds since the link was lost, −1 where it never was up.
    pub master_link_down_since_seconds: Option<i64>,
    /// On a replica: the last byte applied (up to 3.2: read). 1 where there is no master link to tell of.
    pub slave_repl_offset: Option<AppliedOffset>,
    /// On a replica: the last byte read (6.2.6).
    pub slave_read_repl_offset: Option<AppliedOffset>,
    /// On a replica: whether it refuses writes of clients.
    pub slave_read_only: Option<bool>,
    /// On a replica: its weight in an election.
    pub slave_priority: Option<i64>,
    /// How many replicas there are; lines may be missing from a pasted dump.
    pub connected_slaves: Option<u64>,
    /// The replicas.
    pub replicas: Vec<Replica>,
    /// `no-failover`, `waiting-for-sync` or `failover-in-progress` (6.2).
    pub master_failover_state: Option<String>,
    /// The id of the history (4.0).
    pub master_replid: Option<ReplId>,
    /// The id before it; forty zeros where there is none (4.0).
    pub master_replid2: Option<ReplId>,
    /// The last byte produced; on a replica up to 3.2 a count of its own (2.8).
    pub master_repl_offset: Option<AppliedOffset>,
    /// The offset without trailing pings; its presence shows 6.0-rc3 to 6.0.3.
    pub master_repl_meaningful_offset: Option<AppliedOffset>,
    /// The first byte not shared with the id before; −1 where there is none (4.0).
    pub second_repl_offset: Option<NextOffset>,
    /// The backlog (2.8).
    pub backlog: Backlog,
}

impl Replication {
    /// Returns the position in its history: for a replica what it applied of its master's, for a master what it
    /// produced. `None` where id or offset are missing, as in every version before 4.0.
    ///
    /// A replica that has neither a master link nor a cached one prints 1 as its offset; the larger number of its own
    /// history stands then.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        let applied = match (self.role, self.slave_repl_offset) {
            (Some(Role::Replica), Some(applied)) if applied.get() > 1 => Some(applied),
            _ => self.master_repl_offset,
        };
        Some(Position::new(self.master_replid?, applied?))
    }
}

impl Info {
    /// Returns the section `Replication`.
    #[must_use]
    pub fn replication(&self) -> Replication {
        let applied = |key| self.parsed(key).map(AppliedOffset::new);
        let next = |key| self.parsed(key).map(NextOffset::new);
        let text = |key| self.get(key).filter(|text| !text.is_empty()).map(str::to_owned);
        let link_up = |text: &str| match super::first_word(text) {
            "up" => Some(true),
            "down" => Some(false),
            _ => None,
        };
        Replication {
            role: self.parsed("role"),
            master_host: text("master_host"),
            master_port: self.parsed("master_port"),
            master_link_up: self.get("master_link_status").and_then(link_up),
            master_last_io_seconds_ago: self.parsed("master_last_io_seconds_ago"),
            master_sync_in_progress: self.flag("master_sync_in_progress"),
            master_link_down_since_seconds: self.parsed("master_link_down_since_seconds"),
            slave_repl_offset: applied("slave_repl_offset"),
            slave_read_repl_offset: applied("slave_read_repl_offset"),
            slave_read_only: self.flag("slave_read_only"),
            slave_priority: self.parsed("slave_priority"),
            connected_slaves: self.parsed("connected_slaves"),
            replicas: self.replicas(),
            master_failover_state: text("master_failover_state"),
            master_replid: self.parsed("master_replid"),
            master_replid2: self.parsed("master_replid2"),
            master_repl_offset: applied("master_repl_offset"),
            master_repl_meaningful_offset: applied("master_repl_meaningful_offset"),
            second_repl_offset: next("second_repl_offset"),
            backlog: Backlog {
                active: self.flag("repl_backlog_active"),
                size: self.parsed("repl_backlog_size"),
                first_byte_offset: next("repl_backlog_first_byte_offset"),
                histlen: self.parsed("repl_backlog_histlen"),
            },
        }
    }

    fn replicas(&self) -> Vec<Replica> {
        let lines = self.fields().iter().filter(|field| keys::is_replica_line(&field.key));
        lines
            .filter_map(|field| {
                let number = field.key.trim_start_matches("slave").parse().ok()?;
                Some(replica(number, &field.value, field.place.clone()))
            })
            .collect()
    }
}

/// Reads `ip=…,port=…,state=…,offset=…,lag=…` (2.8) or `ip,port,state` (2.6).
fn replica(number: u32, line: &str, place: Place) -> Replica {
    let words: Vec<(&str, &str)> = line
        .split(',')
        .zip(["ip", "port", "state"].into_iter().chain(std::iter::repeat("")))
        .map(|(part, by_position)| part.split_once('=').unwrap_or((by_position, part)))
        .map(|(key, value)| (key.trim(), value.trim()))
        .collect();
    let find = |wanted: &str| words.iter().find(|(key, _)| *key == wanted).map(|(_, value)| *value);
    let text = |key| find(key).map(str::to_owned);
    let first = |key| find(key).map(super::first_word);
    Replica {
        number,
        ip: text("ip"),
        port: first("port").and_then(|port| port.parse().ok()),
        state: first("state").map(str::to_owned),
        offset: first("offset").and_then(|n| n.parse().ok()).map(AppliedOffset::new),
        lag: first("lag").and_then(|n| n.parse().ok()),
        channel: first("type").map(str::to_owned),
        place,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_replica_line_has_had_three_layouts() {
        let text = "slave0:127.0.0.1,6380,online\n\
                    slave1:ip=::1,port=6381,state=wait_bgsave,offset=0,lag=-1\n\
                    slave2:ip=10.0.0.3,port=0,state=online,offset=1820,lag=1,type=replica\n\
                    slave3:ip=a,port=1,state=online,offset=5,lag=0,io-thread=3";
        let replicas = Info::parse(text.as_bytes()).replication().replicas;
        assert_eq!(replicas.len(), 4);
        assert_eq!(replicas[0].ip.as_deref(), Some("127.0.0.1"));
        assert_eq!((replicas[0].port, replicas[0].offset), (Some(6380), None));
        assert_eq!(replicas[0].state.as_deref(), Some("online"));
        assert_eq!((replicas[1].ip.as_deref(), replicas[1].lag), (Some("::1"), Some(-1)));
        assert_eq!(replicas[2].offset, Some(AppliedOffset::new(1820)));
        assert_eq!(replicas[2].channel.as_deref(), Some("replica"));
        assert_eq!((replicas[3].number, &replicas[3].place), (3, &Place::line(4)));
    }

    #[test]
    fn the_position_of_a_replica_is_what_it_applied() {
        let id = "e1331156aaafe4cee48fe51af35cff88f8d383e7";
        let text = format!(
            "role:slave\nslave_repl_offset:99\nmaster_replid:{id}\nmaster_repl_offset:90\n"
        );
        let position = Info::parse(text.as_bytes()).replication().position().unwrap();
        assert_eq!(position, Position::new(id.parse().unwrap(), AppliedOffset::new(99)));
        let lost = text.replace("slave_repl_offset:99", "slave_repl_offset:1");
        let position = Info::parse(lost.as_bytes()).replication().position().unwrap();
        assert_eq!(position.offset, AppliedOffset::new(90));
        assert_eq!(
            Info::parse(b"role:master\nmaster_repl_offset:5").replication().position(),
            None
        );
    }
}
