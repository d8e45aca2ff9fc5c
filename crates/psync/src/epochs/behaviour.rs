//! The columns of the epochs' table: everything about replication that depends on the version and is not wording.

use autopsync_model::{Epoch, Version};

/// From which version on something holds. Numbers compare whatever the product, so that Valkey has what
/// Redis 7.2 has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// In no version of the epoch.
    Never,
    /// In every version of the epoch.
    Always,
    /// From this release on.
    Release(u16, u16, u16),
}

impl Since {
    /// Tells whether it holds in a version.
    #[must_use]
    pub fn holds_in(self, version: &Version) -> bool {
        match self {
            Self::Never => false,
            Self::Always => true,
            Self::Release(major, minor, patch) => version.at_least(major, minor, patch),
        }
    }
}

/// What names a history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identity {
    /// Nothing: `SYNC` only.
    None,
    /// The process's run id, one for each process and none handed on.
    RunId,
    /// A replication id and the one before it.
    ReplId,
}

/// What a request with an unreadable offset meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadOffset {
    /// The id is judged first; then an error reply is queued and a full synchronisation starts all the same.
    AfterIdThenFull,
    /// An error reply is queued and a full synchronisation starts all the same, whatever the id.
    ThenFull,
    /// An error reply, a warning in the log, and nothing else.
    Refused,
}

/// When `+FULLRESYNC` is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FullReply {
    /// Never: the epoch has `SYNC` only.
    Never,
    /// At once, with the offset of that moment, whenever the snapshot is taken.
    AtOnce,
    /// When the child is forked, with the offset of that moment.
    AtFork,
}

/// What the creation of a backlog does, so that no older request fits it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewBacklog {
    /// It adds one to the offset.
    AddsOne,
    /// It takes a new id and forgets the second one.
    NewId,
}

/// The second connection that a full synchronisation may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecondChannel {
    /// There is none.
    None,
    /// Valkey's dual channel: `+DUALCHANNELSYNC`.
    Dual,
    /// Redis' RDB channel: `+RDBCHANNELSYNC <client-id>`.
    Rdb,
}

/// What a snapshot says about replication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// Nothing.
    Nothing,
    /// Id and offset whatever the role; the database by [`SavedDb`].
    IdAndOffset(SavedDb),
    /// Id, offset and database, where the server can tell all of them.
    Triple,
}

/// The database beside an id and an offset that are always written (4.0.0 and 4.0.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SavedDb {
    /// Never written.
    Never,
    /// −1 by a master; by a replica with a link its database, unless that is 0.
    OfTheLink,
}

/// What the kinds of snapshots carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SaveRules {
    /// `SAVE`, save points, shutdown, a scheduled `BGSAVE`.
    pub ordinary: Saved,
    /// The `BGSAVE` command.
    pub bgsave_command: Saved,
    /// The snapshot of a full synchronisation.
    pub replication: Saved,
    /// The head of an AOF.
    pub aof_head: Saved,
    /// Whether a master without a selected database, or without a backlog, writes −1 for it.
    pub writes_minus_one: bool,
    /// Whether a replica without link can still tell its position from the cached master.
    pub cached_master_suffices: bool,
    /// Whether scripts are written as `lua` fields beside the triple.
    pub scripts: bool,
}

/// What a restarted replica takes from its snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplicaRestart {
    /// Nothing: `PSYNC ? -1`.
    Nothing,
    /// Id and offset; the database is 0 whatever the stream had.
    WithoutDatabase,
    /// Id, offset and database, all or none of them.
    Triple,
}

/// What a restarted master takes from its snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MasterRestart {
    /// Nothing: a new identity.
    Nothing,
    /// It keeps id and offset, and has no backlog.
    KeepsId,
    /// The saved id becomes the second one, and a backlog begins at the next byte.
    SecondId {
        /// From which release the backlog is kept for a valid triple and only then; before, for any offset but 0.
        backlog_by_triple: Since,
    },
}

/// How `lua` fields are loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScriptsInSnapshot {
    /// Not at all.
    Ignored,
    /// Loaded; one that the server knows already fails an assertion.
    LoadedOnce,
    /// Loaded.
    Loaded,
}

/// What a restart brings back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RestartRules {
    /// A replica's position.
    pub replica: ReplicaRestart,
    /// A master's history.
    pub master: MasterRestart,
    /// Whether a cluster node knows at load time that it is a replica.
    pub cluster_role_known: Since,
    /// The scripts.
    pub scripts: ScriptsInSnapshot,
}

/// When final `PING`s are trimmed from the offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeaningfulOffset {
    /// Never.
    Never,
    /// When a master becomes a replica.
    AtDemotion,
    /// Also when a replica caches the master it lost.
    AtLinkLossToo,
}

/// When a replica that takes a full synchronisation drops its own replicas and its backlog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DropsReplicas {
    /// It does not.
    Never,
    /// When it learns of it.
    AtAnswer,
    /// When the snapshot is complete.
    AtSnapshot,
}

/// What a replica does with its link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkRules {
    /// Whether it knows the answers that ask it to try later (`-NOMASTERLINK`, `-LOADING`).
    pub tries_later: bool,
    /// Whether a position lost to a full synchronisation is dropped when its snapshot is complete, not before.
    pub keeps_position_until_snapshot: bool,
    /// From when silence is told from an unexpected reply.
    pub silence_is_tried_later: Since,
    /// When its own replicas are dropped for a full synchronisation.
    pub drops_replicas: DropsReplicas,
    /// Whether it creates the backlog it lacks when it continues.
    pub backlog_on_continue: bool,
    /// When final `PING`s are trimmed.
    pub meaningful_offset: MeaningfulOffset,
    /// From when a promotion frees the link before it shifts the ids.
    pub frees_link_before_shift: Since,
    /// From when a promoted replica without replicas of its own takes over the offset of its link (run ids only).
    pub inherits_offset: Since,
}

/// One epoch's behaviour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Behaviour {
    /// The epoch.
    pub epoch: Epoch,
    /// Its first version, one for each line of versions that it spans.
    pub first: &'static [&'static str],
    /// What is new in a line.
    pub summary: &'static str,
    /// What names a history.
    pub identity: Identity,
    /// What an unreadable offset meets.
    pub bad_offset: BadOffset,
    /// When `+FULLRESYNC` is sent.
    pub full_reply: FullReply,
    /// What a new backlog does.
    pub new_backlog: NewBacklog,
    /// From when a fourth word, `FAILOVER`, is understood.
    pub failover_word: Since,
    /// The second connection of a full synchronisation.
    pub second_channel: SecondChannel,
    /// What snapshots carry.
    pub save: SaveRules,
    /// What a restart brings back.
    pub restart: RestartRules,
    /// What a replica does with its link.
    pub link: LinkRules,
}
