//! What `Stats`, `Errorstats` and `Commandstats` tell about synchronisations and errors.

use crate::Info;

/// The counters that matter to replication.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stats {
    /// Full synchronisations begun for replicas.
    pub sync_full: Option<u64>,
    /// Requests continued.
    pub sync_partial_ok: Option<u64>,
    /// Requests refused; one that asked for everything (`?`) does not count.
    pub sync_partial_err: Option<u64>,
    /// Keys deleted because their time was up; on a replica 0.
    pub expired_keys: Option<u64>,
    /// Keys evicted; on a replica a sign of `maxmemory` at work there.
    pub evicted_keys: Option<u64>,
    /// Errors sent to the master or read from a replica (6.0).
    pub unexpected_error_replies: Option<u64>,
    /// All error replies (6.2).
    pub total_error_replies: Option<u64>,
    /// Error replies by their first word (`errorstat_…`, 6.2), in the order of the dump.
    pub errors: Vec<(String, u64)>,
    /// Calls by command (`cmdstat_…`), in the order of the dump.
    pub calls: Vec<(String, u64)>,
}

impl Info {
    /// Returns the counters.
    #[must_use]
    pub fn stats(&self) -> Stats {
        Stats {
            sync_full: self.parsed("sync_full"),
            sync_partial_ok: self.parsed("sync_partial_ok"),
            sync_partial_err: self.parsed("sync_partial_err"),
            expired_keys: self.parsed("expired_keys"),
            evicted_keys: self.parsed("evicted_keys"),
            unexpected_error_replies: self.parsed("unexpected_error_replies"),
            total_error_replies: self.parsed("total_error_replies"),
            errors: self.counts("errorstat_", "count"),
            calls: self.counts("cmdstat_", "calls"),
        }
    }

    /// Collects `<prefix><name>:…,<what>=<n>,…`.
    fn counts(&self, prefix: &str, what: &str) -> Vec<(String, u64)> {
        let count = |value: &str| {
            let mut pairs = value.split(',').filter_map(|pair| pair.split_once('='));
            pairs.find(|(key, _)| *key == what)?.1.trim().parse().ok()
        };
        self.fields()
            .iter()
            .filter_map(|field| {
                let name = field.key.strip_prefix(prefix)?;
                Some((name.to_owned(), count(&field.value)?))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_by_name_are_collected() {
        let info = Info::parse(
            b"sync_full:2\nerrorstat_NOSCRIPT:count=7\ncmdstat_evalsha:calls=9,usec=1,usec_per_call=0.11\n\
              cmdstat_config|get:calls=3,usec=5\nerrorstat_ERR:broken\n",
        );
        let stats = info.stats();
        assert_eq!(stats.sync_full, Some(2));
        assert_eq!(stats.errors, [("NOSCRIPT".to_owned(), 7)]);
        assert_eq!(stats.calls, [("evalsha".to_owned(), 9), ("config|get".to_owned(), 3)]);
        assert_eq!(stats.sync_partial_err, None);
    }
}
