//! What an INFO dump says of its node.

use super::{
    NodeFile,
    sighting::{Moment, SeenBy, Sighting},
};
use crate::questions::psync::server_of;
use autopsync_model::{Place, Version};
use autopsync_text::{Info, Role};

/// Reads a dump. `None` where it says nothing of replication, of the process or of the version.
pub(super) fn sighting(info: &Info, file: &NodeFile) -> Option<Sighting> {
    let said = info.replication();
    let server = info.server();
    let version = info.version();
    let psync2 = version.map_or(said.master_replid.is_some(), |v| v.at_least(4, 0, 0));
    let replica = said.role == Some(Role::Replica);
    let key = if replica && !psync2 { "slave_repl_offset" } else { "master_repl_offset" };
    let place = [key, "slave_repl_offset", "role", "redis_version"]
        .iter()
        .find_map(|key| info.place_of(key))
        .cloned()
        .unwrap_or(Place::line(1));
    let mut seen = Sighting::new(SeenBy::Info, place.in_source(&file.name), &file.moment);
    seen.role = said.role;
    seen.version = version;
    seen.run_id = server.run_id;
    seen.process_id = server.process_id;
    seen.port = server.tcp_port;
    seen.replid =
        said.master_replid.or(if replica { None } else { server.run_id.filter(|_| !psync2) });
    // A replica that never had a master prints the offset 1.
    let applied = said
        .slave_repl_offset
        .filter(|offset| offset.get() > 1 || said.master_link_up == Some(true));
    seen.offset = if replica {
        applied.or(said.master_repl_offset.filter(|_| psync2))
    } else {
        said.master_repl_offset
    };
    seen.replid2 = said.master_replid2;
    seen.second_replid_offset = said.second_repl_offset;
    if said.backlog.active == Some(true) && (psync2 || !replica) {
        seen.backlog = said.backlog.first_byte_offset.zip(said.backlog.histlen);
    }
    seen.backlog_size = said.backlog.size;
    seen.link_up = said.master_link_up;
    seen.master = said.master_host.clone().zip(said.master_port);
    seen.times.extend(
        server.server_time_usec.and_then(|usec| i64::try_from(usec / 1000).ok()).map(Moment::Unix),
    );
    if let (Some(id), Some(seconds)) =
        (server.run_id, server.uptime_in_seconds.and_then(|s| i64::try_from(s).ok()))
    {
        seen.times.push(Moment::Uptime(id, seconds.saturating_mul(1000)));
    }
    let assumed =
        version.unwrap_or(if psync2 { Version::redis(7, 2, 6) } else { Version::redis(3, 2, 13) });
    seen.server = server_of(info, assumed).map(Box::new);
    (seen.role.is_some() || seen.version.is_some()).then_some(seen)
}
