//! Who is to load a snapshot, and what that server can hold.
//!
//! The versions are those of `RDB_VERSION` (`rdb.h`) in each release; the types are those of the readers' own list
//! ([`ValueType::info`]).

use super::{WriteError, WriteErrorKind};
use crate::{Dialect, Header, ValueType};
use autopsync_model::{Pre, Product, Version};

/// The first version with a millisecond expiry.
const MILLISECONDS: u16 = 3;
/// The first version with 64-bit lengths, binary scores and framed module values.
const WIDE: u16 = 8;

/// A magic and a version to write, and the server meant by them where one was named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    header: Header,
    server: Option<Version>,
    /// Whether it is `KeyDB`, which has the head of Redis 5.0 to 6.2.
    keydb: bool,
}

impl Target {
    /// Targets every server that loads this version.
    ///
    /// Versions 14 and 15 of Redis and 81 of Valkey are provisional: no file of a released server has been seen.
    ///
    /// # Errors
    /// `write-target` for a version that the magic does not have, or whose layout is unknown.
    pub fn new(dialect: Dialect, version: u16) -> Result<Self, WriteError> {
        let known = match dialect {
            Dialect::Redis => 1..=15,
            Dialect::Valkey => 80..=81,
        };
        if known.contains(&version) {
            return Ok(Self { header: Header { dialect, version }, server: None, keydb: false });
        }
        Err(WriteError::new(WriteErrorKind::Target { dialect, version }))
    }

    /// Targets one server: the newest version that it loads and that files of released servers are known of.
    #[must_use]
    pub fn for_version(server: &Version) -> Self {
        let release = (server.major, server.minor);
        let (dialect, version) = match server.product {
            Product::Valkey if release >= (9, 0) => (Dialect::Valkey, 80),
            Product::Valkey => (Dialect::Redis, 11),
            Product::Redis => (Dialect::Redis, redis_version(release)),
        };
        Self { header: Header { dialect, version }, server: Some(*server), keydb: false }
    }

    /// Targets `KeyDB`, up to 6.3.4: what it reads of Redis, its jobs, and members that expire.
    #[must_use]
    pub const fn for_keydb() -> Self {
        let header = Header { dialect: Dialect::Redis, version: 9 };
        Self { header, server: None, keydb: true }
    }

    /// Tells whether the target is `KeyDB`.
    #[must_use]
    pub const fn is_keydb(&self) -> bool {
        self.keydb
    }

    /// Returns the magic and the version.
    #[must_use]
    pub const fn header(&self) -> Header {
        self.header
    }

    /// Returns the RDB version.
    #[must_use]
    pub const fn version(&self) -> u16 {
        self.header.version
    }

    /// Returns the server meant, where one was named.
    #[must_use]
    pub const fn server(&self) -> Option<Version> {
        self.server
    }

    /// Tells whether the target loads values of this type.
    ///
    /// The types of release candidates, and those that refer to a registry beside them, are not counted in.
    #[must_use]
    pub fn holds(&self, value_type: ValueType) -> bool {
        if Self::is_of_early_7_4(value_type) {
            return self.is_early_7_4();
        }
        let info = value_type.info();
        let since = match self.header.dialect {
            Dialect::Redis if self.keydb => info.redis.or(info.keydb),
            Dialect::Redis => info.redis,
            Dialect::Valkey => info.valkey,
        };
        let ours = !matches!(
            value_type,
            ValueType::ModulePreRelease
                | ValueType::HashTemplate
                | ValueType::HashTemplateDump
                | ValueType::HashTemplateListpack
                | ValueType::HashTemplateListpackDump
        );
        let too_new = match value_type {
            ValueType::HashExpiry | ValueType::HashListpackExpiry => self.is_early_7_4(),
            // 7.0-rc2 brought it.
            ValueType::Stream2 => self.server.is_some_and(|server| {
                (server.major, server.minor, server.pre) == (7, 0, Pre::Rc(1))
            }),
            _ => false,
        };
        ours && !too_new && since.is_some_and(|since| since <= self.version())
    }

