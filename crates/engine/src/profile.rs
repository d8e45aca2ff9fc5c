//! The emulation profile: what decides how the same bytes turn into data.
//!
//! Two replicas of different versions, or of one version with different settings, make different data of one
//! stream. Everything that the engine's behaviour depends on, beyond the bytes, stands here.

use autopsync_model::Version;

/// Versions and settings of the emulated replica and of its master.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// Version of the master that wrote the stream: decides which argument forms appear.
    pub master: Version,
    /// Version of the replica that applies it: decides Lua semantics, number texts, estimators, digest texts.
    pub replica: Version,
    /// `lua-replicate-commands` of the replica (5.0 to 6.2; the servers' default is `yes`). Switches off the sorting of
    /// unordered replies and the ban on writes after random commands. Before 5.0 it does not exist and the
    /// rules of verbatim replication hold; from 7.0 on effects are all there is.
    pub lua_replicate_commands: bool,
    /// `databases`: a `SELECT` of this number or above fails.
    pub databases: u32,
    /// `proto-max-bulk-len`, in bytes: the longest string a command may make.
    pub proto_max_bulk_len: u64,
    /// `hll-sparse-max-bytes`: where a sparse `HyperLogLog` becomes dense.
    pub hll_sparse_max_bytes: usize,
    /// Limits of the compact encodings, which scripts can see as an order of iteration.
    pub compact: CompactLimits,
}

/// Up to where a value keeps its compact encoding (`*-max-ziplist-*`, `*-max-listpack-*`, `set-max-intset-entries`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CompactLimits {
    /// Fields of a compact hash.
    pub hash_entries: usize,
    /// Bytes of a field or value of a compact hash.
    pub hash_value: usize,
    /// Members of a compact sorted set.
    pub zset_entries: usize,
    /// Bytes of a member of a compact sorted set.
    pub zset_value: usize,
    /// Members of an intset.
    pub intset_entries: usize,
    /// Members of a set in a listpack (7.2 and later).
    pub set_listpack_entries: usize,
    /// Bytes of a member of a set in a listpack.
    pub set_listpack_value: usize,
}

impl Default for CompactLimits {
    fn default() -> Self {
        Self {
            hash_entries: 512,
            hash_value: 64,
            zset_entries: 128,
            zset_value: 64,
            intset_entries: 512,
            set_listpack_entries: 128,
            set_listpack_value: 64,
        }
    }
}

impl Profile {
    /// A replica of the same version as its master, with default settings.
    #[must_use]
    pub fn of(version: Version) -> Self {
        Self {
            master: version,
            replica: version,
            // Of 5.0 to 6.2 only a master with `no` sends scripts at all, and its replica is set up as it is.
            lua_replicate_commands: version.at_least(7, 0, 0),
            databases: 16,
            proto_max_bulk_len: 512 << 20,
            hll_sparse_max_bytes: 3000,
            compact: CompactLimits::default(),
        }
    }

    /// Tells whether scripts follow the rules of verbatim replication: unordered replies are sorted, and no
    /// write follows a random command (`commands.md`: up to 4.0 always, 5.0 to 6.2 on request, never from 7.0).
    #[must_use]
    pub fn verbatim_scripts(&self) -> bool {
        !self.replica.at_least(7, 0, 0) && !self.lua_replicate_commands
    }
}
