//! What a snapshot carries and what a restart makes of it, version by version.
#![allow(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

use autopsync_model::{AppliedOffset, NextOffset, ReplId, Version};
use autopsync_psync::{
    Attached, Backlog, HistoryId, Outcome, RestartReason, Role, SaveKind, ScriptsAfterRestart,
    Server, SnapshotIdentity, StartConfig, Upstream, decide, restart_master, restart_replica,
    saved_identity, scripts_after_restart,
};

fn id(letter: char) -> ReplId {
    letter.to_string().repeat(40).parse().unwrap()
}

fn version(text: &str) -> Version {
    text.parse().unwrap()
}

fn master(text: &str) -> Server {
    let mut server = Server::new(version(text), id('a'));
    server.offset = Some(AppliedOffset::new(1000));
    server.backlog = Some(Backlog::window(NextOffset::new(1), 1000));
    server.stream_db = 9;
    server
}

fn replica(text: &str, link_up: bool) -> Server {
    let mut server = master(text);
    server.role = Role::Replica { link_up };
    server.upstream =
        Some(Upstream { replid: id('a').into(), offset: AppliedOffset::new(1000), db: 9 });
    server
}

fn restart(
    text: &str,
    snapshot: &SnapshotIdentity,
    attached: Attached,
) -> (String, u32, RestartReason) {
    let restarted = restart_replica(&version(text), snapshot, StartConfig { attached, aof: false });
    (
        format!("{}:{}", short(&restarted.request.id.to_string()), restarted.request.next),
        restarted.db,
        restarted.why,
    )
}

fn short(id: &str) -> &str {
    if id.len() == 40 { &id[..1] } else { id }
}

/// What a save of each kind carries: the database, or `none` where there is no triple.
fn databases(server: &Server) -> Vec<String> {
    [SaveKind::Ordinary, SaveKind::BgsaveCommand, SaveKind::Replication, SaveKind::AofHead]
        .into_iter()
        .map(|kind| {
            let saved = saved_identity(server, kind, true);
            match (saved.repl_id, saved.repl_stream_db) {
                (None, _) => "none".to_owned(),
                (Some(_), None) => "no db".to_owned(),
                (Some(_), Some(db)) => db.to_string(),
            }
        })
        .collect()
}

#[test]
fn saves_carry_what_their_version_carries() {
    let idle = |text| Server { stream_db: -1, ..master(text) };
    let bare = |text| Server { backlog: Some(Backlog::absent()), ..master(text) };
    for (server, carried) in [
        (master("3.2.13"), ["none", "none", "none", "none"]),
        (master("4.0.0"), ["no db", "no db", "-1", "no db"]),
        (replica("4.0.1", true), ["no db", "no db", "9", "no db"]),
        (master("4.0.2"), ["9", "none", "9", "none"]),
        (idle("4.0.2"), ["-1", "none", "-1", "none"]),
        (bare("4.0.2"), ["-1", "none", "-1", "none"]),
        (replica("4.0.2", true), ["9", "none", "9", "none"]),
        (replica("4.0.2", false), ["none", "none", "none", "none"]),
        (master("4.0.3"), ["9", "9", "9", "none"]),
        (idle("4.0.3"), ["0", "0", "0", "none"]),
        (bare("4.0.3"), ["none", "none", "none", "none"]),
        (replica("4.0.3", false), ["9", "9", "9", "none"]),
        (replica("valkey-9.1.2", false), ["9", "9", "9", "none"]),
    ] {
        assert_eq!(databases(&server), carried, "{} {:?}", server.version, server.role);
    }
}

#[test]
fn scripts_travel_from_4_0_4_to_6_2() {
    for (text, carried, loaded) in [
        ("4.0.3", false, ScriptsAfterRestart::None),
        ("4.0.4", true, ScriptsAfterRestart::FromSnapshot),
        ("6.2.14", true, ScriptsAfterRestart::FromSnapshot),
        ("7.0.15", false, ScriptsAfterRestart::None),
        ("valkey-8.0.1", false, ScriptsAfterRestart::None),
    ] {
        let saved = saved_identity(&replica(text, true), SaveKind::Ordinary, true);
        assert_eq!(saved.has_scripts, carried, "{text}");
        assert_eq!(scripts_after_restart(&version(text), true, false), loaded, "{text}");
    }
    let crashes = |text| scripts_after_restart(&version(text), true, true);
    assert_eq!(crashes("4.0.5"), ScriptsAfterRestart::CrashOnDuplicate);
    assert_eq!(crashes("4.0.6"), ScriptsAfterRestart::FromSnapshot);
}

#[test]
fn a_4_0_3_snapshot_restarted_by_4_0_6_still_forgets_its_scripts() {
    let saved = saved_identity(&replica("4.0.3", true), SaveKind::Ordinary, true);
    let restarted = restart_replica(&version("4.0.6"), &saved, StartConfig::default());
    assert_eq!(restarted.scripts, ScriptsAfterRestart::None);
    assert_eq!(restarted.why, RestartReason::Restored);
}