    /// Tells whether a type is one of those in which the first two candidates of Redis 7.4 have fields that expire.
    const fn is_of_early_7_4(value_type: ValueType) -> bool {
        matches!(
            value_type,
            ValueType::HashExpiryPreRelease | ValueType::HashListpackExpiryPreRelease
        )
    }

    /// Tells whether a server that the target stands for loads values of this type: beside those that it holds, the ones
    /// that two candidates of Redis 7.4 wrote, which all later releases read.
    #[must_use]
    pub fn loads(&self, value_type: ValueType) -> bool {
        let reads = matches!(self.header.dialect, Dialect::Redis) && self.header.version >= 12;
        self.holds(value_type) || Self::is_of_early_7_4(value_type) && reads
    }

    /// Tells whether the server is one of the candidates of Redis 7.4 that had other types for hashes whose fields expire
    /// (`rdb.h`, 7.4-rc1 and 7.4-rc2).
    fn is_early_7_4(&self) -> bool {
        self.server.is_some_and(|server| {
            (server.major, server.minor) == (7, 4) && server.pre != Pre::Release
        })
    }

    /// Returns the name and the text of the field that tells the writer's version: of the server named, else of one
    /// whose files have this version.
    #[must_use]
    pub fn version_aux(&self) -> (&'static [u8], String) {
        let server = self.server.unwrap_or_else(|| self.typical());
        let text = format!("{}.{}.{}", server.major, server.minor, server.patch);
        (if server.is_valkey() { b"valkey-ver" } else { b"redis-ver" }, text)
    }

    fn typical(&self) -> Version {
        match (self.header.dialect, self.version()) {
            (Dialect::Valkey, _) => Version::valkey(9, 1, 2),
            // The newest release of `KeyDB`, by whose version a reader knows it.
            _ if self.keydb => Version::redis(6, 3, 4),
            (_, ..=6) => Version::redis(2, 8, 24),
            (_, 7) => Version::redis(3, 2, 13),
            (_, 8) => Version::redis(4, 0, 14),
            (_, 9) => Version::redis(6, 2, 14),
            (_, 10) => Version::redis(7, 0, 15),
            (_, 11) => Version::redis(7, 2, 6),
            (_, 12) => Version::redis(8, 2, 3),
            _ => Version::redis(8, 6, 2),
        }
    }

    /// The type of a new sorted set.
    pub(super) fn zset_type(&self) -> ValueType {
        if self.has_wide_lengths() { ValueType::Zset2 } else { ValueType::Zset }
    }

    /// The type of a new hash whose fields expire.
    pub(super) fn expiring_hash_type(&self) -> Option<ValueType> {
        [ValueType::HashExpiry, ValueType::HashExpiryValkey].into_iter().find(|t| self.holds(*t))
    }

    /// The newest stream type of the target that is known from released servers.
    pub(super) fn stream_type(&self) -> Option<ValueType> {
        [ValueType::Stream4, ValueType::Stream3, ValueType::Stream2, ValueType::Stream]
            .into_iter()
            .find(|t| self.holds(*t))
    }

    /// Tells whether lengths above 2³²−1 can be written.
    pub(super) const fn has_wide_lengths(&self) -> bool {
        self.header.version >= WIDE
    }

    pub(super) const fn has_millisecond_expiry(&self) -> bool {
        self.header.version >= MILLISECONDS
    }

    pub(super) const fn has_aux(&self) -> bool {
        self.header.version >= 7
    }

    /// Idle times, access frequencies, module facts.
    pub(super) const fn has_policy_attributes(&self) -> bool {
        self.header.version >= 9
    }

    /// Libraries, in the form that 7.0-rc3 brought.
    pub(super) fn has_functions(&self) -> bool {
        let too_early = |server: Version| {
            !server.is_valkey() && (server.major, server.minor) == (7, 0) && server.pre < Pre::Rc(3)
        };
        self.header.version >= 10 && !self.server.is_some_and(too_early)
    }

    pub(super) const fn has_key_meta(&self) -> bool {
        matches!(self.header.dialect, Dialect::Redis) && self.header.version >= 13
    }

