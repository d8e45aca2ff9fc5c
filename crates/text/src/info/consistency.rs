//! What must hold between the fields of a single dump, by version.
//!
//! Read in `replication.c` and `server.c`: `feedReplicationBacklog`, `resizeReplicationBacklog`, `shiftReplicationId`,
//! `clearReplicationId2`. A dump that breaks a rule was edited, cut from two servers, or comes from a version whose
//! counters did: 6.0-rc3 to 6.0.3 trimmed offsets, 4.0.0 and 4.0.1 froze them.

use crate::{
    Info,
    info::replication::{Replication, Role},
};
use autopsync_model::{Epoch, Place, Version};

/// Two fields that cannot both be right, in this version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inconsistency {
    /// A stable kebab-case name.
    pub id: &'static str,
    /// What was expected and what stands there.
    pub message: String,
    /// The line of the field that is out of step.
    pub place: Place,
}

impl Info {
    /// Checks the fields against each other. Fields that are missing are not missed.
    #[must_use]
    pub fn inconsistencies(&self) -> Vec<Inconsistency> {
        let replication = self.replication();
        let version = self.version();
        let checks = Checks {
            info: self,
            // Ids came with 4.0; a fragment without the section Server shows its age by them.
            from_4_0: version.map_or(replication.master_replid.is_some(), |v| v.at_least(4, 0, 0)),
            replication,
            version,
        };
        [
            checks.backlog_ends_at_the_offset(),
            checks.backlog_fits_its_size(),
            checks.second_id_is_whole(),
            checks.second_offset_was_reached(),
            checks.replid_is_no_run_id(),
            checks.replica_keeps_up_with_itself(),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

struct Checks<'a> {
    info: &'a Info,
    replication: Replication,
    version: Option<Version>,
    from_4_0: bool,
}

impl Checks<'_> {
    fn found(&self, id: &'static str, key: &str, message: String) -> Option<Inconsistency> {
        let place = self.info.place_of(key)?.clone();
        Some(Inconsistency { id, message, place })
    }

    /// The last byte held is the last one produced: F + H = M + 1.
    fn backlog_ends_at_the_offset(&self) -> Option<Inconsistency> {
        let backlog = self.replication.backlog;
        let is_own = self.from_4_0 || self.replication.role == Some(Role::Master);
        if !is_own || backlog.active != Some(true) {
            return None;
        }
        let first = backlog.first_byte_offset?;
        let end = first.advance(backlog.histlen?);
        let next = self.replication.master_repl_offset?.next();
        if end == next {
            return None;
        }
        let message = format!(
            "expected the backlog to end before byte {next}, found it to end before byte {end}"
        );
        self.found("info-backlog-end", "repl_backlog_histlen", message)
    }

    /// A ring holds what fits; the blocks of 7.0 may be kept longer by a replica that lags.
    fn backlog_fits_its_size(&self) -> Option<Inconsistency> {
        let backlog = self.replication.backlog;
        let (size, histlen) = (backlog.size?, backlog.histlen?);
        let is_ring = self.version.is_some_and(|v| !v.at_least(7, 0, 0));
        if !is_ring || backlog.active != Some(true) || histlen <= size {
            return None;
        }
        let message = format!("expected at most {size} bytes in the backlog, found {histlen}");
        self.found("info-backlog-over-size", "repl_backlog_histlen", message)
    }

    /// The second id and its offset are set and cleared together.
    fn second_id_is_whole(&self) -> Option<Inconsistency> {
        let replid2 = self.replication.master_replid2?;
        let second = self.replication.second_repl_offset?;
        if replid2.is_cleared() == (second.get() == -1) {
            return None;
        }
        let message = format!(
            "expected both or none of a second id and its offset, found {replid2} and {second}"
        );
        self.found("info-second-id", "second_repl_offset", message)
    }

    /// A history ends where its server was when it got a new id.
    fn second_offset_was_reached(&self) -> Option<Inconsistency> {
        let second = self.replication.second_repl_offset?;
        let next = self.replication.master_repl_offset?.next();
        if second <= next {
            return None;
        }
        let message = match self.version.as_ref().map(Epoch::of) {
            Some(Epoch::MeaningfulOffset | Epoch::MeaningfulOffsetRc) => format!(
                "expected a second offset of at most {next}, found {second}: this version trims its offset and not the second one"
            ),
            _ => format!("expected a second offset of at most {next}, found {second}"),
        };
        self.found("info-second-offset-ahead", "second_repl_offset", message)
    }

    /// Two random ids are never the same; up to 3.2 there is only one.
    fn replid_is_no_run_id(&self) -> Option<Inconsistency> {
        let replid = self.replication.master_replid?;
        let run_id = self.info.server().run_id?;
        if replid != run_id {
            return None;
        }
        let message = format!("expected a replication id of its own, found the run id {run_id}");
        self.found("info-replid-is-run-id", "master_replid", message)
    }

    /// From 4.0 on a replica copies what it applies into its own backlog.
    fn replica_keeps_up_with_itself(&self) -> Option<Inconsistency> {
        let replication = &self.replication;
        let is_linked =
            replication.role == Some(Role::Replica) && replication.master_link_up == Some(true);
        if !self.from_4_0 || !is_linked {
            return None;
        }
        let applied = replication.slave_repl_offset?;
        let produced = replication.master_repl_offset?;
        if applied == produced {
            return None;
        }
        let hint = match self.version.as_ref().map(Epoch::of) {
            Some(Epoch::P2v400) => ": this version freezes it after a restart",
            _ => "",
        };
        let message = format!(
            "expected master_repl_offset {applied} on this replica, found {produced}{hint}"
        );
        self.found("info-replica-offset", "master_repl_offset", message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "6559e00f3a0ce0f9d9f7aa168dd5c1901cf1f022";

    fn ids(text: &str) -> Vec<&'static str> {
        Info::parse(text.as_bytes()).inconsistencies().into_iter().map(|found| found.id).collect()
    }

    fn master(version: &str, offset: i64, first: i64, histlen: i64, second: (&str, i64)) -> String {
        format!(
            "redis_version:{version}\nrun_id:{}\nrole:master\nmaster_replid:{A}\nmaster_replid2:{}\n\
             master_repl_offset:{offset}\nsecond_repl_offset:{}\nrepl_backlog_active:1\nrepl_backlog_size:1000\n\
             repl_backlog_first_byte_offset:{first}\nrepl_backlog_histlen:{histlen}\n",
            "f".repeat(40),
            second.0,
            second.1
        )
    }

    #[test]
    fn a_sound_dump_has_nothing() {
        let none = ("0000000000000000000000000000000000000000", -1);
        assert_eq!(ids(&master("6.2.14", 1000, 501, 500, none)), [""; 0]);
        assert_eq!(ids(&master("7.0.15", 5000, 1, 5000, none)), [""; 0]);
        assert_eq!(ids(&master("6.2.14", 1000, 501, 500, (A, 1001))), [""; 0]);
        assert_eq!(
            ids(
                "role:master\nmaster_repl_offset:0\nrepl_backlog_active:0\nrepl_backlog_histlen:7\nrepl_backlog_first_byte_offset:9"
            ),
            [""; 0]
        );
    }

    #[test]
    fn each_rule_has_its_name() {
        let none = ("0000000000000000000000000000000000000000", -1);
        assert_eq!(ids(&master("6.2.14", 1000, 501, 499, none)), ["info-backlog-end"]);
        assert_eq!(ids(&master("6.2.14", 5000, 1, 5000, none)), ["info-backlog-over-size"]);
        assert_eq!(ids(&master("6.2.14", 1000, 501, 500, (none.0, 5))), ["info-second-id"]);
        assert_eq!(ids(&master("6.2.14", 1000, 501, 500, (A, -1))), ["info-second-id"]);
        assert_eq!(ids(&master("6.2.14", 1000, 501, 500, (A, 1002))), ["info-second-offset-ahead"]);
        let same = master("6.2.14", 1000, 501, 500, none).replace(&"f".repeat(40), A);
        assert_eq!(ids(&same), ["info-replid-is-run-id"]);
    }

    #[test]
    fn a_replica_of_4_0_counts_as_its_master_does() {
        let replica = |version: &str| {
            format!(
                "redis_version:{version}\nrole:slave\nmaster_link_status:up\nslave_repl_offset:7\nmaster_repl_offset:5\n"
            )
        };
        assert_eq!(ids(&replica("4.0.0")), ["info-replica-offset"]);
        assert_eq!(ids(&replica("3.2.13")), [""; 0]);
        assert_eq!(ids(&replica("6.2.0").replace("up", "down")), [""; 0]);
    }

    #[test]
    fn a_finding_stands_on_the_line_of_its_field() {
        let text = "role:master\nmaster_repl_offset:9\n\nrepl_backlog_active:1\nrepl_backlog_first_byte_offset:1\nrepl_backlog_histlen:5\n";
        let found = Info::parse(text.as_bytes()).inconsistencies();
        assert_eq!(found[0].place, Place::line(6));
        assert_eq!(
            found[0].message,
            "expected the backlog to end before byte 10, found it to end before byte 6"
        );
    }

    #[test]
    fn numbers_at_the_edge_do_not_wrap() {
        let text = format!(
            "role:master\nmaster_repl_offset:{max}\nrepl_backlog_active:1\nrepl_backlog_first_byte_offset:{max}\nrepl_backlog_histlen:{}\nsecond_repl_offset:{min}\nmaster_replid2:{A}",
            u64::MAX,
            max = i64::MAX,
            min = i64::MIN
        );
        assert_eq!(ids(&text), [""; 0]);
    }
}
