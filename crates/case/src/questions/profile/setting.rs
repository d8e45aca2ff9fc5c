//! Settings of the emulated server, by the names that its configuration gives them.

use autopsync_engine::Profile;
use std::str::FromStr;

/// Names as they are printed, and the older name of the same setting (`ziplist` became `listpack` in 7.0).
const NAMES: [(Name, &str, Option<&str>); 10] = [
    (Name::Databases, "databases", None),
    (Name::BulkLen, "proto-max-bulk-len", None),
    (Name::HllSparse, "hll-sparse-max-bytes", None),
    (Name::HashEntries, "hash-max-listpack-entries", Some("hash-max-ziplist-entries")),
    (Name::HashValue, "hash-max-listpack-value", Some("hash-max-ziplist-value")),
    (Name::ZsetEntries, "zset-max-listpack-entries", Some("zset-max-ziplist-entries")),
    (Name::ZsetValue, "zset-max-listpack-value", Some("zset-max-ziplist-value")),
    (Name::IntsetEntries, "set-max-intset-entries", None),
    (Name::SetEntries, "set-max-listpack-entries", None),
    (Name::SetValue, "set-max-listpack-value", None),
];

/// The one that is no number.
const SCRIPTS: &str = "lua-replicate-commands";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Name {
    Databases,
    BulkLen,
    HllSparse,
    HashEntries,
    HashValue,
    ZsetEntries,
    ZsetValue,
    IntsetEntries,
    SetEntries,
    SetValue,
    Scripts,
}

/// One setting: `hash-max-ziplist-entries=512`, `lua-replicate-commands=no`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    name: Name,
    value: u64,
}

/// Why a text is no setting that the result of a replay depends on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected NAME=VALUE with one of the names {}, {SCRIPTS}, found {found}", names())]
pub struct ParseSettingError {
    found: String,
}

fn names() -> String {
    NAMES.map(|(_, name, _)| name).join(", ")
}

impl FromStr for Setting {
    type Err = ParseSettingError;

    fn from_str(text: &str) -> Result<Self, ParseSettingError> {
        let refuse = || ParseSettingError { found: text.to_owned() };
        let (name, value) = text.split_once('=').ok_or_else(refuse)?;
        Self::of(name, value).ok_or_else(refuse)
    }
}

impl Setting {
    /// Takes a setting by its name and value; `None` where no replay depends on it, or the value is none.
    #[must_use]
    pub fn of(name: &str, value: &str) -> Option<Self> {
        let is = |known: &str| known.eq_ignore_ascii_case(name.trim());
        if is(SCRIPTS) {
            let value = match value.trim() {
                "yes" => 1,
                "no" => 0,
                _ => return None,
            };
            return Some(Self { name: Name::Scripts, value });
        }
        let known = NAMES.iter().find(|(_, new, old)| is(new) || old.is_some_and(is))?;
        Some(Self { name: known.0, value: amount(value.trim())? })
    }

    /// Returns the name as it is printed.
    #[must_use]
    pub fn name(&self) -> &'static str {
        NAMES.iter().find(|(name, ..)| *name == self.name).map_or(SCRIPTS, |(_, name, _)| name)
    }

    /// Tells whether it says how scripts reach the replica.
    pub(super) fn is_script_mode(self) -> bool {
        self.name == Name::Scripts
    }

    pub(super) fn apply(self, profile: &mut Profile) {
        let size = usize::try_from(self.value).unwrap_or(usize::MAX);
        let compact = &mut profile.compact;
        match self.name {
            Name::Databases => profile.databases = u32::try_from(self.value).unwrap_or(u32::MAX),
            Name::BulkLen => profile.proto_max_bulk_len = self.value,
            Name::HllSparse => profile.hll_sparse_max_bytes = size,
            Name::HashEntries => compact.hash_entries = size,
            Name::HashValue => compact.hash_value = size,
            Name::ZsetEntries => compact.zset_entries = size,
            Name::ZsetValue => compact.zset_value = size,
            Name::IntsetEntries => compact.intset_entries = size,
            Name::SetEntries => compact.set_listpack_entries = size,
            Name::SetValue => compact.set_listpack_value = size,
            Name::Scripts => profile.lua_replicate_commands = self.value == 1,
        }
    }
}

/// Reads a number with a unit, as configuration files have them (`memtoll`, `src/util.c`).
fn amount(text: &str) -> Option<u64> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let unit = match unit.to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" => 1000,
        "kb" => 1 << 10,
        "m" => 1_000_000,
        "mb" => 1 << 20,
        "g" => 1_000_000_000,
        "gb" => 1 << 30,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(unit)
}

/// Returns the settings of a profile that are numbers, with their names.
pub(super) fn numbers(profile: &Profile) -> impl Iterator<Item = (&'static str, u64)> + use<> {
    let compact = profile.compact;
    let values = [
        u64::from(profile.databases),
        profile.proto_max_bulk_len,
        profile.hll_sparse_max_bytes as u64,
        compact.hash_entries as u64,
        compact.hash_value as u64,
        compact.zset_entries as u64,
        compact.zset_value as u64,
        compact.intset_entries as u64,
        compact.set_listpack_entries as u64,
        compact.set_listpack_value as u64,
    ];
    NAMES.into_iter().zip(values).map(|((_, name, _), value)| (name, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_goes_where_its_name_says() {
        let mut profile = Profile::of("6.2.14".parse().unwrap());
        for (n, (_, name, old)) in NAMES.into_iter().enumerate() {
            let name = old.unwrap_or(name);
            let setting: Setting = format!("{name}={n}").parse().unwrap();
            setting.apply(&mut profile);
        }
        let values: Vec<_> = numbers(&profile).map(|(_, value)| value).collect();
        assert_eq!(values, (0..10).collect::<Vec<_>>());
        "lua-replicate-commands=yes".parse::<Setting>().unwrap().apply(&mut profile);
        assert!(profile.lua_replicate_commands);
    }

    #[test]
    fn what_no_replay_depends_on_is_refused() {
        for text in [
            "maxmemory=1",
            "databases",
            "databases=x",
            "databases=1tb",
            "databases=-1",
            "lua-replicate-commands=2",
        ] {
            let error = text.parse::<Setting>().unwrap_err();
            assert!(error.to_string().contains(text), "{error}");
        }
        assert_eq!(amount("3kb"), Some(3072));
        assert_eq!(amount("18446744073709551615gb"), None);
    }
}
