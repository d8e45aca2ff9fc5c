//! The section `Persistence`: loading, snapshots, AOF.

use crate::Info;

/// What the section `Persistence` says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Persistence {
    /// Whether a data set is being loaded; `PSYNC` is refused meanwhile.
    pub loading: Option<bool>,
    /// Whether one is loaded beside the old one (7.0).
    pub async_loading: Option<bool>,
    /// Writes since the last snapshot.
    pub rdb_changes_since_last_save: Option<u64>,
    /// Whether a snapshot is being written.
    pub rdb_bgsave_in_progress: Option<bool>,
    /// When the last one was finished, in seconds of the unix clock.
    pub rdb_last_save_time: Option<i64>,
    /// Whether the last one ended `ok`.
    pub rdb_last_bgsave_ok: Option<bool>,
    /// Keys that the last load found (7.0).
    pub rdb_last_load_keys_loaded: Option<u64>,
    /// Keys that the last load dropped as expired (7.0).
    pub rdb_last_load_keys_expired: Option<u64>,
    /// Whether there is an AOF; a server with one takes its data from there at a start, and its position from nowhere.
    pub aof_enabled: Option<bool>,
    /// Whether an AOF is being rewritten.
    pub aof_rewrite_in_progress: Option<bool>,
    /// Whether the last write to it was `ok` (3.0).
    pub aof_last_write_ok: Option<bool>,
}

impl Info {
    /// Returns the section `Persistence`.
    #[must_use]
    pub fn persistence(&self) -> Persistence {
        let ok = |key| match super::first_word(self.get(key)?) {
            "ok" => Some(true),
            "err" => Some(false),
            _ => None,
        };
        Persistence {
            loading: self.flag("loading"),
            async_loading: self.flag("async_loading"),
            rdb_changes_since_last_save: self.parsed("rdb_changes_since_last_save"),
            rdb_bgsave_in_progress: self.flag("rdb_bgsave_in_progress"),
            rdb_last_save_time: self.parsed("rdb_last_save_time"),
            rdb_last_bgsave_ok: ok("rdb_last_bgsave_status"),
            rdb_last_load_keys_loaded: self.parsed("rdb_last_load_keys_loaded"),
            rdb_last_load_keys_expired: self.parsed("rdb_last_load_keys_expired"),
            aof_enabled: self.flag("aof_enabled"),
            aof_rewrite_in_progress: self.flag("aof_rewrite_in_progress"),
            aof_last_write_ok: ok("aof_last_write_status"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_and_states_are_told_apart_from_absence() {
        let info =
            Info::parse(b"loading:1\nrdb_last_bgsave_status:err\naof_enabled:0\nasync_loading:7\n");
        let found = info.persistence();
        assert_eq!(found.loading, Some(true));
        assert_eq!(found.rdb_last_bgsave_ok, Some(false));
        assert_eq!(found.aof_enabled, Some(false));
        assert_eq!((found.async_loading, found.aof_last_write_ok), (None, None));
    }
}