#[test]
fn a_restarted_replica_asks_as_its_version_does() {
    use Attached::{ByCluster, ByConfig, Later};
    use RestartReason as R;

    let triple = saved_identity(&replica("4.0.3", true), SaveKind::Ordinary, false);
    let no_db = saved_identity(&replica("4.0.0", true), SaveKind::Ordinary, false);
    let minus = SnapshotIdentity { repl_stream_db: Some(-1), ..triple };
    for (text, snapshot, attached, request, db, why) in [
        ("3.2.13", &triple, ByConfig, "?:-1", 0, R::NotKept),
        ("2.6.17", &triple, ByConfig, "?:-1", 0, R::NoPositions),
        ("4.0.0", &no_db, ByConfig, "a:1001", 0, R::RestoredWithoutDatabase),
        ("4.0.0", &triple, ByConfig, "a:1001", 0, R::RestoredWithoutDatabase),
        ("4.0.1", &no_db, Later, "a:1001", 0, R::RestoredWithoutDatabase),
        ("4.0.1", &no_db, ByCluster, "a:1001", 0, R::RestoredWithoutDatabase),
        ("4.0.2", &triple, ByConfig, "a:1001", 9, R::Restored),
        ("4.0.2", &no_db, ByConfig, "?:-1", 0, R::NoDatabase),
        ("4.0.2", &minus, ByConfig, "?:-1", 0, R::NoDatabase),
        ("4.0.2", &SnapshotIdentity::default(), ByConfig, "?:-1", 0, R::NoId),
        ("5.0.3", &triple, ByCluster, "<new replid>:1", 0, R::RoleLearntLater),
        ("5.0.4", &triple, ByCluster, "a:1001", 0, R::Restored),
        ("6.2.14", &triple, ByConfig, "a:1001", 9, R::Restored),
        ("6.2.14", &triple, Later, "<new replid>:1", 0, R::RoleLearntLater),
        ("7.0.15", &triple, ByConfig, "a:1001", 9, R::Restored),
        ("7.0.15", &triple, Later, "<new replid>:1001", 0, R::RoleLearntLater),
    ] {
        assert_eq!(
            restart(text, snapshot, attached),
            (request.to_owned(), db, why),
            "{text} {attached:?}"
        );
    }
}

#[test]
fn an_aof_forgets_the_position_and_the_scripts() {
    let saved = saved_identity(&replica("6.2.14", true), SaveKind::Ordinary, true);
    let config = StartConfig { aof: true, ..StartConfig::default() };
    let restarted = restart_replica(&version("6.2.14"), &saved, config);
    assert_eq!(restarted.why, RestartReason::FromAof);
    assert_eq!(restarted.request.id.as_str(), "?");
    assert_eq!(restarted.scripts, ScriptsAfterRestart::None);
    let master = restart_master(&version("7.2.6"), &saved, config, 0);
    assert_eq!(
        (master.replid2, master.replid),
        (HistoryId::Known(ReplId::CLEARED), HistoryId::Fresh)
    );
}

#[test]
fn a_replica_under_two_clusters_writes_its_position_twice() {
    let saved = saved_identity(&replica("5.0.14", true), SaveKind::Ordinary, false);
    let lines = |text: &str| {
        let config = StartConfig { attached: Attached::ByCluster, aof: false };
        let log = restart_replica(&version(text), &saved, config).log;
        log.into_iter()
            .map(|line| line.text.split(' ').next().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(lines("5.0.4"), ["Before", "Before", "Trying"]);
    assert_eq!(lines("5.0.7"), ["Before", "Discarding", "Before", "Trying"]);
}

#[test]
fn a_restarted_master_keeps_what_its_version_keeps() {
    let saved = saved_identity(&master("7.0.15"), SaveKind::Ordinary, false);
    let zero = SnapshotIdentity { repl_offset: Some(AppliedOffset::new(0)), ..saved };
    let none = SnapshotIdentity::default();
    let restart = |text: &str, snapshot: &SnapshotIdentity, expired| {
        let server = restart_master(&version(text), snapshot, StartConfig::default(), expired);
        let backlog = server.backlog.unwrap();
        (
            short(&server.replid.to_string()).to_owned(),
            server.second_replid_offset.get(),
            server.offset.unwrap().get(),
            backlog.active.then_some((backlog.first.get(), backlog.histlen)),
        )
    };
    let fresh = || "<new replid>".to_owned();
    assert_eq!(restart("4.0.1", &saved, 0), ("a".to_owned(), -1, 1000, None));
    assert_eq!(restart("4.0.2", &saved, 0), (fresh(), -1, 0, None));
    assert_eq!(restart("7.0.15", &saved, 0), (fresh(), 1001, 1000, Some((1001, 0))));
    assert_eq!(restart("7.0.15", &saved, 37), (fresh(), 1001, 1037, Some((1001, 37))));
    // redis#12088: the backlog depended on the offset, not on the triple.
    assert_eq!(restart("7.0.11", &zero, 0), (fresh(), 1, 0, None));
    assert_eq!(restart("7.0.12", &zero, 0), (fresh(), 1, 0, Some((1, 0))));
    assert_eq!(restart("7.0.11", &none, 37), (fresh(), -1, 37, Some((1, 37))));
    assert_eq!(restart("7.0.12", &none, 37), (fresh(), -1, 37, None));
}

#[test]
fn a_save_and_a_restart_continue_wherever_the_version_promises_it() {
    for (text, outcome) in [
        ("3.2.13", Outcome::FullResync),
        ("4.0.0", Outcome::Continue),
        ("4.0.2", Outcome::Continue),
        ("5.0.14", Outcome::Continue),
        ("6.0.3", Outcome::Continue),
        ("7.4.1", Outcome::Continue),
        ("valkey-9.1.2", Outcome::Continue),
    ] {
        let saved = saved_identity(&replica(text, true), SaveKind::Ordinary, false);
        let request = restart_replica(&version(text), &saved, StartConfig::default()).request;
        assert_eq!(decide(&master(text), &request).outcome, outcome, "{text}");
    }
}
