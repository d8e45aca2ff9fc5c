//! Promotion, demotion, a lost link, a changed id: how a server's ids, offset and position change.
//!
//! `replicationUnsetMaster`, `replicationSetMaster`, `shiftReplicationId`, `replicationCacheMaster`,
//! `replicationCacheMasterUsingMyself` and `adjustMeaningfulReplOffset` in `replication.c`; `freeClient` in
//! `networking.c`.

use crate::epochs::{Behaviour, DropsReplicas, Identity, MeaningfulOffset, behaviour};
use crate::replica::discarded_line;
use crate::wording::{master, roles as words, say};
use crate::{Backlog, HistoryId, LogLine, Request, Role, Server, Upstream};
use autopsync_model::AppliedOffset;
use std::fmt::Display;

/// A server after a change, and what it wrote about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The state afterwards.
    pub server: Server,
    /// The lines, in order.
    pub log: Vec<LogLine>,
}

/// How a link ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkLoss {
    /// The connection broke, timed out or was closed.
    Broken,
    /// What arrived was not a command.
    ProtocolError,
}

/// Makes a master of a replica (`SLAVEOF NO ONE`), under a new id.
///
/// From 4.0 on the old id becomes the second one, valid up to the last byte applied. Up to 3.2 nothing is handed
/// on: the new id is the run id the process has anyway, so `new_replid` is not used. A cluster's promotion
/// writes the same lines but the last.
#[must_use]
pub fn promote(server: &Server, new_replid: HistoryId) -> Changed {
    let mut changed = shift(server, new_replid);
    changed.log.extend(say(words::MASTER_MODE, &server.version, &[]));
    changed
}

/// A promotion without the line that names who asked for it.
fn shift(server: &Server, new_replid: HistoryId) -> Changed {
    let rules = behaviour(server.epoch());
    let mut after = server.clone();
    let mut log = Vec::new();
    if server.role == Role::Master {
        return Changed { server: after, log };
    }
    after.role = Role::Master;
    match rules.identity {
        Identity::None | Identity::RunId => {
            inherit_offset(&mut after, rules);
            log.extend(free_link(&mut after, server, rules));
        }
        Identity::ReplId => {
            if rules.link.frees_link_before_shift.holds_in(&server.version) {
                log.extend(free_link(&mut after, server, rules));
                log.extend(shift_ids(&mut after, new_replid));
            } else {
                log.extend(shift_ids(&mut after, new_replid));
                log.extend(free_link(&mut after, server, rules));
            }
            after.replicas = Some(0);
            after.stream_db = -1;
        }
    }
    Changed { server: after, log }
}

/// Up to 3.2 a promoted server without replicas counts on from its link, and frees its backlog.
fn inherit_offset(server: &mut Server, rules: &Behaviour) {
    if !rules.link.inherits_offset.holds_in(&server.version) {
        return;
    }
    match (server.replicas, &server.upstream) {
        (Some(0), Some(upstream)) => {
            server.offset = Some(upstream.offset);
            server.backlog = Some(Backlog::absent());
        }
        (None, Some(_)) => {
            server.offset = None;
            server.backlog = None;
        }
        _ => {}
    }
}

/// The present id becomes the second one.
fn shift_ids(server: &mut Server, new_replid: HistoryId) -> Option<LogLine> {
    server.replid2 = server.replid;
    server.replid = new_replid;
    let offset = server.known_offset();
    let up_to = offset.map(AppliedOffset::next);
    if let Some(up_to) = up_to {
        server.second_replid_offset = up_to;
    } else {
        server.replid2 = HistoryId::Unknown;
    }
    let shown = up_to.map_or("<offset>".to_owned(), |up_to| up_to.to_string());
    let values: [(&str, &dyn Display); 3] =
        [("replid2", &server.replid2), ("up_to", &shown), ("replid", &server.replid)];
    say(words::SHIFTED, &server.version, &values)
}

/// Closes the link, if it was up, and drops the position.
fn free_link(server: &mut Server, before: &Server, rules: &Behaviour) -> Vec<LogLine> {
    let mut log = Vec::new();
    if before.role == (Role::Replica { link_up: true }) {
        log.extend(say(words::LINK_LOST, &server.version, &[]));
        if server.upstream.is_some() {
            log.extend(cache_position(server, rules));
        }
    }
    log.extend(discard(server));
    log
}

/// Keeps the position of a link that ended, and trims it in the epochs that do.
fn cache_position(server: &mut Server, rules: &Behaviour) -> Vec<LogLine> {
    let mut log: Vec<_> = say(words::CACHED, &server.version, &[]).into_iter().collect();
    if rules.link.meaningful_offset == MeaningfulOffset::AtLinkLossToo {
        let trimmed = trim_meaningful(server);
        *server = trimmed.server;
        log.extend(trimmed.log);
        if let (Some(upstream), Some(offset)) = (&mut server.upstream, server.offset) {
            upstream.offset = offset;
        }
    }
    log
}

/// Throws the position away.
pub(crate) fn discard(server: &mut Server) -> Option<LogLine> {
    server.upstream.take().and_then(|_| discarded_line(&server.version))
}

