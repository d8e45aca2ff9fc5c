//! How ids, offsets and positions change with the role and the link.
#![allow(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

use autopsync_model::{AppliedOffset, NextOffset, ReplId, Version};
use autopsync_psync::{
    Answer, Backlog, Changed, FullResync, HistoryId, LinkLoss, Next, Role, Server, Upstream,
    demote, finish_snapshot, lose_link, promote, react,
};

fn id(letter: char) -> ReplId {
    letter.to_string().repeat(40).parse().unwrap()
}

fn version(text: &str) -> Version {
    text.parse().unwrap()
}

/// A replica of history `a` at offset 3145, in database 9.
fn replica(text: &str, link_up: bool) -> Server {
    let mut server = Server::new(version(text), id('a'));
    server.role = Role::Replica { link_up };
    server.offset = Some(AppliedOffset::new(3145));
    server.backlog = Some(Backlog::window(NextOffset::new(1), 3145));
    server.upstream =
        Some(Upstream { replid: id('a').into(), offset: AppliedOffset::new(3145), db: 9 });
    server
}

fn written(changed: &Changed) -> Vec<String> {
    changed.log.iter().map(|line| format!("{} {}", line.level, line.text)).collect()
}

/// As a server of 4.0.5 and one of Valkey 8.0.1 wrote it.
#[test]
fn a_promotion_writes_its_lines_in_the_order_of_its_version() {
    let shifted = |level, next| {
        format!(
            "{level} Setting secondary replication ID to {}, valid up to offset: {next}. New replication ID is {}",
            id('a'),
            id('b')
        )
    };
    let promoted = |text| written(&promote(&replica(text, true), HistoryId::Known(id('b'))));
    for text in ["4.0.5", "5.0.14", "6.0-rc4"] {
        assert_eq!(
            promoted(text),
            [
                shifted('#', 3146).as_str(),
                "# Connection with master lost.",
                "* Caching the disconnected master state.",
                "* Discarding previously cached master state.",
                "* MASTER MODE enabled (user request from '<client>')",
            ],
            "{text}"
        );
    }
    assert_eq!(
        promoted("valkey-8.0.1"),
        [
            "* Connection with primary lost.",
            "* Caching the disconnected primary state.",
            "* Discarding previously cached primary state.",
            shifted('*', 3146).as_str(),
            "* PRIMARY MODE enabled (user request from '<client>')",
        ]
    );
    let unlinked = promote(&replica("7.0.15", false), HistoryId::Known(id('b')));
    assert_eq!(written(&unlinked)[0], "* Discarding previously cached master state.");
    assert_eq!(unlinked.server.replid2, HistoryId::Known(id('a')));
    assert_eq!(unlinked.server.upstream, None);
}

#[test]
fn a_run_id_is_not_handed_on_and_the_offset_only_from_2_8_4() {
    let promoted = |text, replicas| {
        let mut server = replica(text, true);
        server.offset = Some(AppliedOffset::new(17));
        server.replicas = replicas;
        promote(&server, HistoryId::Known(id('b'))).server
    };
    let state = |server: &Server| {
        (server.offset.map(AppliedOffset::get), server.backlog.map(|backlog| backlog.active))
    };
    assert_eq!(state(&promoted("2.8.3", Some(0))), (Some(17), Some(true)));
    assert_eq!(state(&promoted("2.8.4", Some(0))), (Some(3145), Some(false)));
    assert_eq!(state(&promoted("3.2.13", Some(2))), (Some(17), Some(true)));
    assert_eq!(state(&promoted("3.2.13", None)), (None, None));
    assert_eq!(promoted("3.2.13", Some(0)).replid, HistoryId::Known(id('a')));
}

#[test]
fn a_demotion_forgets_everything_up_to_3_2() {
    let mut master = replica("3.2.13", true);
    master.role = Role::Master;
    master.upstream = None;
    let demoted = demote(&master);
    assert!(demoted.log.is_empty());
    assert_eq!(demoted.server.offset, Some(AppliedOffset::new(0)));
    assert_eq!(demoted.server.backlog, Some(Backlog::absent()));
    assert_eq!(demoted.server.upstream, None);
}

