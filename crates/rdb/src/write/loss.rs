//! What a target may be unable to hold, and how much of it was left out.

use std::{collections::BTreeMap, fmt};

macro_rules! features {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $weight:ident;)*) => {
        /// Something that a snapshot can say and another, older one cannot.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Feature {
            $($(#[$doc])* $variant,)*
        }

        impl Feature {
            /// Every feature.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Returns its name in kebab case, for reports.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Returns the stable id of the error that refuses it.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => concat!("unrepresentable-", $name),)* }
            }

            /// Tells whether it is left out, and counted, without being asked for: hints, and numbers that a loader
            /// makes up again. Anything else is refused unless the writer is told to drop it.
            #[must_use]
            pub const fn is_minor(self) -> bool {
                match self { $(Self::$variant => features!(@ $weight),)* }
            }
        }
    };
    (@ minor) => { true };
    (@ major) => { false };
}

features! {
    /// A stream (before version 9). The key is lost.
    Stream = "stream", major;
    /// Producers of idempotent additions (before version 13). Their memory of additions is lost.
    StreamIdempotence = "stream-idempotence", major;
    /// Entries that consumers gave back (before version 14). They are no longer pending.
    StreamNacked = "stream-nacked", major;
    /// A stream node above 4 GiB. The key is lost.
    StreamNodeSize = "stream-node-size", major;
    /// The highest deleted id of a stream (before version 10); loaders take 0-0.
    StreamMaxDeletedId = "stream-max-deleted-id", minor;
    /// How many entries were ever added to a stream (before version 10); loaders take the length.
    StreamEntriesAdded = "stream-entries-added", minor;
    /// How many entries a group has read (before version 10); loaders take it as unknown.
    StreamEntriesRead = "stream-entries-read", minor;
    /// When a consumer was active (before version 11); loaders take when it was seen.
    StreamActiveTime = "stream-active-time", minor;
    /// When a consumer was seen and active, where a stream is rebuilt by commands: no command sets it.
    StreamConsumerTimes = "stream-consumer-times", minor;
    /// Hash fields that expire (Redis before version 12, Valkey before 80). The fields stay, for ever.
    FieldExpiry = "field-expiry", major;
    /// A field's expiry outside of 1 to 2⁴⁸−1 ms. The field stays, for ever.
    FieldExpiryRange = "field-expiry-range", major;
    /// A score that is not a number (version 10 and later). The key is lost.
    NanScore = "nan-score", major;
    /// A list, set, sorted set or hash without elements. The key is lost.
    EmptyValue = "empty-value", major;
    /// An array (before version 14). The key is lost.
    Array = "array", major;
    /// A script that runs at its time (`KeyDB` alone has them). The key is lost.
    CronJob = "cron-job", major;
    /// Members that expire at moments of their own (`KeyDB` alone has them). They stay, for ever.
    MemberExpiry = "member-expiry", major;
    /// When a key was changed last (`KeyDB` alone tells it, to active replicas).
    KeyVersion = "key-version", minor;
    /// A value of a module (before version 8). The key is lost.
    Module = "module", major;
    /// A vector set (Redis before 8.0, Valkey). The key is lost.
    VectorSet = "vector-set", major;
    /// Facts of a module beside its keys (before version 9).
    ModuleAux = "module-aux", major;
    /// Metadata of a key that a loader must know (Redis before version 13, Valkey).
    KeyMeta = "key-meta", major;
    /// Metadata of a key that a loader may ignore (Redis before version 13, Valkey).
    IgnorableKeyMeta = "ignorable-key-meta", minor;
    /// A library of functions (before version 10).
    Function = "function", major;
    /// A script in the cache (Redis 4.0 to 6.2 alone keep them in snapshots).
    Script = "script", minor;
    /// A replication identity (before version 8).
    ReplicationIdentity = "replication-identity", major;
    /// A named fact about the file (before version 7).
    Aux = "aux", minor;
    /// A migration of slots that was not finished (Valkey from version 80 on alone).
    SlotImport = "slot-import", major;
    /// A command inside the snapshot (Valkey from version 81 on alone).
    Update = "update", major;
    /// A key's expiry that the form of the target cannot spell. The key stays, for ever.
    ExpiryRange = "expiry-range", major;
    /// The milliseconds of a key's expiry (before version 3), which is rounded up to the second.
    ExpiryMilliseconds = "expiry-milliseconds", minor;
    /// For how long a key was idle (before version 9).
    IdleTime = "idle-time", minor;
    /// How often a key was used (before version 9).
    AccessFrequency = "access-frequency", minor;
    /// A string or a count above 2³²−1 (before version 8). The key is lost.
    LongLength = "long-length", major;
    /// A payload for `RESTORE` (before version 6).
    DumpPayload = "dump-payload", major;
}

impl fmt::Display for Feature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// How often each feature was left out: once for each key, field, record or number that had it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Losses(BTreeMap<Feature, u64>);

impl Losses {
    pub(super) fn add(&mut self, feature: Feature, count: u64) {
        if count > 0 {
            let sum = self.0.entry(feature).or_default();
            *sum = sum.saturating_add(count);
        }
    }

    /// Returns how often the feature was left out.
    #[must_use]
    pub fn count(&self, feature: Feature) -> u64 {
        self.0.get(&feature).copied().unwrap_or(0)
    }

    /// Returns the features that were left out, and how often.
    pub fn iter(&self) -> impl Iterator<Item = (Feature, u64)> + '_ {
        self.0.iter().map(|(feature, count)| (*feature, *count))
    }

    /// Tells whether nothing was left out.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn ids_are_unique_and_in_kebab_case() {
        let ids: BTreeSet<_> = Feature::ALL.iter().map(|feature| feature.id()).collect();
        assert_eq!(ids.len(), Feature::ALL.len());
        for id in ids {
            assert!(id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{id}");
        }
    }

    #[test]
    fn losses_add_up() {
        let mut losses = Losses::default();
        losses.add(Feature::Aux, 0);
        assert!(losses.is_empty());
        losses.add(Feature::Aux, 2);
        losses.add(Feature::Stream, 1);
        losses.add(Feature::Aux, 3);
        assert_eq!(losses.iter().collect::<Vec<_>>(), [(Feature::Stream, 1), (Feature::Aux, 5)]);
    }
}
