//! The list of rules. The order is the order of the documentation.

use crate::Rule;

macro_rules! rules {
    ($($module:ident),+ $(,)?) => {
        $(mod $module;)+

        /// Every rule.
        pub static ALL: &[&Rule] = &[$(&$module::RULE),+];
    };
}

rules![
    scripts_lost_on_restart,
    scripts_ignored_by_newer_replica,
    stream_db_lost_on_restart,
    restart_without_position,
    replid_mismatch,
    backlog_too_small,
    ping_tail,
    writes_lost_at_failover,
    replica_ahead_of_master,
    backlog_sizing,
    history_mixed_evidence,
    result_depends_on_clock,
];

/// Returns the rule with this id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{collections::BTreeSet, path::Path};

    #[test]
    fn a_rule_is_named_after_its_file() {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
        let files: BTreeSet<String> = std::fs::read_dir(dir)
            .unwrap()
            .map(|entry| {
                entry.unwrap().path().file_stem().unwrap().to_str().unwrap().replace('_', "-")
            })
            .filter(|name| name != "mod")
            .collect();
        let ids: BTreeSet<String> = ALL.iter().map(|rule| rule.id.to_owned()).collect();
        assert_eq!(files, ids);
        assert_eq!(ids.len(), ALL.len());
    }

    #[test]
    fn every_page_says_what_to_do() {
        for rule in ALL {
            for heading in ["# Means", "# Versions", "# Recognised by", "# Do"] {
                assert!(rule.page.contains(heading), "{} lacks {heading}", rule.id);
            }
            assert!(!rule.title.is_empty());
        }
    }
}
