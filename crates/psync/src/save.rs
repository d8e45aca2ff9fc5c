//! What a snapshot says about replication: `rdbSaveInfoAuxFields` and `rdbPopulateSaveInfo` in `rdb.c`.

use crate::epochs::{SaveRules, Saved, SavedDb, behaviour};
use crate::{Role, Server, SnapshotIdentity};

/// Why a snapshot is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SaveKind {
    /// `SAVE`, a save point, a shutdown, a scheduled `BGSAVE`.
    Ordinary,
    /// The `BGSAVE` command.
    BgsaveCommand,
    /// A full synchronisation, to a file or to the replicas.
    Replication,
    /// The head of an AOF.
    AofHead,
}

/// Returns what a snapshot of this server, written now, tells of replication.
///
/// `knows_scripts` says whether its script table holds anything. A backlog of which nothing is known is taken to
/// be there.
#[must_use]
pub fn saved_identity(server: &Server, kind: SaveKind, knows_scripts: bool) -> SnapshotIdentity {
    let rules = behaviour(server.epoch()).save;
    let saved = match kind {
        SaveKind::Ordinary => rules.ordinary,
        SaveKind::BgsaveCommand => rules.bgsave_command,
        SaveKind::Replication => rules.replication,
        SaveKind::AofHead => rules.aof_head,
    };
    match saved {
        Saved::Nothing => SnapshotIdentity::default(),
        Saved::IdAndOffset(SavedDb::Never) => identity(server, None, false),
        Saved::IdAndOffset(SavedDb::OfTheLink) => identity(server, link_database(server), false),
        Saved::Triple => database(server, rules).map_or_else(SnapshotIdentity::default, |db| {
            identity(server, Some(db), rules.scripts && knows_scripts)
        }),
    }
}

/// Id and offset, with a database.
fn identity(server: &Server, db: Option<i64>, has_scripts: bool) -> SnapshotIdentity {
    SnapshotIdentity {
        repl_id: server.replid.known(),
        repl_offset: server.known_offset(),
        repl_stream_db: db,
        has_scripts,
    }
}

/// The database of 4.0.0 and 4.0.1: the link's, unless it is 0; −1 without a link.
fn link_database(server: &Server) -> Option<i64> {
    match (server.role, &server.upstream) {
        (Role::Replica { link_up: true }, Some(upstream)) => {
            Some(i64::from(upstream.db)).filter(|db| *db != 0)
        }
        _ => Some(-1),
    }
}

/// The database of 4.0.2 and later; `None` where the server cannot tell, and writes nothing at all.
fn database(server: &Server, rules: SaveRules) -> Option<i64> {
    let has_backlog = server.backlog.is_none_or(|backlog| backlog.active);
    match server.role {
        Role::Master if rules.writes_minus_one => {
            Some(if has_backlog { server.stream_db } else { -1 })
        }
        Role::Master => has_backlog.then_some(server.stream_db.max(0)),
        Role::Replica { link_up } => server
            .upstream
            .filter(|_| link_up || rules.cached_master_suffices)
            .map(|upstream| i64::from(upstream.db)),
    }
}
