//! A node of a case as the protocol model takes it.

use crate::{
    assembly::{Case, Content, Node, Sighting},
    questions::{offsets::redis_cli, psync::Missing},
};
use autopsync_model::{AppliedOffset, NextOffset};
use autopsync_psync::{
    Attached, HistoryId, LinkLoss, Request, Role, SaveKind, Server, SnapshotIdentity, StartConfig,
    Upstream, demote, lose_link, request_of, saved_identity,
};
use autopsync_text::ReplicationConfig;

/// Returns the last known state of a node as a server, or what would tell it.
pub(super) fn of(case: &Case, node: &Node) -> Result<Server, Missing> {
    let id = node.present().and_then(|seen| seen.replid);
    let dumps = || node.sightings.iter().rev().filter(|seen| seen.server.is_some());
    let of_this_history = || dumps().find(|seen| id.is_some() && seen.replid == id);
    let own = node.present().filter(|seen| seen.server.is_some());
    let told = own
        .or_else(of_this_history)
        .or_else(|| dumps().next())
        .and_then(|seen| seen.server.clone());
    let now = node.present();
    match (told, now, node.version()) {
        (Some(mut server), Some(now), version) => {
            server.version = version.unwrap_or(server.version);
            bring_up(&mut server, now);
            Ok(*server)
        }
        // A log or a stream names the ids; the backlog stays unknown.
        (None, Some(now), Some(version)) if now.replid.is_some() && now.offset.is_some() => {
            let mut server = Server::new(version, now.replid);
            bring_up(&mut server, now);
            if node.role() == Some(autopsync_text::Role::Replica) {
                server.role = Role::Replica { link_up: now.link_up.unwrap_or(true) };
                server.upstream =
                    now.offset.map(|offset| Upstream { replid: now.replid.into(), offset, db: 0 });
            }
            Ok(server)
        }
        _ => Err(Missing {
            what: format!("the state of {}", node.name),
            why: "its role, ids, offset and backlog decide".to_owned(),
            command: format!("{} INFO", redis_cli(case, node)),
        }),
    }
}

/// Takes a later word on the position into a state.
fn bring_up(server: &mut Server, now: &Sighting) {
    let (Some(id), Some(offset)) = (now.replid, now.offset) else { return };
    if now.server.is_none() {
        if server.replid.known().is_some_and(|known| known.same_history(&id)) {
            let more = server.offset.map_or(0, |before| offset.bytes_since(before));
            grow(server, u64::try_from(more).unwrap_or(0));
        } else {
            // Another history since the last dump: nothing of the old one holds any more.
            let fresh = Server::new(server.version, Some(id));
            *server = Server { role: server.role, offset: Some(offset), ..fresh };
        }
        if let (Some(older), Some(second)) = (now.replid2, now.second_replid_offset) {
            server.replid2 = HistoryId::Known(older);
            server.second_replid_offset = second;
        }
    }
    // Up to 3.2 only the master's dump names the history that a replica follows.
    if matches!(server.role, Role::Replica { .. }) && server.upstream.is_none() {
        server.upstream = Some(Upstream { replid: HistoryId::Known(id), offset, db: 0 });
    }
}

/// Lets a server produce, or a replica apply, so many bytes more.
pub(super) fn grow(server: &mut Server, bytes: u64) {
    let forward = |offset: AppliedOffset| offset.next().advance(bytes).applied();
    server.offset = server.offset.map(forward);
    if let Some(upstream) = &mut server.upstream {
        upstream.offset = forward(upstream.offset);
    }
    if let Some(backlog) = server.backlog.as_mut().filter(|backlog| backlog.active) {
        let held = backlog.histlen.saturating_add(bytes);
        let fits = backlog.size.map_or(held, |size| held.min(size.max(backlog.histlen)));
        backlog.first = NextOffset::new(backlog.first.advance(held.saturating_sub(fits)).get());
        backlog.histlen = fits;
    }
}

/// Returns what a node asks a new master for: a replica what it lacks, a master its own position.
pub(super) fn request(server: &Server) -> Request {
    let now = match server.role {
        Role::Replica { .. } => lose_link(server, LinkLoss::Broken).server,
        Role::Master => demote(server).server,
    };
    let (mut request, _) = request_of(&now);
    request.replica_version = Some(server.version);
    request.psync2_capable = server.version.at_least(4, 0, 0) || server.version.is_valkey();
    request
}

/// Returns the configuration that a node's files state.
pub(super) fn config(node: &Node) -> Option<ReplicationConfig> {
    node.files.iter().rev().find_map(|file| match &file.content {
        Content::Config(config) => Some(config.replication()),
        _ => None,
    })
}

/// Returns what a clean restart would find: the identity of the last save, and how the server starts.
pub(super) fn restart(
    node: &Node,
    server: &Server,
    assumptions: &mut Vec<String>,
) -> (SnapshotIdentity, StartConfig) {
    let config = config(node);
    let info = node.files.iter().rev().find_map(|file| match &file.content {
        Content::Info(info) => Some(info),
        _ => None,
    });
    let aof = info
        .and_then(|info| info.persistence().aof_enabled)
        .or(config.as_ref().and_then(|config| config.append_only));
    let saves = config.as_ref().and_then(|config| config.save_points);
    let cluster = info.is_some_and(|info| info.server().mode.as_deref() == Some("cluster"));
    match (aof, saves) {
        (Some(true), _) => assumptions.push(format!("{} starts with its append-only file", node.name)),
        (_, Some(false)) => assumptions.push(format!("{} has no save points: a shutdown saves nothing, and no older snapshot is loaded", node.name)),
        (_, Some(true)) => assumptions.push(format!("{} saves when it shuts down", node.name)),
        (_, None) => assumptions.push(format!("{} saves when it shuts down (its configuration is not in the evidence: CONFIG GET save, CONFIG GET appendonly)", node.name)),
    }
    let identity = if saves == Some(false) && aof != Some(true) {
        SnapshotIdentity::default()
    } else {
        saved_identity(server, SaveKind::Ordinary, true)
    };
    let attached = if cluster { Attached::ByCluster } else { Attached::ByConfig };
    if matches!(server.role, Role::Replica { .. }) && !cluster {
        assumptions.push(format!("replicaof stands in the configuration of {}", node.name));
    }
    (identity, StartConfig { attached, aof: aof == Some(true) })
}
