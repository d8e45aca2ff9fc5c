//! Numbers that no server reaches and a hostile file can claim: nothing panics, nothing wraps.
#![allow(clippy::unwrap_used, reason = "what a test cannot unwrap has failed it")]

use autopsync_model::{AppliedOffset, Epoch, NextOffset, ReplId, RequestedId, Version};
use autopsync_psync::{
    Answer, Attached, Backlog, FullResync, FullSyncCase, HistoryId, LinkLoss, NodePosition,
    Outcome, Request, RequestedOffset, Role, SaveKind, Server, SnapshotIdentity, StartConfig,
    Upstream, continue_with_new_id, decide, demote, epochs::EPOCHS, finish_snapshot, lose_link,
    promote, react, relate, request_of, restart_master, restart_replica, saved_identity,
    trim_meaningful,
};
use proptest::prelude::*;

fn number() -> impl Strategy<Value = i64> {
    prop_oneof![
        Just(i64::MIN),
        Just(i64::MIN + 1),
        Just(i64::MAX),
        Just(i64::MAX - 1),
        -3_i64..1000,
        any::<i64>(),
    ]
}

fn length() -> impl Strategy<Value = u64> {
    prop_oneof![Just(u64::MAX), Just(u64::MAX - 1), Just(i64::MAX.unsigned_abs()), 0_u64..1000]
}

fn letter(n: u8) -> ReplId {
    ReplId::from_bytes(&[b'a' + n % 3; 40]).unwrap()
}

fn history() -> impl Strategy<Value = HistoryId> {
    prop_oneof![
        (0_u8..3).prop_map(|n| HistoryId::Known(letter(n))),
        Just(HistoryId::Known(ReplId::CLEARED)),
        Just(HistoryId::Fresh),
        Just(HistoryId::Unknown),
    ]
}

fn version() -> impl Strategy<Value = Version> {
    (0..EPOCHS.len()).prop_map(|index| EPOCHS[index].first[0].parse().unwrap())
}

fn role() -> impl Strategy<Value = Role> {
    prop_oneof![Just(Role::Master), any::<bool>().prop_map(|link_up| Role::Replica { link_up })]
}

fn backlog() -> impl Strategy<Value = Backlog> {
    (any::<bool>(), number(), length()).prop_map(|(active, first, histlen)| Backlog {
        active,
        first: NextOffset::new(first),
        histlen,
        size: None,
    })
}

prop_compose! {
    fn server()(
        (version, role) in (version(), role()),
        (replid, replid2, second) in (history(), history(), number()),
        offset in proptest::option::of(number()),
        backlog in proptest::option::of(backlog()),
        upstream in proptest::option::of((history(), number(), any::<u32>())),
        (meaningful, trimmed) in (proptest::option::of(number()), proptest::option::of(number())),
        (loading, failing_over, serve_stale_data, second_channel) in any::<(bool, bool, bool, bool)>(),
        (stream_db, replicas) in (number(), proptest::option::of(0_u64..3)),
    ) -> Server {
        let mut server = Server::new(version, replid);
        server.role = role;
        server.replid2 = replid2;
        server.second_replid_offset = NextOffset::new(second);
        server.offset = offset.map(AppliedOffset::new);
        server.backlog = backlog;
        server.upstream = upstream.map(|(replid, offset, db)| Upstream {
            replid,
            offset: AppliedOffset::new(offset),
            db,
        });
        server.meaningful_offset = meaningful.map(AppliedOffset::new);
        server.trimmed_from = trimmed.map(AppliedOffset::new);
        server.loading = loading;
        server.failing_over = failing_over;
        server.serve_stale_data = serve_stale_data;
        server.second_channel = second_channel;
        server.stream_db = stream_db;
        server.replicas = replicas;
        server.full_sync = FullSyncCase::StartsToDisk;
        server
    }
}

prop_compose! {
    fn request()(
        id in prop_oneof![
            Just("?".to_owned()),
            (0_u8..3).prop_map(|n| letter(n).to_string()),
            Just("0".repeat(40)),
            ".{0,2000}",
        ],
        next in prop_oneof![
            number().prop_map(|n| RequestedOffset::Number(NextOffset::new(n))),
            ".{0,40}".prop_map(RequestedOffset::NotANumber),
        ],
        (failover, psync2_capable, second_channel_capable) in any::<(bool, bool, bool)>(),
    ) -> Request {
        Request {
            failover,
            psync2_capable,
            second_channel_capable,
            ..Request::new(RequestedId::new(id), next)
        }
    }
}

