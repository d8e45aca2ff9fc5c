//! Up to 2.6: `SYNC` only.
//!
//! `syncCommand` in `replication.c` of 2.6.17: no offsets, no backlog, every reconnection is a full transfer.

use super::{
    BadOffset, Behaviour, DropsReplicas, FullReply, Identity, LinkRules, MasterRestart,
    MeaningfulOffset, NewBacklog, ReplicaRestart, RestartRules, SaveRules, Saved,
    ScriptsInSnapshot, SecondChannel, Since,
};
use autopsync_model::Epoch;

/// The row.
pub(super) const ROW: Behaviour = Behaviour {
    epoch: Epoch::Sync,
    first: &["2.6.0"],
    summary: "no offsets, no backlog: every reconnection is a full transfer",
    identity: Identity::None,
    bad_offset: BadOffset::Refused,
    full_reply: FullReply::Never,
    new_backlog: NewBacklog::AddsOne,
    failover_word: Since::Never,
    second_channel: SecondChannel::None,
    save: SaveRules {
        ordinary: Saved::Nothing,
        bgsave_command: Saved::Nothing,
        replication: Saved::Nothing,
        aof_head: Saved::Nothing,
        writes_minus_one: false,
        cached_master_suffices: false,
        scripts: false,
    },
    restart: RestartRules {
        replica: ReplicaRestart::Nothing,
        master: MasterRestart::Nothing,
        cluster_role_known: Since::Never,
        scripts: ScriptsInSnapshot::Ignored,
    },
    link: LinkRules {
        tries_later: false,
        keeps_position_until_snapshot: false,
        silence_is_tried_later: Since::Never,
        drops_replicas: DropsReplicas::Never,
        backlog_on_continue: false,
        meaningful_offset: MeaningfulOffset::Never,
        frees_link_before_shift: Since::Never,
        inherits_offset: Since::Never,
    },
};