    pub(super) const fn has_slot_imports(&self) -> bool {
        matches!(self.header.dialect, Dialect::Valkey)
    }

    /// Scripts in AUX fields: written by 4.0.4 to 6.2, ignored by everybody else.
    pub(super) const fn has_scripts(&self) -> bool {
        matches!(self.header.version, 8 | 9)
    }

    /// Tells whether loaders refuse a score that is not a number.
    pub(super) const fn refuses_nan(&self) -> bool {
        self.header.version >= 10
    }

    /// Tells whether the target may know vector sets (Redis 8.0).
    pub(super) fn may_have_vector_sets(&self) -> bool {
        matches!(self.header.dialect, Dialect::Redis)
            && self.header.version >= 12
            && self.server.is_none_or(|server| !server.is_valkey() && server.major >= 8)
    }
}

/// The newest version that a release of Redis loads, as far as it is known from files: the table has the releases before
/// which each holds.
fn redis_version(release: (u16, u16)) -> u16 {
    const BEFORE: &[((u16, u16), u16)] = &[
        ((2, 4), 1),
        ((2, 6), 2),
        ((3, 2), 6),
        ((4, 0), 7),
        ((5, 0), 8),
        ((7, 0), 9),
        ((7, 2), 10),
        ((7, 4), 11),
        ((8, 6), 12),
    ];
    let below = BEFORE.iter().find(|(bound, _)| release < *bound);
    below.map_or(Dialect::Redis.newest_known(), |(_, version)| *version)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version_for(text: &str) -> (Dialect, u16) {
        let target = Target::for_version(&text.parse().unwrap());
        (target.header().dialect, target.version())
    }

    #[test]
    fn each_release_gets_the_version_it_writes() {
        for (release, version) in [
            ("2.2.15", 1),
            ("2.4.18", 2),
            ("2.6.17", 6),
            ("3.0.7", 6),
            ("3.2.13", 7),
            ("4.0.14", 8),
            ("5.0.14", 9),
            ("6.0-rc3", 9),
            ("6.2.14", 9),
            ("7.0.15", 10),
            ("7.2.6", 11),
            ("7.4.1", 12),
            ("8.4.0", 12),
            ("8.6.2", 13),
            ("255.255.255", 13),
            ("valkey-7.2.7", 11),
            ("valkey-8.1.1", 11),
        ] {
            assert_eq!(version_for(release), (Dialect::Redis, version), "{release}");
        }
        assert_eq!(version_for("valkey-9.0.0"), (Dialect::Valkey, 80));
    }

    #[test]
    fn a_version_that_nobody_reads_is_no_target() {
        for (dialect, version) in [
            (Dialect::Redis, 0),
            (Dialect::Redis, 80),
            (Dialect::Valkey, 12),
            (Dialect::Valkey, 99),
        ] {
            assert_eq!(Target::new(dialect, version).unwrap_err().id(), "write-target");
        }
        assert!(Target::new(Dialect::Valkey, 80).is_ok());
    }

    #[test]
    fn the_code_22_is_held_by_valkey_in_its_own_meaning_only() {
        let valkey = Target::new(Dialect::Valkey, 80).unwrap();
        assert!(valkey.holds(ValueType::HashExpiryValkey));
        assert!(!valkey.holds(ValueType::HashExpiry));
        let redis = Target::new(Dialect::Redis, 12).unwrap();
        assert!(redis.holds(ValueType::HashExpiry));
        assert!(!redis.holds(ValueType::HashExpiryValkey));
        assert!(!redis.holds(ValueType::HashExpiryPreRelease));
    }

    #[test]
    fn the_writer_named_is_plausible_for_the_version() {
        let (name, text) = Target::new(Dialect::Redis, 9).unwrap().version_aux();
        assert_eq!((name, text.as_str()), (&b"redis-ver"[..], "6.2.14"));
        let (name, text) = Target::for_version(&Version::valkey(8, 0, 1)).version_aux();
        assert_eq!((name, text.as_str()), (&b"valkey-ver"[..], "8.0.1"));
    }
}