proptest! {
    #[test]
    fn a_decision_holds_for_any_number(server in server(), request in request()) {
        let decision = decide(&server, &request);
        prop_assert_eq!(decision.outcome == Outcome::Inconclusive, !decision.missing.is_empty());
        prop_assert_eq!(decision.outcome == Outcome::Inconclusive, decision.reply.is_empty());
        prop_assert_eq!(decision.outcome == Outcome::FullResync, decision.full_resync.is_some());
        prop_assert!(decision.master_log.iter().all(|line| line.text.len() <= 1023));
        prop_assert!(decision.master_log.iter().all(|line| !line.text.is_empty()));
        if decision.outcome == Outcome::Continue {
            let RequestedOffset::Number(next) = request.next else {
                return Err(TestCaseError::fail("continued without a number"));
            };
            // A failover request may have changed the ids, never the window.
            let window = server.backlog.unwrap();
            let first = i128::from(window.first.get());
            let end = first + i128::from(window.histlen);
            let next = i128::from(next.get());
            prop_assert!(window.active && first <= next && next <= end);
            prop_assert_eq!(decision.bytes, u64::try_from(end - next).unwrap_or(u64::MAX));
        } else {
            prop_assert_eq!(decision.bytes, 0);
        }
    }

    #[test]
    fn a_change_of_role_holds_for_any_number(server in server(), new_id in history()) {
        for changed in [
            promote(&server, new_id),
            demote(&server),
            lose_link(&server, LinkLoss::Broken),
            lose_link(&server, LinkLoss::ProtocolError),
            trim_meaningful(&server),
            continue_with_new_id(&server, new_id),
        ] {
            prop_assert!(changed.log.iter().all(|line| !line.text.is_empty()));
            let _ = request_of(&changed.server);
        }
        prop_assert_eq!(promote(&server, new_id).server.role, Role::Master);
        prop_assert!(demote(&server).server.link_is_down());
        // A second trim finds nothing left.
        let once = trim_meaningful(&server).server;
        prop_assert_eq!(trim_meaningful(&once).server, once);
    }

    #[test]
    fn an_answer_holds_for_any_text(server in server(), line in "(\\+|-|)[A-Z]{0,14}.{0,60}") {
        let reaction = react(&server, &Answer::parse(&line));
        prop_assert!(reaction.log.iter().all(|line| !line.text.is_empty()));
    }

    #[test]
    fn a_snapshot_holds_for_any_number(
        server in server(),
        (offset, db) in (proptest::option::of(number()), proptest::option::of(number())),
        (expired, aof) in (length(), any::<bool>()),
    ) {
        let position = FullResync { replid: HistoryId::Fresh, offset: offset.map(AppliedOffset::new) };
        let _ = finish_snapshot(&server, &position, db);
        for attached in [Attached::ByConfig, Attached::ByCluster, Attached::Later] {
            let config = StartConfig { attached, aof };
            let snapshot = SnapshotIdentity {
                repl_id: Some(letter(0)),
                repl_offset: offset.map(AppliedOffset::new),
                repl_stream_db: db,
                has_scripts: true,
            };
            let restarted = restart_replica(&server.version, &snapshot, config);
            prop_assert!(restarted.server.link_is_down());
            let _ = restart_master(&server.version, &snapshot, config, expired);
        }
        for kind in [SaveKind::Ordinary, SaveKind::BgsaveCommand, SaveKind::Replication, SaveKind::AofHead] {
            let saved = saved_identity(&server, kind, true);
            prop_assert!(Epoch::of(&server.version) > Epoch::P1b || saved == SnapshotIdentity::default());
        }
    }

    #[test]
    fn relations_mirror(a in number(), b in number(), end in number(), shared in any::<bool>()) {
        use autopsync_model::History;
        let old = if shared { letter(0) } else { letter(2) };
        let first = NodePosition { history: History::new(letter(0)), offset: AppliedOffset::new(a) };
        let second = NodePosition {
            history: History::new(letter(1)).preceded_by(old, NextOffset::new(end)),
            offset: AppliedOffset::new(b),
        };
        let (one, other) = (relate(&first, &second), relate(&second, &first));
        prop_assert_eq!((one.only_first, one.only_second), (other.only_second, other.only_first));
        prop_assert_eq!(one.common_offset, other.common_offset);
    }
}