/// Makes a replica of a master (`SLAVEOF host port`), or gives a replica another master.
///
/// From 4.0 on a master makes a position of its own: its id and offset, database 0. It is `None` only where its
/// offset is not known.
#[must_use]
pub fn demote(server: &Server) -> Changed {
    let rules = behaviour(server.epoch());
    let mut after = server.clone();
    let mut log = Vec::new();
    let was_up = server.role == (Role::Replica { link_up: true });
    if was_up {
        let lost = lose_link(server, LinkLoss::Broken);
        after = lost.server;
        log.extend(lost.log);
    }
    after.role = Role::Replica { link_up: false };
    if rules.identity != Identity::ReplId {
        log.extend(discard(&mut after));
        after.offset = Some(AppliedOffset::new(0));
        after.backlog = Some(Backlog::absent());
        after.replicas = Some(0);
        return Changed { server: after, log };
    }
    if rules.link.drops_replicas == DropsReplicas::AtAnswer {
        after.replicas = Some(0);
    }
    if server.role == Role::Master {
        log.extend(use_own_position(&mut after, rules));
    }
    Changed { server: after, log }
}

/// Makes a cached master of the server's own id and offset.
pub(crate) fn use_own_position(server: &mut Server, rules: &Behaviour) -> Vec<LogLine> {
    let mut log: Vec<_> = say(words::OWN_POSITION, &server.version, &[]).into_iter().collect();
    if rules.link.meaningful_offset != MeaningfulOffset::Never {
        let trimmed = trim_meaningful(server);
        *server = trimmed.server;
        log.extend(trimmed.log);
    }
    server.upstream =
        server.known_offset().map(|offset| Upstream { replid: server.replid, offset, db: 0 });
    log
}

/// Ends the link of a replica, which keeps its position unless what arrived was not a command.
#[must_use]
pub fn lose_link(server: &Server, loss: LinkLoss) -> Changed {
    let rules = behaviour(server.epoch());
    let mut after = server.clone();
    if server.role != (Role::Replica { link_up: true }) {
        return Changed { server: after, log: Vec::new() };
    }
    after.role = Role::Replica { link_up: false };
    let mut log: Vec<_> = say(words::LINK_LOST, &server.version, &[]).into_iter().collect();
    if loss == LinkLoss::Broken && after.upstream.is_some() {
        log.extend(cache_position(&mut after, rules));
    } else {
        after.upstream = None;
    }
    Changed { server: after, log }
}

/// Trims final `PING`s from the offset and the backlog, as 6.0-rc3 to 6.0.3 do.
///
/// The first byte of the backlog is not adjusted when nothing of it is left: every request lacks backlog then,
/// until as much as was trimmed has been written again.
#[must_use]
pub fn trim_meaningful(server: &Server) -> Changed {
    let mut after = server.clone();
    let (Some(offset), Some(meaningful)) = (server.offset, server.meaningful_offset) else {
        return Changed { server: after, log: Vec::new() };
    };
    let delta = i128::from(offset.get()) - i128::from(meaningful.get());
    let Some(delta) = u64::try_from(delta).ok().filter(|delta| *delta > 0) else {
        return Changed { server: after, log: Vec::new() };
    };
    after.offset = Some(meaningful);
    after.trimmed_from = Some(offset);
    if let Some(backlog) = &mut after.backlog {
        backlog.histlen = backlog.histlen.saturating_sub(delta);
    }
    let values: [(&str, &dyn Display); 3] =
        [("meaningful", &meaningful), ("offset", &offset), ("delta", &delta)];
    let log = say(words::TRIMMED, &server.version, &values).into_iter().collect();
    Changed { server: after, log }
}

/// Takes the id that a `+CONTINUE <id>` names, where it is another one than the link's.
///
/// The comparison regards case. The old id stays valid up to the last byte applied; replicas of this server are
/// disconnected, so that they learn of it.
#[must_use]
pub fn continue_with_new_id(server: &Server, new_id: HistoryId) -> Changed {
    let mut after = server.clone();
    let Some(upstream) = &mut after.upstream else {
        return Changed { server: after, log: Vec::new() };
    };
    if upstream.replid == new_id && new_id != HistoryId::Unknown {
        return Changed { server: after, log: Vec::new() };
    }
    let old = std::mem::replace(&mut upstream.replid, new_id);
    let applied = server.known_offset().unwrap_or(upstream.offset);
    after.replid2 = old;
    after.second_replid_offset = applied.next();
    after.replid = new_id;
    after.replicas = Some(0);
    let log = say(crate::wording::replica::ID_CHANGED, &server.version, &[("replid", &new_id)]);
    Changed { server: after, log: log.into_iter().collect() }
}

/// `PSYNC … FAILOVER`: promotes the receiver, or says why not (the reply, and the line written all the same).
pub(crate) fn failover_request(
    server: &Server,
    request: &Request,
) -> Result<Changed, (&'static str, Option<LogLine>)> {
    let received = say(master::FAILOVER_RECEIVED, &server.version, &[("asked", &request.id)]);
    if server.role == Role::Master {
        return Err(("-ERR PSYNC FAILOVER can't be sent to a master.", received));
    }
    if server.replid.is_named_by(&request.id) != Some(true) {
        return Err(("-ERR PSYNC FAILOVER replid must match my replid.", received));
    }
    let changed = shift(server, HistoryId::Fresh);
    let mode = say(words::MASTER_MODE_BY_FAILOVER, &server.version, &[]);
    let log = received.into_iter().chain(changed.log).chain(mode).collect();
    Ok(Changed { server: changed.server, log })
}
