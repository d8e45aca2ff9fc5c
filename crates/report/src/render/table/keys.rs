//! The table of `keys`: a line a key, written as it is read.

use crate::documents::keys::{GroupRow, KeyRow};

/// The headings over the rows.
pub const HEADINGS: &str =
    " db  type    encoding      elements        bytes       memory         ttl  key";

/// The headings over the prefixes.
pub const GROUP_HEADINGS: &str =
    "      keys   with ttl     elements         bytes        memory  prefix";

/// Renders a key.
#[must_use]
pub fn row(row: &KeyRow) -> String {
    let ttl = match (row.ttl_ms, row.expire_at_ms) {
        (Some(ms), _) => duration(ms),
        (None, Some(_)) => "yes".to_owned(),
        (None, None) => "-".to_owned(),
    };
    let standing = match row.standing.as_str() {
        "sound" => String::new(),
        other => format!("  ({other})"),
    };
    let members = match row.member_expiries {
        None => String::new(),
        // The only member of a job is the job.
        Some(_) if row.kind == "cron" => String::new(),
        Some(1) => "  (1 member expires)".to_owned(),
        Some(members) => format!("  ({members} members expire)"),
    };
    format!(
        "{:>3}  {:<7} {:<11} {:>10} {:>12} {:>12} {ttl:>11}  {}{members}{standing}",
        row.db, row.kind, row.encoding, row.elements, row.bytes, row.memory, row.key
    )
}

/// Renders a prefix.
#[must_use]
pub fn group(row: &GroupRow) -> String {
    format!(
        "{:>10} {:>10} {:>12} {:>13} {:>13}  {}",
        row.keys, row.expires, row.elements, row.bytes, row.memory, row.prefix
    )
}

/// A duration in its two largest units.
fn duration(ms: i64) -> String {
    let (sign, seconds) =
        if ms < 0 { ("-", ms.unsigned_abs() / 1000) } else { ("", ms.unsigned_abs() / 1000) };
    match seconds {
        0..60 => format!("{sign}{seconds}s"),
        60..3600 => format!("{sign}{}m{:02}s", seconds / 60, seconds % 60),
        3600..86_400 => format!("{sign}{}h{:02}m", seconds / 3600, seconds % 3600 / 60),
        _ => format!("{sign}{}d{:02}h", seconds / 86_400, seconds % 86_400 / 3600),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_shows_its_two_largest_units() {
        for (ms, text) in [
            (0, "0s"),
            (59_999, "59s"),
            (61_000, "1m01s"),
            (3_600_000, "1h00m"),
            (-90_000_000, "-1d01h"),
        ] {
            assert_eq!(duration(ms), text);
        }
        assert!(duration(i64::MIN).starts_with('-'));
    }
}