#[test]
fn another_master_leaves_a_position_from_4_0_on() {
    let moved = |text| demote(&replica(text, true));
    assert_eq!(moved("3.2.13").server.upstream, None);
    let kept = moved("4.0.0");
    assert_eq!(kept.server.upstream, replica("4.0.0", true).upstream);
    assert_eq!(
        written(&kept),
        ["# Connection with master lost.", "* Caching the disconnected master state."]
    );
}

#[test]
fn a_lost_link_keeps_the_position_and_a_protocol_error_does_not() {
    for text in ["2.8.0", "3.2.13", "4.0.14", "6.0.1", "6.0.3", "7.4.1"] {
        let server = replica(text, true);
        assert!(lose_link(&server, LinkLoss::Broken).server.upstream.is_some(), "{text}");
        let lost = lose_link(&server, LinkLoss::ProtocolError);
        assert_eq!(lost.server.upstream, None, "{text}");
        assert!(lost.log.len() <= 1, "{text}: {lost:?}");
    }
    assert!(lose_link(&replica("7.4.1", false), LinkLoss::Broken).log.is_empty());
}

#[test]
fn a_new_id_makes_the_old_one_the_second_up_to_the_last_byte_applied() {
    let answer = |letter| Answer::Continue(Some(HistoryId::Known(id(letter))));
    let changed = react(&replica("5.0.14", false), &answer('b'));
    assert_eq!(changed.next, Next::Resume);
    assert_eq!(changed.server.second_replid_offset, NextOffset::new(3146));
    assert_eq!(changed.server.replid2, HistoryId::Known(id('a')));
    assert_eq!(changed.server.replid, HistoryId::Known(id('b')));
    assert_eq!(changed.server.upstream.unwrap().replid, HistoryId::Known(id('b')));
    assert_eq!(changed.log[1].level, '#');
    assert_eq!(react(&replica("7.2.6", false), &answer('b')).log[1].level, '*');
    let same = react(&replica("5.0.14", false), &answer('a'));
    assert_eq!((same.log.len(), same.server.second_replid_offset.get()), (2, -1));
    // The comparison regards case, and up to 3.2 there is nothing to compare.
    let upper = Answer::Continue(Some(HistoryId::Known(id('A'))));
    assert_eq!(react(&replica("5.0.14", false), &upper).log.len(), 3);
    assert_eq!(react(&replica("3.2.13", false), &answer('b')).log.len(), 2);
}

#[test]
fn a_restarted_replica_has_a_backlog_when_it_continues_from_4_0_2_on() {
    for (text, active) in [("4.0.1", false), ("4.0.2", true), ("7.4.1", true)] {
        let mut server = replica(text, false);
        server.backlog = Some(Backlog::absent());
        let backlog = react(&server, &Answer::Continue(None)).server.backlog.unwrap();
        assert_eq!(backlog.active, active, "{text}");
        if active {
            assert_eq!((backlog.first.get(), backlog.histlen), (3146, 0), "{text}");
        }
    }
}

#[test]
fn a_full_synchronisation_drops_backlog_and_replicas_when_its_version_does() {
    let position =
        FullResync { replid: HistoryId::Known(id('b')), offset: Some(AppliedOffset::new(700)) };
    for (text, active, kept) in [
        ("2.8.21", true, false),
        ("2.8.22", false, false),
        ("6.2.14", false, false),
        ("7.0.0", true, true),
    ] {
        let reaction = react(&replica(text, false), &Answer::FullResync(position));
        assert_eq!(reaction.next, Next::ReceiveSnapshot(position), "{text}");
        assert_eq!(reaction.server.backlog.unwrap().active, active, "{text}");
        assert_eq!(reaction.server.upstream.is_some(), kept, "{text}");
    }
    let end = finish_snapshot(&replica("7.0.15", false), &position, Some(5)).server;
    assert_eq!(end.replid, HistoryId::Known(id('b')));
    assert_eq!(end.upstream.unwrap().db, 5);
    assert_eq!(end.backlog, Some(Backlog::window(NextOffset::new(701), 0)));
    assert_eq!(
        (end.replid2, end.second_replid_offset.get()),
        (HistoryId::Known(ReplId::CLEARED), -1)
    );
    let old = finish_snapshot(&replica("3.2.13", false), &position, None).server;
    assert_eq!(old.replid, HistoryId::Known(id('a')), "a run id stays the server's own");
    assert_eq!(old.upstream.unwrap().replid, HistoryId::Known(id('b')));
}
